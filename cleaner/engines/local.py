"""The local engine: batches in the order of the input, done here or by worker processes, written in that order."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from typing import BinaryIO, Protocol

from cleaner.engines.pool import work_in_processes
from cleaner.engines.reading import Batch, Position, batches
from cleaner.engines.work import Done, Job, work
from cleaner.io import Note, Sources, Writer
from cleaner.model import DocumentError
from cleaner.pipeline import Report

__all__ = ["Progress", "run"]


class Progress(Protocol):
    """Is told of every batch that is written, and what was counted of it, for a progress bar."""

    def __call__(self, batch: Batch, counted: Report) -> None: ...


def run(
    job: Job,
    sources: Sources,
    writer: Writer,
    *,
    workers: int = 1,
    report: Report | None = None,
    stream: BinaryIO | None = None,
    progress: Progress | None = None,
    done: Note | None = None,
) -> Report:
    """The report of cleaning all sources into ``writer``, which is closed at the end and discarded on an exception.

    A document that fails is reported, counted and given to the writer as raw; the rest goes on. The number of workers
    changes no byte of what is written, nor does it where a former run stopped.

    Args:
        job: what is done; its encoder must be the writer's.
        sources: what is read.
        writer: where it goes; each batch ends with a checkpoint.
        workers: processes; 1 works in this one.
        report: counted in where it is given, so that the caller has it when the run breaks off.
        stream: read in place of standard input.
        progress: is told of every batch.
        done: how far a former run came, with all that it counted; ``writer`` goes on with its files.

    Raises:
        CleanerError: where nothing can be written any more, such as on a full disk.
    """
    report = Report() if report is None else report
    report.skipped.update({"unknown_suffix": sources.skipped, "hidden": sources.hidden})
    for failure in sources.problems:
        report.fail(failure.reason, str(failure))
    place = None
    if done is not None:
        report.add(done.report)
        place = Position(done.source, done.pieces)
    found = batches(job.reading, sources.sources, stream, done=place, skipped=writer.skip)
    results = _work_here(job, found) if workers == 1 else work_in_processes(job, found, workers)
    with closing(results), writer:
        for batch, finished in results:
            counted = Report()
            try:
                _write(batch, finished, writer, counted)
                writer.checkpoint(Note(*batch.end, counted))
            finally:
                report.add(counted)  # what was found before the run broke off is told, too
            if progress is not None:
                progress(batch, counted)
    return report


def _work_here(job: Job, found: Iterable[Batch]) -> Generator[tuple[Batch, list[Done]], None, None]:
    for batch in found:
        yield batch, work(job, batch.items)


def _write(batch: Batch, results: list[Done], writer: Writer, counted: Report) -> None:
    for (source, piece), done in zip(batch.items, results, strict=True):
        try:
            writer.put(done.encoded, source)
        except DocumentError as error:  # its place is taken by a foreign file, or cannot be written: nothing is lost
            if not done.report.verdicts["failed"]:
                where = source.uri if piece.row is None else f"{source.uri}: row {piece.row}"
                counted.fail(error.reason, f"{where}: {error}")
                continue
        counted.add(done.report)
