"""The rules stage: what the active rules of a rule set propose for a draft."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.model import Draft, Proposal
from cleaner.rules.applied import AppliedRules, Setting
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.stage import Context

__all__ = ["Rules"]


class _Last(NamedTuple):
    text: str
    language: str | None
    proposal: Proposal


class Rules:
    """Proposes what the active rules remove or replace; what they capture goes into metadata."""

    name = "rules"

    def __init__(self, rule_set: RuleSet) -> None:
        self._applied = AppliedRules(rule_set)

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """Edits in the coordinates of ``draft.text``; byline, date and section as metadata."""
        last = context.memo.get("rules.last")
        if isinstance(last, _Last) and last.text is draft.text and last.language == context.known_language:
            return last.proposal  # the chrome stage asked already, in the same language
        proposal = self._applied.propose(draft.lines, self._setting(context))
        context.memo["rules.last"] = _Last(draft.text, context.known_language, proposal)
        return proposal

    def protected(self, draft: Draft, context: Context) -> list[tuple[int, int]]:
        """Spans of ``draft.text`` that `keep` rules forbid to remove, sorted."""
        return self._applied.protected(draft.lines, self._setting(context))

    def _setting(self, context: Context) -> Setting:
        """Kept with the document: the pipeline repeats its stages, and lines seen before need no second search."""
        setting = context.memo.get(self.name)
        if not isinstance(setting, Setting):
            setting = Setting(context.document.site, lambda: context.language)
            context.memo[self.name] = setting
        return setting
