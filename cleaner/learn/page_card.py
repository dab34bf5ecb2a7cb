"""The card of a page model: what it was learned from, how, and what it does with pages it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cleaner.learn.cards import begins_with, table

__all__ = ["is_card", "to_markdown"]

_MARK = "# Page model"
_HEAD = """\
{mark}

Learned by `cleaner learn pages`{but} from {pages:,} HTML pages of {domains:,} sites, {lines:,} lines. The model file
holds numbers only: trees, and on how many sites each number that stands for a word was seen. No text of the pages.

## Data

{data}

## Settings

{made_with}: {settings}.

## Operating points

A line goes where its score, the probability that it is content, is lower.

{points}
"""
_FIGURES = """
## Out of fold

{measured_pages:,} pages, each judged by a model that saw no page of its site; what rules and repeats do is not counted.
F1: mean precision and recall of runs of four words against the article. Same: share of the pages that match exactly.
Words lost: of the articles, where the page shows them.

{figures}
"""


def to_markdown(card: Mapping[str, Any]) -> str:
    """The card (see :func:`cleaner.learn.pages.learn_pages`) as Markdown, for people.

    >>> card = {"pages": 2, "measured_pages": 2, "domains": 1, "lines": 9, "sources": {"": 2}, "excluded_sources": []}
    >>> text = to_markdown({**card, "settings": {}, "made_with": "x", "points": {"balanced": 0.5}, "out_of_fold": {}})
    >>> text.splitlines()[9]
    '| not named | 2 |'
    """
    excluded = "".join(f" --exclude-source {name}" for name in card["excluded_sources"])
    head = _HEAD.format(
        **{name: card[name] for name in ("pages", "domains", "lines", "made_with")},
        mark=_MARK,
        but=f" (with `{excluded.strip()}`)" if excluded else "",
        data=table(
            ("source", "pages"), ((name or "not named", f"{count:,}") for name, count in card["sources"].items())
        ),
        settings=", ".join(f"{name} {value}" for name, value in card["settings"].items()),
        points=table(("point", "score"), ((name, f"{score:g}") for name, score in card["points"].items())),
    )
    if not card["out_of_fold"]:
        return head
    titles = ("point", "pages of", "number", "F1", "same", "words lost", "F1 by fold")
    rows = [
        (
            *(point, group, f"{own['pages']:,}", f"{own['f1']:.4f}", f"{own['same']:.3f}", f"{own['words_lost']:.2%}"),
            " ".join(f"{value:.3f}" for value in own.get("f1_by_fold", ())),
        )
        for point, figures in card["out_of_fold"].items()
        for group, own in figures.items()
    ]
    return head + _FIGURES.format(measured_pages=card["measured_pages"], figures=table(titles, rows))


def is_card(path: Path) -> bool:
    """True where the file can be read and begins as :func:`to_markdown` does."""
    return begins_with(path, _MARK)
