"""The staging area of a run: files grow as parts beside their places, and take these together, at checkpoints."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.io.atomic import AtomicFile, part_of, remove, sync_parts, unwritable
from cleaner.io.journal import Journal, Note, Step
from cleaner.model import CleanerError

if TYPE_CHECKING:
    from cleaner.io.uploads import Uploads

__all__ = ["Staging"]


class Staging:
    """Where writers get their files from.

    With a journal, nothing takes its place before :meth:`checkpoint`, which first brings all to the disk, then says in
    the journal what is to be moved and how long the open parts are, then moves. A process that is killed at any moment
    thus leaves a state from which a later one, with the same journal, comes to the same files. Without a journal there
    is nobody to go on: a file takes its place as soon as it is finished.

    Args:
        journal: of the run.
        base: the folder that paths in the journal are told from.
        uploads: where files go from their places, if they are not to stay there; what a stopped run may not have sent
            goes now.

    Raises:
        CleanerError: where that cannot be sent; where another run writes with the same journal; where what the last
            checkpoint had meant to be moved cannot be.
    """

    def __init__(
        self, journal: Journal | None = None, base: Path | None = None, uploads: Uploads | None = None
    ) -> None:
        self._journal = journal
        self._uploads = uploads
        self._base = base or Path()
        self._open: list[AtomicFile] = []
        self._sealed: list[AtomicFile] = []
        self._removals: list[Path] = []
        self._kept: dict[Path, int] = {}
        self._pending: set[Path] = set()
        if journal is not None and journal.last is not None:
            journal.claim()
            self._kept = {self._base / name: length for name, length in journal.last.open.items()}
            try:
                self._apply(self._paths(journal.last.moves), self._paths(journal.last.removals))
            except CleanerError:
                journal.close()
                raise

    def holds(self, path: Path) -> bool:
        """True where a run that was stopped had begun the file ``path`` and not finished it."""
        return path in self._kept

    def names_in(self, folder: Path) -> list[str]:
        """The files that stand in ``folder``, or behind the address that stands for it."""
        if self._uploads is not None:
            return self._uploads.names_in(folder)
        return [path.name for path in folder.iterdir()] if folder.is_dir() else []

    def open(self, path: Path) -> AtomicFile:
        """The file that is to appear as ``path``; one that a stopped run had begun goes on where its checkpoint was.

        Raises:
            DocumentError: ``unwritable``.
            CleanerError: as :class:`~cleaner.io.atomic.AtomicFile`; where another run writes with the same journal.
        """
        file = self._file(path, self._kept.get(path))
        self._open.append(file)
        return file

    def put(self, files: Iterable[tuple[Path, bytes]], without: Iterable[Path] = ()) -> None:
        """Writes whole files, all or none; the files ``without`` go with them. Raises as :meth:`open`."""
        made: list[AtomicFile] = []
        try:
            for path, content in files:
                file = self._file(path)
                made.append(file)
                file.write(content)
                file.seal(sync=self._journal is None)
        except CleanerError:
            for file in made:
                file.discard()
            raise
        self.finish(made, without)

    def finish(self, files: Sequence[AtomicFile], without: Iterable[Path] = ()) -> None:
        """Closes ``files``, which take their places, while the files ``without`` go, all at the next checkpoint.

        Without a journal that is now. Raises as :meth:`open`; then none of them does.
        """
        for file in files:
            file.seal(sync=self._journal is None)
        self._sealed += files
        self._pending.update(file.path for file in files)
        self._removals += without
        self._open = [file for file in self._open if file not in files]
        if self._journal is None:
            self._move()

    def drop(self, file: AtomicFile) -> None:
        """The part of a file that will never appear goes at the next checkpoint."""
        self._open = [other for other in self._open if other is not file]
        if self._journal is None:
            file.discard()
        else:
            file.leave()
            self._removals.append(part_of(file.path))

    def checkpoint(self, note: Note) -> None:
        """Makes sure of all that was written so far, and of ``note``; finished files take their places.

        Raises:
            CleanerError: where the disk is full, or a file cannot be moved; the last checkpoint still holds.
        """
        if self._journal is None:
            return
        lengths = {self._told(file.path): file.sync() for file in self._open if not file.special}
        sync_parts(self._sealed)
        moves = [self._told(file.path) for file in self._sealed if not file.special]
        self._journal.append(Step(note, lengths, moves, [self._told(path) for path in self._removals]))
        self._kept = {}
        self._move()

    def close(self) -> None:
        """The last checkpoint: everything is written. Raises as :meth:`checkpoint`."""
        if self._journal is not None:
            last = self._journal.last
            at = Note() if last is None else last.note
            self.checkpoint(Note(at.source, at.pieces, state=at.state, closed=True))
            self._journal.close()

    def discard(self) -> None:
        """Leaves what the last checkpoint made sure of, and takes away the rest."""
        last = None if self._journal is None else self._journal.last
        # What is to be moved, too: whoever goes on does it, where this was broken off.
        known = set() if last is None else set(self._paths((*last.open, *last.moves)))
        unsure = self._journal is not None and self._journal.unsure
        for file in (*self._open, *self._sealed):
            if unsure or file.path in known:
                file.leave()
            else:
                file.discard()
        self._open, self._sealed, self._removals = [], [], []
        if self._journal is not None:
            self._journal.close()

    def _move(self) -> None:
        for file in self._sealed:
            file.commit()
        for path in self._removals:
            remove(path)
        self._upload([file.path for file in self._sealed], self._removals)
        self._sealed, self._removals = [], []
        self._pending.clear()

    def _apply(self, moves: Sequence[Path], removals: Sequence[Path]) -> None:
        """What the last step of a stopped run had meant to do, and may not have done."""
        for path in moves:
            part = part_of(path)
            try:
                if part.exists():
                    part.replace(os.path.realpath(path) if path.is_symlink() else path)
            except OSError as error:
                raise unwritable(path, error) from error
        for path in removals:
            remove(path)
        self._upload(moves, removals)

    def _upload(self, moves: Sequence[Path], removals: Sequence[Path]) -> None:
        if self._uploads is not None:
            self._uploads.put(moves)
            self._uploads.remove(removals)

    def _file(self, path: Path, keep: int | None = None) -> AtomicFile:
        if self._uploads is not None:
            self._uploads.check(path)
        if self._journal is None:
            return AtomicFile(path)
        self._journal.claim()
        if not self._pending.isdisjoint(path.parents):  # a part in it would make a folder of a file that is to come
            raise unwritable(path, NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)))
        return AtomicFile(path, part=True, keep=keep)

    def _told(self, path: Path) -> str:
        name = os.path.relpath(path, self._base)
        # `..` behind a linked folder would lead elsewhere.
        return str(path.absolute()) if Path(name).parts[:1] == ("..",) else name

    def _paths(self, names: Iterable[str]) -> list[Path]:
        return [self._base / name for name in names]
