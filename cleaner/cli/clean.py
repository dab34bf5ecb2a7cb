"""``cleaner clean``: the main job."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cleaner.cli.options import (
    ConfigFile,
    Disable,
    Enable,
    FormatName,
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
    UrlKey,
    configuration,
    input_format,
    one_of,
    row_keys,
)
from cleaner.cli.streams import standard_input, standard_output
from cleaner.cli.target import declared, site_giver, target_of

if TYPE_CHECKING:
    from cleaner.io import EditsMode, Sources, Writer
    from cleaner.pipeline import Cleaner, Config, Report
    from cleaner.rules.ruleset import RuleSet

__all__ = ["command"]


def command(
    inputs: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.", metavar="INPUT")
    ],
    out: Annotated[
        Optional[str],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            help="A folder, a .jsonl[.gz|.zst] or .parquet file, or - (default for a single input).",
        ),
    ] = None,
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
    enable: Enable = [],  # noqa: B006  # as above
    disable: Disable = [],  # noqa: B006  # as above
    risky: Risky = False,  # noqa: FBT002  # a flag
    edits: Annotated[
        Optional[str],  # noqa: UP045  # as above
        typer.Option(
            "--edits",
            metavar="WHERE",
            help="sidecar (default for files), inline (in JSONL rows), none (default for -).",
        ),
    ] = None,
    format: FormatName = None,  # noqa: A002  # the word of the field
    encoding: Annotated[
        Optional[str],  # noqa: UP045  # as above
        typer.Option(
            "--encoding", metavar="CHARSET", help="The charset the input declares; default: found out for each file."
        ),
    ] = None,
    site: SiteName = None,
    text_key: TextKey = "text",
    id_key: IdKey = "id",
    url_key: UrlKey = "url",
    html_key: HtmlKey = "html",
    max_document_bytes: Annotated[
        int,
        typer.Option("--max-document-bytes", metavar="N", help="Larger documents fail before they are decoded.", min=1),
    ] = 16_000_000,
    jobs: Annotated[
        Optional[int],  # noqa: UP045  # as above
        typer.Option(
            "--jobs", "-j", metavar="N", help="Worker processes; default: one for each core, fewer for little.", min=1
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are not from cleaner.")] = False,  # noqa: FBT002
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write; show the report.")] = False,  # noqa: FBT002
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what failed or was flagged.")] = False,  # noqa: FBT002
) -> None:
    """Clean files, folders and rows, and write them to OUT, each with an edits file beside it."""
    from cleaner.cli.dry import NoWriter
    from cleaner.cli.summary import progress, summarise
    from cleaner.engines import Job, Reading, run, workers_for
    from cleaner.io import Fingerprints, find_sources, is_single_file, open_writer
    from cleaner.model import CleanerError
    from cleaner.pipeline import Cleaner, Report

    modes: tuple[EditsMode, ...] = ("sidecar", "inline", "none")
    mode = None if edits is None else one_of("--edits", edits, modes)
    format = input_format(format)  # noqa: A001  # as above
    encoding = None if encoding is None else declared(encoding)
    keys = row_keys(text_key, id_key, url_key, html_key)
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
    target = target_of(inputs, out, dry_run=dry_run)
    stream = standard_input(wanted="-" in inputs)
    if target == "-" and not dry_run:
        standard_output()
    single = is_single_file(target)
    sources = find_sources(inputs, out=None if target == "-" else Path(target), format=format, mirror=not single)
    cleaner = Cleaner.from_config(effective)
    prints = Fingerprints(effective.fingerprint, cleaner.rule_set.fingerprint)
    beside = [] if target == "-" else _beside(target, single=single)
    _refuse_inputs(sources, target, beside, single=single)
    beside = [] if dry_run else beside
    _refuse_foreign(beside, force=force)
    writer: Writer = (
        NoWriter()
        if dry_run
        else open_writer(
            target, rows=_as_rows(target, sources, mode), edits=mode, fingerprints=prints, keys=keys, force=force
        )
    )
    report = Report()
    brief = quiet or (target == "-" and not dry_run)
    try:
        with progress(len(sources.sources), shown=not quiet and target != "-") as tell:
            reading = Reading(max_document_bytes, encoding, keys)
            run(
                Job(cleaner, reading, writer.encoder, site_giver(site)),
                sources,
                writer,
                workers=workers_for(jobs, sources),
                report=report,
                stream=stream,
                progress=tell,
            )
        if beside:
            _write_beside(beside, effective, report, cleaner.rule_set)
    except CleanerError:
        summarise(report, target, brief=True, dry_run=dry_run)  # what was found before the run broke off
        raise
    except KeyboardInterrupt:
        sys.stderr.write("cleaner: stopped; the files that are there are whole, the others were not begun\n")
        raise typer.Exit(130) from None
    summarise(report, target, brief=brief, dry_run=dry_run)
    _tell_idle(effective, cleaner, report)
    if report.verdicts["failed"]:
        raise typer.Exit(1)


def _tell_idle(config: Config, cleaner: Cleaner, report: Report) -> None:
    """Says so where site models were given and no document is of one of their sites: they did nothing."""
    from cleaner.pipeline.report import OTHER_SITES

    known = {site for pack in cleaner.rule_set.packs for site in pack.sites}
    cleaned = sum(report.verdicts.values()) - report.verdicts["failed"]
    if config.site_models and cleaned and known.isdisjoint(report.sites) and OTHER_SITES not in report.sites:
        told = (
            f"they hold for {', '.join(sorted(known)[:5])}" if report.sites else "say the site of documents with --site"
        )
        sys.stderr.write(f"the site models did nothing: no document is of a site in them; {told}\n")


def _as_rows(target: str, sources: Sources, mode: EditsMode | None) -> bool:
    """True where standard output gets rows; refuses edits that have no place there."""
    rows = len(sources.sources) > 1 or any(source.rows for source in sources.sources)
    if target == "-" and (mode == "sidecar" or (mode == "inline" and not rows)):
        place = "beside standard output" if mode == "sidecar" else "in plain text"
        raise typer.BadParameter(
            f"there is no place for edits {place}: name a file or folder with --out, or use --edits none",
            param_hint="--edits",
        )
    return rows


# What the files beside an output are called, and a piece of each that tells that it is ours.
_BESIDE = {"cleaner.config.toml": b"profile = ", "report.json": b'"verdicts"', "report.md": b"# What was cleaned"}


def _beside(target: str, *, single: bool) -> list[Path]:
    """Where the effective configuration and the counts go: inside a folder, beside a single file."""
    return [Path(f"{target}.{name}") if single else Path(target, name) for name in _BESIDE]


def _refuse_inputs(sources: Sources, target: str, beside: Sequence[Path], *, single: bool) -> None:
    """Stops before anything is written where an input would be written over, or is OUT itself.

    Raises:
        CleanerError: with every such input.
    """
    from cleaner.io.overwriting import inputs_overwritten
    from cleaner.model import CleanerError

    problems = [problem for problem in sources.problems if problem.reason == "input_is_output"]
    if target != "-":
        problems += inputs_overwritten(sources.sources, Path(target), single=single, beside=beside)
    if problems:
        raise CleanerError("\n".join(f"{problem}; nothing was written" for problem in problems))


def _refuse_foreign(beside: Sequence[Path], *, force: bool) -> None:
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


def _write_beside(paths: list[Path], config: Config, report: Report, rule_set: RuleSet) -> None:
    from cleaner.io.atomic import write_together
    from cleaner.pipeline import alarms, to_toml
    from cleaner.pipeline.report_markdown import to_markdown

    active = rule_set.active
    found = alarms(report, (rule.name for rule in active), (rule.name for rule in active if rule.sites))
    content = json.dumps({**report.as_dict(), "alarms": found.as_dict()}, ensure_ascii=False, indent=1) + "\n"
    # Failures may quote file names that are no Unicode; the report is.
    told = (content, to_markdown(report, found))
    contents = (to_toml(config).encode(), *(one.encode("utf-8", "replace") for one in told))
    write_together(list(zip(paths, contents, strict=True)))
