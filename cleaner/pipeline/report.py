"""The report: what a run did, counted; two reports of two halves add up to that of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaner.model import Cleaned

__all__ = ["Report"]

_COUNTERS = ("verdicts", "reasons", "changes", "removed", "findings", "languages", "characters", "skipped")
# Files and reasons are told one by one up to this many; the counts go on.
_MOST_TOLD = 1_000


@dataclass
class Report:
    """Counts of one run, or of a part of it.

    Attributes:
        verdicts: documents by verdict: ``keep``, ``flag``, ``drop``, ``failed``.
        reasons: documents by reason, such as ``too_much_removed`` or ``unreadable``.
        changes: changes by rule id. A change with two rules counts for both.
        removed: characters (code points of raw) that these changes took away or replaced, by rule id.
        findings: documents by id of what was seen in them and not done, such as ``chrome.unknown-script``.
        languages: documents by language, where it was asked for.
        characters: of raw and of the clean text.
        skipped: files in walked folders that are no text, by suffix.
        failures: messages of failed documents, each with its place, in input order.
        flagged: ids of flagged and dropped documents with their reasons, in input order.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    flagged: list[str] = field(default_factory=list)

    def count(self, cleaned: Cleaned) -> None:
        """Adds one cleaned document."""
        self.verdicts[cleaned.verdict.decision] += 1
        self.reasons.update(cleaned.verdict.reasons)
        if cleaned.verdict.decision != "keep" and len(self.flagged) < _MOST_TOLD:
            self.flagged.append(f"{cleaned.document.id}: {', '.join(cleaned.verdict.reasons)}")
        for change in cleaned.changes:
            for rule_id in dict.fromkeys(change.rule_ids):
                self.changes[rule_id] += 1
                self.removed[rule_id] += change.end - change.start
        self.findings.update({finding.rule_id for finding in cleaned.findings})
        language = cleaned.metadata.get("language")
        if isinstance(language, str):
            self.languages[language] += 1
        self.characters["raw"] += len(cleaned.document.text)
        self.characters["clean"] += len(cleaned.text)

    def fail(self, reason: str, message: str) -> None:
        """Adds one failed document."""
        self.verdicts["failed"] += 1
        self.reasons[reason] += 1
        if len(self.failures) < _MOST_TOLD:
            self.failures.append(message)

    def add(self, other: Report) -> None:
        """Counts what a later part counted, too."""
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.failures.extend(other.failures[: _MOST_TOLD - len(self.failures)])
        self.flagged.extend(other.flagged[: _MOST_TOLD - len(self.flagged)])

    def merge(self, other: Report) -> Report:
        """The report of both parts, this one first.

        >>> a, b = Report(), Report()
        >>> a.fail("binary", "a.txt: binary")
        >>> b.fail("binary", "b.txt: binary")
        >>> a.merge(b).reasons["binary"]
        2
        """
        both = Report()
        both.add(self)
        both.add(other)
        return both

    @property
    def stages(self) -> Mapping[str, int]:
        """Changes by stage: built-in stages by their own ids, all rule packs together under ``rules``."""
        stages: Counter[str] = Counter()
        for rule_id, count in self.changes.items():
            head = rule_id.partition(".")[0]
            stages[head if head in ("page", "repair", "chrome", "spun", "repeats", "layout") else "rules"] += count
        return stages

    def as_dict(self) -> dict[str, object]:
        """Everything, with sorted keys, for ``report.json``; the same whatever the number of workers."""
        counters = ("verdicts", "reasons", "findings", "characters", "languages", "skipped")
        told: dict[str, object] = {name: dict(sorted(getattr(self, name).items())) for name in counters}
        told["stages"] = dict(sorted(self.stages.items()))
        told["rules"] = {
            rule_id: {"changes": count, "characters": self.removed[rule_id]}
            for rule_id, count in sorted(self.changes.items())
        }
        told["flagged"] = self.flagged
        told["failures"] = self.failures
        return told
