"""Writes Parquet: one document or failure, one row, in the columns that all rows together need."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.io.compression import Compressor, FramedSink, Sink, pieces
from cleaner.io.edits_file import Fingerprints
from cleaner.io.encoded import EditsMode
from cleaner.io.jsonl_writer import JsonlWriter
from cleaner.io.parquet_arrow import pyarrow
from cleaner.io.parquet_columns import layout_of
from cleaner.io.rows import RowKeys, numbered_lines
from cleaner.io.staging import Staging
from cleaner.model import CleanerError

__all__ = ["ParquetWriter"]

_LONGEST = 1 << 30  # bytes of a row: it holds its document more than once, and more than that is not read in at all


class ParquetWriter(JsonlWriter):
    """One Parquet file; it and its edits file ``OUT.edits.jsonl`` appear on :meth:`close`, as those of JSONL do.

    Rows wait in a spool beside it, since which columns there are, and of which types, is known when all are there; see
    :func:`~cleaner.io.parquet_columns.layout_of`. :class:`~cleaner.io.parquet.ParquetReader` gives back the rows as
    they were.

    Raises:
        DocumentError: ``exists``, ``unwritable``, ``missing_package``.
    """

    def __init__(
        self,
        out: Path,
        *,
        edits: EditsMode = "sidecar",
        fingerprints: Fingerprints | None = None,
        keys: RowKeys | None = None,
        force: bool = False,
        staging: Staging | None = None,
        with_raw: bool = False,
    ) -> None:
        self._out = out
        self._keys = keys or RowKeys()
        self._inline = edits == "inline"
        pyarrow()
        super().__init__(
            out,
            edits=edits,
            fingerprints=fingerprints,
            keys=self._keys,
            force=force,
            staging=staging,
            with_raw=with_raw,
        )

    def sink(self, out: Path) -> FramedSink:
        """The spool of rows: which columns there are is known when all are there."""
        spool = out.with_name(f"{out.name}.rows")
        self._spool = self._opened(spool)
        return Compressor(self._spool, "zst", begun=self._staging.holds(spool))

    def finish(self) -> None:
        """Makes the Parquet file of the spooled rows; it appears as those of JSONL do."""
        self._rows.close()
        self._spool.seal()
        spool = self._spool.written_at
        layout = layout_of(_lines(spool), self._keys, inline=self._inline)
        with _File(self._opened(self._out)) as file:
            layout.write(_lines(spool), file)
        self._files.remove(self._spool)
        self._staging.drop(self._spool)
        super().finish()


def _lines(spool: Path) -> Iterator[bytes]:
    with spool.open("rb") as stream:
        for _, _, line in numbered_lines(pieces(stream, "zst"), _LONGEST):
            if line is None:
                raise CleanerError(f"{spool}: a row is over {_LONGEST:,} bytes")
            yield line


class _File(io.RawIOBase):
    """The file as pyarrow wants it; after an error it takes all that pyarrow still writes to end in good order."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._at = 0
        self._broken = False

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, content: Any, /) -> int:
        content = bytes(content)
        if not self._broken:
            try:
                self._sink.write(content)
            except CleanerError:
                self._broken = True
                raise
        self._at += len(content)
        return len(content)
