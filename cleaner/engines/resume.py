"""Going on with a run that was stopped: what its journal says, what changed since, and where to begin."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.io import Head, Journal, Note, Staging, journal_of
from cleaner.io.atomic import is_part, part_of, remove
from cleaner.io.sources import is_our_output
from cleaner.model import CleanerError, ConfigError, Place, Problem
from cleaner.pipeline import Report

if TYPE_CHECKING:
    from cleaner.io.uploads import Uploads

__all__ = ["Start", "begin"]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a run begins.

    Attributes:
        staging: where its files grow.
        journal: what it tells how far it is; None where it cannot be gone on with.
        done: how far a former run came, with all that it counted; None where this one begins at the beginning.
        finished: documents by verdict, where the former run had finished all.
        told: what the user should know.
    """

    staging: Staging = field(default_factory=Staging)
    journal: Journal | None = None
    done: Note | None = None
    finished: Mapping[str, int] | None = None
    told: Sequence[str] = field(default_factory=tuple)


def begin(
    out: Path,
    head: Head,
    *,
    single: bool,
    resume: bool,
    force: bool,
    whole: bool = True,
    missing: Callable[[int, int | None], int] | None = None,
    uploads: Uploads | None = None,
) -> Start:
    """Where the run into ``out`` begins.

    Without ``resume``, at the beginning. With it, behind the last checkpoint of the run that stopped there; where its
    settings, rules or inputs were others, with ``force`` only: then what is done stays as it is if it still fits, and
    the rest is done as things are now.

    Args:
        out: the folder or the single file that is written.
        head: what this run is begun with.
        single: see ``out``.
        resume: as said.
        force: as said.
        whole: the reports that a finished run leaves are there.
        missing: how many outputs are not there, of so many sources, or of so many shards.
        uploads: where the files go, if they are not to stay.

    Raises:
        ConfigError: where ``resume`` would go on with something else, with all that changed.
        CleanerError: where the journal or a file cannot be read, written or sent.
    """
    place = journal_of(out, single=single)
    former = _read(place, resume=resume)
    shown = str(out) if uploads is None else uploads.shown
    journal = former or Journal(place, head)

    def anew(told: Sequence[str]) -> Start:
        return _anew(out, journal, head, single=single, told=told, uploads=uploads)

    if former is None:
        return anew(("nothing to go on with here",) if resume else ())
    if not resume:
        lost = f"a run into {shown} had stopped, which --resume would have gone on with; this one begins anew"
        return anew(() if former.finished is not None else (lost,))
    shape, cleaning, inputs = (
        former.head.shape_changes(head),
        former.head.rule_changes(head),
        former.head.input_changes(head),
    )
    changes = [*shape, *cleaning, *inputs]
    if changes and not force:
        remedy = "say all as it was, or go on all the same with --force, or begin anew without --resume"
        problems = [f"{changes[0]}, so this is not the run that was begun there: {remedy}", *changes[1:]]
        raise ConfigError([Problem(Place(shown), change) for change in problems])
    # Of other inputs nobody knows which of their outputs should be there.
    gone = 0 if missing is None or inputs else _gone(former, missing, None if single else out, out.parent)
    if former.finished is not None and not changes and whole and not gone:
        return Start(journal=former, finished=former.finished)
    if former.last is None or gone:
        return anew((*changes, *(("files of the former run are gone",) if gone or not whole else ()), "begun anew"))
    at = former.last.note.source
    index = former.head.done_is_unchanged(head, at) if inputs else at
    note = former.last.note
    if shape or index is None or (inputs and note.closed):  # to closed files nothing can be added
        return anew((*changes, "what is done does not fit any more: begun anew"))
    counted = former.report.merge(Report())  # the journal counts on in its own
    done = Note(index, note.pieces, counted, note.state, note.closed)
    if changes:
        former = former.rebased(head, index)
    base = out.parent if single else out
    kept = (*changes, "what is done stays as it is") if changes else ()
    return Start(Staging(former, base, uploads), former, done, told=kept)


def _gone(former: Journal, missing: Callable[[int, int | None], int], folder: Path | None, beside: Path) -> int:
    """How many outputs of the former run are missing, but for those that it has still to move.

    In ``folder`` as many may be missing as documents failed or were dropped: of these there may never have been a file.
    A single file, or its shards, stand ``beside``.
    """
    last, verdicts = former.last, former.finished or former.report.verdicts
    count = former.head.sources if last is None or last.note.closed else last.note.source
    shards = (former.state if last is None else last.note.state).get("shard")
    moves = () if last is None else last.moves
    spared = sum(not is_our_output(name) and not lexists((folder or beside) / name) for name in moves)
    if folder is not None:
        spared += verdicts.get("failed", 0) + verdicts.get("drop", 0)
    if last is not None and not last.note.closed and shards is None:
        shards = 0  # a single file appears at the end
    elif shards is not None:
        shards += last is None or last.note.closed
    return max(0, missing(count, shards) - spared)


def _read(place: Path, *, resume: bool) -> Journal | None:
    try:
        return Journal.read(place)
    except CleanerError:
        if resume:
            raise
        return None  # it will be written over


def _anew(
    out: Path, former: Journal, head: Head, *, single: bool, told: Sequence[str], uploads: Uploads | None
) -> Start:
    base = out.parent if single else out
    if base.is_dir():  # else nobody writes there
        former.claim()  # before anything is removed that may be another run's
    if uploads is not None:
        uploads.clear()
        former.close()
        journal = Journal(former.path, head)
    else:
        begun = () if former.last is None else former.last.open
        if former.last is not None:
            Staging(former, base)  # of two files that belong together, one may have been moved
        journal = former.anew(head) if base.is_dir() else former
        for part in [part_of(base / name) for name in begun] if single else _parts(out):
            remove(part)  # beside a single file there may be parts of others
    return Start(Staging(journal, base, uploads), journal, told=tuple(told))


def _parts(out: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(out):
        yield from (Path(folder, name) for name in filter(is_part, names))
