"""The report as Markdown, for people: what was done, by rule, site and language, and what deserves a look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from cleaner.pipeline.alarms import Alarms
from cleaner.pipeline.report import Report

__all__ = ["to_markdown"]

_MOST_ROWS = 200  # of a table; report.json has all
_MOST_TOLD = 50  # of a list
_MARKS = re.compile(r"[\\`*_\[\]!|&~$#]")
_TAKEN = ("changes", "lines", "characters")
_VERDICTS = ("keep", "flag", "drop", "failed")


def to_markdown(report: Report, alarms: Alarms) -> str:
    """The report, ready to be written to ``report.md``; the same whatever the number of workers.

    >>> to_markdown(Report(), Alarms((), ())).splitlines()[0]
    '# What was cleaned'
    """
    raw, clean = report.characters["raw"], report.characters["clean"]
    parts = [
        "# What was cleaned",
        _table(
            ("documents", *_VERDICTS, "characters", "removed"),
            [
                (
                    f"{sum(report.verdicts.values()):,}",
                    *(f"{report.verdicts[verdict]:,}" for verdict in _VERDICTS),
                    f"{raw:,}",
                    f"{(raw - clean) / raw:.1%}" if raw else "",
                )
            ],
        ),
        _section("Reasons", ("reason", "documents"), [(name, f"{count:,}") for name, count in _most(report.reasons)]),
        _section("Rules", ("rule", "documents", "changes", "lines", "characters", "examples"), _rules(report)),
        _section("Stages", ("stage", *_TAKEN), [(n, *_counts(c)) for n, c in report.taken_by("stages").items()]),
        _section("Languages", ("language", "documents", *_TAKEN), _grouped(report, "languages", report.languages)),
        _section("Sites", ("site", "documents", *_TAKEN, "rules that changed most documents"), _sites(report)),
        _section(
            "Rules that jump on one site",
            ("site", "rule", "documents there", "documents elsewhere"),
            [(_plain(j.site), f"`{j.rule_id}`", f"{j.here:.0%}", f"{j.elsewhere:.1%}") for j in alarms.jumps],
        ),
        _list("More than half removed", report.halved),
        _list("Flagged and dropped", report.flagged),
        _list("Failed", report.failures),
    ]
    if alarms.idle:
        rules = f"{len(alarms.idle):,} rule{'s' * (len(alarms.idle) != 1)}"
        parts.append(f"{rules} that were on changed nothing; `report.json` names them.")
    return "\n\n".join(part for part in parts if part) + "\n"


def _rules(report: Report) -> list[tuple[str, ...]]:
    return [
        (
            f"`{rule_id}`",
            f"{report.documents[rule_id]:,}",
            f"{count:,}",
            f"{report.lines[rule_id]:,}",
            f"{report.removed[rule_id]:,}",
            " · ".join(map(_plain, report.examples.get(rule_id, []))),
        )
        for rule_id, count in _most(report.changes)
    ]


def _grouped(report: Report, group: str, documents: dict[str, int]) -> list[tuple[str, ...]]:
    taken = report.taken_by(group)
    return [(_plain(name), f"{count:,}", *_counts(taken.get(name, {}))) for name, count in _most(documents)]


def _counts(taken: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{taken.get(what, 0):,}" for what in _TAKEN)


def _sites(report: Report) -> list[tuple[str, ...]]:
    by_site: dict[str, list[tuple[int, str]]] = {}
    for (site, rule_id), count in report.site_rules.items():
        by_site.setdefault(site, []).append((-count, rule_id))
    return [
        (*row, ", ".join(f"`{rule_id}` {-n:,}" for n, rule_id in sorted(by_site.get(site, []))[:3]))
        for (site, _), row in zip(_most(report.sites), _grouped(report, "sites", report.sites), strict=True)
    ]


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    more = f"\n\nAnd {len(rows) - _MOST_ROWS:,} more: see `report.json`." if len(rows) > _MOST_ROWS else ""
    return f"## {title}\n\n{_table(head, rows[:_MOST_ROWS])}{more}"


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = f"\n- and {len(lines) - _MOST_TOLD:,} more: see `report.json`" if len(lines) > _MOST_TOLD else ""
    return f"## {title}\n\n" + "\n".join(f"- {_cell(_plain(line))}" for line in lines[:_MOST_TOLD]) + more


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """A cell or an item on one line."""
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Text of others: no mark in it means anything, so that no page of theirs is loaded by who reads the report."""
    return _MARKS.sub(r"\\\g<0>", text).replace("<", "&lt;")
