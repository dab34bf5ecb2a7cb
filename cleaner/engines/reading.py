"""How the sources of a run are read, as plain settings that travel to workers, and their pieces in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from cleaner.io import MAX_DOCUMENT_BYTES, Reader, RowKeys, Source, open_reader
from cleaner.io.piece import Piece
from cleaner.io.stamps import size_of

__all__ = ["BATCH_BYTES", "BATCH_DOCUMENTS", "Batch", "Position", "Reading", "batches"]

BATCH_BYTES = 1_000_000
"""A batch ends behind the document that reaches this; documents are too different in size to be counted alone."""
BATCH_DOCUMENTS = 256
"""Of small ones a batch has no more: what is lost with a worker is done again."""


class Position(NamedTuple):
    """A place between two pieces: behind so many ``pieces`` of the source with this index."""

    source: int = 0
    pieces: int = 0


class Batch(NamedTuple):
    """Pieces that are done together, each with its source (that of an archive's member is the member).

    Attributes:
        items: at least one.
        end: the place behind the last.
    """

    items: list[tuple[Source, Piece]]
    end: Position


@dataclass(frozen=True, slots=True)
class Reading:
    """Settings of all readers of a run; see :func:`cleaner.io.open_reader`."""

    max_document_bytes: int = MAX_DOCUMENT_BYTES
    encoding: str | None = None
    keys: RowKeys = field(default_factory=RowKeys)

    def reader(self, source: Source) -> Reader:
        """The reader of ``source``."""
        return open_reader(
            source.format, max_document_bytes=self.max_document_bytes, encoding=self.encoding, keys=self.keys
        )


def batches(
    reading: Reading,
    sources: Sequence[Source],
    stream: BinaryIO | None = None,
    *,
    done: Position | None = None,
    skipped: Callable[[Source], None] | None = None,
) -> Iterator[Batch]:
    """All pieces of all sources in order, in batches whose bounds hang on the input alone.

    What comes from standard input comes alone, so that who holds the pipe open gets an answer to each row.

    Args:
        reading: how they are read.
        sources: what is read.
        stream: read in place of standard input.
        done: where a former batch ended; the first one begins behind it.
        skipped: is told the source of each piece that is done already in the source that is gone on with.
    """
    items: list[tuple[Source, Piece]] = []
    size = 0
    end = begun = done or Position()
    for index in range(begun.source, len(sources)):
        source = sources[index]
        for number, piece in enumerate(reading.reader(source).pieces(source, stream), 1):
            place = piece.source or source
            if index == begun.source and number <= begun.pieces:
                if skipped is not None:
                    skipped(place)
                continue
            end = Position(index, number)
            items.append((place, piece))
            size += _size(source, piece)
            if size >= BATCH_BYTES or len(items) >= BATCH_DOCUMENTS or source.piped:
                yield Batch(items, end)
                items, size = [], 0
    if items:
        yield Batch(items, end)


def _size(source: Source, piece: Piece) -> int:
    if piece.content is not None:
        return len(piece.content)
    return 0 if piece.failure is not None else size_of(source) or 0
