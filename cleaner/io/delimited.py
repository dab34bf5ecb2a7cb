"""Reads CSV and TSV: a header row with the columns, then one record, one document."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from cleaner.io.charsets import BOMS, codec_name
from cleaner.io.compression import MAX_DOCUMENT_BYTES, pieces, too_large
from cleaner.io.failure import Failure
from cleaner.io.opened import open_source
from cleaner.io.piece import Piece, read_all
from cleaner.io.row_documents import no_body, row_document
from cleaner.io.rows import RowKeys, encode_row, shown
from cleaner.io.sources import Source
from cleaner.model import Document, DocumentError

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["DelimitedReader"]

_ESCAPED = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of a byte that the charset does not have
_LONGEST_FIELD = (1 << 31) - 1  # the bound that the csv module itself takes; ours is on the whole record


@dataclass(frozen=True, slots=True)
class DelimitedReader:
    """Records with the columns that the header names; quoting as in RFC 4180, so a quoted cell may hold line ends.

    Rows are numbered by record from 1, without the header and blank lines; ids default to ``NAME:ROW``. All values are
    strings. A cell cannot say null, so an empty one does where the column means something: as the id, and as the body
    where another column holds one. A quoting error, or a record with more or fewer cells than the header, fails with
    all of it in ``Failure.unread``.

    Attributes:
        max_document_bytes: a record over it fails. What follows is not read, as where it ends is not known.
        encoding: declared charset; it yields to a byte order mark. UTF-8 where there is neither.
        keys: names of the columns.
        delimiter: between two cells.
    """

    max_document_bytes: int = MAX_DOCUMENT_BYTES
    encoding: str | None = None
    keys: RowKeys = field(default_factory=RowKeys)
    delimiter: str = ","

    @property
    def suffixes(self) -> tuple[str, ...]:
        """``.tsv`` where tabs part the cells."""
        return (".tsv",) if self.delimiter == "\t" else (".csv",)

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """A document or a failure for each record; the file's own failure comes last."""
        return read_all(self, source, stream)

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """The document in a record."""
        return row_document(source, piece, self.keys, self.encoding)

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The records, each as one JSON object; the file's own failure comes last."""
        row = 0
        try:
            with open_source(source, stream) as opened:
                for piece in self._records(source, pieces(opened, source.compression)):
                    row = piece.row or row
                    yield piece
        except DocumentError as error:
            # Before any row it is the file that failed; after some, what would have been the next row.
            where = row + 1 if row else None
            yield Piece(failure=Failure(source.uri, source.name, where, error.reason, error.message))

    def _records(self, source: Source, content: Iterator[bytes]) -> Iterator[Piece]:
        lines = _Lines(content, self.encoding, self.max_document_bytes)
        csv.field_size_limit(_LONGEST_FIELD)
        records = csv.reader(lines, delimiter=self.delimiter, strict=True)
        columns = self._header(lines, records)
        row = 0
        while True:
            lines.begin()
            try:
                cells = next(records, None)
                if cells is None:
                    return
                if not cells:
                    continue
                row += 1
                lines.check()
                made = self._encoded(columns, cells)
            except csv.Error as error:
                row += 1
                failure = _failed(source, row, DocumentError("bad_row", f"wrong quoting: {error}"), lines)
                yield Piece(row, failure=failure)
            except DocumentError as error:
                if lines.broken:
                    raise
                yield Piece(row, failure=_failed(source, row, error, lines))
            else:
                yield Piece(row, content=made)

    def _header(self, lines: _Lines, records: Iterator[list[str]]) -> list[str]:
        columns: list[str] = []
        try:
            while not columns:
                columns = next(records)
            lines.check()
        except StopIteration:
            raise DocumentError("bad_header", "the file is empty: expected a header with the columns") from None
        except csv.Error as error:
            raise DocumentError("bad_header", f"header: wrong quoting: {error}") from error
        except DocumentError as error:
            raise DocumentError(error.reason, f"header: {error.message}") from error
        for number, name in enumerate(columns, 1):
            if not name.strip() or name in columns[: number - 1]:
                what = f"{name!r} stands there twice" if name.strip() else f"column {number} has no name"
                raise DocumentError("bad_header", f"header: {what}: each column needs a name of its own")
        keys = self.keys
        if not {keys.text, keys.html, keys.text_b64, keys.html_b64} & set(columns):
            raise DocumentError("bad_header", f"header: {no_body(columns, keys)}")
        return columns

    def _encoded(self, columns: list[str], cells: list[str]) -> bytes:
        if len(cells) != len(columns):
            told = f"{len(cells)} cells, expected {len(columns)}, one for each column of the header"
            raise DocumentError("bad_row", told)
        keys = self.keys
        row: dict[str, str | None] = dict(zip(columns, cells, strict=True))
        bodies = [key for key in (keys.text, keys.html, keys.text_b64, keys.html_b64) if key in row]
        body = next((key for key in bodies if row[key]), bodies[0])
        for key in (*bodies, keys.id):
            if key != body and row.get(key) == "":
                row[key] = None
        made = encode_row(row)[:-1]
        if len(made) > self.max_document_bytes:
            raise too_large(self.max_document_bytes, "it")
        return made


