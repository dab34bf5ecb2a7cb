"""`phrases`: a whole line equal to one of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta

from cleaner.rules.page import Page
from cleaner.rules.rule import Hit, Phrases, Probe, Rule, Where

__all__ = ["PhrasesRule"]


class PhrasesRule(Rule, frozen=True, kw_only=True, tag="phrases"):
    """Removes lines that equal one of `phrases`."""

    phrases: Phrases
    where: Annotated[Where, Meta(description="Part of the page in which the rule holds.")] = "any"

    def probe(self) -> Probe:
        return Probe(phrases=self.phrases)

    def lines(self, hits: Sequence[Hit], page: Page) -> Iterable[int]:
        return page.standing([hit.line for hit in hits], self.where)
