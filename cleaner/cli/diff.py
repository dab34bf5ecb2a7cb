"""``cleaner diff``: what cleaning does to each line, and for which rule."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cleaner.cli.options import (
    Color,
    ConfigFile,
    Disable,
    Enable,
    HtmlKey,
    IdKey,
    LineModelFile,
    PointName,
    ProfileName,
    Risky,
    RuleFolders,
    Settings,
    SiblingsFile,
    SiteModels,
    SiteName,
    SpunAction,
    SpunJudge,
    TextKey,
    configuration,
    one_of,
    row_keys,
)
from cleaner.cli.streams import standard_output
from cleaner.cli.target import site_giver

if TYPE_CHECKING:
    from cleaner.cli.comparison import Comparison

__all__ = ["command"]


def command(
    raw: Annotated[Path, typer.Argument(help="A raw file or folder.", metavar="RAW")],
    clean: Annotated[
        Optional[Path],  # noqa: UP045  # typer evaluates annotations
        typer.Argument(
            help="Its clean file or OUT folder; left out: RAW is cleaned now, nothing is written.", metavar="CLEAN"
        ),
    ] = None,
    side_by_side: Annotated[bool, typer.Option("--side-by-side", "-y", help="Two columns.")] = False,  # noqa: FBT002  # a flag
    context: Annotated[
        int, typer.Option("--context", "-U", metavar="N", help="Unchanged lines around each hunk.", min=0)
    ] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a change.")] = False,  # noqa: FBT002  # a flag
    color: Color = "auto",
    profile: ProfileName = None,
    point: PointName = None,
    config: ConfigFile = None,
    settings: Settings = [],  # noqa: B006  # typer copies defaults
    rules: RuleFolders = [],  # noqa: B006  # as above
    site_model: SiteModels = [],  # noqa: B006  # as above
    line_model: LineModelFile = None,
    spun: SpunAction = None,
    siblings: SiblingsFile = None,
    spun_judge: SpunJudge = None,
    site: SiteName = None,
    enable: Enable = [],  # noqa: B006  # as above
    disable: Disable = [],  # noqa: B006  # as above
    risky: Risky = False,  # noqa: FBT002  # a flag
    text_key: TextKey = "text",
    id_key: IdKey = "id",
    html_key: HtmlKey = "html",
) -> None:
    """Show what cleaning changes, each hunk with its rule. Exit codes as of diff: 0 same, 1 differs, 2 trouble."""
    from cleaner.cli import comparison as compare
    from cleaner.cli.diff_views import print_hunks
    from cleaner.cli.screen import COLORS
    from cleaner.io import Failure

    one_of("--color", color, COLORS)
    keys = row_keys(text_key, id_key, html=html_key)
    standard_output()
    if clean is None:
        from cleaner.pipeline import Cleaner

        effective = configuration(
            profile,
            config,
            settings,
            rules,
            enable,
            disable,
            site_models=site_model,
            risky=risky,
            point=point,
            line_model=line_model,
            spun=spun,
            siblings=siblings,
            spun_judge=spun_judge,
        )
        found = compare.cleaned_now([str(raw)], Cleaner.from_config(effective), keys, site_giver(site))
    else:
        if not clean.exists():
            raise typer.BadParameter(
                f"{clean}: no such file or folder: check the path, or leave CLEAN out to clean RAW now",
                param_hint="CLEAN",
            )
        found = compare.compared(raw, clean, keys)
    differs = troubled = False
    for one in found:
        if isinstance(one, Failure):
            sys.stderr.write(f"failed: {one}\n")
            troubled = True
            continue
        differs = differs or bool(one.changes)
        if as_json:
            _print_json(one)
        elif one.changes:
            print_hunks(one, context=context, side_by_side=side_by_side, color=color)
    if differs or troubled:
        raise typer.Exit(2 if troubled else 1)


def _print_json(comparison: Comparison) -> None:
    from cleaner.cli.lines import evidence_of, evidence_rows

    line = 1
    position = 0
    for change in comparison.changes:
        line += comparison.raw.count("\n", position, change.start)
        position = change.start
        row: dict[str, object] = {
            "id": comparison.name,
            "line": line,
            "start": change.start,
            "end": change.end,
            "removed": comparison.raw[change.start : change.end],
            "replacement": change.replacement,
            "rules": list(change.rule_ids),
        }
        if any(change.evidence):
            row["evidence"] = evidence_rows(evidence_of(change))
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
