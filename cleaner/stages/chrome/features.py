"""What the line model sees of each line: its shape, the words it shares, its place on the page, what rules take."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.characters import word_numbers
from cleaner.stages.chrome.shapes import SHAPES, Shapes

__all__ = ["FEATURES", "page_features"]

Array = NDArray[Any]

_FAR = 100  # lines; further is as far
_FEWEST_BITS = 16
_CYCLE = 97  # words; a line is told from others by its words and their places, counted in cycles
# The prose up to here tells what the story is about; another story below it, or a discussion, says other words.
_EARLY = 0.4

_SHARED = ("topic", "menu", "early_topic", "in_title", "covers_title", "has_title", "repeats", "first_copy")
_PLACE = (
    *("place", "from_top", "from_bottom", "words_above", "prose_above", "prose_below", "from_prose_above"),
    *("from_prose_below", "no_prose_above", "no_prose_below", "page_lines", "page_prose_share", "page_prose_lines"),
    *("page_line_words", "page_prose_words"),
)
_RULES = ("rule", "rules_above", "rules_below", "page_rules")
#: Names of the columns, in order.
FEATURES: tuple[str, ...] = (*SHAPES, *_SHARED, *_PLACE, *_RULES)
_SHARED_AT, _PLACE_AT, _RULES_AT = (FEATURES.index(part[0]) for part in (_SHARED, _PLACE, _RULES))


def page_features(shapes: Shapes, title: str | None, taken: Array) -> Array:
    """The features of the lines of one page, float32 [n, len(FEATURES)].

    ``title`` is the page's; ``taken`` says which lines rules take, bool [n].

    >>> from cleaner.stages.chrome.shapes import read_shapes
    >>> page_features(read_shapes(["Most read", "Snow closed the pass."]), None, np.zeros(2)).shape == (
    ...     2,
    ...     len(FEATURES),
    ... )
    True
    """
    columns = np.empty((len(FEATURES), len(shapes.counts)), np.float32)  # one row a feature: each is written at once
    columns[:_SHARED_AT] = shapes.figures
    _shared_words(columns[_SHARED_AT:_PLACE_AT], shapes, title)
    _place(columns[_PLACE_AT:_RULES_AT], shapes.words, shapes.prose)
    _taken(columns[_RULES_AT:], taken)
    features: Array = columns.T
    return features


def _shared_words(out: Array, shapes: Shapes, title: str | None) -> None:
    """Writes what a line shares with the page's prose, short lines, early prose, and title; and its repeats."""
    numbers, counts, prose = shapes.numbers, shapes.counts, shapes.prose
    n = len(counts)
    owner = np.repeat(np.arange(n), counts)  # the line of each word
    # Words fall into several times as many buckets as there are; two that meet in one count as one.
    bits = max(_FEWEST_BITS, (4 * len(numbers)).bit_length())
    bucket = _numbered((numbers & np.uint32((1 << bits) - 1)).astype(np.intp), 1 << bits)
    text = np.where(prose, counts, 0)
    early = prose & (np.cumsum(text) - text <= _EARLY * text.sum())
    # Prose that is early, other prose, and what is no prose: three parts, each with the first and the last line that
    # hold a word. (Of repeated indexes in an assignment NumPy keeps the last.)
    parts = np.repeat((2 - prose - early) * len(bucket), counts)
    parts += bucket
    first, last = (np.full((3, len(bucket)), line, np.int32) for line in (n, -1))
    first.ravel()[parts[::-1]] = owner[::-1]
    last.ravel()[parts] = owner
    # Early prose stands above the other.
    np.minimum(first[0], first[1], out=first[1])
    np.maximum(last[0], last[1], out=last[1])
    asked = np.flatnonzero(shapes.telling)
    asked_bucket, asked_owner = bucket.take(asked), owner.take(asked)
    told = np.bincount(asked_owner, minlength=n) + 1
    for row, part in enumerate((1, 2, 0)):
        # In another line of that part: the first or the last line that holds the word is not this one.
        elsewhere = first[part].take(asked_bucket) < asked_owner
        elsewhere |= last[part].take(asked_bucket) > asked_owner
        out[row] = np.bincount(asked_owner[elsewhere], minlength=n) / told
    out[3:6] = 0
    if title:
        known = word_numbers(title)
        if len(known):
            in_title = np.bincount(asked_owner[np.isin(numbers[asked], known)], minlength=n)
            out[3] = in_title / told
            out[4] = np.minimum(in_title / len(known), 1.5)
            out[5] = 1
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    if counts.max() > _CYCLE:
        place %= _CYCLE
    keys = np.bincount(owner, weights=numbers * (1.0 + place), minlength=n)
    found: dict[float, int] = {}
    earliest = np.array([found.setdefault(key, line) for line, key in enumerate(keys.tolist())])
    copies = np.bincount(earliest, minlength=n)[earliest]
    out[6] = np.minimum(np.log1p(copies - 1), 4)
    out[7] = (earliest == np.arange(n)) & (copies > 1)


def _numbered(bucket: Array, buckets: int) -> Array:
    """The same buckets as numbers below ``len(bucket)``: tables of all buckets take as long to fill as all else.

    What is not written is not read, so the one table of all need not be filled.
    """
    number = np.empty(buckets, np.intp)
    number[bucket] = np.arange(len(bucket))
    numbered: Array = number.take(bucket)
    return numbered


def _place(out: Array, words: Array, prose: Array) -> None:
    """Writes where on the page a line stands, and what sort of page it is."""
    n = len(words)
    lines = np.arange(n)
    size = words + 1e-6
    above = np.cumsum(size)
    text = np.where(prose, words, 0)
    text_above = np.cumsum(text)
    total = text_above[-1]
    up = np.maximum.accumulate(np.where(prose, lines, -_FAR))
    down = np.minimum.accumulate(np.where(prose, lines, n + _FAR)[::-1])[::-1]
    out[0] = lines / max(n - 1, 1)
    out[1] = np.minimum(np.log1p(lines), 6)
    out[2] = out[1, ::-1]
    out[3] = (above - size) / above[-1]
    out[4] = (text_above - text) / (total + 1)
    out[5] = (total - text_above) / (total + 1)
    out[6] = np.log1p(np.minimum(lines - np.concatenate(([-_FAR], up[:-1])), _FAR))
    out[7] = np.log1p(np.minimum(np.concatenate((down[1:], [n + _FAR])) - lines, _FAR))
    out[8] = text_above - text < 1
    out[9] = total - text_above < 1
    page = (math.log1p(n), total / above[-1], prose.sum() / n, math.log1p(words.sum() / n), math.log1p(total))
    for row, value in enumerate(page, 10):
        out[row] = value


def _taken(out: Array, taken: Array) -> None:
    """Writes what rules take: at the line, above it, below it, on the page."""
    above = np.cumsum(taken, dtype=np.float64)
    out[0] = taken
    out[1] = np.log1p(above - taken)
    out[2] = np.log1p(above[-1] - above)
    out[3] = above[-1] / len(taken)
