"""Inputs that a run would write over: none ever may be, whatever the user allows."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from os.path import lexists
from pathlib import Path

from cleaner.io.failure import Failure
from cleaner.io.pairing import rows_sidecar, text_sidecar
from cleaner.io.shards import shard_path, shards_of
from cleaner.io.sources import ARCHIVES, Source, output_name

__all__ = ["inputs_overwritten", "missing_outputs"]


def inputs_overwritten(
    sources: Iterable[Source], out: Path, *, single: bool, beside: Iterable[Path] = (), parted: bool = False
) -> list[Failure]:
    """A failure ``input_is_output`` for each output that is the very file of one of ``sources``.

    Links of either kind are seen through. Files are compared, not names, so a device or a pipe may be both.

    Args:
        sources: what is read.
        out: the folder, or with ``single`` the one file, that is written.
        single: see ``out``.
        beside: further files that the run writes.
        parted: the one file becomes many.
    """
    found: list[Failure] = []
    sources = list(sources)
    read = {identity: source.uri for source in sources if source.path and (identity := _identity(source.path))}
    for path in (*_outputs(sources, out, single=single), *(_shards(out) if parted else ()), *beside):
        uri = read.get(_identity(path) or (-1, -1))
        if uri is not None:
            told = f"{path} would be written over the input itself, which --force does not allow: choose another --out"
            found.append(Failure(uri, uri, None, "input_is_output", told))
    return found


def _outputs(sources: Iterable[Source], out: Path, *, single: bool) -> Iterator[Path]:
    if single:
        yield from (out, rows_sidecar(out))
        return
    for source in sources:
        target = out / output_name(source)
        if source.format in ARCHIVES:  # its members are not known yet: nothing where they may go can be an input
            yield from (Path(folder, name) for folder, _, names in os.walk(target) for name in names)
        yield from (target, rows_sidecar(target) if source.rows else text_sidecar(target))


def _shards(out: Path) -> Iterator[Path]:
    if out.parent.is_dir():
        yield from shards_of(out, os.listdir(out.parent))  # noqa: PTH208 - names are asked for


def missing_outputs(sources: Iterable[Source], out: Path, *, single: bool, shards: int | None = None) -> int:
    """How many of the outputs of ``sources`` are not there.

    Args:
        sources: what was read.
        out: the folder, or with ``single`` the one file, that was written.
        single: see ``out``.
        shards: of the single file, so many parts; None where it is one.
    """
    if single:
        paths = [out] if shards is None else [shard_path(out, number) for number in range(shards)]
        return sum(not lexists(path) for path in paths)
    targets = (out / output_name(source) for source in sources if not source.rows)  # of no rows comes no file
    return sum(not lexists(target) and not lexists(text_sidecar(target)) for target in targets)


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and number of a regular file; None for what is none or is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116  # Path.stat builds nothing more, and there are two for each document
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
