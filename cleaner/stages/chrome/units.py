"""What the line model judges: lines that are not blank, hard-wrapped paragraphs as one."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.model import Lines
from cleaner.rules.page import Page

__all__ = ["Unit", "find_units"]


class Unit(NamedTuple):
    """One line, or the lines of one hard-wrapped paragraph.

    Attributes:
        first, last: indexes of its first and its last line.
        text: without the blanks at either end; wrapped lines joined by a blank.
    """

    first: int
    last: int
    text: str


def find_units(lines: Lines, page: Page) -> list[Unit]:
    r"""The units of a text, in order; ``page`` is made of the same lines.

    >>> from cleaner.model import split_lines
    >>> lines = split_lines("Most read\n\nSnow closed the pass.\n")
    >>> [unit.text for unit in find_units(lines, Page(lines))]
    ['Most read', 'Snow closed the pass.']
    """
    units: list[Unit] = []
    wrapped = page.wrapped
    texts = lines.texts
    for index, raw in enumerate(texts):
        text = raw.strip()
        if not text:
            continue
        if index in wrapped and units and units[-1].last == index - 1 and index - 1 in wrapped and text[:1].islower():
            above = units[-1]
            units[-1] = Unit(above.first, index, f"{above.text} {text}")
        else:
            units.append(Unit(index, index, text))
    return units
