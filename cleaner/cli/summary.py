"""What a run says on stderr: a progress bar while it goes, and what it did at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.engines import Progress
    from cleaner.io import Source
    from cleaner.pipeline import Report

__all__ = ["progress", "summarise"]

_MOST_FLAGGED = 20  # told one by one; in a large corpus a share of the documents is always short
_MOST_RULES = 12  # of the table; report.json has all


@contextmanager
def progress(total: int, *, shown: bool, doing: str = "cleaning") -> Iterator[Progress | None]:
    """A function to call after each source; it moves a bar on stderr, where that is a terminal and worth it."""
    if not shown or total < 2 or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)

        def tell(source: Source) -> None:  # noqa: ARG001  # the protocol has it
            bar.advance(task)

        yield tell


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
    counts = ", ".join(f"{verdicts[word]} {name}" for word, name in _NAMES if verdicts[word])
    raw, clean = report.characters["raw"], report.characters["clean"]
    share = f", {(raw - clean) / raw:.1%} of {raw:,} characters removed" if raw else ""
    where = "nothing written (dry run)" if dry_run else f"written to {out}"
    _say(f"{total} document{'s' * (total != 1)}: {counts or 'nothing to clean was found'}{share}; {where}")
    skipped = sum(report.skipped.values())
    if skipped:
        unknown = report.skipped["unknown_suffix"]
        _say(f"{skipped} file{'s' * (skipped != 1)} left out: {unknown} of unknown suffix, {skipped - unknown} hidden")
    spun = report.reasons["spun"]
    if spun:
        turned = report.stages.get("spun", 0)
        _say(f"taken for spun: {spun:,} document{'s' * (spun != 1)}; {turned:,} place{'s' * (turned != 1)} turned back")
    for rule_id, count in sorted(report.changes.items(), key=lambda item: (-item[1], item[0]))[:_MOST_RULES]:
        _say(f"  {count:>7,}  {rule_id}")
    if len(report.changes) > _MOST_RULES:
        more = len(report.changes) - _MOST_RULES
        _say(f"  and {more} more rule{'s' * (more != 1)}: see report.json")
    for rule_id, count in sorted(report.findings.items()):
        _say(f"seen, not changed: {rule_id} in {count:,} document{'s' * (count != 1)}")


_NAMES = (("keep", "kept"), ("flag", "flagged"), ("drop", "dropped"), ("failed", "failed"))


def _say(text: str) -> None:
    sys.stderr.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
