"""``cleaner spun``: whether texts were machine-paraphrased, sentence by sentence, and what would be turned back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli.options import (
    Color,
    ConfigFile,
    FormatName,
    HtmlKey,
    IdKey,
    SiblingsFile,
    SpunJudge,
    TextKey,
    configuration,
    input_format,
    one_of,
    row_keys,
)
from cleaner.cli.streams import say, standard_input, standard_output
from cleaner.model import Evidence

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from cleaner.cli.spun_story import SpunStory

__all__ = ["command"]


def command(
    files: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.", metavar="FILE")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a document.")] = False,  # noqa: FBT002  # a flag
    color: Color = "auto",
    config: ConfigFile = None,
    siblings: SiblingsFile = None,
    spun_judge: SpunJudge = None,
    format: FormatName = None,  # noqa: A002  # the word of the field
    text_key: TextKey = "text",
    id_key: IdKey = "id",
    html_key: HtmlKey = "html",
) -> None:
    """Say how sure it is that each FILE was spun, which sentences, and which words would be turned back.

    Exit codes: 0 none is taken for spun, 1 some are, 2 some could not be read.
    """
    from cleaner.cli.screen import COLORS, console
    from cleaner.cli.spun_story import stories_of
    from cleaner.io import Failure, find_sources, open_reader
    from cleaner.stages.spun.stage import Spun

    one_of("--color", color, COLORS)
    format = input_format(format)  # noqa: A001  # as above
    keys = row_keys(text_key, id_key, html=html_key)
    stream = standard_input(wanted="-" in files)
    standard_output()
    effective = configuration(config=config, siblings=siblings, spun_judge=spun_judge)
    stage = Spun.from_settings("repair", effective.siblings, effective.spun_judge)
    sources = find_sources(files, format=format, mirror=False)
    read = (item for one in sources.sources for item in open_reader(one.format, keys=keys).read(one, stream))
    spun = troubled = False
    for found in chain(sources.problems, stories_of(read, stage)):
        if isinstance(found, Failure):
            say(f"failed: {found}")
            troubled = True
            continue
        spun = spun or found.spun
        if as_json:
            sys.stdout.write(json.dumps(found.as_dict(), ensure_ascii=False) + "\n")
        else:
            screen = console(color)
            for part in _page(found):
                screen.print(part)
    if spun or troubled:
        raise typer.Exit(2 if troubled else 1)


def _page(story: SpunStory) -> Iterator[RenderableType]:
    """Verdict, sentences, edits and findings of one document, for people."""
    from cleaner.cli.screen import styled

    if story.score is None:
        yield styled(f"{story.name}: not judged: {story.unjudged}", "bold")
        return
    verdict, style = ("spun", "bold red") if story.spun else ("not spun", "bold")
    yield styled(f"{story.name}: {verdict}, score {_decimal(story.score)}", style)
    yield _sentences(story)
    if not story.edits:
        yield styled("no word that would be turned back", "dim")
    elif not story.spun:
        yield styled("these words could have been spun; in a text that is not, none of them is touched:", "dim")
    if story.edits:
        yield _edits(story)
    for finding in story.findings:
        here = story.text[finding.start : finding.end]
        told = f"{story.line(finding.start):>5} ! {finding.rule_id}: {here!r}: {finding.message}"
        yield styled(f"{told} ({finding.suggestion})" if finding.suggestion else told, "magenta")


def _sentences(story: SpunStory) -> Table:
    from cleaner.cli.screen import styled

    table = _table(("line", "right"), ("score", "right"), ("sentence", "left"))
    for one in story.sentences:
        sentence = " ".join(story.text[one.start : one.end].split())
        table.add_row(str(story.line(one.start)), _decimal(one.score), styled(sentence, ""))
    return table


def _edits(story: SpunStory) -> Table:
    from cleaner.cli.screen import styled

    table = _table(
        ("line", "right"), ("stands there", "left"), ("for", "left"), ("confidence", "right"), ("tier", "left"),
        ("reasons", "left"), ("made", "left"),
    )  # fmt: skip
    for edit, made in story.edits:
        evidence = edit.evidence or Evidence()
        table.add_row(
            str(story.line(edit.start)),
            styled(story.text[edit.start : edit.end], "red" if made else ""),
            styled(edit.replacement, "green" if made else ""),
            "" if evidence.score is None else _decimal(evidence.score),
            evidence.tier or "",
            ", ".join(reason.replace("_", " ") for reason in evidence.reasons),
            "yes" if made else "no",
        )
    return table


def _table(*columns: tuple[str, Literal["left", "right"]]) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1), show_edge=False, header_style="dim")
    for name, justify in columns:
        table.add_column(name, justify=justify, overflow="fold")
    return table


def _decimal(score: float) -> str:
    return f"{score:.2f}".removeprefix("0")
