"""Our own outputs, read back: rows beside their records, and whether a file that exists is one of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from os.path import lexists
from pathlib import Path

from cleaner.io.compression import compression_of, pieces, read_bounded
from cleaner.io.documents import digest
from cleaner.io.edits_file import EditsRecord, decode_record
from cleaner.io.opened import open_source
from cleaner.io.parquet import ParquetReader
from cleaner.io.rows import EDITS_KEY, Columns, RowKeys, is_null, numbered_lines, read_columns, read_string
from cleaner.io.sources import Source
from cleaner.model import DocumentError

__all__ = ["PairedRow", "is_our_rows", "is_our_text", "paired_rows", "read_clean", "rows_sidecar", "text_sidecar"]

_LINE = 1 << 30  # records hold what was removed once more, some of it as base64: far above any document
_FILE = 1 << 30


def text_sidecar(path: Path) -> Path:
    """The edits file beside the clean file ``path``.

    >>> text_sidecar(Path("out/a.txt")).name
    'a.txt.edits.json'
    """
    return path.with_name(f"{path.name}.edits.json")


def rows_sidecar(path: Path) -> Path:
    """The edits file beside the JSONL or Parquet file ``path``; never compressed.

    >>> rows_sidecar(Path("corpus.jsonl.gz")).name
    'corpus.jsonl.gz.edits.jsonl'
    """
    return path.with_name(f"{path.name}.edits.jsonl")


@dataclass(frozen=True, slots=True)
class PairedRow:
    """One row of a clean JSONL or Parquet file.

    Attributes:
        row: its number, from 1.
        columns: all of them.
        text: the clean text; None where it is null (a failed row).
        record: its record, or the error that stands in its place.
        inline: the record stands in the row itself, which then has no column ``edits`` of its own.
    """

    row: int
    columns: Columns
    text: str | None
    record: EditsRecord | DocumentError
    inline: bool = False


def paired_rows(path: Path, keys: RowKeys) -> Iterator[PairedRow]:
    """The rows of ``path`` with their records, from the edits file beside it, else from the rows themselves.

    Raises:
        DocumentError: where the files cannot be read, a row is none, or their numbers of rows differ.
    """
    sidecar = rows_sidecar(path)
    records = _lines(sidecar, keys) if lexists(sidecar) else None
    for row, line in _lines(path, keys):
        try:
            columns = read_columns(line)
            text = None if is_null(columns, keys.text) else read_string(columns, keys.text)
        except DocumentError as error:
            raise DocumentError(error.reason, f"{path}: row {row}: {error.message}") from error
        beside = None if records is None else next(records, None)
        if records is not None and beside is None:
            raise DocumentError("restore_mismatch", f"{sidecar}: ends before row {row} of {path.name}")
        if beside is None and is_null(columns, EDITS_KEY):
            raise DocumentError("no_edits", f"{path}: row {row}: no edits file beside it and no {EDITS_KEY!r} in it")
        try:
            if beside is not None:
                record = decode_record(beside[1], f"{sidecar}: row {beside[0]}")
            else:
                record = decode_record(bytes(columns[EDITS_KEY]), f"{path}: row {row}")
        except DocumentError as error:
            yield PairedRow(row, columns, text, error)
        else:
            yield PairedRow(row, columns, text, record, inline=beside is None)
    if records is not None and next(records, None) is not None:
        raise DocumentError("restore_mismatch", f"{sidecar}: holds more rows than {path.name}")


def _lines(path: Path, keys: RowKeys) -> Iterator[tuple[int, bytes]]:
    if path.suffix.lower() == ".parquet":
        for piece in ParquetReader(_LINE, keys=keys).pieces(Source(path, path.name, "parquet")):
            if piece.failure is not None:
                raise DocumentError(piece.failure.reason, f"{path}: {piece.failure.message}")
            yield piece.row or 0, piece.content or b""
        return
    source = Source(path, path.name, "jsonl", compression_of(path.name))
    with open_source(source) as stream:
        for row, _, line in numbered_lines(pieces(stream, source.compression), _LINE):
            if line is None:
                raise DocumentError("too_large", f"{path}: row {row} is over {_LINE:,} bytes")
            if line.strip():
                yield row, line


def is_our_rows(path: Path, keys: RowKeys) -> bool:
    """True where every row of ``path`` is as we wrote it, by its record; also for an empty file."""
    try:
        return all(
            isinstance(pair.record, EditsRecord)
            and digest((pair.text or "").encode("utf-8", "surrogatepass")) == pair.record.text_sha256
            for pair in paired_rows(path, keys)
        )
    except DocumentError:
        return False


def read_clean(path: Path) -> bytes:
    """The decompressed content of the clean file ``path``.

    Raises:
        DocumentError: ``unreadable``, ``damaged_compression``.
    """
    source = Source(path, path.name, "text", compression_of(path.name))
    with open_source(source) as stream:
        return read_bounded(stream, source.compression, _FILE)


def is_our_text(path: Path) -> bool:
    """True where the edits file beside ``path`` is ours, and ``path`` is absent or as we wrote it."""
    try:
        sidecar = text_sidecar(path)
        record = decode_record(read_clean(sidecar), str(sidecar))
        return not lexists(path) or digest(read_clean(path)) == record.text_sha256
    except DocumentError:
        return False
