"""Writes a folder that mirrors the input: a clean file for each source, its edits file beside it."""

from __future__ import annotations

from contextlib import suppress
from os.path import lexists
from pathlib import Path, PurePosixPath

from cleaner.io.edits_file import Fingerprints
from cleaner.io.encoded import EditsMode, Encoded, FileEncoder, MirrorEncoder, RowEncoder
from cleaner.io.journal import Note
from cleaner.io.jsonl_writer import JsonlWriter
from cleaner.io.pairing import is_our_text, text_sidecar
from cleaner.io.rows import RowKeys
from cleaner.io.sources import Source, output_name
from cleaner.io.staging import Staging
from cleaner.io.writing import Writing
from cleaner.model import CleanerError, DocumentError

__all__ = ["MirrorWriter"]


class MirrorWriter(Writing):
    """``OUT/NAME`` for every source, as UTF-8 without a mark (pages as ``.txt``), and ``OUT/NAME.edits.json``.

    Rows become JSONL, in ``OUT/NAME.jsonl`` where they were something else; all rows of one source must come one after
    the other, and its files appear when the next source begins or on :meth:`close`; with a journal, all files do at the
    next checkpoint. Files hold no rows, so ``inline`` means ``sidecar`` for them. A dropped document has an edits file
    only, one that failed its raw text, where that could be read.
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
        if lexists(out) and not out.is_dir():
            raise CleanerError(f"{out}: exists and is no folder: choose another --out (or one that ends in .jsonl)")
        self._out = out
        self._staging = staging or Staging()
        self._edits = edits
        self._fingerprints = fingerprints or Fingerprints()
        self._keys = keys or RowKeys()
        self.encoder = MirrorEncoder(
            RowEncoder(edits, self._fingerprints, self._keys, with_raw), FileEncoder(edits, self._fingerprints)
        )
        self._force = force
        self._rows: tuple[Source, JsonlWriter | DocumentError] | None = None
        self._archive: tuple[Source | None, dict[str, str]] = None, {}

    def put(self, encoded: Encoded, source: Source) -> None:
        """Writes one document, or what is left of one.

        Raises:
            DocumentError: ``exists`` where a foreign file stands there; ``unwritable``. Only this document failed.
            CleanerError: where nothing can be written any more, such as on a full disk.
        """
        self._claim(source)
        if encoded.left:
            if self._rows is not None and self._rows[0] != source:  # else a JSONL file that ends in the middle
                self._finish_rows()
        elif source.rows:
            self._rows_of(source).put(encoded, source)
        else:
            self._finish_rows()
            self._put(source, encoded)

    def skip(self, source: Source) -> None:
        """Knows what ``source`` has written already, and takes up rows that a stopped run had not ended."""
        with suppress(DocumentError):  # it was told then
            self._claim(source)
            if source.rows and self._staging.holds(self._target(source)):
                self._rows_of(source)

    def checkpoint(self, note: Note) -> None:
        """Makes sure of all documents so far."""
        if self._rows is not None and isinstance(self._rows[1], JsonlWriter):
            self._rows[1].checkpoint(note)
        else:
            self._staging.checkpoint(note)

    def close(self) -> None:
        """Finishes the JSONL file that is open, if any."""
        self._finish_rows()
        self._staging.close()

    def discard(self) -> None:
        """Leaves the unfinished JSONL file out, but for what a checkpoint made sure of; finished files stay."""
        self._rows = None
        self._staging.discard()

    def _claim(self, source: Source) -> None:
        """Refuses what another member of the same archive has written already; of files it is known beforehand."""
        if source.archive is None:
            return
        if self._archive[0] != source.archive:
            self._archive = source.archive, {}
        name = output_name(source)
        holder = self._archive[1].setdefault(name, source.name)
        if holder != source.name:
            raise DocumentError(
                "same_output",
                f"{holder} and {source.name} would both write {name}: unpack the archive and rename one, or write all "
                "to one .jsonl",
            )

    def _target(self, source: Source) -> Path:
        name = PurePosixPath(output_name(source))
        if name.is_absolute() or ".." in name.parts or not name.parts:
            raise DocumentError(
                "unwritable", f"{source.name!r} would be written outside {self._out}: name it from there"
            )
        return self._out / name

    def _put(self, source: Source, encoded: Encoded) -> None:
        target = self._target(source)
        sidecar = text_sidecar(target)
        if not self._force and (lexists(target) or lexists(sidecar)) and not is_our_text(target):
            raise DocumentError(
                "exists",
                f"{target}: exists, and no edits file beside it says that we wrote it as it is now: choose another "
                "--out, or overwrite it with --force",
            )
        parts = ((target, encoded.content), (sidecar, encoded.record))
        self._staging.put(
            [(path, content) for path, content in parts if content is not None],
            without=[path for path, content in parts if content is None],  # ours, of a former run
        )

    def _rows_of(self, source: Source) -> JsonlWriter:
        if self._rows is None or self._rows[0] != source:
            self._finish_rows()
            try:
                writer: JsonlWriter | DocumentError = JsonlWriter(
                    self._target(source),
                    edits=self._edits,
                    fingerprints=self._fingerprints,
                    keys=self._keys,
                    force=self._force,
                    staging=self._staging,
                )
            except DocumentError as error:
                writer = error
            self._rows = (source, writer)
        opened = self._rows[1]
        if isinstance(opened, DocumentError):  # every row of the file fails for the same reason
            raise DocumentError(opened.reason, opened.message)
        return opened

    def _finish_rows(self) -> None:
        rows, self._rows = self._rows, None
        if rows is not None and isinstance(rows[1], JsonlWriter):
            rows[1].finish()
