"""`line`: a whole line that matches a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from msgspec import Meta

from cleaner.rules.page import Page
from cleaner.rules.patterns import captures_of, compile_pattern, missing_groups
from cleaner.rules.rule import Capture, Hit, PatternText, Probe, Rule, Where, firing

__all__ = ["LineRule"]


class LineRule(Rule, frozen=True, kw_only=True, tag="line"):
    """Removes lines that `pattern` matches from end to end (blanks at the ends left out)."""

    pattern: PatternText
    unless: Annotated[str | None, Meta(description="Not where this pattern is found in the line.")] = None
    max_words: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Not where the line has more words.")] = (
        None
    )
    where: Annotated[Where, Meta(description="Part of the page in which the rule holds.")] = "any"
    capture: Annotated[
        tuple[Capture, ...],
        Meta(description="Named groups kept as metadata; such a rule acts only where the top of the page has one hit."),
    ] = ()

    def probe(self) -> Probe:
        return Probe(pattern=self.pattern, unless=self.unless, max_words=self.max_words)

    def lines(self, hits: Sequence[Hit], page: Page) -> Iterable[int]:
        """Each line that the rule acts on."""
        return [hit.line for hit in firing(hits, page, self.where, self.capture)]

    def captures(self, hits: Sequence[Hit], page: Page) -> Mapping[str, str]:
        """The named groups of the line that is removed."""
        for hit in firing(hits, page, self.where, self.capture) if self.capture else ():
            match = compile_pattern(self.pattern).fullmatch(page.lines[hit.line].text, hit.start, hit.end)
            return captures_of(match, self.capture)
        return {}

    def flaws(self) -> Iterable[tuple[str, str]]:
        return missing_groups(self.pattern, self.capture)
