"""The card of a model of spun text: what it was learned from, how, where it judges, and whose its parts are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cleaner.learn.cards import begins_with, table

__all__ = ["is_card", "to_markdown"]

_MARK = "# Model of spun text"
_CARD = """\
{mark}

Learned by `cleaner learn spun`{but} from {texts:,} clean texts, {words:,} words. Nobody spun these: simulated spinners
did, so that the original of each word is known.

## Data

{data}

The ids of the texts part them: {read:,} taught the network, the counts and the screen, {judged:,} the trees; a tenth,
fold 0 of ten, taught nothing and is there to measure on. Beside the families, as many more are drawn from the repair
tables each time.

## Settings

{settings}

## Points

| look | score | share of clean texts |
| --- | --- | --- |
{points}

The share is that of the {pieces:,} clean pieces (60 words and more) at or above the score. From `screen`, `skim` and
`glance` on, a text gets the next look; from `full` on, it is taken for spun. All but `screen` are scores of trees that
had not seen the piece.

## Calibration

How sure it is that a candidate is the original: `1 / (1 + exp(-({slope:g} * odds + {start:g})))`, where odds are the
log odds of the trees. The line was fitted on families that the trees it was fitted with had not seen.

## Licence

The texts are their publishers'. The model file holds none of their text: only numbers, and single words with a number
each. {vectors_licence}
"""
_GLOVE = """Vectors of words began as those of `{vectors}`, and were learned further; GloVe's (Pennington, Socher,
Manning 2014) are in the public domain (PDDL 1.0), those of others are under terms of their own."""
_STARTED = """The network is that of `{started_from}`: its own card says where its vectors began; GloVe's (Pennington,
Socher, Manning 2014) are in the public domain (PDDL 1.0)."""
_OWN = "Vectors of words were learned from the texts alone."


def to_markdown(card: Mapping[str, Any]) -> str:
    """The card as Markdown, for people.

    Args:
        card: that of :func:`cleaner.learn.spun.learn_spun`, and beside it: ``data``, names of the files of texts;
            ``without``, families that were left out; ``vectors``, name of their file, and ``started_from``, name of the
            model whose network it is: empty where there is none.

    >>> card = {"texts": 9, "words": 99, "read": 6, "judged": 3, "pieces": 2, "families": ["blog"], "vocabulary": 5}
    >>> card |= {"steps": 7, "swaps": "a1", "points": {"full": 1.5}, "shares": {"full": 0.0005}, "made_with": "x"}
    >>> card |= {"confidence": {"slope": 1.0, "start": 0.5}, "data": ["a.jsonl"], "without": [], "vectors": ""}
    >>> to_markdown({**card, "started_from": ""}).splitlines()[10]
    '| simulated spinners | blog |'
    """
    started, vectors, without = card["started_from"], card["vectors"], card["without"]
    data = [
        ("texts", ", ".join(f"`{name}`" for name in card["data"])),
        ("simulated spinners", ", ".join(card["families"])),
        ("spinners left out", ", ".join(without) or "none"),
        ("repair tables", card["swaps"]),
        ("word vectors", f"`{vectors}`" if vectors else f"those of `{started}`" if started else "none"),
    ]
    settings = [
        ("network", f"that of `{started}`" if started else "its own"),
        ("steps of its training", f"{card['steps']:,}"),
        ("words that it knows", f"{card['vocabulary']:,}"),
        ("made with", card["made_with"]),
    ]
    licence = _GLOVE.format(vectors=vectors) if vectors else _STARTED.format(started_from=started) if started else _OWN
    points = [(name, f"{score:g}", f"{card['shares'][name]:.2%}") for name, score in card["points"].items()]
    return _CARD.format(
        **{name: card[name] for name in ("texts", "words", "read", "judged", "pieces")},
        **card["confidence"],
        mark=_MARK,
        but=f" (with `{' '.join(f'--without {name}' for name in without)}`)" if without else "",
        data=table(("what", "which"), data),
        settings=table(("setting", "value"), settings),
        points="\n".join(f"| {' | '.join(row)} |" for row in points),
        vectors_licence=licence,
    )


def is_card(path: Path) -> bool:
    """True where the file can be read and begins as :func:`to_markdown` does."""
    return begins_with(path, _MARK)
