"""`recurring`: a whole line that a site puts on page after page, whatever number or date stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta

from cleaner.rules.alike import alike_key
from cleaner.rules.page import Page
from cleaner.rules.rule import Hit, Probe, Rule, Where

__all__ = ["RecurringRule"]


class RecurringRule(Rule, frozen=True, kw_only=True, tag="recurring"):
    """Removes lines that are alike to one of `phrases`, but for the headline and the standfirst of the page itself."""

    phrases: Annotated[
        tuple[str, ...],
        Meta(description="Whole lines; `#` stands for any number, and a month or day beside a number for any other."),
    ]
    where: Annotated[Where, Meta(description="Part of the page in which the rule holds.")] = "any"

    def probe(self) -> Probe:
        return Probe(alike=self.phrases)

    def lines(self, hits: Sequence[Hit], page: Page) -> Iterable[int]:
        """Each line in that part of the page, unless the page's own prose tells the same story."""
        # Other pages show the headline of this one as a teaser, which is how it came to be learned.
        return (hit.line for hit in hits if page.within(hit.line, self.where) and not page.announces(hit.line))

    def flaws(self) -> Iterable[tuple[str, str]]:
        """No phrases, or one that holds nothing to compare."""
        if not self.phrases:
            yield "phrases", "a recurring rule needs lines to look for: give `phrases`"
        for phrase in self.phrases:
            if not alike_key(phrase):
                yield "phrases", f"the phrase {phrase!r} has nothing but punctuation, which is not compared"
