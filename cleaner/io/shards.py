"""Many files in place of one: each holds so many documents, or so many bytes of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, takewhile
from pathlib import Path

from cleaner.io.compression import uncompressed_name
from cleaner.io.encoded import Encoded
from cleaner.io.journal import Note
from cleaner.io.jsonl_writer import JsonlWriter
from cleaner.io.pairing import is_our_rows, rows_sidecar
from cleaner.io.rows import RowKeys
from cleaner.io.sources import Source
from cleaner.io.staging import Staging
from cleaner.io.writing import Writing
from cleaner.model import CleanerError, DocumentError

__all__ = ["ShardSize", "ShardWriter", "shard_path", "shards_of"]

_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kmgt]?b)?", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}


@dataclass(frozen=True, slots=True)
class ShardSize:
    """When a file is full: with so many documents, or as its rows reach so many bytes before they are compressed."""

    documents: int | None = None
    size: int | None = None

    @classmethod
    def of(cls, given: str) -> ShardSize:
        """The size that ``given`` says: a number of documents, or with a unit one of bytes.

        Raises:
            ValueError: where it says none.

        >>> ShardSize.of("10000"), ShardSize.of("1.5GB")
        (ShardSize(documents=10000, size=None), ShardSize(documents=None, size=1500000000))
        """
        match = _SIZE.fullmatch(given.strip())
        unit = match["unit"] if match else None
        number = float(match["number"]) * (_UNITS[unit.lower()] if unit else 1) if match else 0.0
        if number < 1 or not number.is_integer():
            raise ValueError(f"`{given}` is no size: say a number of documents (100000) or of bytes (500MB)")
        return cls(size=int(number)) if unit else cls(documents=int(number))

    def full(self, documents: int, size: int) -> bool:
        """True where a file that holds this much takes no more."""
        return (self.documents is not None and documents >= self.documents) or (
            self.size is not None and size >= self.size
        )


def shard_path(out: Path, number: int) -> Path:
    """The file of this number, from 0.

    >>> shard_path(Path("out/corpus.jsonl.zst"), 7).as_posix()
    'out/corpus-00007.jsonl.zst'
    """
    stem, suffix = _parted(out)
    return out.with_name(f"{stem}-{number:05}{suffix}")


def shards_of(out: Path, names: Iterable[str]) -> Iterator[Path]:
    """Of the files with these ``names`` beside ``out`` those called as shards of it, by number.

    >>> [path.name for path in shards_of(Path("a.jsonl"), ["a-00001.jsonl", "b.jsonl", "a-00000.jsonl"])]
    ['a-00000.jsonl', 'a-00001.jsonl']
    """
    stem, suffix = _parted(out)
    # Five digits, though a number of 100,000 has more: six and eight of them are a date.
    called = re.compile(rf"{re.escape(stem)}-[0-9]{{5}}{re.escape(suffix)}")
    yield from (out.with_name(name) for name in sorted(names) if called.fullmatch(name))


def _parted(out: Path) -> tuple[str, str]:
    stem = Path(uncompressed_name(out.name)).stem
    return stem, out.name[len(stem) :]


class ShardWriter(Writing):
    """Rows in files of a size: ``OUT-00000.jsonl``, ``OUT-00001.jsonl`` …, each with its edits file, in input order.

    Each appears when it is full. Shards of a former run behind the last one go, so that whoever reads all of them reads
    one run.

    Args:
        out: what they are called after.
        size: when one is full.
        make: the writer of one.
        keys: which columns hold what.
        staging: where files grow.
        force: write over foreign files.
        state: what was noted at the last checkpoint of a run that stopped: the number of the ``shard`` that was open,
            the ``documents`` in it, and the bytes of rows ``written`` to it.

    Raises:
        DocumentError: ``exists`` where a foreign file stands in the place of a shard, without ``force``;
            ``unwritable``.
    """

    def __init__(
        self,
        out: Path,
        size: ShardSize,
        make: Callable[[Path], JsonlWriter],
        *,
        keys: RowKeys,
        staging: Staging,
        force: bool = False,
        state: Mapping[str, int] | None = None,
    ) -> None:
        self._out, self._size, self._make, self._staging = out, size, make, staging
        self._number, self._documents, self._written = (
            (state["shard"], state["documents"], state["written"]) if state else (0, 0, 0)
        )
        if not force and not state:
            there = out.parent.iterdir() if out.parent.is_dir() else ()
            for path in shards_of(out, [path.name for path in there]):
                if not is_our_rows(path, keys):
                    raise DocumentError(
                        "exists",
                        f"{path}: exists, and no edits record says that we wrote it as it is now: choose another "
                        "--out, or overwrite it with --force",
                    )
        self._shard = make(shard_path(out, self._number))
        self.encoder = self._shard.encoder

    def put(self, encoded: Encoded, source: Source) -> None:
        """Appends a row to the shard that is not full. Raises as the writer of one."""
        if self._size.full(self._documents, self._written):
            self._shard.finish()
            self._number, self._documents, self._written = self._number + 1, 0, 0
            self._shard = self._next()
        self._shard.put(encoded, source)
        self._documents += 1
        self._written += len(encoded.content or b"")

    def _next(self) -> JsonlWriter:
        try:
            return self._make(shard_path(self._out, self._number))
        except DocumentError as error:  # somebody took its place; no later document has another one
            raise CleanerError(error.message) from error

    def checkpoint(self, note: Note) -> None:
        """Makes sure of all rows so far."""
        state = {"shard": self._number, "documents": self._documents, "written": self._written}
        self._shard.checkpoint(replace(note, state=state))

    def close(self) -> None:
        """Finishes the last shard; those of a former run behind it go."""
        self._shard.finish()
        names = set(self._staging.names_in(self._out.parent))
        # In an unbroken row: what is called corpus-20240101.jsonl is of another run.
        behind = (shard_path(self._out, number) for number in count(self._number + 1))
        stale = list(takewhile(lambda path: path.name in names, behind))
        beside = [rows_sidecar(path) for path in stale]
        self._staging.finish([], [*stale, *(path for path in beside if path.name in names)])
        self._staging.close()

    def discard(self) -> None:
        """Leaves the last shard out, but for what a checkpoint made sure of."""
        self._staging.discard()
