"""`section`: a heading and what follows it."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from msgspec import Meta

from cleaner.rules.page import Page
from cleaner.rules.rule import Hit, Phrases, Probe, Rule, Where

__all__ = ["SectionRule"]

# Entries of a table of contents that are worded otherwise than the headings they lead to, one below the other.
_ODD_ENTRIES = 2


class SectionRule(Rule, frozen=True, kw_only=True, tag="section"):
    """Removes a heading and the lines after it, up to the end of the page, a blank line, or the next prose."""

    phrases: Phrases = ()
    pattern: Annotated[str | None, Meta(description="Or a pattern that the heading matches from end to end.")] = None
    unless: Annotated[str | None, Meta(description="Not where this pattern is found in the heading.")] = None
    until: Annotated[
        Literal["end", "blank", "prose", "contents"],
        Meta(
            description="`blank`: the block after the heading; `prose`: up to a long line that ends like a sentence; "
            "`contents`: up to the last line that stands again further down, as those of a table of contents do."
        ),
    ] = "prose"
    only_after: Annotated[
        float, Meta(description="Share of the page's characters that must stand before the heading.", ge=0, le=1)
    ] = 0.0
    spare_if_prose: Annotated[bool, Meta(description="Leave a section alone that holds prose.")] = False
    max_lines: Annotated[
        Annotated[int, Meta(ge=0)] | None, Meta(description="Lines after the heading, blank ones not counted.")
    ] = None
    at_least: Annotated[int, Meta(description="Lines that must follow the heading.", ge=0)] = 0
    line_words: Annotated[
        Annotated[int, Meta(ge=1)] | None, Meta(description="The section ends before a line with more words.")
    ] = None
    where: Annotated[Where, Meta(description="Part of the page in which the heading must stand.")] = "any"

    def probe(self) -> Probe:
        return Probe(phrases=self.phrases, pattern=self.pattern, unless=self.unless)

    def lines(self, hits: Sequence[Hit], page: Page) -> Iterable[int]:
        covered = -1  # last line of the last section that was removed
        for hit in hits:
            early = self.only_after and page.lines.span(hit.line)[0] < self.only_after * page.length
            if early or not page.within(hit.line, self.where):
                continue
            # A heading inside a removed section ends where that does (the last line of a block begins the next one):
            # looking again would make a page of 10,000 headings take minutes.
            if self.max_lines is None and hit.line + (self.until == "blank") <= covered:
                continue
            section = self._section(hit.line, page)
            if self.at_least and sum(not page.blank(index) for index in section) <= self.at_least:
                continue
            if self.spare_if_prose and _next(page.prose, section.start) < section.stop:
                continue
            covered = section.stop - 1
            yield from section

    def flaws(self) -> Iterable[tuple[str, str]]:
        if not self.phrases and self.pattern is None:
            yield "id", "a section needs a heading: give `phrases`, `pattern`, or both"

    def _section(self, heading: int, page: Page) -> range:
        """Indexes from the heading to the last line of the section that is not blank."""
        if self.until == "contents":
            return self._contents(heading, page)
        stop = _next(page.prose, heading + 1) if self.until == "prose" else len(page.lines)
        last = heading
        taken = 0
        for index in range(heading + 1, min(stop, len(page.lines))):
            if page.blank(index):
                if self.until == "blank" and taken:
                    break
                continue
            if taken == self.max_lines or self._long(index, page):
                break
            taken += 1
            last = index
        return range(heading, last + 1)

    def _contents(self, heading: int, page: Page) -> range:
        """From the heading to the last entry that stands again below; empty where fewer than two do."""
        last, missed, found = heading, 0, 0
        for index in range(heading + 1, len(page.lines)):
            if page.blank(index):
                continue
            if missed > _ODD_ENTRIES or page.reads(index) or self._long(index, page):
                break
            again = page.again(index)
            missed = 0 if again else missed + 1
            if again:
                last = index
                found += 1
        return range(heading, last + 1 if found > 1 else heading)

    def _long(self, index: int, page: Page) -> bool:
        return self.line_words is not None and page.wordy(index, self.line_words)


def _next(sorted_indexes: Sequence[int], first: int) -> int:
    """The first of ``sorted_indexes`` from ``first`` on; beyond every page where there is none."""
    at = bisect_left(sorted_indexes, first)
    return sorted_indexes[at] if at < len(sorted_indexes) else sys.maxsize
