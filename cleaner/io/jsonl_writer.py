"""Writes JSONL: one document or failure, one row."""

from __future__ import annotations

from os.path import lexists
from pathlib import Path
from typing import BinaryIO

from cleaner.io.atomic import AtomicFile, is_special
from cleaner.io.compression import Compressor, FramedSink, compression_of
from cleaner.io.edits_file import Fingerprints
from cleaner.io.encoded import EditsMode, Encoded, RowEncoder
from cleaner.io.journal import Note
from cleaner.io.pairing import is_our_rows, read_clean, rows_sidecar
from cleaner.io.rows import RowKeys
from cleaner.io.sources import Source
from cleaner.io.staging import Staging
from cleaner.io.streams import StreamSink
from cleaner.io.writing import Writing
from cleaner.model import CleanerError, DocumentError

__all__ = ["JsonlWriter"]


class JsonlWriter(Writing):
    """One JSONL file (by its suffix compressed), or a stream such as standard output.

    A file appears on :meth:`close`, with its edits file ``OUT.edits.jsonl`` (one record a row) in mode ``sidecar``; a
    stream gets every row at once and never a sidecar. Where ``staging`` holds it as begun, it is gone on with.

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
        staging: Staging | None = None,
        with_raw: bool = False,
    ) -> None:
        keys = keys or RowKeys()
        self.encoder = RowEncoder(
            edits if isinstance(out, Path) or edits == "inline" else "none",
            fingerprints or Fingerprints(),
            keys,
            with_raw,
        )
        self._staging = staging or Staging()
        self._files: list[AtomicFile] = []
        self._records: AtomicFile | None = None
        self._stale: list[Path] = []
        if isinstance(out, Path):
            sidecar = rows_sidecar(out)
            if not force:
                _refuse_foreign(out, sidecar, keys)
            if edits == "sidecar":
                self._records = self._opened(sidecar)
            else:
                self._stale = [sidecar]  # of a former run in another mode; it was found to be ours
            self._rows = self.sink(out)
        else:
            self._rows = Compressor(StreamSink(out), None)

    def sink(self, out: Path) -> FramedSink:
        """What rows are written to, that are to become the file ``out``. Raises as the class."""
        return Compressor(self._opened(out), compression_of(out.name), begun=self._staging.holds(out))

    def _opened(self, path: Path) -> AtomicFile:
        try:
            file = self._staging.open(path)
        except CleanerError:
            for other in self._files:
                self._staging.drop(other)
            raise
        self._files.append(file)
        return file

    def put(self, encoded: Encoded, source: Source) -> None:  # noqa: ARG002 - the protocol has it
        """Appends a row, and its edits record."""
        try:
            if self._records is not None and encoded.record is not None:
                self._records.write(encoded.record)
            self._rows.write(encoded.content or b"")
        except DocumentError as error:  # half a row may be in it: no later one can be written either
            raise CleanerError(error.message) from error

    def checkpoint(self, note: Note) -> None:
        """Makes sure of the rows so far, in whole frames."""
        self._rows.end_frame()
        self._staging.checkpoint(note)

    def finish(self) -> None:
        """The files appear at the next checkpoint, without a journal now. Where one cannot be finished, none does."""
        self._rows.close()
        files, self._files = self._files, []
        self._staging.finish(files, self._stale)

    def close(self) -> None:
        """Makes the files appear. Where one of them cannot be finished, none does."""
        try:
            self.finish()
            self._staging.close()
        except CleanerError:
            self.discard()
            raise

    def discard(self) -> None:
        """Leaves what was there before; nothing half-written, but what a checkpoint made sure of."""
        self._files = []
        self._staging.discard()


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
