"""Reads JSONL: one row, one document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from cleaner.io.charsets import BOMS
from cleaner.io.compression import MAX_DOCUMENT_BYTES, pieces, too_large
from cleaner.io.failure import Failure
from cleaner.io.opened import open_source
from cleaner.io.piece import Piece, read_all
from cleaner.io.row_documents import row_document
from cleaner.io.rows import RowKeys, numbered_lines
from cleaner.io.sources import Source
from cleaner.model import Document, DocumentError

__all__ = ["JsonlReader"]


@dataclass(frozen=True, slots=True)
class JsonlReader:
    """Rows with ``text``, ``html``, ``text_b64`` or ``html_b64`` (the first that is not null), see DESIGN section 8.

    Ids default to ``NAME:ROW``. ``Document.meta`` holds all columns in their order, the body's among them. Blank lines
    give nothing, but count as rows. What a row says of its url, title and language is used where it is a string.

    Attributes:
        max_document_bytes: rows over it fail; the rest of the file is still read.
        encoding: declared charset of the ``_b64`` columns.
        keys: names of the columns.
    """

    max_document_bytes: int = MAX_DOCUMENT_BYTES
    encoding: str | None = None
    keys: RowKeys = field(default_factory=RowKeys)

    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """A document or a failure for each row that is not blank; the file's own failure comes last."""
        return read_all(self, source, stream)

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The lines that are not blank; the file's own failure comes last."""
        row = 0
        try:
            with open_source(source, stream) as opened:
                lines = numbered_lines(pieces(opened, source.compression), self.max_document_bytes)
                for row, offset, line in lines:
                    if line is None:
                        error = too_large(self.max_document_bytes, f"row {row}")
                        place = f"{source.name}:{row}"
                        yield Piece(failure=Failure(source.uri, place, row, error.reason, error.message))
                        continue
                    content = line.removeprefix(BOMS["utf-8"]) if row == 1 else line
                    if content.strip():
                        yield Piece(row, (offset, offset + len(line)), content)
        except DocumentError as error:
            # Before any row it is the file that failed; after some, what would have been the next row.
            where = row + 1 if row else None
            yield Piece(failure=Failure(source.uri, source.name, where, error.reason, error.message))

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """The document in a line."""
        return row_document(source, piece, self.keys, self.encoding)
