"""Reads JSONL: one row, one document."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from cleaner.io.charsets import BOMS
from cleaner.io.compression import MAX_DOCUMENT_BYTES, pieces, too_large
from cleaner.io.documents import Arrival, document_of
from cleaner.io.failure import Failure, failed
from cleaner.io.languages import language_code
from cleaner.io.opened import open_source
from cleaner.io.piece import Piece, read_all
from cleaner.io.rows import (
    Columns,
    RowKeys,
    body_key,
    is_null,
    numbered_lines,
    optional_string,
    read_columns,
    read_string,
    site_of,
)
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
        row, span, line = piece.row or 0, piece.span or (0, 0), piece.content or b""
        uri, name = source.uri, f"{source.name}:{row}"
        columns: Columns = {}
        document: Document | None = None
        problem: DocumentError | None = None
        try:
            columns = read_columns(line)
            try:
                name = self._id(columns) or name
            except DocumentError as error:
                problem = error  # the text may be readable all the same, and then the failure keeps it
            document = self._document(columns, uri, name, span)
        except DocumentError as error:
            problem = problem or error
        if problem is None and document is not None:
            return document
        problem = problem or DocumentError("bad_row", "nothing could be read")
        place = f"row {row}{',' if problem.message.startswith('column') else ':'} {problem.message}"
        if document is None:
            unread = None if columns else line.strip().decode("utf-8", "replace")
            return Failure(uri, name, row, problem.reason, place, None, columns, unread=unread)
        return failed(document, DocumentError(problem.reason, place), row)

    def _id(self, columns: Columns) -> str | None:
        key = self.keys.id
        if is_null(columns, key):
            return None
        found = optional_string(columns, key)
        if found is None:
            read_string(columns, key)  # says what it is instead
        return found

    def _document(self, columns: Columns, uri: str, name: str, span: tuple[int, int]) -> Document:
        keys = self.keys
        body = body_key(columns, keys)
        if body is None:
            raise DocumentError(
                "bad_row",
                f"none of {keys.text!r}, {keys.html!r}, {keys.text_b64!r}, {keys.html_b64!r} holds a string; found the "
                f"columns {', '.join(map(repr, columns)) or 'none'}: name the right one with --text-key",
            )
        content: str | bytes = read_string(columns, body)
        if isinstance(content, str) and body in (keys.text_b64, keys.html_b64):
            content = _from_base64(body, content)
        arrival = Arrival(
            uri,
            name,
            span,
            site_of(optional_string(columns, keys.url)),
            language_code(optional_string(columns, keys.lang)),
            optional_string(columns, keys.title),
            columns,
            self.encoding,
        )
        return document_of(content, arrival, page=body in (keys.html, keys.html_b64))


def _from_base64(key: str, value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise DocumentError("bad_row", f"{key!r} is no base64: {error}") from error
