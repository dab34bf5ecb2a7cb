"""What in a report deserves a look: rules that jump on one site, and rules that never fired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cleaner.pipeline.report import OTHER_SITES, Report

__all__ = ["Alarms", "Jump", "alarms"]

# A rule jumps on a site where it changes half of the documents and more, and at most a twentieth of all others; of
# fewer documents neither share says much.
_OFTEN, _SELDOM = 0.5, 0.05
_FEWEST_HERE, _FEWEST_ELSEWHERE = 20, 50
_MOST_JUMPS = 100


@dataclass(frozen=True, slots=True)
class Jump:
    """A rule that changes most documents of one site and few others; shares from 0 to 1."""

    site: str
    rule_id: str
    here: float
    elsewhere: float


@dataclass(frozen=True, slots=True)
class Alarms:
    """What deserves a look.

    Attributes:
        jumps: the worst hundred, by share on the site, then site and rule.
        idle: rules that were on and changed nothing, sorted.
    """

    jumps: tuple[Jump, ...]
    idle: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Everything, for ``report.json``."""
        jumps = [
            {"site": jump.site, "rule": jump.rule_id, "here": jump.here, "elsewhere": jump.elsewhere}
            for jump in self.jumps
        ]
        return {"jumps": jumps, "idle": list(self.idle)}


def alarms(report: Report, rules: Iterable[str], local: Iterable[str] = ()) -> Alarms:
    """The alarms of ``report``.

    Args:
        report: of a whole run.
        rules: ids of all rules that were on.
        local: ids of those that are made for one site; they are meant to jump.

    >>> alarms(Report(), ["share-bar"]).idle
    ('share-bar',)
    """
    meant = frozenset(local)
    in_all = sum(report.sites.values())
    known: Counter[str] = Counter()
    for (_, rule_id), count in report.site_rules.items():
        known[rule_id] += count
    jumps = []
    for (site, rule_id), count in report.site_rules.items():
        here, others = report.sites[site], in_all - report.sites[site]
        if site == OTHER_SITES or rule_id in meant or here < _FEWEST_HERE or others < _FEWEST_ELSEWHERE:
            continue
        elsewhere = (known[rule_id] - count) / others
        if count >= _OFTEN * here and elsewhere <= _SELDOM:
            jumps.append(Jump(site, rule_id, round(count / here, 4), round(elsewhere, 4)))
    jumps.sort(key=lambda jump: (-jump.here, jump.site, jump.rule_id))
    return Alarms(
        tuple(jumps[:_MOST_JUMPS]),
        tuple(sorted(rule for rule in rules if not report.changes[rule])),
    )
