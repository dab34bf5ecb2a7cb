"""What a run says on stderr at its end: what failed, what was flagged, and what was done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.pipeline import Report

__all__ = ["summarise"]

_MOST_FLAGGED = 20  # told one by one; in a large corpus a share of the documents is always short
_MOST_RULES = 12  # of the table; report.json has all
_MOST_NAMES = 8  # of stages, languages and sites
_EXAMPLE = 40  # characters


def summarise(report: Report, out: str, *, brief: bool, dry_run: bool) -> None:
    """Failures and flagged documents always; counts and the busiest rules unless ``brief``."""
    verdicts = report.verdicts
    for failure in report.failures:
        _say(f"failed: {failure}")
    if len(report.failures) < report.verdicts["failed"]:
        _say(f"failed: {report.verdicts['failed'] - len(report.failures)} more; their rows or files say why")
    told = "flagged" if not verdicts["drop"] else "flagged or dropped" if verdicts["flag"] else "dropped"
    for flagged in report.flagged[:_MOST_FLAGGED]:
        _say(f"{told}: {flagged}")
    more = verdicts["flag"] + verdicts["drop"] - _MOST_FLAGGED
    if more > 0:
        _say(f"{told}: {more} more; their verdicts say why")
    if brief:
        return
    total = sum(verdicts.values())
    counts = ", ".join(f"{verdicts[word]:,} {name}" for word, name in _NAMES if verdicts[word])
    raw, clean = report.characters["raw"], report.characters["clean"]
    share = f", {(raw - clean) / raw:.1%} of {raw:,} characters removed" if raw else ""
    where = "nothing written (dry run)" if dry_run else f"written to {out}"
    _say(f"{total:,} document{'s' * (total != 1)}: {counts or 'nothing to clean was found'}{share}; {where}")
    skipped = sum(report.skipped.values())
    if skipped:
        unknown = report.skipped["unknown_suffix"]
        _say(f"{skipped} file{'s' * (skipped != 1)} left out: {unknown} of unknown suffix, {skipped - unknown} hidden")
    spun = report.reasons["spun"]
    if spun:
        turned = report.taken["stages", "spun", "changes"]
        _say(f"taken for spun: {spun:,} document{'s' * (spun != 1)}; {turned:,} place{'s' * (turned != 1)} turned back")
    for line in _table(report):
        _say(line)
    for rule_id, count in sorted(report.findings.items()):
        _say(f"seen, not changed: {rule_id} in {count:,} document{'s' * (count != 1)}")


def _table(report: Report) -> Iterator[str]:
    """What took away how much: by rule with an example, and by stage, language and site if there are several."""
    if not report.changes:
        return
    yield f"  {'documents':>9} {'changes':>9} {'lines':>9} {'characters':>11}"
    rules = sorted(report.changes.items(), key=lambda item: (-item[1], item[0]))
    for rule_id, count in rules[:_MOST_RULES]:
        shown = next(iter(report.examples.get(rule_id, [])), "")
        example = f'  "{shown if len(shown) <= _EXAMPLE else shown[: _EXAMPLE - 1] + "…"}"' if shown else ""
        numbers = _columns(report.documents[rule_id], count, report.lines[rule_id], report.removed[rule_id])
        yield f"  {numbers}  {rule_id}{example}"
    if len(rules) > _MOST_RULES:
        more = len(rules) - _MOST_RULES
        yield f"  {'':>41}  and {more} more rule{'s' * (more != 1)}: see report.json"
    for group, documents in (("stages", None), ("languages", report.languages), ("sites", report.sites)):
        taken = report.taken_by(group)
        names = sorted(documents or taken, key=lambda name: (-(documents or {}).get(name, 0), name))
        for name in names[:_MOST_NAMES] if len(names) > 1 else ():
            counts = taken.get(name, {})
            changes, lines, characters = (counts.get(what, 0) for what in ("changes", "lines", "characters"))
            numbers = _columns(None if documents is None else documents[name], changes, lines, characters)
            yield f"  {numbers}  {_GROUPS[group]} {name}"
        if len(names) > _MOST_NAMES:
            yield f"  {'':>41}  and {len(names) - _MOST_NAMES:,} more {group}: see report.json"


def _columns(documents: int | None, changes: int, lines: int, characters: int) -> str:
    told = "" if documents is None else f"{documents:,}"
    return f"{told:>9} {changes:>9,} {lines:>9,} {characters:>11,}"


_GROUPS = {"stages": "stage", "languages": "language", "sites": "site"}
_NAMES = (("keep", "kept"), ("flag", "flagged"), ("drop", "dropped"), ("failed", "failed"))


def _say(text: str) -> None:
    sys.stderr.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