def _failed(source: Source, row: int, error: DocumentError, lines: _Lines) -> Failure:
    told = f"row {row} ({lines.place}): {error.message}"
    unread = None if error.reason == "too_large" else shown("".join(lines.taken)).rstrip("\r\n")
    return Failure(source.uri, f"{source.name}:{row}", row, error.reason, told, unread=unread)


class _Lines:
    """The lines of a file with their ends, and those of the record that is being read.

    Attributes:
        taken: lines since :meth:`begin`.
        broken: no line can be read any more.
    """

    def __init__(self, content: Iterator[bytes], encoding: str | None, limit: int) -> None:
        head = b""
        for piece in content:
            head += piece
            if len(head) >= 4:  # the longest mark
                break
        self.taken: list[str] = []
        self.broken = False
        self._codec = next((codec for codec, mark in BOMS.items() if head.startswith(mark)), None)
        head = head.removeprefix(BOMS[self._codec]) if self._codec else head
        self._codec = self._codec or codec_name(encoding or "utf-8") or "utf-8"
        buffered = io.BufferedReader(_Pieces(chain([head], content)))
        self._text = io.TextIOWrapper(buffered, self._codec, "surrogateescape", newline="")
        self._limit = limit
        self._left = limit
        self._number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = self._text.readline(self._left + 1)
        except UnicodeDecodeError as error:  # of wide units, which cannot hold a stray byte
            self.broken = True
            told = f"line {self._number + 1}: the bytes are not {self._codec}: say the charset with --encoding"
            raise DocumentError("bad_row", told) from error
        except (DocumentError, OSError):
            self.broken = True
            raise
        if not line:
            raise StopIteration
        self._number += 1
        self._left -= len(line)
        if self._left < 0:
            self.broken = True
            record = too_large(self._limit, f"the record that begins in line {self._number - len(self.taken)}")
            told = f"{record.message}; a quote that is never closed looks the same; what follows was not read"
            raise DocumentError(record.reason, told)
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """A new record."""
        self.taken = []
        self._left = self._limit

    @property
    def place(self) -> str:
        """The lines of the record, from 1."""
        first = self._number - len(self.taken) + 1
        return f"line {self._number}" if len(self.taken) < 2 else f"lines {first} to {self._number}"

    def check(self) -> None:
        """Raises DocumentError ``bad_row`` where the record has bytes that its charset does not."""
        for line in self.taken:
            found = None if line.isascii() else _ESCAPED.search(line)
            if found is not None:
                byte = ord(found.group()) - 0xDC00
                what = f"byte 0x{byte:02x} is not {self._codec}: say what the file is in with --encoding"
                raise DocumentError("bad_row", what)


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self._content = content
        self._waiting = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        target = memoryview(buffer)
        while not self._waiting:
            piece = next(self._content, None)
            if piece is None:
                return 0
            self._waiting = memoryview(piece)
        taken = self._waiting[: len(target)]
        target[: len(taken)] = taken
        self._waiting = self._waiting[len(taken) :]
        return len(taken)
