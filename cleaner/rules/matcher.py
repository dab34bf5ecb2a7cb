"""The matcher: finds the probes of all rules in the lines of a text at a cost that hardly grows with the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sys import maxsize
from typing import NamedTuple, Protocol

import ahocorasick_rs

from cleaner.rules.alike import alike_key, alike_keys
from cleaner.rules.fold import fold, fold_digits, phrase_key, phrase_keys
from cleaner.rules.literals import Shape
from cleaner.rules.patterns import LONGEST_LINE, Confirm, blanks_inside
from cleaner.rules.rule import Probe

__all__ = ["Found", "LineMatcher", "Matcher", "PlainMatcher", "Query"]


# Bytes after which a DFA has paid for itself, and the literals that it is built for at most: 2,155 take 11 ms, 8 MB.
_MUCH = 1_000_000
_MOST_STATES = 5_000


class Query(NamedTuple):
    """A probe with the shape of its pattern and the name to use in errors."""

    probe: Probe
    shape: Shape
    name: str


class Found(NamedTuple):
    """One hit of one query in one line. Offsets count in the line."""

    query: int
    start: int
    end: int


class _Owner(NamedTuple):
    """A query that a literal belongs to, and what else must hold of a line before its pattern is tried."""

    query: int
    max_words: int
    also: tuple[tuple[bytes, ...], ...]


class LineMatcher(Protocol):
    """Finds queries in lines. What is found in a line depends on that line alone."""

    def find(self, lines: Sequence[str]) -> list[tuple[Found, ...]]:
        """What was found in each line (none holds a line feed), sorted; nothing in lines over ``LONGEST_LINE``."""
        ...


class PlainMatcher:
    """The plain loop over all queries: the meaning of :class:`Matcher`, without its speed. For tests and benches."""

    def __init__(self, queries: Sequence[Query]) -> None:
        self._phrases = [frozenset(phrase_key(fold(p)) for p in query.probe.phrases) for query in queries]
        self._alike = [frozenset(map(alike_key, query.probe.alike)) for query in queries]
        self._confirms = [_confirm(query) for query in queries]

    def find(self, lines: Sequence[str]) -> list[tuple[Found, ...]]:
        """As :meth:`LineMatcher.find`."""
        return [self._line(line) if len(line) <= LONGEST_LINE else () for line in lines]

    def _line(self, line: str) -> tuple[Found, ...]:
        found: list[Found] = []
        key, alike = phrase_key(fold(line)), alike_key(line)
        for index, confirm in enumerate(self._confirms):
            spans = set(confirm.find(line)) if confirm else set()
            said = (key and key in self._phrases[index]) or (alike and alike in self._alike[index])
            if said and (confirm is None or confirm.allows(line)):
                spans.add(_inked(line))
            found.extend(Found(index, *span) for span in sorted(spans))
        return tuple(found)


class Matcher:
    r"""One dictionary look-up a line for all phrases, one Aho-Corasick scan a text for all required literals.

    A pattern is tried only on lines that hold one of its literals, and then by ``regex`` on the real line, so the
    result is that of the plain loop. Patterns without a literal are tried on every line: lint flags them.

    >>> share = Query(Probe(pattern=r"\d+ shares?"), Shape((" share",), steady=True), "share-counter")
    >>> Matcher([share]).find(["12 Shares", "Share prices fell."])
    [(Found(query=0, start=0, end=9),), ()]
    """

    def __init__(self, queries: Sequence[Query]) -> None:
        self._confirms = [_confirm(query) for query in queries]
        self._phrases: dict[str, list[int]] = {}
        self._alike: dict[str, list[int]] = {}
        by_literal: dict[bytes, list[_Owner]] = {}
        self._always: list[int] = []
        for index, (probe, shape, _) in enumerate(queries):
            for key in {phrase_key(fold(phrase)) for phrase in probe.phrases}:
                if key:
                    self._phrases.setdefault(key, []).append(index)
            for key in set(map(alike_key, probe.alike)) - {""}:
                self._alike.setdefault(key, []).append(index)
            if probe.pattern is None:
                continue
            if not shape.literals:
                self._always.append(index)
            also = sorted((tuple(map(_coded, strings)) for strings in shape.also), key=len)
            owner = _Owner(index, maxsize if probe.max_words is None else probe.max_words, tuple(also))
            for literal in map(_coded, shape.literals):
                by_literal.setdefault(literal, []).append(owner)
        # The words that a line may have at most, for any of those that a literal belongs to.
        self._owners = [(max(owner.max_words for owner in owners), tuple(owners)) for owners in by_literal.values()]
        # Bytes, since offsets in code points would be counted anew for each text.
        self._literals = list(by_literal)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(self._literals) if by_literal else None
        self._read = 0

    def find(self, lines: Sequence[str]) -> list[tuple[Found, ...]]:
        """As :meth:`LineMatcher.find`."""
        if not lines:
            return []
        if max(map(len, lines)) > LONGEST_LINE:
            lines = [line if len(line) <= LONGEST_LINE else "" for line in lines]
        folded = fold("\n".join(lines))
        coded = fold_digits(folded) if self._automaton is not None or self._alike else b""
        found: dict[int, set[Found]] = {}
        for index, owner in self._said(folded, coded):
            if self._allows(owner, lines[index]):
                found.setdefault(index, set()).add(Found(owner, *_inked(lines[index])))
        for owner, index in self._candidates(coded, lines):
            confirm = self._confirms[owner]
            spans = confirm.find(lines[index]) if confirm else ()
            if spans:
                found.setdefault(index, set()).update([Found(owner, *span) for span in spans])
        result: list[tuple[Found, ...]] = [()] * len(lines)
        for index, there in found.items():
            result[index] = tuple(sorted(there))
        return result

    def _said(self, folded: str, coded: bytes) -> Iterator[tuple[int, int]]:
        """Pairs of a line and a query that has it as a phrase, or one that is alike."""
        asked = []
        if self._phrases:
            asked.append((self._phrases, phrase_keys(folded)))
        if self._alike:
            asked.append((self._alike, alike_keys(folded, coded)))
        for known, keys in asked:
            hits = [(index, owners) for index, owners in enumerate(map(known.get, keys)) if owners]
            for index, owners in hits:
                for owner in owners:
                    yield index, owner

    def _allows(self, owner: int, line: str) -> bool:
        confirm = self._confirms[owner]
        return confirm is None or confirm.allows(line)

    def _candidates(self, text: bytes, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Pairs of a query and a line that it must be tried on: the line holds a string of each set of its literals."""
        for index in range(len(lines) if self._always else 0):
            for owner in self._always:
                yield owner, index
        if self._automaton is None:
            return
        self._hasten(len(text))
        index = start = 0
        stop = text.find(b"\n")
        words = -1  # of the line, less one; -1: not counted yet
        tried: set[int] = set()
        # Matches come sorted by their end, so one walk along the lines finds each one's line.
        for literal, _, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if end > stop >= 0:
                index += text.count(b"\n", stop, end)
                start = text.rfind(b"\n", 0, end) + 1
                stop = text.find(b"\n", end)
                words = -1
                tried.clear()
            if words < 0:
                words = blanks_inside(lines[index])
            most, owners = self._owners[literal]
            if words >= most:
                continue
            for owner, max_words, also in owners:
                if words < max_words and owner not in tried:
                    tried.add(owner)
                    if also and not _holds_each(text[start : stop if stop >= 0 else None], also):
                        continue
                    yield owner, index

    def _hasten(self, size: int) -> None:
        """Once much was read, as a DFA: it scans at twice the speed, but takes five times as long to build."""
        before, self._read = self._read, self._read + size
        if before <= _MUCH < self._read and len(self._literals) <= _MOST_STATES:
            kind = ahocorasick_rs.Implementation.DFA
            self._automaton = ahocorasick_rs.BytesAhoCorasick(self._literals, implementation=kind)


def _confirm(query: Query) -> Confirm | None:
    probe = query.probe
    plain = probe.pattern is None and probe.unless is None and probe.max_words is None
    return None if plain else Confirm(*query)


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


def _inked(line: str) -> tuple[int, int]:
    """The span of a line without the blanks at its ends."""
    return len(line) - len(line.lstrip()), len(line.rstrip())
