"""From a row, encoded as one JSON object, to its document: what all formats whose documents are rows share."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection

from cleaner.io.documents import Arrival, document_of
from cleaner.io.failure import Failure, failed
from cleaner.io.languages import language_code
from cleaner.io.piece import Piece
from cleaner.io.rows import Columns, RowKeys, body_key, is_null, optional_string, read_columns, read_string, site_of
from cleaner.io.sources import Source
from cleaner.model import Document, DocumentError

__all__ = ["no_body", "row_document"]


def row_document(source: Source, piece: Piece, keys: RowKeys, encoding: str | None = None) -> Document | Failure:
    """The document in ``piece``, whose content is one JSON object; a failure keeps what of the row could be read.

    Args:
        source: where the row stands; ids default to ``NAME:ROW``.
        piece: the row.
        keys: names of the columns that mean something; ``Document.meta`` holds all, in their order.
        encoding: declared charset of the ``_b64`` columns.
    """
    row, line = piece.row or 0, piece.content or b""
    uri, name = source.uri, f"{source.name}:{row}"
    columns: Columns = {}
    document: Document | None = None
    problem: DocumentError | None = None
    try:
        columns = read_columns(line)
        try:
            name = _id(columns, keys) or name
        except DocumentError as error:
            problem = error  # the text may be readable all the same, and then the failure keeps it
        document = _document(columns, Arrival(uri, name, piece.span, encoding=encoding), keys)
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


def no_body(columns: Collection[str], keys: RowKeys) -> str:
    """What is told where none of ``columns`` holds a document."""
    return (
        f"none of {keys.text!r}, {keys.html!r}, {keys.text_b64!r}, {keys.html_b64!r} holds a string; found the "
        f"columns {', '.join(map(repr, columns)) or 'none'}: name the right one with --text-key"
    )


def _id(columns: Columns, keys: RowKeys) -> str | None:
    key = keys.id
    if is_null(columns, key):
        return None
    found = optional_string(columns, key)
    if found is None:
        read_string(columns, key)  # says what it is instead
    return found


def _document(columns: Columns, known: Arrival, keys: RowKeys) -> Document:
    body = body_key(columns, keys)
    if body is None:
        raise DocumentError("bad_row", no_body(columns, keys))
    content: str | bytes = read_string(columns, body)
    if isinstance(content, str) and body in (keys.text_b64, keys.html_b64):
        content = _from_base64(body, content)
    arrival = Arrival(
        known.uri,
        known.id,
        known.byte_range,
        site_of(optional_string(columns, keys.url)),
        language_code(optional_string(columns, keys.lang)),
        optional_string(columns, keys.title),
        columns,
        known.encoding,
    )
    return document_of(content, arrival, page=body in (keys.html, keys.html_b64))


def _from_base64(key: str, value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise DocumentError("bad_row", f"{key!r} is no base64: {error}") from error
