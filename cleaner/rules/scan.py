"""The scan: one Aho-Corasick pass over many lines says which patterns to try on which of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count
from operator import add
from typing import NamedTuple

import ahocorasick_rs

from cleaner.rules.literals import Shape
from cleaner.rules.patterns import blanks_inside

__all__ = ["Scan", "Wanted"]

# Bytes after which a DFA has paid for itself, and the literals that it is built for at most: 2,155 take 11 ms, 8 MB.
_MUCH = 1_000_000
_MOST_STATES = 5_000


class Wanted(NamedTuple):
    """A pattern to look out for: number of its query, words that a line may have at most, and what it must hold."""

    query: int
    max_words: int
    shape: Shape


class _Owner(NamedTuple):
    """A query that a literal belongs to, and what else must hold of a line before its pattern is tried."""

    query: int
    max_words: int
    also: tuple[tuple[bytes, ...], ...]


class Scan:
    """Finds the queries that must be tried on a line: its words are few enough, a string of each set stands in it."""

    def __init__(self, patterns: Iterable[Wanted]) -> None:
        by_literal: dict[bytes, list[_Owner]] = {}
        self._always: list[tuple[int, int]] = []
        for query, max_words, shape in patterns:
            if not shape.literals:
                self._always.append((query, max_words))
            also = sorted((tuple(map(_coded, strings)) for strings in shape.also), key=len)
            owner = _Owner(query, max_words, tuple(also))
            for literal in map(_coded, shape.literals):
                by_literal.setdefault(literal, []).append(owner)
        # The words that a line may have at most, for any of those that a literal belongs to.
        self._owners = [(max(owner.max_words for owner in owners), tuple(owners)) for owners in by_literal.values()]
        # Bytes, since offsets in code points would be counted anew for each text.
        self._literals = list(by_literal)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(self._literals) if by_literal else None
        self._read = 0

    @property
    def reads(self) -> bool:
        """True where there are literals to look for, so that :meth:`candidates` needs the folded text."""
        return self._automaton is not None

    def candidates(self, folded: bytes, lines: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """Pairs of a line's index and queries to try on it; ``folded`` is what ``fold_digits`` makes of the lines."""
        if self._always:
            for index, line in enumerate(lines):
                words = blanks_inside(line)
                yield index, [query for query, most in self._always if words < most]
        if self._automaton is None:
            return
        self._hasten(len(folded))
        rows = folded.split(b"\n")
        stops = list(map(add, accumulate(map(len, rows)), count(1)))
        index, stop = -1, 0
        words = 0  # of the line, less one
        tried: dict[int, bool] = {}  # whether the query is to be tried on the line
        # Matches come sorted by their end, so that those of a line follow each other.
        for literal, _, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if end >= stop:
                if tried:
                    yield index, [query for query, wanted in tried.items() if wanted]
                    tried = {}
                index = bisect_right(stops, end, index + 1)
                stop = stops[index]
                words = blanks_inside(lines[index])
            most, owners = self._owners[literal]
            if words < most:
                for query, max_words, also in owners:
                    if query not in tried and words < max_words:
                        tried[query] = not also or _holds_each(rows[index], also)
        if tried:
            yield index, [query for query, wanted in tried.items() if wanted]

    def _hasten(self, size: int) -> None:
        """Once much was read, as a DFA: it scans at twice the speed, but takes five times as long to build."""
        before, self._read = self._read, self._read + size
        if before <= _MUCH < self._read and len(self._literals) <= _MOST_STATES:
            kind = ahocorasick_rs.Implementation.DFA
            self._automaton = ahocorasick_rs.BytesAhoCorasick(self._literals, implementation=kind)


def _coded(literal: str) -> bytes:
    return literal.encode("utf-8", "surrogatepass")


def _holds_each(line: bytes, also: Sequence[Sequence[bytes]]) -> bool:
    for strings in also:
        for string in strings:
            if string in line:
                break
        else:
            return False
    return True
