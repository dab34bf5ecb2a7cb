"""The card of a line model: what it was learned from, how, and what it takes on pages it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cleaner.learn.cards import begins_with, table

__all__ = ["figure_rows", "is_card", "to_markdown"]

_MARK = "# Line model"
_HEAD = """\
{mark}

Learned by `cleaner learn lines` from {pages:,} pages of {sites:,} sites, {lines:,} lines. The model file holds numbers
that stand for words, how many sites showed each, and weights: no text of the pages.

## Data

{data}

## Settings

Seed {seed}, {networks} networks, each: {schedule}.

## Operating points

A line goes where its score, the log odds that it is prose, is lower.

{points}
"""
_FIGURES = """
## Out of fold

Each page was judged once, by a model that saw no page of its site; what rules take is counted, repeats are not. Dumped:
half of the lines and more are chrome; extracted: the others; clean: all pages without their chrome. Content lost: share
of the words of content. Chrome removed: share of the lines of chrome. F1: of a page's kept words, the mean over pages.

{figures}
"""


def to_markdown(card: Mapping[str, Any]) -> str:
    """The card (see :func:`cleaner.learn.lines.learn_lines`) as Markdown, for people.

    >>> card = {"pages": 2, "sites": 1, "lines": 9, "sources": {"": 2}, "seed": 7, "networks": 1}
    >>> text = to_markdown({**card, "schedule": {"epochs": 18}, "points": {"precise": -2.5}, "out_of_fold": {}})
    >>> text.splitlines()[9]
    '| not named | 2 |'
    """
    schedule = ", ".join(f"{name} {value}" for name, value in card["schedule"].items())
    head = _HEAD.format(
        **{name: card[name] for name in ("pages", "sites", "lines", "seed", "networks")},
        mark=_MARK,
        schedule=schedule,
        data=table(
            ("source", "pages"), ((name or "not named", f"{count:,}") for name, count in card["sources"].items())
        ),
        points=table(("point", "score"), ((name, f"{score:g}") for name, score in card["points"].items())),
    )
    if not card["out_of_fold"]:
        return head
    titles = ("pages", "point", "content lost", "chrome removed", "F1", "F1 by fold")
    spread = (" ".join(f"{value:.3f}" for value in each["f1_by_fold"]) for each in card["out_of_fold"].values())
    rows = [(*row, folds) for row, folds in zip(figure_rows(card), spread, strict=True)]
    return head + _FIGURES.format(figures=table(titles, rows))


def figure_rows(card: Mapping[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """The look of the pages, the point, and as shares in words: content lost, chrome removed, and F1; a row each."""
    rows = []
    for name, figures in card["out_of_fold"].items():
        look, _, point = name.partition(", ")
        shares = f"{figures['content_lost']:.2%}", f"{figures['chrome_removed']:.1%}", f"{figures['f1']:.4f}"
        rows.append((look, point, *shares))
    return rows


def is_card(path: Path) -> bool:
    """True where the file can be read and begins as :func:`to_markdown` does."""
    return begins_with(path, _MARK)
