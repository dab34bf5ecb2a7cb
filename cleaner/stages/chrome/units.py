"""What the line model judges: lines that are not blank, hard-wrapped paragraphs as one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Edit, Lines
from cleaner.rules.page import Page

__all__ = ["Unit", "find_units", "taken_units"]

Array = NDArray[Any]

_MOST_OF_IT = 0.9  # of a unit's characters


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


def taken_units(units: Sequence[Unit], lines: Lines, edits: Sequence[Edit]) -> tuple[Array, Array]:
    """Which units rules edit, and which they remove but for a tenth at most; bool [units] both."""
    touched, taken = np.zeros(len(units), bool), np.zeros(len(units), bool)
    if not edits:
        return touched, taken
    starts = [lines[unit.first].start for unit in units]
    stops = [lines[unit.last].end for unit in units]
    for edit in edits:
        for row in range(bisect_right(stops, edit.start), bisect_left(starts, edit.end)):
            touched[row] = True
            covered = min(edit.end, stops[row]) - max(edit.start, starts[row])
            taken[row] |= not edit.replacement and covered >= _MOST_OF_IT * (stops[row] - starts[row])
    return touched, taken
