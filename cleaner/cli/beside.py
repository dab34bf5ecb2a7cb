"""The files that a run leaves beside its output: the configuration it ran with, and its report in two forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.io import Sources
    from cleaner.pipeline import Config, Report
    from cleaner.rules.ruleset import RuleSet

__all__ = ["files_beside", "refuse_foreign", "refuse_inputs", "write_beside"]

# What the files beside an output are called, and a piece of each that tells that it is ours.
_BESIDE = {"cleaner.config.toml": b"profile = ", "report.json": b'"verdicts"', "report.md": b"# What was cleaned"}


def files_beside(target: str, *, single: bool) -> list[Path]:
    """Where the effective configuration and the counts go: inside a folder, beside a single file."""
    return [Path(f"{target}.{name}") if single else Path(target, name) for name in _BESIDE]


def refuse_inputs(sources: Sources, target: str, beside: Sequence[Path], *, single: bool, parted: bool = False) -> None:
    """Stops before anything is written where an input would be written over, or is OUT itself.

    Raises:
        CleanerError: with every such input.
    """
    from cleaner.io.overwriting import inputs_overwritten
    from cleaner.model import CleanerError

    problems = [problem for problem in sources.problems if problem.reason == "input_is_output"]
    if target != "-":
        problems += inputs_overwritten(sources.sources, Path(target), single=single, beside=beside, parted=parted)
    if problems:
        raise CleanerError("\n".join(f"{problem}; nothing was written" for problem in problems))


def refuse_foreign(beside: Sequence[Path], *, force: bool) -> None:
    """Stops where a file beside the output is taken by one that is not ours.

    Raises:
        CleanerError: with the first of them.
    """
    from cleaner.model import CleanerError

    for path, sign in zip(beside, _BESIDE.values(), strict=False):
        if not force and path.is_file() and sign not in path.read_bytes():
            raise CleanerError(
                f"{path}: exists and is not from cleaner: choose another --out, or overwrite it with --force"
            )


def write_beside(paths: Sequence[Path], config: Config, report: Report, rule_set: RuleSet) -> None:
    """Writes them, together. Raises as :func:`cleaner.io.atomic.write_together`."""
    from cleaner.io.atomic import write_together
    from cleaner.pipeline import alarms, to_toml
    from cleaner.pipeline.report_markdown import to_markdown

    active = rule_set.active
    found = alarms(report, (rule.name for rule in active), (rule.name for rule in active if rule.sites))
    content = json.dumps({**report.as_dict(), "alarms": found.as_dict()}, ensure_ascii=False, indent=1) + "\n"
    # Failures may quote file names that are no Unicode; the report is.
    told = (content, to_markdown(report, found))
    contents = (to_toml(config).encode(), *(one.encode("utf-8", "replace") for one in told))
    write_together(list(zip(paths, contents, strict=True)), part=True)
