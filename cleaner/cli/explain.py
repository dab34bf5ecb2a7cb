"""``cleaner explain``: every line of a file, kept or changed, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from cleaner.cli.lines import LineStory
    from cleaner.model import Evidence

__all__ = ["command"]


def command(
    file: Annotated[
        Path, typer.Argument(help="A raw file; rows and folders are shown document by document.", metavar="FILE")
    ],
    would_have: Annotated[  # noqa: FBT002  # a flag
        bool, typer.Option("--would-have", help="Also show what rules that are off would have done (marked ?).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line of the file.")] = False,  # noqa: FBT002
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
    """Show every line of FILE: kept, removed or edited, by which rule, and why that rule exists."""
    from cleaner.cli.comparison import cleaned_now
    from cleaner.cli.lines import line_stories, would_have_done
    from cleaner.cli.screen import COLORS, console, styled
    from cleaner.io import Failure
    from cleaner.pipeline import Cleaner
    from cleaner.stages.reasons import REASONS

    one_of("--color", color, COLORS)
    keys = row_keys(text_key, id_key, html=html_key)
    standard_output()
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
    cleaner = Cleaner.from_config(effective)
    whys = {**REASONS, **{named.name: named.rule.why for named in cleaner.rule_set.all}}
    troubled = False
    for one in cleaned_now([str(file)], cleaner, keys, site_giver(site)):
        if isinstance(one, Failure):
            sys.stderr.write(f"failed: {one}\n")
            troubled = True
            continue
        stories = line_stories(one, would_have_done(one, cleaner) if would_have else {})
        if as_json:
            for story in stories:
                sys.stdout.write(json.dumps(story.as_dict(one.name), ensure_ascii=False) + "\n")
            continue
        screen = console(color)
        because = f" ({', '.join(one.reasons)})" if one.reasons else ""
        screen.print(styled(f"{one.name}: {one.verdict}{because}", "bold"))
        for name, value in one.metadata:
            screen.print(styled(f"{'':>7} {name}: {value}", "dim"))
        for text, style in _page(stories, whys):
            screen.print(styled(text, style))
    if troubled:
        raise typer.Exit(1)


_MARKS = {"kept": (" ", ""), "removed": ("-", "red"), "edited": ("~", "yellow")}


def _page(stories: Iterator[LineStory], whys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Lines of output with their styles; neighbours with the same reasons are followed by them once."""
    last: LineStory | None = None
    for story in stories:
        if last is not None and not last.same_reasons(story):
            yield from _reasons(last, whys)
        mark, style = _MARKS[story.action]
        yield f"{story.line:>5} {mark} {story.text}", style
        for line in story.clean:
            yield f"{'':>5} + {line}", "green"
        for name, evidence in story.evidence:
            if evidence.tier != "exact":  # of what is equal there is no more to say than why
                yield f"{'':>7} │ {name}{_weighed(evidence)}", "cyan"
        last = story
    if last is not None:
        yield from _reasons(last, whys)


def _reasons(story: LineStory, whys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in story.rules:
        yield f"{'':>7} └ {name}{_why(name, whys)}", "cyan"
    for name in story.would_have:
        yield f"{'':>7} ? {name}{_why(name, whys)}", "dim"
    for finding in story.findings:
        told = f" ({finding.suggestion})" if finding.suggestion else ""
        yield f"{'':>7} ! {finding.rule_id}: {finding.message}{told}", "magenta"


def _weighed(evidence: Evidence) -> str:
    """Score and reasons in words, such as `` .03: cue words, lines above``."""
    score = "" if evidence.score is None else f" {evidence.score:.2f}".replace(" 0.", " .")
    reasons = ", ".join(reason.replace("_", " ") for reason in evidence.reasons)
    return f"{score}: {reasons}" if reasons else score


def _why(name: str, whys: Mapping[str, str]) -> str:
    return f": {whys[name]}" if name in whys else ""
