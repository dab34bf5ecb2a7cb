"""The journal of a run: what it was begun with, and at each checkpoint how far it is; append-only, and synced."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from cleaner.io.atomic import AtomicFile, remove, unwritable
from cleaner.io.journal_head import Head
from cleaner.io.journal_lock import held
from cleaner.model import CleanerError, DocumentError
from cleaner.pipeline import Report

__all__ = ["Head", "Journal", "Note", "Step", "journal_of"]

_STAMPS_A_LINE = 1_000
_MOST_KEPT = 10_000  # inputs of a finished run whose stamps stay, some 80 bytes each


def journal_of(out: Path, *, single: bool) -> Path:
    """Where the journal of a run stands that writes ``out``: hidden, in the folder, or beside the single file.

    >>> journal_of(Path("out"), single=False).as_posix(), journal_of(Path("out/a.jsonl"), single=True).as_posix()
    ('out/.cleaner-journal.jsonl', 'out/.a.jsonl.cleaner-journal.jsonl')
    """
    return out.with_name(f".{out.name}.cleaner-journal.jsonl") if single else out / ".cleaner-journal.jsonl"


@dataclass(frozen=True, slots=True)
class Note:
    """How far a run is.

    Attributes:
        source: index of the source that was read last, from 0.
        pieces: of that source, how many are done.
        report: of what was done since the last checkpoint.
        state: what the writer must know to go on.
        closed: everything is written.
    """

    source: int = 0
    pieces: int = 0
    report: Report = field(default_factory=Report)
    state: Mapping[str, int] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One checkpoint: its note, and what it does with files, told relative to the base of the staging area.

    Attributes:
        note: how far the run is.
        open: files that are not finished, with the bytes that their parts hold for sure.
        moves: finished files, whose parts take their places.
        removals: files that go.
    """

    note: Note
    open: Mapping[str, int] = field(default_factory=dict)
    moves: Sequence[str] = ()
    removals: Sequence[str] = ()


