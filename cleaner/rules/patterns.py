"""Patterns: compiled once, confirmed on real lines, with a clock only for those that can explode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import regex

from cleaner.model import DocumentError
from cleaner.rules.literals import Shape, shape_of
from cleaner.rules.rule import Probe

__all__ = [
    "FLAGS",
    "LONGEST_LINE",
    "Confirm",
    "blanks_inside",
    "captures_of",
    "compile_pattern",
    "inked",
    "missing_groups",
]

FLAGS = regex.IGNORECASE | regex.VERSION0
# Longer lines are not tried at all: no chrome line is that long, and work must have a bound (DESIGN, law 8). The
# longest gold paragraph of the development pages has about 6,000 characters.
LONGEST_LINE = 10_000
# Seconds for one pattern on one line. The clock is a last resort and fails the document, never one rule, so that load
# changes no result; patterns that need it are rare (see `Shape.steady`) and take microseconds when they behave.
_PATIENCE = 2.0


@lru_cache(maxsize=16_384)  # patterns are immutable; this only saves compiling the same one twice
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """The compiled pattern, without regard to case.

    Raises:
        regex.error: where it does not parse.

    >>> bool(compile_pattern("read more").fullmatch("Read More"))
    True
    """
    return regex.compile(pattern, FLAGS)


class Confirm:
    """Finds a probe's pattern in one real line, and says whether its phrases hold there; compiles on first use."""

    __slots__ = ("_compiled", "_name", "_probe", "_steady", "_unless", "_unless_steady")

    def __init__(self, probe: Probe, shape: Shape, name: str) -> None:
        self._probe = probe
        self._steady = shape.steady
        self._name = name
        self._compiled: regex.Pattern[str] | None = None
        self._unless: regex.Pattern[str] | None = None
        self._unless_steady = True

    def find(self, text: str) -> list[tuple[int, int]]:
        """Spans of the pattern in ``text`` (at most :data:`LONGEST_LINE` long), in order, none of them empty.

        Raises:
            DocumentError: ``pattern_timeout``, where the pattern takes longer than two seconds.
        """
        return [] if self._too_many_words(text) else self.spans(text, *inked(text))

    def spans(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """As :meth:`find`, for a text that is known to have few enough words and to be ``inked`` from start to end.

        Raises:
            DocumentError: as :meth:`find`.
        """
        if self._compiled is None:
            self._compile()
        try:
            spans = self._whole(text, start, end) if self._probe.whole else self._inside(text)
            return [] if spans and self._vetoed(text) else spans
        except TimeoutError:
            raise self._timeout(text) from None

    def allows(self, text: str) -> bool:
        """True where neither ``max_words`` nor ``unless`` stands against a phrase that was found in ``text``.

        Raises:
            DocumentError: as :meth:`find`.
        """
        if self._unless is None:
            self._compile()
        try:
            return not self._too_many_words(text) and not self._vetoed(text)
        except TimeoutError:
            raise self._timeout(text) from None

    def _too_many_words(self, text: str) -> bool:
        most = self._probe.max_words
        return most is not None and blanks_inside(text) >= most

    def _vetoed(self, text: str) -> bool:
        unless = self._unless
        if unless is None:
            return False
        return bool(unless.search(text) if self._unless_steady else unless.search(text, timeout=_PATIENCE))

    def _timeout(self, text: str) -> DocumentError:
        return DocumentError(
            "pattern_timeout",
            f"the pattern of rule {self._name} took more than {_PATIENCE:g} s on a line of {len(text)} characters "
            f"that starts with {text[:40]!r}; make the pattern simpler (`cleaner rules lint` tries hostile lines) "
            f"or switch it off with --disable {self._name}",
        )

    def _compile(self) -> None:
        if self._probe.pattern is not None:
            self._compiled = compile_pattern(self._probe.pattern)
        if self._probe.unless is not None:
            self._unless_steady = shape_of(self._probe.unless, FLAGS).steady
            self._unless = compile_pattern(self._probe.unless)

    def _whole(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        pattern = self._compiled
        if pattern is None or start >= end:
            return []
        if self._steady:
            return [(start, end)] if pattern.fullmatch(text, start, end) else []
        return [(start, end)] if pattern.fullmatch(text, start, end, timeout=_PATIENCE) else []

    def _inside(self, text: str) -> list[tuple[int, int]]:
        pattern = self._compiled
        if pattern is None:
            return []
        found = pattern.finditer(text) if self._steady else pattern.finditer(text, timeout=_PATIENCE)
        return [match.span() for match in found if match.end() > match.start()]


def inked(text: str) -> tuple[int, int]:
    """The span of a line without the blanks at its ends.

    >>> inked(" Read more ")
    (1, 10)
    """
    return len(text) - len(text.lstrip()), len(text.rstrip())


def blanks_inside(text: str) -> int:
    """Blanks of a line but for those at its ends: one less than its words.

    Counting blanks is thirty times cheaper than splitting; what stands in runs of them, layout has put right before
    the stage is asked again.

    >>> blanks_inside(" Read more ")
    1
    """
    return text.strip().count(" ")


def missing_groups(pattern: str, captures: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A flaw for each capture that has no group of its name in the pattern."""
    groups = compile_pattern(pattern).groupindex
    for name in captures:
        if name not in groups:
            yield "capture", f"`{name}` is captured, but the pattern has no group (?P<{name}>...)"


def captures_of(match: regex.Match[str] | None, names: Sequence[str]) -> Mapping[str, str]:
    """The named groups that took part in the match, verbatim but for blanks at their ends."""
    if match is None:
        return {}
    return {name: value.strip() for name in names if (value := match[name]) and value.strip()}
