"""The story of each raw line: kept, removed or edited, by which rules, and what else was seen in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.cli.hunks import Hunk, hunks
from cleaner.model import Change, Evidence, Finding, Line, split_lines

if TYPE_CHECKING:
    from cleaner.cli.comparison import Comparison
    from cleaner.pipeline import Cleaner

__all__ = ["LineStory", "evidence_of", "evidence_rows", "line_stories", "would_have_done"]


@dataclass(frozen=True, slots=True)
class LineStory:
    """What became of one raw line.

    Attributes:
        line: number, from 1.
        text: the raw line.
        action: ``kept``, ``removed`` or ``edited``.
        rules: names of the rules that changed it.
        evidence: of those that gave any: the name and why, in the order of ``rules``.
        clean: the clean lines that begin in it, where it was edited.
        would_have: names of rules that are off and would have changed it.
        findings: what was seen in it and not done.
    """

    line: int
    text: str
    action: str = "kept"
    rules: tuple[str, ...] = ()
    evidence: tuple[tuple[str, Evidence], ...] = ()
    clean: tuple[str, ...] = ()
    would_have: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def same_reasons(self, other: LineStory) -> bool:
        """True where what is told below both lines is the same."""
        mine = (self.action, self.rules, self.would_have, self.findings)
        return mine == (other.action, other.rules, other.would_have, other.findings)

    def as_dict(self, document: str) -> dict[str, object]:
        """The story as one JSON object."""
        row: dict[str, object] = {"id": document, "line": self.line, "text": self.text, "action": self.action}
        if self.rules:
            row["rules"] = self.rules
        if self.evidence:
            row["evidence"] = evidence_rows(self.evidence)
        if self.clean:
            row["clean"] = "\n".join(self.clean)
        if self.would_have:
            row["would_have"] = self.would_have
        if self.findings:
            row["findings"] = [
                {"rule": f.rule_id, "message": f.message, "suggestion": f.suggestion} for f in self.findings
            ]
        return row


def line_stories(comparison: Comparison, would_have: Mapping[int, tuple[str, ...]]) -> Iterator[LineStory]:
    r"""A story for every raw line, in order; ``would_have`` is what :func:`would_have_done` gave.

    >>> from cleaner.cli.comparison import Comparison
    >>> shared = Comparison("a.txt", "Snow fell.\nShare\n", (Change(11, 17, "", ("share-bar",), (None,)),))
    >>> [(story.text, story.action, story.rules) for story in line_stories(shared, {})]
    [('Snow fell.', 'kept', ()), ('Share', 'removed', ('share-bar',))]
    """
    lines = split_lines(comparison.raw)
    findings = _by_line(lines, comparison.findings)
    clean_lines: dict[int, list[str]] = {}
    for hunk in hunks(comparison.raw, comparison.changes):
        for index, text in _clean(hunk):
            clean_lines.setdefault(index, []).append(text)
    for index, line in enumerate(lines):
        here = _touching(comparison.changes, line, last=index == len(lines) - 1)
        rules = tuple(dict.fromkeys(rule for change in here for rule in change.rule_ids))
        clean = tuple(clean_lines.get(index, ())) if here else ()
        action = "edited" if here else "kept"
        if here and not clean and _covered(here, line):
            action = "removed"
        yield LineStory(
            index + 1,
            line.text,
            action,
            rules,
            tuple(dict.fromkeys(pair for change in here for pair in evidence_of(change))),
            clean,
            would_have.get(index, ()),
            tuple(findings.get(index, ())),
        )


def evidence_of(change: Change) -> Iterator[tuple[str, Evidence]]:
    """The rules of a change that gave evidence, each with it."""
    for rule, evidence in zip(change.rule_ids, change.evidence, strict=True):
        if evidence is not None:
            yield rule, evidence


def evidence_rows(pairs: Iterable[tuple[str, Evidence]]) -> list[dict[str, object]]:
    """Evidence as JSON objects: the rule, the score (0 to 1), the tier and the reasons."""
    return [
        {"rule": rule, "score": evidence.score, "tier": evidence.tier, "reasons": evidence.reasons}
        for rule, evidence in pairs
    ]


def would_have_done(comparison: Comparison, cleaner: Cleaner) -> dict[int, tuple[str, ...]]:
    """Indexes of raw lines, each with the names of rules that are off and would have changed it in raw."""
    from cleaner.rules.applied import AppliedRules, Setting
    from cleaner.rules.ruleset import RuleSet
    from cleaner.stages.language import detect

    packs = cleaner.rule_set.packs
    everything = RuleSet(packs, enable=tuple(pack.name for pack in packs), risky=True)
    on = {named.name for named in cleaner.rule_set.active} if "rules" in cleaner.stages else set()
    document = comparison.document
    setting = Setting(
        None if document is None else document.site,
        lambda: (document.language if document else None) or detect(comparison.raw),
    )
    lines = split_lines(comparison.raw)
    edits = [edit for edit in AppliedRules(everything).propose(lines, setting).edits if edit.rule_id not in on]
    found: dict[int, list[str]] = {}
    for edit in edits:
        for index in _span(lines, edit.start, edit.end):
            found.setdefault(index, []).append(edit.rule_id)
    return {index: tuple(dict.fromkeys(names)) for index, names in found.items()}


def _by_line(lines: Sequence[Line], findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        for index in _span(lines, finding.start, finding.end)[:1]:
            found.setdefault(index, []).append(finding)
    return found


def _span(lines: Sequence[Line], start: int, end: int) -> range:
    """Indexes of the lines that a span of raw lies in; an empty span lies in one."""
    if not lines:
        return range(0)
    first = max(bisect_right(lines, start, key=lambda line: line.start) - 1, 0)
    last = bisect_right(lines, max(start, end - 1), key=lambda line: line.start)
    return range(first, max(last, first + 1))


def _touching(changes: Sequence[Change], line: Line, *, last: bool) -> list[Change]:
    """The changes in a line; an insertion between two lines belongs to the later one."""
    found: list[Change] = []
    for at in range(bisect_left(changes, line.start, key=lambda change: change.end), len(changes)):
        change = changes[at]
        insertion = change.start == change.end
        if change.start > line.stop or (change.start == line.stop and not (insertion and last)):
            break
        if line.text and line.end <= change.start and change.end > line.stop:
            continue  # it takes the lines below, and with them the line feed that parted them from this one
        if change.end > line.start or insertion:
            found.append(change)
    return found


def _clean(hunk: Hunk) -> Iterator[tuple[int, str]]:
    """Clean lines, each with the index of the raw line that it begins in."""
    home = hunk.first
    for at, to in hunk.pairs:
        home = home if at is None else hunk.first + at
        if to is not None:
            yield home, hunk.clean[to].text


def _covered(changes: Sequence[Change], line: Line) -> bool:
    """True where nothing of the line's own text stands outside the changes."""
    position = line.start
    for change in changes:
        if change.start > position:
            return False
        position = max(position, change.end)
    return position >= line.end
