"""What a run is begun with, told to its journal, and what is said about going on with one."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from cleaner.engines import Reading, Start
    from cleaner.io import Fingerprints, ShardSize, Sources
    from cleaner.io.uploads import Uploads
    from cleaner.pipeline import Config, Report

__all__ = ["begun", "say_stopped", "size_of_shards", "stoppable"]


def size_of_shards(given: str | None, target: str) -> ShardSize | None:
    """What ``--shard-size`` says.

    Raises:
        typer.BadParameter: where it says nothing, or OUT is no file that could be parted.
    """
    from cleaner.io import ShardSize, is_single_file

    if given is None:
        return None
    if target == "-" or not is_single_file(target):
        raise typer.BadParameter(
            "only a single file can be parted: name OUT.jsonl (also .gz, .zst, .bz2, .xz) or OUT.parquet with --out",
            param_hint="--shard-size",
        )
    try:
        return ShardSize.of(given)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--shard-size") from error


def begun(
    target: str,
    config: Config,
    prints: Fingerprints,
    reading: Reading,
    sources: Sources,
    options: Mapping[str, str | None],
    *,
    beside: Sequence[Path],
    resume: bool,
    force: bool,
    uploads: Uploads | None = None,
) -> Start:
    """Where the run begins; see :func:`cleaner.engines.begin`.

    Raises:
        typer.BadParameter: where ``resume`` is asked for, and nothing that could be gone on with is read or written.
        CleanerError: as :func:`cleaner.engines.begin`.
    """
    from importlib.metadata import version

    from cleaner.engines import Start, begin
    from cleaner.io import Head, Staging, is_single_file
    from cleaner.io.atomic import is_special
    from cleaner.io.overwriting import missing_outputs
    from cleaner.io.stamps import stamp
    from cleaner.pipeline import to_toml

    if not beside or any(source.piped for source in sources.sources) or is_special(Path(target)):
        if resume:
            told = (
                "there is nothing to go on with where standard input is read, or (as in a dry run) nothing is written"
            )
            raise typer.BadParameter(told, param_hint="--resume")
        if beside and uploads is not None:
            uploads.clear()
        return Start(Staging(uploads=uploads))
    rows = {f"{name}-key": value for name, value in asdict(reading.keys).items()}
    head = Head.begun(
        cleaner=version("newswash"),
        config=prints.config or "",
        rules=prints.rules or "",
        effective=_settings(to_toml(config)),
        settings={
            **options,
            **rows,
            "encoding": reading.encoding,
            "max-document-bytes": reading.max_document_bytes,
        },
        stamps=[(source.uri, stamp(source)) for source in sources.sources],
    )
    whole = not resume or (all(path.exists() for path in beside) if uploads is None else uploads.hold(beside))
    single = is_single_file(target)

    def missing(count: int, shards: int | None) -> int:
        return missing_outputs(sources.sources[:count], Path(target), single=single, shards=shards)

    start = begin(
        Path(target),
        head,
        single=single,
        resume=resume,
        force=force,
        whole=whole,
        missing=None if uploads is not None else missing,
        uploads=uploads,
    )
    for line in start.told:
        sys.stderr.write(f"cleaner: {line}\n")
    if start.done is not None:
        sys.stderr.write(f"cleaner: {_done(start.done.report)}; going on\n")
    return start


@contextmanager
def stoppable() -> Iterator[None]:
    """A context in which SIGTERM, as a scheduler sends it, ends the run as Ctrl-C does: KeyboardInterrupt."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal asks for both
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are only heard there
        return
    former = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def say_stopped(start: Start) -> None:
    """Says what a run that was interrupted leaves."""
    last = None if start.journal is None else start.journal.last
    if start.journal is None or last is None:
        told = "nothing was written yet"
    else:
        told = f"{_done(start.journal.report)}; the same command with --resume goes on"
    sys.stderr.write(f"cleaner: stopped: {told}\n")


def _done(report: Report) -> str:
    count = sum(report.verdicts.values())
    return f"{count:,} document{'s are' if count != 1 else ' is'} done"


def _settings(toml: str) -> dict[str, str]:
    """The settings of a TOML text of ours, by their full names."""
    found: dict[str, str] = {}
    table = ""
    for line in toml.splitlines():
        if line.startswith("["):
            table = line.strip("[]") + "."
        elif " = " in line and not line.startswith("#"):
            key, _, value = line.partition(" = ")
            found[table + key] = value
    return found
