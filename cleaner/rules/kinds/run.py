"""`run`: neighbouring lines that all match: counters, tag clouds, lists of links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta

from cleaner.rules.page import Page
from cleaner.rules.rule import Hit, Phrases, Probe, Rule, Where

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

    @property
    def fewest(self) -> int:
        return self.at_least

    def probe(self) -> Probe:
        return Probe(phrases=self.phrases, pattern=self.pattern, unless=self.unless, max_words=self.max_words)

    def lines(self, hits: Sequence[Hit], page: Page) -> Iterable[int]:
        run: list[int] = []
        for index in page.standing(list(dict.fromkeys([hit.line for hit in hits])), self.where):
            if run and self._parted(run[-1], index, page):
                yield from self._taken(run, page)
                run = []
            run.append(index)
        yield from self._taken(run, page)

    def flaws(self) -> Iterable[tuple[str, str]]:
        if not self.phrases and self.pattern is None:
            yield "id", "a run needs lines to look for: give `phrases`, `pattern`, or both"

    def _parted(self, left: int, right: int, page: Page) -> bool:
        # Most gaps are so short that nobody needs to know which of their lines are blank.
        return right - left - 1 > self.allow_gap and page.between(left, right) > self.allow_gap

    def _taken(self, run: Sequence[int], page: Page) -> Iterable[int]:
        if len(run) < self.at_least:
            return ()
        if self.gap_words is None:
            return run
        matches = frozenset(run)
        lines = range(run[0], run[-1] + 1)
        return [index for index in lines if index in matches or self._short(index, page)]

    def _short(self, index: int, page: Page) -> bool:
        if page.blank(index) or page.wordy(index, self.gap_words or 0) or page.reads(index):
            return False
        # One or two words are no headline, where blanks part words; asking would have all prose of the page read.
        text = page.lines.texts[index]
        return (text.isascii() and len(text.split()) < 3) or not page.announces(index)
