"""The kinds of rules: one module each, one line in the table."""

from __future__ import annotations

from cleaner.rules.kinds.ending import EndingRule
from cleaner.rules.kinds.keep import KeepRule
from cleaner.rules.kinds.line import LineRule
from cleaner.rules.kinds.measure import MeasureRule
from cleaner.rules.kinds.phrases import PhrasesRule
from cleaner.rules.kinds.recurring import RecurringRule
from cleaner.rules.kinds.replace import ReplaceRule
from cleaner.rules.kinds.run import RunRule
from cleaner.rules.kinds.section import SectionRule
from cleaner.rules.kinds.span import SpanRule
from cleaner.rules.rule import Rule

__all__ = [
    "KINDS",
    "EndingRule",
    "KeepRule",
    "LineRule",
    "MeasureRule",
    "PhrasesRule",
    "RecurringRule",
    "ReplaceRule",
    "RunRule",
    "SectionRule",
    "SpanRule",
]

KINDS: dict[str, type[Rule]] = {
    "phrases": PhrasesRule,
    "line": LineRule,
    "recurring": RecurringRule,
    "span": SpanRule,
    "section": SectionRule,
    "ending": EndingRule,
    "run": RunRule,
    "measure": MeasureRule,
    "replace": ReplaceRule,
    "keep": KeepRule,
}
