"""Cue words learned from pages: in how many sites a word, a pair of words, a whole line was chrome, or content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["CUES", "PARTS", "CueTable", "Cues", "Spots", "cue_columns", "find_spots"]

Array = NDArray[Any]

# The opening words and the last ones: in them a line says what it is, and long lines cost no more than short ones.
_OPENING, _CLOSING = 10, 5
# Odds are taken against these pseudo-counts, which stand for the two thirds of lines that are chrome on whole pages.
_PRIOR_CHROME, _PRIOR_CONTENT = 0.6, 0.4

# Sites that a number must stand on to say something. Tables hold those of two or three and more; a site that is left
# out of the counts may bring one under it.
_FEWEST = 2
_SHIFT = 14  # 2^18 places, ten times the numbers of a table

#: What a :class:`CueTable` is made of, in order.
PARTS: tuple[str, ...] = ("numbers", "chrome", "content")
#: Names of the columns of :func:`cue_columns`, in order.
CUES: tuple[str, ...] = (
    *("cue_words", "most_chrome_word", "most_content_word", "first_word", "last_word", "known_words"),
    *("cue_pairs", "most_chrome_pair", "most_content_pair", "known_pairs"),
    *("cue_line", "known_line"),
)


class Spots(NamedTuple):
    """The words, pairs and lines that are looked up. Lines are counted from 0; arrays of a sort have one length.

    Attributes:
        words, word_lines: numbers of words, uint32, and the line of each, ascending.
        opening, closing: which words are the first, or the last, of their line, bool.
        pairs, pair_lines: numbers of neighbouring words, uint32, and the line of each, ascending.
        lines: a number for each line, uint32.
    """

    words: Array
    word_lines: Array
    opening: Array
    closing: Array
    pairs: Array
    pair_lines: Array
    lines: Array


@dataclass(frozen=True, eq=False)
class CueTable:
    """On how many sites each number was seen.

    Attributes:
        numbers: ascending, uint32.
        chrome, content: sites on which it stood in a line of chrome, of content; uint16, as long as ``numbers``.
    """

    numbers: Array
    chrome: Array
    content: Array

    def odds(self, numbers: Array, without: tuple[Array, Array] | None = None) -> tuple[Array, Array]:
        """Log odds of chrome for each of ``numbers`` (0 where unknown), float32, and which are known, bool.

        ``without`` leaves one site out of the counts (its numbers in chrome, and in content, ascending): the site
        whose lines are judged, when learning.

        >>> table = CueTable(np.array([7], np.uint32), np.array([9], np.uint16), np.array([0], np.uint16))
        >>> table.odds(np.array([7, 8], np.uint32))[1].tolist()
        [True, False]
        """
        odds, known = np.zeros(len(numbers), np.float32), np.zeros(len(numbers), bool)
        asked = np.flatnonzero(self._there.take(numbers >> np.uint32(_SHIFT)))
        if not len(asked):
            return odds, known
        index = np.minimum(np.searchsorted(self.numbers, numbers[asked]), len(self.numbers) - 1)
        hit = self.numbers[index] == numbers[asked]
        asked, index = asked[hit], index[hit]
        if without is None:
            odds[asked], known[asked] = (part[index] for part in self._odds)
            return odds, known
        own = (np.isin(numbers[asked], side) for side in without)
        counts = (count[index].astype(np.float32) for count in (self.chrome, self.content))
        odds[asked], known[asked] = _log_odds(*(count - seen for count, seen in zip(counts, own, strict=True)))
        return odds, known

    @cached_property
    def _odds(self) -> tuple[Array, Array]:
        return _log_odds(self.chrome.astype(np.float32), self.content.astype(np.float32))

    @cached_property
    def _there(self) -> Array:
        """By its upper bits, whether a number may be in the table at all: most are not, and need no search."""
        there = np.zeros(1 << (32 - _SHIFT), bool)
        there[self.numbers >> np.uint32(_SHIFT)] = True
        return there


def _log_odds(chrome: Array, content: Array) -> tuple[Array, Array]:
    known = chrome + content >= _FEWEST
    return np.where(known, np.log((chrome + _PRIOR_CHROME) / (content + _PRIOR_CONTENT)), 0), known


class Cues(NamedTuple):
    """The three tables of a line model."""

    words: CueTable
    pairs: CueTable
    lines: CueTable


def find_spots(numbers: Array, counts: Array) -> Spots:
    """What is looked up of lines whose words have these ``numbers``, ``counts`` words each (see ``Shapes``).

    >>> find_spots(np.array([5, 6, 7], np.uint32), np.array([2, 1])).pair_lines.tolist()
    [0]
    """
    owner = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(numbers)) - np.repeat(np.cumsum(counts) - counts, counts)
    rest = np.repeat(counts - 1, counts) - place
    if len(counts) and counts.max() > _OPENING + _CLOSING:
        at = np.flatnonzero((place < _OPENING) | (rest < _CLOSING))
        words, owner, place, rest = numbers[at], owner[at], place[at], rest[at]
    else:
        at, words = np.arange(len(numbers)), numbers
    inner = np.flatnonzero(rest)
    first = at[inner]
    pairs = numbers[first] * np.uint32(0x9E3779B1) ^ numbers[first + 1] * np.uint32(0x85EBCA77)  # xxHash's primes
    whole = np.zeros(len(counts), np.uint64)
    np.add.at(whole, owner, words * (2 * np.minimum(place, 30) + 3).astype(np.uint64))
    lines = (whole ^ (whole >> np.uint64(29))).astype(np.uint32)
    return Spots(words, owner, place == 0, rest == 0, pairs, owner[inner], lines)


def cue_columns(spots: Spots, cues: Cues, without: Mapping[str, tuple[Array, Array]] | None = None) -> Array:
    """What the tables say of each line, float32 [lines, len(CUES)]; positive speaks for chrome.

    ``without`` as in :meth:`CueTable.odds`, for each of ``words``, ``pairs``, ``lines``.
    """
    n = len(spots.lines)
    left_out = without or {}
    columns = np.zeros((n, len(CUES)), np.float32)
    odds, known = cues.words.odds(spots.words, left_out.get("words"))
    _summarise(columns[:, :3], columns[:, 5], spots.word_lines, odds, known)
    columns[spots.word_lines[spots.opening], 3] = odds[spots.opening]
    columns[spots.word_lines[spots.closing], 4] = odds[spots.closing]
    odds, known = cues.pairs.odds(spots.pairs, left_out.get("pairs"))
    _summarise(columns[:, 6:9], columns[:, 9], spots.pair_lines, odds, known)
    columns[:, 10], columns[:, 11] = cues.lines.odds(spots.lines, left_out.get("lines"))
    return columns


def _summarise(figures: Array, share: Array, owner: Array, odds: Array, known: Array) -> None:
    """Writes mean, highest (not under 0), lowest (not over 0) of each line's odds, and the share of known ones."""
    if not len(owner):
        return
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    line = owner[first]
    count = np.diff(first, append=len(owner)) + 1
    figures[line, 0] = np.add.reduceat(odds, first, dtype=np.float64) / count
    share[line] = np.add.reduceat(known, first, dtype=np.int64) / count
    figures[line, 1] = np.maximum(np.maximum.reduceat(odds, first), 0)
    figures[line, 2] = np.minimum(np.minimum.reduceat(odds, first), 0)
