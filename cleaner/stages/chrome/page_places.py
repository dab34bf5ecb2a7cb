"""Where the lines of a page stand in it: what their elements hold, and how far they are from where its text is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.page_lines import PageLines

__all__ = ["place_columns"]

Array = NDArray[Any]
Column = tuple[str, Array]

_AROUND = ("parent", "second_parent", "third_parent", "fourth_parent")
_MOST = 30  # lines; further is as far
# The smallest element with this share of the page's prose, or of what the extractor took: where the text is.
_MAIN = (
    ("half_of_prose", "prose", 0.5),
    ("most_prose", "prose", 0.8),
    ("half_of_extracted", "extracted", 0.6),
    ("most_extracted", "extracted", 0.9),
)


def place_columns(page: PageLines) -> Iterator[Column]:
    """Columns by name, float [n], in an order of their own: of styles, of elements around, and of the main ones."""
    yield from _styles(page)
    places = _Places(page)
    yield from places.around()
    for name, what, share in _MAIN:
        yield from places.main(name, what, share)


def _styles(page: PageLines) -> Iterator[Column]:
    """What the lines have in common that are styled alike, as headings, teasers or paragraphs of a page are."""
    _, group = np.unique(page.style, return_inverse=True)
    size = np.bincount(group).astype(float)

    def mean(values: Array) -> Array:
        means: Array = np.bincount(group, values) / size
        return np.take(means, group)

    yield "lines_of_style", np.log1p(size)[group]
    yield "words_of_style", np.log1p(mean(page.words))
    yield "extracted_of_style", mean(page.extracted)
    yield "prose_of_style", mean(page.prose)
    yield "links_of_style", mean(page.linked)


class _Places:
    """The elements of a page, by what they hold; the last one is the page itself."""

    def __init__(self, page: PageLines) -> None:
        self._lines = len(page.words)
        numbers, self._flat = np.unique(page.places, return_inverse=True)
        self._line = np.repeat(np.arange(self._lines), page.depths)
        self._depths = page.depths
        self._ends = np.cumsum(page.depths)
        self._page = len(numbers)
        size = page.characters
        self.all = self._held(size)
        self.mass = {
            "prose": self._held(size * page.prose),
            "extracted": self._held(size * page.extracted),
            "linked": self._held(size * page.linked),
        }
        self.lines = self._held(np.ones(self._lines))

    def _held(self, values: Array) -> Array:
        sums = np.bincount(self._flat, values[self._line], minlength=self._page + 1)
        sums[-1] = values.sum()
        return sums

    def around(self) -> Iterator[Column]:
        """What the four elements around each line's own hold."""
        prose, extracted = (max(1.0, self.mass[what][-1]) for what in ("prose", "extracted"))
        of = self.mass
        held = np.maximum(1, self.all)
        shares = {
            "extracted_in": of["extracted"] / held,
            "share_of_extracted_in": of["extracted"] / extracted,
            "share_of_prose_in": of["prose"] / prose,
            "prose_in": of["prose"] / held,
            "links_in": of["linked"] / held,
            "lines_in": np.log1p(self.lines),
        }
        for up, name in enumerate(_AROUND, 1):
            inside = self._depths > up
            element = np.full(self._lines, self._page)
            element[inside] = self._flat[self._ends[inside] - 1 - up]
            for what, share in shares.items():
                yield f"{what}_{name}", share[element]

    def main(self, name: str, what: str, share: float) -> Iterator[Column]:
        """Whether each line stands in the smallest element with that share, how far from it, and how far from its ends.

        Far counts the elements from the main one up to the first that is around the line too.
        """
        mass = self.mass[what]
        enough = np.flatnonzero(mass[:-1] >= share * max(1.0, mass[-1]))
        if not len(enough):
            nothing = np.zeros(self._lines)
            for column in (f"in_{name}", f"far_from_{name}", f"after_start_of_{name}", f"before_end_of_{name}"):
                yield column, nothing
            return
        # Of elements that hold the same the last is the innermost: an element begins before those inside it.
        best = enough[np.lexsort((-enough, self.all[enough]))[0]]
        at = np.flatnonzero(self._flat == best)
        inside = self._line[at]
        first, last = inside[0], inside[-1]
        path = self._flat[self._ends[first] - self._depths[first] : at[0] + 1]
        shared = np.zeros(self._page, bool)
        shared[path] = True
        lines = np.arange(self._lines)
        within = np.zeros(self._lines)
        within[inside] = 1
        yield f"in_{name}", within
        yield f"far_from_{name}", len(path) - np.bincount(self._line, shared[self._flat], minlength=self._lines)
        yield f"after_start_of_{name}", np.clip(lines - first, -_MOST, _MOST)
        yield f"before_end_of_{name}", np.clip(last - lines, -_MOST, _MOST)
