"""The report: what a run did, counted; two reports of two halves add up to that of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.model import Cleaned

__all__ = ["OTHER_SITES", "Report", "stage_of"]

_COUNTERS = (
    *("verdicts", "reasons", "changes", "removed", "lines", "documents", "findings", "languages", "characters"),
    "skipped",
)
_PAIRED = ("site_rules", "taken")  # counters by more than one name
_LISTS = ("failures", "flagged", "halved")
# Files and reasons are told one by one up to this many; the counts go on.
_MOST_TOLD = 1_000
_EXAMPLES, _EXAMPLE = 3, 80  # of a rule, and the characters of one
_MOST_SITES = 5_000  # that are told apart; all later ones are counted as `OTHER_SITES`
OTHER_SITES = "(other sites)"
"""The sites of a corpus that has more than a report can tell apart."""


@dataclass
class Report:
    """Counts of one run, or of a part of it.

    Attributes:
        verdicts: documents by verdict: ``keep``, ``flag``, ``drop``, ``failed``.
        reasons: documents by reason, such as ``too_much_removed`` or ``unreadable``.
        changes: changes by rule id. A change with two rules counts for both.
        removed: characters (code points of raw) that these changes took away or replaced, by rule id.
        lines: line ends among them, by rule id.
        documents: that a rule changed, by rule id.
        examples: the first three pieces of raw that a rule changed, by rule id.
        sites: documents by site, where they have one; of the first 5,000 sites.
        site_rules: documents of a site that a rule changed, by site and rule id.
        halved: ids of documents that lost more than half of their characters, with the share, in input order.
        taken: what changes took away or replaced, by stage, site or language: keys are the group (``stages``,
            ``sites``, ``languages``), the name in it, and what is counted (``changes``, ``lines``, ``characters``).
            A change with rules of two stages counts for both.
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
    lines: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    sites: Counter[str] = field(default_factory=Counter)
    site_rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    taken: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    halved: list[str] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    flagged: list[str] = field(default_factory=list)

    def __reduce__(self) -> tuple[object, ...]:
        # A report of one document goes from worker to parent: most of its counts are empty.
        return _report_of, ({name: value for name, value in vars(self).items() if value},)

    def count(self, cleaned: Cleaned) -> None:
        """Adds one cleaned document."""
        self.verdicts[cleaned.verdict.decision] += 1
        self.reasons.update(cleaned.verdict.reasons)
        if cleaned.verdict.decision != "keep" and len(self.flagged) < _MOST_TOLD:
            self.flagged.append(f"{cleaned.document.id}: {', '.join(cleaned.verdict.reasons)}")
        self._count_changes(cleaned)
        self.findings.update({finding.rule_id for finding in cleaned.findings})
        raw, clean = len(cleaned.document.text), len(cleaned.text)
        self.characters["raw"] += raw
        self.characters["clean"] += clean
        if clean < raw / 2 and len(self.halved) < _MOST_TOLD:
            self.halved.append(f"{cleaned.document.id}: {(raw - clean) / raw:.0%} removed")

    def _count_changes(self, cleaned: Cleaned) -> None:
        raw, language = cleaned.document.text, cleaned.metadata.get("language")
        groups: list[tuple[str, str]] = []
        if isinstance(language, str):
            self.languages[language] += 1
            groups.append(("languages", language))
        if cleaned.document.site is not None:
            groups.append(("sites", self._site(cleaned.document.site)))
        fired: dict[str, None] = {}
        for change in cleaned.changes:
            piece = raw[change.start : change.end]
            lines = max(0, piece.count("\n") - change.replacement.count("\n"))
            for group, name in (*groups, *dict.fromkeys(("stages", stage_of(rule_id)) for rule_id in change.rule_ids)):
                for what, count in (("changes", 1), ("lines", lines), ("characters", len(piece))):
                    self.taken[group, name, what] += count
            for rule_id in dict.fromkeys(change.rule_ids):
                fired[rule_id] = None
                self.changes[rule_id] += 1
                self.removed[rule_id] += len(piece)
                self.lines[rule_id] += lines
                told = self.examples.setdefault(rule_id, [])
                if len(told) < _EXAMPLES:
                    _add_example(told, piece)
        self.documents.update(fired.keys())
        if cleaned.document.site is not None:
            site = groups[-1][1]
            self.sites[site] += 1
            self.site_rules.update((site, rule_id) for rule_id in fired)

    def as_record(self) -> dict[str, Any]:
        """All counts as JSON can hold them, for :meth:`of_record`; what is empty is left out."""
        flat = vars(self).items()
        told: dict[str, Any] = {name: dict(value) for name, value in flat if value and name not in (*_LISTS, *_PAIRED)}
        for name in _PAIRED:
            if getattr(self, name):
                told[name] = [[*key, count] for key, count in getattr(self, name).items()]
        return {**told, **{name: getattr(self, name) for name in _LISTS if getattr(self, name)}}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Report:
        """The report that :meth:`as_record` told of.

        Raises:
            AttributeError, TypeError, ValueError: where it is no such record.

        >>> report = Report()
        >>> report.fail("binary", "a.txt: binary")
        >>> Report.of_record(report.as_record()) == report
        True
        """
        report = cls()
        for name in (*_COUNTERS, "sites"):
            getattr(report, name).update(record.get(name, {}))
        for name in _PAIRED:
            getattr(report, name).update({tuple(key): count for *key, count in record.get(name, ())})
        report.examples.update(record.get("examples", {}))
        for name in _LISTS:
            getattr(report, name).extend(record.get(name, ()))
        return report

    def _site(self, site: str) -> str:
        return site if site in self.sites or len(self.sites) < _MOST_SITES else OTHER_SITES

    def fail(self, reason: str, message: str) -> None:
        """Adds one failed document."""
        self.verdicts["failed"] += 1
        self.reasons[reason] += 1
        if len(self.failures) < _MOST_TOLD:
            self.failures.append(message)

    def add(self, other: Report) -> None:
        """Counts what a later part counted, too."""
        names: dict[str, str] = {}
        for site, count in other.sites.items():
            names[site] = self._site(site)
            self.sites[names[site]] += count
        for (site, rule_id), count in other.site_rules.items():
            self.site_rules[names[site], rule_id] += count
        for (group, name, what), count in other.taken.items():
            self.taken[group, names[name] if group == "sites" else name, what] += count
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        for rule_id, examples in other.examples.items():
            told = self.examples.setdefault(rule_id, [])
            for example in examples:
                _add_example(told, example)
        for name in _LISTS:
            told = getattr(self, name)
            told.extend(getattr(other, name)[: _MOST_TOLD - len(told)])

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

    def taken_by(self, group: str) -> dict[str, dict[str, int]]:
        """By the names in ``group``, sorted, the changes, and the lines and characters that they took away.

        >>> Report().taken_by("stages")
        {}
        """
        names = sorted({name for one, name, _ in self.taken if one == group})
        return {
            name: {what: self.taken[group, name, what] for what in ("changes", "lines", "characters")} for name in names
        }

    def _by_group(self, group: str, documents: Counter[str]) -> dict[str, dict[str, int]]:
        taken, none = self.taken_by(group), dict.fromkeys(("changes", "lines", "characters"), 0)
        return {name: {"documents": count, **taken.get(name, none)} for name, count in sorted(documents.items())}

    def as_dict(self) -> dict[str, object]:
        """Everything, with sorted keys, for ``report.json``; the same whatever the number of workers."""
        counters = ("verdicts", "reasons", "findings", "characters", "skipped")
        told: dict[str, object] = {name: dict(sorted(getattr(self, name).items())) for name in counters}
        told["stages"] = self.taken_by("stages")
        told["languages"] = self._by_group("languages", self.languages)
        told["rules"] = {
            rule_id: {
                "documents": self.documents[rule_id],
                "changes": count,
                "lines": self.lines[rule_id],
                "characters": self.removed[rule_id],
                "examples": self.examples.get(rule_id, []),
            }
            for rule_id, count in sorted(self.changes.items())
        }
        by_site: dict[str, dict[str, int]] = {site: {} for site in sorted(self.sites)}
        for (site, rule_id), count in sorted(self.site_rules.items()):
            by_site[site][rule_id] = count
        told["sites"] = {
            site: {**counts, "rules": by_site[site]} for site, counts in self._by_group("sites", self.sites).items()
        }
        told["halved"] = self.halved
        told["flagged"] = self.flagged
        told["failures"] = self.failures
        return told


def stage_of(rule_id: str) -> str:
    """The stage that a change is counted for: a built-in one by its own ids, all rule packs together under ``rules``.

    >>> stage_of("layout.blank-run"), stage_of("en.share-bars.share-button")
    ('layout', 'rules')
    """
    head = rule_id.partition(".")[0]
    return head if head in ("page", "repair", "chrome", "spun", "repeats", "layout") else "rules"


def _report_of(counts: dict[str, Any]) -> Report:
    return Report(**counts)


def _add_example(told: list[str], piece: str) -> None:
    """Adds a piece of raw, on one line and not too long, that is not among the examples yet."""
    if len(told) >= _EXAMPLES:
        return
    shown = " ".join(piece.split())
    if len(shown) > _EXAMPLE:
        shown = f"{shown[: _EXAMPLE - 1]}…"
    if shown and shown not in told:
        told.append(shown)
