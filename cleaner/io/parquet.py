"""Reads Parquet: one row, one document; all columns are carried through."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar

import msgspec

from cleaner.io.bomb import refuse_bomb
from cleaner.io.charsets import codec_name
from cleaner.io.compression import MAX_DOCUMENT_BYTES, pieces, too_large
from cleaner.io.failure import Failure
from cleaner.io.opened import open_source
from cleaner.io.parquet_arrow import pyarrow
from cleaner.io.parquet_mark import Mark, read_mark, restored
from cleaner.io.piece import Piece, read_all
from cleaner.io.row_documents import no_body, row_document
from cleaner.io.rows import RowKeys, encode_row
from cleaner.io.sources import Source
from cleaner.model import Document, DocumentError

__all__ = ["ParquetReader"]

# Few: the sizes in the footer are those of encoded values, and one text in a dictionary can fill any number of rows (a
# file of 1.4 KB took 2.1 GB with 64 rows at once). Two cost 11 µs a row, 64 cost 5, one 30.
_BATCH_ROWS = 2
_BATCH_BYTES = 8_000_000  # what is held at once, as far as the sizes in the footer are true
_BUFFER = 1 << 16  # columns are read in pieces of it; without, a whole row group would be held, which may be all rows
_LARGEST = 4_000_000_000  # of a file that must be copied first, because it is compressed or comes through a pipe


@dataclass(frozen=True, slots=True)
class ParquetReader:
    """Rows with ``text``, ``html``, ``text_b64`` or ``html_b64``, as in :class:`~cleaner.io.JsonlReader`.

    Every column becomes a JSON value: dates, times and spans as ISO 8601, to the microsecond; decimals as strings;
    binary as base64, but as the body in UTF-8 or the declared charset; maps as lists of pairs; NaN and infinities as
    null, which JSON has in their place. Our own Parquet outputs are read as the rows that they were made of.

    Parquet is read from its end: what is compressed or comes through a pipe is copied to a temporary file first.

    Attributes:
        max_document_bytes: rows over it, as JSON, fail; the rest of the file is still read.
        encoding: declared charset of binary bodies.
        keys: names of the columns.
    """

    max_document_bytes: int = MAX_DOCUMENT_BYTES
    encoding: str | None = None
    keys: RowKeys = field(default_factory=RowKeys)

    suffixes: ClassVar[tuple[str, ...]] = (".parquet",)

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """A document or a failure for each row; the file's own failure comes last."""
        return read_all(self, source, stream)

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """The document in a row."""
        return row_document(source, piece, self.keys, self.encoding)

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The rows, each as one JSON object; the file's own failure comes last."""
        row = 0
        try:
            with _from_end(source, stream) as opened:
                for row, found in enumerate(self._rows(opened), 1):
                    if isinstance(found, bytes):
                        yield Piece(row, content=found)
                    else:
                        place, told = f"{source.name}:{row}", f"row {row}: {found.message}"
                        yield Piece(row, failure=Failure(source.uri, place, row, found.reason, told))
        except DocumentError as error:
            # Before any row it is the file that failed; after some, what would have been the next row.
            where = row + 1 if row else None
            yield Piece(failure=Failure(source.uri, source.name, where, error.reason, error.message))

    def _rows(self, opened: BinaryIO) -> Iterator[bytes | DocumentError]:
        arrow, parquet = pyarrow()
        packed, unpacked = opened.seek(0, io.SEEK_END), 0
        try:
            with parquet.ParquetFile(
                opened, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True
            ) as file:
                schema = file.schema_arrow
                self._check(schema.names)
                mark = read_mark(schema.metadata)
                count = file.metadata.num_rows
                size = sum(file.metadata.row_group(group).total_byte_size for group in range(file.num_row_groups))
                most = max(1, min(_BATCH_ROWS, _BATCH_BYTES * count // max(1, size)))
                for batch in file.iter_batches(batch_size=most, use_threads=False):
                    for row in _plain_rows(arrow, batch):
                        found = row if isinstance(row, DocumentError) else self._encoded(row, mark)
                        yield found
                        unpacked += self._weight(found)
                        refuse_bomb(unpacked, packed)
        except (arrow.ArrowException, OSError, ValueError) as error:
            told = f"this is no Parquet file, or it is damaged ({error}): fetch or write it again"
            raise DocumentError("damaged_parquet", told) from error

    def _weight(self, found: bytes | DocumentError) -> int:
        """At least how many bytes a row took."""
        if isinstance(found, bytes):
            return len(found)
        return self.max_document_bytes if found.reason == "too_large" else 0

    def _check(self, names: Sequence[str]) -> None:
        doubled = next((name for name in names if names.count(name) > 1), None)
        if doubled is not None:
            raise DocumentError("bad_header", f"column {doubled!r} stands there twice: each needs a name of its own")
        keys = self.keys
        if not {keys.text, keys.html, keys.text_b64, keys.html_b64} & set(names):
            raise DocumentError("bad_header", no_body(names, keys))

    def _encoded(self, row: dict[str, Any], mark: Mark | None) -> bytes | DocumentError:
        codec = codec_name(self.encoding or "utf-8") or "utf-8"
        try:
            for key in (self.keys.text, self.keys.html):
                if isinstance(row.get(key), bytes):
                    row[key] = row[key].decode(codec)
            if mark is not None:
                row = restored(row, mark)
            line = encode_row(row)[:-1]
        except DocumentError as error:
            return error
        except UnicodeDecodeError as error:
            told = f"{key!r} is binary and no {codec}: say its charset with --encoding, or call the column {key}_b64"
            return DocumentError("bad_row", f"{told} ({error.reason})")
        except (msgspec.DecodeError, TypeError, ValueError) as error:
            return DocumentError("bad_row", f"a column cannot be said in JSON: {error}")
        return line if len(line) <= self.max_document_bytes else too_large(self.max_document_bytes, "it")


def _plain_rows(arrow: Any, batch: Any) -> Iterator[dict[str, Any] | DocumentError]:
    """The rows of a batch as Python values, none finer than µs: pandas would make others, and may be there or not."""
    types = arrow.types
    columns: list[Any] = []
    for column in batch.columns:
        kind = column.type
        if types.is_timestamp(kind) and kind.unit == "ns":
            kind = arrow.timestamp("us", kind.tz)
        elif types.is_duration(kind) and kind.unit == "ns":
            kind = arrow.duration("us")
        elif types.is_time64(kind):
            kind = arrow.time64("us")
        columns.append(column if kind == column.type else column.cast(kind, safe=False))
    plain = arrow.record_batch(columns, names=batch.schema.names)
    try:
        yield from plain.to_pylist()
    except (ValueError, OverflowError):  # one value that Python cannot say, such as the year 20000: one row fails
        for at in range(plain.num_rows):
            try:
                row = plain.slice(at, 1).to_pylist()[0]
            except (ValueError, OverflowError) as error:
                yield DocumentError("bad_row", f"a value cannot be read: {error}")
            else:
                yield row


@contextmanager
def _from_end(source: Source, stream: BinaryIO | None) -> Iterator[BinaryIO]:
    """``source`` as a file that can be read from its end; a copy where it cannot be."""
    with open_source(source, stream) as opened:
        if not source.streamed and source.compression is None and opened.seekable():
            yield opened
            return
        with tempfile.TemporaryFile() as copy:
            for piece in pieces(opened, source.compression):
                if copy.tell() + len(piece) > _LARGEST:
                    told = f"over {_LARGEST:,} bytes: too much to copy; name an uncompressed file"
                    raise DocumentError("too_large", told)
                copy.write(piece)
            copy.seek(0)
            yield copy
