"""What is done to a batch of pieces, wherever that is: decode, clean, encode, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cleaner.engines.reading import Reading
from cleaner.io import Failure, Source, failed
from cleaner.io.encoded import Encoded, Encoder
from cleaner.io.piece import Piece
from cleaner.model import Cleaned, Document, DocumentError
from cleaner.pipeline import Cleaner, Report
from cleaner.stages.language import told_by_words

__all__ = ["Done", "Items", "Job", "quarantined", "unread", "work"]

Items = Sequence[tuple[Source, Piece]]


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


class Done(NamedTuple):
    """A piece as it comes back: what is written of it, and the report of it alone."""

    encoded: Encoded
    report: Report


def work(job: Job, items: Items) -> list[Done]:
    """The pieces of a batch, done, in order; one that fails is reported, counted, and encoded as raw."""
    return [_one(job, source, piece) for source, piece in items]


def quarantined(job: Job, source: Source, piece: Piece, reason: str, told: str) -> Done:
    """A document that no worker could clean: decoded only."""
    item = piece.failure or job.reading.reader(source).document(source, piece)
    failure = failed(item, DocumentError(reason, told), piece.row) if isinstance(item, Document) else item
    return _failed(job, failure, source)


def unread(job: Job, source: Source, piece: Piece, reason: str, told: str) -> Done:
    """A document that no worker could even decode: of a row the line is kept."""
    line = None if piece.row is None or piece.content is None else piece.content.decode("utf-8", "replace")
    name = source.name if piece.row is None else f"{source.name}:{piece.row}"
    return _failed(job, Failure(source.uri, name, piece.row, reason, told, unread=line), source)


def _one(job: Job, source: Source, piece: Piece) -> Done:
    item: Document | Failure | None = piece.failure
    try:
        item = item or job.reading.reader(source).document(source, piece)
        if isinstance(item, Document):
            if job.site is not None and item.site is None:
                item = replace(item, site=job.site(item))
            cleaned = _with_language(job.cleaner.clean(item))
            done = Done(job.encoder.cleaned(cleaned, source), Report())
            done.report.count(cleaned)
            return done
    except DocumentError as error:
        problem = DocumentError(error.reason, error.message)  # without a traceback, which holds all that was made
    except (MemoryError, RecursionError) as error:
        problem = DocumentError("out_of_memory", f"it takes more than there is: {error or type(error).__name__}")
    else:
        return _failed(job, item, source)
    if isinstance(item, Document):
        return _failed(job, failed(item, problem, piece.row), source)
    return unread(job, source, piece, problem.reason, problem.message)


def _with_language(cleaned: Cleaned) -> Cleaned:
    """Says the language also where no stage had to ask for it, for those who part a corpus by it."""
    if "language" in cleaned.metadata or (language := told_by_words(cleaned.text)) is None:
        return cleaned
    return replace(cleaned, metadata={"language": language, **cleaned.metadata})


def _failed(job: Job, failure: Failure, source: Source) -> Done:
    report = Report()
    report.fail(failure.reason, str(failure))
    return Done(job.encoder.failed(failure, source), report)
