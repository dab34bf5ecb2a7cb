"""How the sources of a run are read, as plain settings that travel to workers, and their pieces in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cleaner.io import MAX_DOCUMENT_BYTES, Reader, RowKeys, Source, open_reader
from cleaner.io.piece import Piece

__all__ = ["BATCH_BYTES", "BATCH_DOCUMENTS", "Reading", "batches"]

BATCH_BYTES = 1_000_000
"""A batch ends behind the document that reaches this; documents are too different in size to be counted alone."""
BATCH_DOCUMENTS = 256
"""Of small ones a batch has no more: what is lost with a worker is done again."""


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
    reading: Reading, sources: Iterable[Source], stream: BinaryIO | None = None
) -> Iterator[list[tuple[Source, Piece]]]:
    """All pieces of all sources in order, in batches whose bounds hang on the input alone.

    What comes from standard input comes alone, so that who holds the pipe open gets an answer to each row.
    """
    batch: list[tuple[Source, Piece]] = []
    size = 0
    for source in sources:
        for piece in reading.reader(source).pieces(source, stream):
            batch.append((piece.source or source, piece))
            size += _size(source, piece)
            if size >= BATCH_BYTES or len(batch) >= BATCH_DOCUMENTS or source.path is None:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _size(source: Source, piece: Piece) -> int:
    if piece.content is not None:
        return len(piece.content)
    if piece.failure is not None or source.path is None:
        return 0
    try:
        return source.path.stat().st_size
    except OSError:  # it is gone; whoever opens it says so
        return 0
