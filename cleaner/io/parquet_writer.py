"""Writes Parquet: one document or failure, one row, in columns that hang on nothing that is read."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import Any

from cleaner.io.compression import Sink
from cleaner.io.edits_file import Fingerprints
from cleaner.io.encoded import EditsMode
from cleaner.io.jsonl_writer import JsonlWriter
from cleaner.io.parquet_shape import MARK, MARK_VALUE, packed, pyarrow, shape
from cleaner.io.rows import RowKeys
from cleaner.model import CleanerError

__all__ = ["ParquetWriter"]

# A group ends behind the row that reaches one of these: both hang on the rows alone, so equal rows give equal bytes.
_GROUP_ROWS = 10_000
_GROUP_BYTES = 64_000_000


class ParquetWriter(JsonlWriter):
    """One Parquet file; it and its edits file ``OUT.edits.jsonl`` appear on :meth:`close`, as those of JSONL do.

    Its columns are strings: ``id``, ``text`` (null where it could not be read), ``metadata`` (JSON), ``columns`` (all
    other columns of the input as one JSON object, null where it has none) and with inline edits ``edits`` (JSON). Which
    columns the input has is known only when all of it was read, and rows may differ in them and in their types; so the
    schema is the same for any input, and nothing is lost. :class:`~cleaner.io.parquet.ParquetReader` gives back the
    rows as they were.

    Raises:
        DocumentError: ``exists``, ``unwritable``, ``missing_package``.
        CleanerError: where the text or the id would stand in a column named ``columns``.
    """

    def __init__(
        self,
        out: Path,
        *,
        edits: EditsMode = "sidecar",
        fingerprints: Fingerprints | None = None,
        keys: RowKeys | None = None,
        force: bool = False,
    ) -> None:
        self._groups: _Groups | None = None
        self._keys = keys or RowKeys()
        self._inline = edits == "inline"
        shape(self._keys, inline=self._inline)
        pyarrow()
        super().__init__(out, edits=edits, fingerprints=fingerprints, keys=self._keys, force=force)

    def sink(self, file: Sink, name: str) -> _Groups:  # noqa: ARG002 - Parquet compresses its own columns
        """Rows to Parquet."""
        self._groups = _Groups(file, self._keys, inline=self._inline)
        return self._groups

    def discard(self) -> None:
        """Leaves what was there before; nothing half-written."""
        if self._groups is not None:
            self._groups.leave()
        super().discard()


class _Groups:
    """Takes rows as JSON, and writes row groups."""

    def __init__(self, file: Sink, keys: RowKeys, *, inline: bool) -> None:
        self._arrow, parquet = pyarrow()
        self._keys, self._inline = keys, inline
        names = shape(keys, inline=inline)
        self._schema = self._arrow.schema([(name, self._arrow.string()) for name in names], metadata={MARK: MARK_VALUE})
        self._file = _File(file)
        self._writer: Any = parquet.ParquetWriter(
            self._file, self._schema, compression="zstd", compression_level=3, use_dictionary=False
        )
        self._rows: list[tuple[str | None, ...]] = []
        self._size = 0

    def write(self, line: bytes) -> int:
        self._rows.append(packed(line, self._keys, inline=self._inline))
        self._size += len(line)
        if len(self._rows) >= _GROUP_ROWS or self._size >= _GROUP_BYTES:
            self._end_group()
        return len(line)

    def _end_group(self) -> None:
        kind = self._arrow.string()
        columns = [self._arrow.array(column, kind) for column in zip(*self._rows, strict=True)]
        self._rows, self._size = [], 0
        self._writer.write_batch(self._arrow.record_batch(columns, schema=self._schema))

    def close(self) -> None:
        if self._rows:
            self._end_group()
        self._writer.close()

    def leave(self) -> None:
        """Nothing more reaches the file, also not when the writer is cleared away."""
        self._file.left = True
        with suppress(CleanerError, OSError, ValueError):
            self._writer.close()


class _File(io.RawIOBase):
    """The file as pyarrow wants it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._at = 0
        self.left = False

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, content: Any, /) -> int:
        content = bytes(content)
        if not self.left:
            self._sink.write(content)
        self._at += len(content)
        return len(content)
