"""`ending`: what follows the article: from a sure end mark on, the short lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta

from cleaner.rules.page import Page
from cleaner.rules.rule import Hit, Phrases, Probe, Rule

__all__ = ["EndingRule"]

# End marks that must stand together do so with about as many other lines between them: "About", a name, "Careers".
_LINES_A_MARK = 4
# A page with less prose may be a list, a table or a poem, of which nobody can say where it ends.
_LEAST_PROSE = 2


class EndingRule(Rule, frozen=True, kw_only=True, tag="ending"):
    """Removes the end mark and, to about the end of the page, every line that is short and no prose."""

    phrases: Phrases = ()
    pattern: Annotated[str | None, Meta(description="Or a pattern that the end mark matches from end to end.")] = None
    unless: Annotated[str | None, Meta(description="Not where this pattern is found in the end mark.")] = None
    after_prose: Annotated[
        float, Meta(description="Share of the page's prose that must stand before the end mark.", ge=0, le=1)
    ] = 0.7
    at_least: Annotated[int, Meta(description="End marks that must stand there: more for doubtful ones.", ge=1)] = 1
    line_words: Annotated[int, Meta(description="Lines with more words stay.", ge=1)] = 20
    # Lists of teasers below an article are rarely longer; what goes on so long may be a table or a log.
    max_lines: Annotated[int, Meta(description="Lines beyond the last end mark, blank ones counted.", ge=0)] = 100

    @property
    def fewest(self) -> int:
        return self.at_least

    def probe(self) -> Probe:
        return Probe(phrases=self.phrases, pattern=self.pattern, unless=self.unless)

    def lines(self, hits: Sequence[Hit], page: Page) -> Iterable[int]:
        if len(page.prose) < _LEAST_PROSE:
            return ()
        zone = self._zone(hits, page)
        labels = page.labels(self.line_words)
        return labels[bisect_left(labels, zone.start) : bisect_left(labels, zone.stop)]

    def _zone(self, hits: Sequence[Hit], page: Page) -> range:
        """From the first end mark that has its fellows near by, to as far beyond the last as such lists reach."""
        places = dict.fromkeys(hit.line for hit in hits)
        marks = [line for line in places if page.prose_before(line) >= self.after_prose and not page.reads(line)]
        reach = _LINES_A_MARK * self.at_least
        fellows = zip(marks, marks[self.at_least - 1 :], strict=False)
        start = next((first for first, last in fellows if last - first < reach), None)
        return range(0) if start is None else range(start, min(marks[-1] + 1 + self.max_lines, len(page.lines)))

    def flaws(self) -> Iterable[tuple[str, str]]:
        if not self.phrases and self.pattern is None:
            yield "id", "an ending needs an end mark: give `phrases`, `pattern`, or both"
