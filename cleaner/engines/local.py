"""The local engine: batches in the order of the input, done here or by worker processes, written in that order."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from typing import BinaryIO, Protocol

from cleaner.engines.pool import work_in_processes
from cleaner.engines.reading import batches
from cleaner.engines.work import Batch, Done, Job, work
from cleaner.io import Source, Sources, Writer
from cleaner.model import DocumentError
from cleaner.pipeline import Report

__all__ = ["Progress", "run"]


class Progress(Protocol):
    """Is told of every finished source, for a progress bar."""

    def __call__(self, source: Source) -> None: ...


def run(
    job: Job,
    sources: Sources,
    writer: Writer,
    *,
    workers: int = 1,
    report: Report | None = None,
    stream: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report of cleaning all sources into ``writer``, which is closed at the end and discarded on an exception.

    A document that fails is reported, counted and given to the writer as raw; the rest goes on. The number of workers
    changes no byte of what is written.

    Args:
        job: what is done; its encoder must be the writer's.
        sources: what is read.
        writer: where it goes.
        workers: processes; 1 works in this one.
        report: counted in where it is given, so that the caller has it when the run breaks off.
        stream: read in place of standard input.
        progress: is told of every finished source.

    Raises:
        CleanerError: where nothing can be written any more, such as on a full disk.
    """
    report = Report() if report is None else report
    report.skipped.update({"unknown_suffix": sources.skipped, "hidden": sources.hidden})
    for failure in sources.problems:
        report.fail(failure.reason, str(failure))
    all_batches = batches(job.reading, sources.sources, stream)
    done = _work_here(job, all_batches) if workers == 1 else work_in_processes(job, all_batches, workers)
    finished = _Finished(sources.sources, progress)
    with closing(done), writer:
        for batch, results in done:
            _write(batch, results, writer, report)
            finished.saw(batch)
        finished.all()
    return report


def _work_here(job: Job, all_batches: Iterable[Batch]) -> Generator[tuple[Batch, list[Done]], None, None]:
    """One piece at a time: what is done is written at once."""
    for batch in all_batches:
        for item in batch:
            yield [item], work(job, [item])


def _write(batch: Batch, results: Sequence[Done], writer: Writer, report: Report) -> None:
    for (source, piece), done in zip(batch, results, strict=True):
        try:
            writer.put(done.encoded, source)
        except DocumentError as error:  # its place is taken by a foreign file, or cannot be written: nothing is lost
            if not done.report.verdicts["failed"]:
                where = source.uri if piece.row is None else f"{source.uri}: row {piece.row}"
                report.fail(error.reason, f"{where}: {error}")
                continue
        report.add(done.report)


class _Finished:
    """Tells of sources once a later one is begun."""

    def __init__(self, sources: Iterable[Source], progress: Progress | None) -> None:
        self._waiting = list(sources)[::-1]
        self._progress = progress

    def saw(self, batch: Batch) -> None:
        last = batch[-1][0].archive or batch[-1][0]
        while self._waiting and self._waiting[-1] != last:
            self._tell()

    def all(self) -> None:
        while self._waiting:
            self._tell()

    def _tell(self) -> None:
        source = self._waiting.pop()
        if self._progress is not None:
            self._progress(source)
