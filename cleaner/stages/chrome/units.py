"""What the line model judges: lines that are not blank, hard-wrapped paragraphs as one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Edit, Lines
from cleaner.rules.page import Page

__all__ = ["Units", "find_units", "taken_units"]

Array = NDArray[Any]

_MOST_OF_IT = 0.9  # of a unit's characters


class Units(NamedTuple):
    """Units of a text in order: each is one line, or the lines of one hard-wrapped paragraph.

    Attributes:
        firsts, lasts: indexes of the first and the last line of each.
        texts: without the blanks at either end; wrapped lines joined by a blank.
    """

    firsts: list[int]
    lasts: list[int]
    texts: list[str]


def find_units(lines: Lines, page: Page) -> Units:
    r"""The units of a text; ``page`` is made of the same lines.

    >>> from cleaner.model import split_lines
    >>> lines = split_lines("Most read\n\nSnow closed the pass.\n")
    >>> find_units(lines, Page(lines))
    Units(firsts=[0, 2], lasts=[0, 2], texts=['Most read', 'Snow closed the pass.'])
    """
    stripped = [text.strip() for text in lines.texts]
    places = [index for index, text in enumerate(stripped) if text]
    wrapped = page.wrapped
    if not wrapped:
        return Units(places, places, [stripped[index] for index in places])
    units = Units([], [], [])
    for index in places:
        text = stripped[index]
        goes_on = index in wrapped and index - 1 in wrapped and text[:1].islower()
        if goes_on and units.lasts and units.lasts[-1] == index - 1:
            units.lasts[-1] = index
            units.texts[-1] += f" {text}"
        else:
            units.firsts.append(index)
            units.lasts.append(index)
            units.texts.append(text)
    return units


def taken_units(units: Units, lines: Lines, edits: Sequence[Edit]) -> tuple[Array, Array]:
    """Which units rules edit, and which they remove but for a tenth at most; bool [units] both."""
    firsts, lasts, texts, span = units.firsts, units.lasts, lines.texts, lines.span
    touched, taken = bytearray(len(firsts)), bytearray(len(firsts))  # items of arrays cost five times as much
    for edit in edits:
        for row in range(bisect_left(lasts, lines.at(edit.start)), len(firsts)):
            start = span(firsts[row])[0]
            if start >= edit.end:
                break
            stop = span(lasts[row])[0] + len(texts[lasts[row]])
            covered = min(edit.end, stop) - max(edit.start, start)
            if covered > 0:
                touched[row] = 1
                taken[row] |= not edit.replacement and covered >= _MOST_OF_IT * (stop - start)
    return np.frombuffer(touched, bool), np.frombuffer(taken, bool)