class Journal:
    """The journal at ``path``; made with :meth:`claim`, or read back with :meth:`read`.

    Attributes:
        head: what the run was begun with.
        last: its last checkpoint; None where it has none.
        report: of all its checkpoints together.
        finished: documents by verdict, where all of it is done; then there is nothing else.
        state: what the writer had noted of itself, where all of it is done.
        unsure: a checkpoint was begun, and nobody knows whether it stands in the file.
    """

    def __init__(self, path: Path, head: Head) -> None:
        self.path = path
        self.head = head
        self.last: Step | None = None
        self.report = Report()
        self.finished: Mapping[str, int] | None = None
        self.state: Mapping[str, int] = {}
        self.unsure = False
        self._length = self._seen = 0
        self._file: BinaryIO | None = None

    @classmethod
    def read(cls, path: Path) -> Journal | None:
        """The journal of a former run; None where there is none, or not even its head was written.

        Half a line at the end, as a killed process leaves it, was never promised and is passed over.

        Raises:
            CleanerError: where the file cannot be read, or holds something else.
        """
        try:
            with path.open("rb") as file:
                return cls._of(path, file)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CleanerError(f"{path}: the journal cannot be read: {error.strerror}") from error

    @classmethod
    def _of(cls, path: Path, lines: Iterable[bytes]) -> Journal | None:
        journal: Journal | None = None
        seen = 0
        stamps: list[tuple[str, str | None]] = []
        number = 0
        try:
            for number, line in enumerate(lines, 1):  # noqa: B007 - told in the error
                seen += len(line)
                if not line.endswith(b"\n"):
                    break
                record = json.loads(line)
                if journal is None:
                    journal = cls(path, Head.of_record(record))
                elif "stamps" in record:
                    stamps += [(name, stamp) for name, stamp in record["stamps"]]
                elif "finished" in record:
                    journal.finished, journal.state = record["finished"], record["state"]
                else:
                    journal.last = _step_of(record)
                    journal.report.add(journal.last.note.report)
                journal._length += len(line)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise CleanerError(
                f"{path}:{number}: this is no journal of a run: {error}; begin anew, without --resume"
            ) from error
        if journal is not None:
            journal.head, journal._seen = journal.head.with_stamps(stamps), seen
        return journal if journal is None or journal.last or journal.finished is not None else None

    def claim(self) -> None:
        """Keeps other runs out of the same output until :meth:`close`; a former journal there is forgotten now.

        Raises:
            CleanerError: where another run has it, or had it since it was read; where it cannot be written.
        """
        if self._file is not None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = held(self.path)
            if self._length and os.fstat(self._file.fileno()).st_size != self._seen:
                self._file.close()
                self._file = None
                raise CleanerError(f"{self.path}: another run wrote there just now: run again")
            self._file.truncate(self._length)
        except OSError as error:
            raise self._failed(error) from error

    def anew(self, head: Head) -> Journal:
        """An empty journal in place of this one, which stays claimed. Raises as :meth:`claim`."""
        self.claim()
        journal = Journal(self.path, head)
        journal._file, self._file = self._file, None
        if journal._file is not None:
            journal._file.truncate(0)
        return journal

    def append(self, step: Step) -> None:
        """Makes sure of ``step``.

        Raises:
            CleanerError: where the disk is full or read-only, or another run writes the same journal.
        """
        self.claim()
        head = () if self._length else self.head.records(_STAMPS_A_LINE)
        content = b"".join(map(_line, (*head, _record(step))))
        self.unsure = True
        try:
            self._write(content)
        except OSError as error:
            with suppress(OSError):  # a whole line would promise what is given up now
                self._cut()
                self.unsure = False
            raise self._failed(error) from error
        self._length += len(content)
        self.last = step
        self.report.add(step.note.report)
        self.unsure = False

    def _write(self, content: bytes) -> None:
        if self._file is None:
            raise RuntimeError("the journal was not claimed")
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]
        os.fsync(self._file.fileno())

    def _cut(self) -> None:
        if self._file is not None:
            self._file.truncate(self._length)

    def _failed(self, error: OSError) -> CleanerError:
        failed = unwritable(self.path, error)
        return CleanerError(failed.message if isinstance(failed, DocumentError) else str(failed))

    def rebased(self, head: Head, source: int) -> Journal:
        """The journal of the same work under another ``head``, in whose inputs the last source stands at ``source``.

        Raises:
            CleanerError: as :meth:`append`.
        """
        if self.last is None:
            return self.anew(head)
        self.claim()
        journal = Journal(self.path, head)
        note = replace(self.last.note, source=source, report=self.report)
        journal.last, journal.report = replace(self.last, note=note), self.report
        journal._length = journal._seen = self._replace(*head.records(_STAMPS_A_LINE), _record(journal.last))
        journal.claim()
        self.close()
        return journal

    def finish(self, verdicts: Mapping[str, int]) -> None:
        """Leaves the head and ``verdicts`` alone, since nothing is to be gone on with. Raises as :meth:`append`.

        Of very many inputs only their digest stays, so that it cannot be told which of them changed.
        """
        self.finished = dict(sorted(verdicts.items()))
        state = {} if self.last is None else dict(self.last.note.state)
        head = islice(self.head.records(_STAMPS_A_LINE), None if self.head.sources <= _MOST_KEPT else 1)
        self._replace(*head, {"finished": self.finished, "state": state})
        self.close()

    def _replace(self, *records: Mapping[str, Any]) -> int:
        """The bytes of ``records``, which are the whole journal now."""
        if os.name == "nt":  # no file that is open can be replaced there
            self.close()
        content = b"".join(map(_line, records))
        with AtomicFile(self.path, part=True) as file:  # one that is left by a killed process is written over
            return file.write(content)

    def close(self) -> None:
        """Lets other runs in; the file stays, but where nothing was made sure of."""
        if self._file is not None:
            if not self._length and self.finished is None and not self.unsure:
                with suppress(CleanerError):
                    remove(self.path)
            self._file.close()
            self._file = None


def _line(record: Mapping[str, Any]) -> bytes:
    # ASCII: file names that are no Unicode come back as they were, which msgspec would refuse to write.
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _record(step: Step) -> dict[str, Any]:
    note = step.note
    return {
        "at": [note.source, note.pieces],
        "closed": note.closed,
        "state": dict(note.state),
        "open": dict(step.open),
        "moves": list(step.moves),
        "removals": list(step.removals),
        "report": note.report.as_record(),
    }


def _step_of(record: Mapping[str, Any]) -> Step:
    found = msgspec.convert(record, _StepRecord)
    source, pieces = found.at
    note = Note(source, pieces, Report.of_record(found.report), found.state, found.closed)
    return Step(note, found.open, found.moves, found.removals)


class _StepRecord(msgspec.Struct, forbid_unknown_fields=True):
    at: tuple[int, int]
    closed: bool
    state: dict[str, int]
    open: dict[str, int]
    moves: list[str]
    removals: list[str]
    report: dict[str, Any]
