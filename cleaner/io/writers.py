"""Writers: where cleaned documents and failures go, and which writer an OUT stands for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Protocol

from cleaner.io.compression import uncompressed_name
from cleaner.io.edits_file import Fingerprints
from cleaner.io.encoded import EditsMode, Encoded, Encoder, TextEncoder
from cleaner.io.journal import Note
from cleaner.io.jsonl_writer import JsonlWriter
from cleaner.io.mirror import MirrorWriter
from cleaner.io.parquet_writer import ParquetWriter
from cleaner.io.rows import RowKeys
from cleaner.io.shards import ShardSize, ShardWriter
from cleaner.io.sources import FORMATS, Source
from cleaner.io.staging import Staging
from cleaner.io.streams import StreamSink
from cleaner.io.writing import Writing
from cleaner.model import CleanerError

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["TextStreamWriter", "Writer", "is_single_file", "open_writer"]


class Writer(Protocol):
    """Takes what its ``encoder`` made, in the order of the input.

    As a context it closes, or discards on an exception.
    """

    @property
    def encoder(self) -> Encoder: ...

    def put(self, encoded: Encoded, source: Source) -> None:
        """Writes one document; raises DocumentError where it alone cannot be written, CleanerError where none can."""
        ...

    def skip(self, source: Source) -> None:
        """A document of ``source`` was written by a run that stopped, which this one goes on with."""
        ...

    def checkpoint(self, note: Note) -> None:
        """Makes sure of what was written so far, so that a later run can go on behind it."""
        ...

    def close(self) -> None:
        """Finishes; all files appear now, if not before."""
        ...

    def discard(self) -> None:
        """Leaves unfinished files out, but for what a checkpoint made sure of."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class TextStreamWriter(Writing):
    """Clean text on a stream, as UTF-8; of a failure, its raw text where it could be read.

    >>> import io
    >>> stream = io.BytesIO()
    >>> TextStreamWriter(stream).put(Encoded(b"Snow."), Source(None, "stdin.txt", "text"))
    >>> stream.getvalue()
    b'Snow.'
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.encoder = TextEncoder()
        self._sink = StreamSink(stream)

    def put(self, encoded: Encoded, source: Source) -> None:  # noqa: ARG002 - the protocol has it
        """Writes the text."""
        self._sink.write(encoded.content or b"")

    def close(self) -> None:
        """Nothing is left to do."""

    def discard(self) -> None:
        """What is out is out."""


def is_single_file(out: str) -> bool:
    """True where ``out`` names one file for all documents, not a folder; standard output (``-``) counts as one.

    >>> is_single_file("out/corpus.jsonl.gz"), is_single_file("out.parquet"), is_single_file("-"), is_single_file("out")
    (True, True, True, False)
    """
    return out == "-" or FORMATS.get(Path(uncompressed_name(out.lower())).suffix) == "jsonl" or _is_parquet(out)


def _is_parquet(out: str) -> bool:
    return out.lower().endswith(".parquet")


def open_writer(
    out: str,
    *,
    rows: bool = False,
    edits: EditsMode | None = None,
    fingerprints: Fingerprints | None = None,
    keys: RowKeys | None = None,
    force: bool = False,
    staging: Staging | None = None,
    shard_size: ShardSize | None = None,
    state: Mapping[str, int] | None = None,
    with_raw: bool = False,
) -> Writer:
    """The writer that ``out`` stands for: ``-``, a JSONL or Parquet file by its suffix, else a folder.

    On ``-``, ``rows`` asks for JSONL, and edits are left out unless they are ``inline``; elsewhere they default to
    ``sidecar``. Files come from ``staging``, where a run is to be gone on with when it is stopped; then ``state`` is
    what the writer noted of itself. With ``shard_size``, a single file becomes many. ``with_raw``, rows
    hold the raw text, too.

    Raises:
        CleanerError: where ``out`` cannot be written or holds a foreign file.
    """
    if out == "-":
        if sys.stdout is None:  # the caller closed it
            raise CleanerError("standard output is closed: leave it open, or name a file or folder with --out")
        stream = sys.stdout.buffer
        mode: EditsMode = "inline" if edits == "inline" else "none"
        return (
            JsonlWriter(stream, edits=mode, fingerprints=fingerprints, keys=keys, with_raw=with_raw)
            if rows
            else TextStreamWriter(stream)
        )
    place, mode, staging = Path(out), edits or "sidecar", staging or Staging()
    if not is_single_file(out):
        return MirrorWriter(
            place,
            edits=mode,
            fingerprints=fingerprints,
            keys=keys,
            force=force,
            staging=staging,
            with_raw=with_raw,
        )
    kind = ParquetWriter if _is_parquet(out) else JsonlWriter

    def make(path: Path) -> JsonlWriter:
        return kind(
            path,
            edits=mode,
            fingerprints=fingerprints,
            keys=keys,
            force=force,
            staging=staging,
            with_raw=with_raw,
        )

    if shard_size is None:
        return make(place)
    return ShardWriter(place, shard_size, make, keys=keys or RowKeys(), staging=staging, force=force, state=state or {})
