"""``cleaner clean``: the main job."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
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
from cleaner.cli.target import check_raw, declared, site_giver, target_of, uploads_to

if TYPE_CHECKING:
    from cleaner.io import EditsMode, Sources, Writer
    from cleaner.pipeline import Cleaner, Config, Report

__all__ = ["command"]


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Files, folders, patterns, addresses (s3://…), or - for standard input.", metavar="INPUT"),
    ],
    out: Annotated[
        Optional[str],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            help="A folder, a .jsonl[.gz|.zst] or .parquet file, an address (s3://…), or - (for a single input).",
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
    with_raw: Annotated[  # noqa: FBT002  # as above
        bool, typer.Option("--with-raw", help="Rows hold the raw text, too, in a column raw; of pages the extracted.")
    ] = False,
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
    shard_size: Annotated[
        Optional[str],  # noqa: UP045  # as above
        typer.Option(
            "--shard-size",
            metavar="SIZE",
            help="Part a single OUT into files of so many documents, or bytes of rows (500MB).",
        ),
    ] = None,
    work: Annotated[
        Optional[str],  # noqa: UP045  # as above
        typer.Option("--work", metavar="DIR", help="Where an OUT behind an address is made ready; default: a cache."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run into OUT that was stopped.")] = False,  # noqa: FBT002
    force: Annotated[  # noqa: FBT002  # as above
        bool, typer.Option("--force", help="Overwrite foreign files; resume in spite of changes.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write; show the report.")] = False,  # noqa: FBT002
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what failed or was flagged.")] = False,  # noqa: FBT002
) -> None:
    """Clean files, folders and rows, and write them to OUT, each with an edits file beside it."""
    from cleaner.cli.beside import files_beside, refuse_foreign, refuse_inputs, write_beside
    from cleaner.cli.dry import NoWriter
    from cleaner.cli.progress import progress
    from cleaner.cli.resuming import begun, say_stopped, size_of_shards, stoppable
    from cleaner.cli.summary import summarise
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
    parted = size_of_shards(shard_size, target)
    uploads = uploads_to(target, work, parted=parted is not None)
    shown = target
    if uploads is not None:
        target, shown = str(uploads.local), uploads.shown
    stream = standard_input(wanted="-" in inputs)
    if target == "-" and not dry_run:
        standard_output()
    single = is_single_file(target)
    sources = find_sources(
        inputs,
        out=None if target == "-" else Path(target) if uploads is None else uploads.folder,
        uploads=uploads,
        format=format,
        mirror=not single,
        parted=parted is not None,
    )
    cleaner = Cleaner.from_config(effective)
    prints = Fingerprints(effective.fingerprint, cleaner.rule_set.fingerprint)
    beside = [] if target == "-" else files_beside(target, single=single)
    refuse_inputs(sources, target, beside, single=single, parted=parted is not None)
    beside = [] if dry_run else beside
    refuse_foreign(beside, force=force)
    if beside and uploads is not None:
        uploads.refuse_foreign(force=force)
        if not quiet:
            sys.stderr.write(f"cleaner: work folder {uploads.folder}: --resume goes on from there\n")
    if with_raw and not dry_run:
        check_raw(target, sources, keys)
    reading = Reading(max_document_bytes, encoding, keys)
    options = {"edits": edits, "format": format, "site": site, "shard-size": shard_size}
    options["with-raw"] = "yes" if with_raw else None
    start = begun(
        target,
        effective,
        prints,
        reading,
        sources,
        options,
        beside=beside,
        resume=resume,
        force=force,
        uploads=uploads,
    )
    if start.finished is not None:
        _tell_finished(start.finished, shown)
        return
    gc.freeze()  # rules and models stay for good, and need not be walked again and again
    report = Report()
    brief = quiet or (target == "-" and not dry_run)
    done = start.done
    try:
        writer: Writer = (
            NoWriter()
            if dry_run or (done is not None and done.closed)
            else open_writer(
                target,
                rows=_as_rows(target, sources, mode),
                edits=mode,
                fingerprints=prints,
                keys=keys,
                force=force,
                staging=start.staging,
                shard_size=parted,
                state=None if done is None else done.state,
                with_raw=with_raw,
            )
        )
        with (
            stoppable(),
            progress(
                sources.sources, done=0 if done is None else done.source, shown=not quiet and target != "-"
            ) as tell,
        ):
            run(
                Job(cleaner, reading, writer.encoder, site_giver(site)),
                sources,
                writer,
                workers=workers_for(jobs, sources),
                report=report,
                stream=stream,
                progress=tell,
                done=done,
            )
        if beside:
            write_beside(beside, effective, report, cleaner.rule_set)
            if uploads is not None:
                uploads.put(beside)
        if start.journal is not None:
            start.journal.finish(report.verdicts)
    except CleanerError:
        summarise(report, shown, brief=True, dry_run=dry_run)  # what was found before the run broke off
        if start.journal is not None and (uploads is not None or start.journal.last is not None):
            say_stopped(start)
        raise
    except KeyboardInterrupt:
        say_stopped(start)
        raise typer.Exit(130) from None
    finally:
        start.staging.discard()  # what was begun before the writer took over
    summarise(report, shown, brief=brief, dry_run=dry_run)
    _tell_idle(effective, cleaner, report)
    if report.verdicts["failed"]:
        raise typer.Exit(1)


def _tell_finished(verdicts: Mapping[str, int], target: str) -> None:
    count, failed = sum(verdicts.values()), verdicts.get("failed", 0)
    told = f"nothing is left to do: all {count:,} documents are written to {target}"
    sys.stderr.write(f"cleaner: {told}{f'; {failed:,} of them failed' if failed else ''}\n")
    if failed:
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
