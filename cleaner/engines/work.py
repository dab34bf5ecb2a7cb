"""What is done to a batch of pieces, wherever that is: decode, clean, encode, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from cleaner.engines.reading import Reading
from cleaner.io import Failure, Source, failed
from cleaner.io.encoded import Encoded, Encoder
from cleaner.io.piece import Piece
from cleaner.model import Document, DocumentError
from cleaner.pipeline import Cleaner, Report

__all__ = ["Batch", "Done", "Job", "quarantined", "work"]

Batch = Sequence[tuple[Source, Piece]]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know; picklable.

    Attributes:
        cleaner: cleans.
        reading: how sources are read.
        encoder: of the writer.
        site: names the site of documents that have none.
    """

    cleaner: Cleaner
    reading: Reading
    encoder: Encoder
    site: Callable[[Document], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A batch as it comes back.

    Attributes:
        encoded: of each piece, in order.
        report: what was done to them.
        sites: of the documents that were cleaned.
    """

    encoded: list[Encoded]
    report: Report
    sites: set[str | None] = field(default_factory=set)


def work(job: Job, batch: Batch) -> Done:
    """The batch done; a document that fails is reported, counted, and encoded as raw."""
    done = Done([], Report())
    for source, piece in batch:
        done.encoded.append(_one(job, source, piece, done))
    return done


def quarantined(job: Job, source: Source, piece: Piece, reason: str, told: str) -> Done:
    """A document that no worker could do, as a batch of its own: decoded, not cleaned, and reported."""
    item = piece.failure or job.reading.reader(source).document(source, piece)
    failure = failed(item, DocumentError(reason, told), piece.row) if isinstance(item, Document) else item
    return Done([job.encoder.failed(failure, source)], _report_of(failure))


def _one(job: Job, source: Source, piece: Piece, done: Done) -> Encoded:
    item = piece.failure or job.reading.reader(source).document(source, piece)
    if isinstance(item, Document):
        document = item if job.site is None or item.site is not None else replace(item, site=job.site(item))
        try:
            cleaned = job.cleaner.clean(document)
            encoded = job.encoder.cleaned(cleaned, source)
        except DocumentError as error:
            item = failed(document, error, piece.row)
        else:
            done.report.count(cleaned)
            done.sites.add(document.site)
            return encoded
    done.report.fail(item.reason, str(item))
    return job.encoder.failed(item, source)


def _report_of(failure: Failure) -> Report:
    report = Report()
    report.fail(failure.reason, str(failure))
    return report
