"""The matcher: finds the probes of all rules in the lines of a text at a cost that hardly grows with the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sys import maxsize
from typing import NamedTuple, Protocol

from cleaner.rules.alike import alike_key, alike_keys
from cleaner.rules.fold import fold, fold_digits, phrase_key, phrase_keys
from cleaner.rules.literals import Shape
from cleaner.rules.patterns import LONGEST_LINE, Confirm, inked
from cleaner.rules.rule import Probe
from cleaner.rules.scan import Scan, Wanted

__all__ = ["Found", "LineMatcher", "Matcher", "PlainMatcher", "Query"]


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
                spans.add(inked(line))
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
        # Most phrases hold wherever they stand.
        self._asked = frozenset(index for index, (probe, _, _) in enumerate(queries) if _restricted(probe))
        self._phrases: dict[str, list[int]] = {}
        self._alike: dict[str, list[int]] = {}
        patterns: list[Wanted] = []
        for index, (probe, shape, _) in enumerate(queries):
            for key in {phrase_key(fold(phrase)) for phrase in probe.phrases}:
                if key:
                    self._phrases.setdefault(key, []).append(index)
            for key in set(map(alike_key, probe.alike)) - {""}:
                self._alike.setdefault(key, []).append(index)
            if probe.pattern is not None:
                patterns.append(Wanted(index, maxsize if probe.max_words is None else probe.max_words, shape))
        self._scan = Scan(patterns)

    def find(self, lines: Sequence[str]) -> list[tuple[Found, ...]]:
        """As :meth:`LineMatcher.find`."""
        if not lines:
            return []
        if max(map(len, lines)) > LONGEST_LINE:
            lines = [line if len(line) <= LONGEST_LINE else "" for line in lines]
        folded = fold("\n".join(lines))
        coded = fold_digits(folded) if self._scan.reads or self._alike else b""
        found: dict[int, list[Found]] = {}
        for index, owners in self._said(folded, coded):
            line = lines[index]
            start, end = inked(line)
            there = [Found(owner, start, end) for owner in owners]
            if not self._asked.isdisjoint(owners):
                there = [one for one in there if one.query not in self._asked or self._allows(one.query, line)]
            found.setdefault(index, []).extend(there)
        for index, owners in self._scan.candidates(coded, lines):
            line = lines[index]
            start, end = inked(line)
            for owner in owners:
                confirm = self._confirms[owner]
                spans = confirm.spans(line, start, end) if confirm else ()
                if spans:
                    found.setdefault(index, []).extend([Found(owner, *span) for span in spans])
        result: list[tuple[Found, ...]] = [()] * len(lines)
        for index, there in found.items():
            result[index] = tuple(sorted(set(there)) if len(there) > 1 else there)
        return result

    def _said(self, folded: str, coded: bytes) -> Iterator[tuple[int, list[int]]]:
        """Pairs of a line and the queries that have it as a phrase, or one that is alike."""
        asked = []
        if self._phrases:
            asked.append((self._phrases, phrase_keys(folded)))
        if self._alike:
            asked.append((self._alike, alike_keys(folded, coded)))
        for known, keys in asked:
            yield from [(index, owners) for index, owners in enumerate(map(known.get, keys)) if owners]

    def _allows(self, owner: int, line: str) -> bool:
        confirm = self._confirms[owner]
        return confirm is None or confirm.allows(line)


def _confirm(query: Query) -> Confirm | None:
    probe = query.probe
    plain = probe.pattern is None and probe.unless is None and probe.max_words is None
    return None if plain else Confirm(*query)


def _restricted(probe: Probe) -> bool:
    """True where a phrase of the probe does not hold in every line that it fills."""
    return probe.unless is not None or probe.max_words is not None
