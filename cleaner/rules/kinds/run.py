"""`run`: neighbouring lines that all match: counters, tag clouds, lists of links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta

from cleaner.model import Edit
from cleaner.rules.page import Page
from cleaner.rules.rule import Hit, Phrases, Probe, Rule, Where, removal

__all__ = ["RunRule"]


class RunRule(Rule, frozen=True, kw_only=True, tag="run"):
    """Removes `at_least` or more neighbouring lines that all match; blank lines do not count."""

    phrases: Phrases = ()
    pattern: Annotated[str | None, Meta(description="Or a pattern that each line matches from end to end.")] = None
    unless: Annotated[str | None, Meta(description="Not where this pattern is found in the line.")] = None
    max_words: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Lines with more words do not count.")] = (
        None
    )
    at_least: Annotated[int, Meta(description="Lines that must match.", ge=2)]
    allow_gap: Annotated[int, Meta(description="Lines between two matches that need not match; they stay.", ge=0)] = 0
    gap_words: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="Lines in the gaps that are no prose and have no more words go too."),
    ] = None
    where: Annotated[Where, Meta(description="Part of the page in which each line must stand.")] = "any"

    def probe(self) -> Probe:
        return Probe(phrases=self.phrases, pattern=self.pattern, unless=self.unless, max_words=self.max_words)

    def edits(self, hits: Sequence[Hit], page: Page, rule_id: str) -> Iterable[Edit]:
        run: list[int] = []
        for index in dict.fromkeys(hit.line for hit in hits if page.within(hit.line, self.where)):
            if run and self._gap(run[-1], index, page) > self.allow_gap:
                yield from self._removals(run, page, rule_id)
                run = []
            run.append(index)
        yield from self._removals(run, page, rule_id)

    def flaws(self) -> Iterable[tuple[str, str]]:
        if not self.phrases and self.pattern is None:
            yield "id", "a run needs lines to look for: give `phrases`, `pattern`, or both"

    def _gap(self, left: int, right: int, page: Page) -> int:
        gap = 0
        for index in range(left + 1, right):
            gap += not page.lines[index].blank
            if gap > self.allow_gap:
                break
        return gap

    def _removals(self, run: Sequence[int], page: Page, rule_id: str) -> Iterable[Edit]:
        if len(run) < self.at_least:
            return ()
        if self.gap_words is None:
            return (removal(page, index, rule_id) for index in run)
        matches = frozenset(run)
        lines = range(run[0], run[-1] + 1)
        return (removal(page, index, rule_id) for index in lines if index in matches or self._short(index, page))

    def _short(self, index: int, page: Page) -> bool:
        line = page.lines[index]
        words = len(line.text.split())
        if line.blank or words > (self.gap_words or 0) or page.reads(index):
            return False
        # One or two words are no headline, where blanks part words; asking would have all prose of the page read.
        return (words < 3 and line.text.isascii()) or not page.announces(index)
