"""Writes JSONL: one document or failure, one row."""

from __future__ import annotations

from os.path import lexists
from pathlib import Path
from typing import BinaryIO

from cleaner.io.atomic import AtomicFile, is_special, remove
from cleaner.io.compression import ClosedSink, Compressor, Sink, compression_of
from cleaner.io.edits_file import Fingerprints
from cleaner.io.encoded import EditsMode, Encoded, RowEncoder
from cleaner.io.pairing import is_our_rows, read_clean, rows_sidecar
from cleaner.io.rows import RowKeys
from cleaner.io.sources import Source
from cleaner.io.streams import StreamSink
from cleaner.io.writing import Writing
from cleaner.model import CleanerError, DocumentError

__all__ = ["JsonlWriter"]


class JsonlWriter(Writing):
    """One JSONL file (by its suffix compressed), or a stream such as standard output.

    A file appears on :meth:`close`, with its edits file ``OUT.edits.jsonl`` (one record a row) in mode ``sidecar``; a
    stream gets every row at once and never a sidecar.

    Raises:
        DocumentError: ``exists`` where a file that is not our own output stands there, without ``force``;
            ``unwritable``.
    """

    def __init__(
        self,
        out: Path | BinaryIO,
        *,
        edits: EditsMode = "sidecar",
        fingerprints: Fingerprints | None = None,
        keys: RowKeys | None = None,
        force: bool = False,
    ) -> None:
        keys = keys or RowKeys()
        self.encoder = RowEncoder(
            edits if isinstance(out, Path) or edits == "inline" else "none", fingerprints or Fingerprints(), keys
        )
        self._files: list[AtomicFile] = []
        self._records: AtomicFile | None = None
        self._stale: Path | None = None
        if isinstance(out, Path):
            sidecar = rows_sidecar(out)
            if not force:
                _refuse_foreign(out, sidecar, keys)
            if edits == "sidecar":
                self._records = AtomicFile(sidecar)
                self._files.append(self._records)
            else:
                self._stale = sidecar
            try:
                main = AtomicFile(out)
            except CleanerError:
                self.discard()
                raise
            self._files.append(main)
            self._rows = self.sink(main, out.name)
        else:
            self._rows = self.sink(StreamSink(out), "")

    def sink(self, file: Sink, name: str) -> ClosedSink:
        """What rows are written to, in front of the file of this name."""
        return Compressor(file, compression_of(name))

    def put(self, encoded: Encoded, source: Source) -> None:  # noqa: ARG002 - the protocol has it
        """Appends a row, and its edits record."""
        try:
            if self._records is not None and encoded.record is not None:
                self._records.write(encoded.record)
            self._rows.write(encoded.content or b"")
        except DocumentError as error:  # half a row may be in it: no later one can be written either
            self.discard()
            raise CleanerError(error.message) from error
        except CleanerError:
            self.discard()
            raise

    def close(self) -> None:
        """Makes the files appear. Where one of them cannot be finished, none does."""
        try:
            self._rows.close()
            for file in self._files:
                file.seal()
            for file in self._files:
                file.commit()
        except CleanerError:
            self.discard()
            raise
        if self._stale is not None:  # of a former run in another mode; it was found to be ours
            remove(self._stale)
        self._files = []

    def discard(self) -> None:
        """Leaves what was there before; nothing half-written."""
        for file in self._files:
            file.discard()
        self._files = []


def _refuse_foreign(out: Path, sidecar: Path, keys: RowKeys) -> None:
    if lexists(out):
        if is_special(out) or is_our_rows(out, keys):
            return
    elif not lexists(sidecar) or read_clean(sidecar) == b"":
        return
    raise DocumentError(
        "exists",
        f"{out}: exists, and no edits record says that we wrote it as it is now: choose another --out, or overwrite it "
        "with --force",
    )
