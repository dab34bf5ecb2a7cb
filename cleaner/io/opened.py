"""Sources opened for reading, with the errors of the file system in our words."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cleaner.io.compression import read_bounded, too_large
from cleaner.io.sources import Source
from cleaner.model import DocumentError

__all__ = ["open_source", "read_source"]


@contextmanager
def open_source(source: Source, stream: BinaryIO | None = None) -> Iterator[BinaryIO]:
    """The (still compressed) bytes of ``source``; where it is streamed, ``stream``, else standard input.

    Raises:
        DocumentError: ``unreadable``, also for errors of the file system while it is read.
    """
    if source.archive is not None:
        if stream is None:
            raise DocumentError("unreadable", f"{source.uri}: stands in an archive: read {source.archive.uri}")
        yield stream
        return
    if source.remote is not None:
        from cleaner.io.remote import open_remote

        with open_remote(source) as remote:
            yield remote
        return
    if source.path is None:
        if stream is None and sys.stdin is None:  # the caller closed it
            raise DocumentError("unreadable", "standard input is closed: name a file, or pipe something in")
        yield sys.stdin.buffer if stream is None else stream
        return
    try:
        file = source.path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _unreadable(source, error) from error
    with file:
        try:
            yield file
        except OSError as error:
            raise _unreadable(source, error) from error


def _unreadable(source: Source, error: OSError | ValueError) -> DocumentError:
    what = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return DocumentError("unreadable", f"{source.uri}: {what}: check the path and its permissions")


def read_source(source: Source, limit: int, stream: BinaryIO | None = None) -> bytes:
    """The whole decompressed content of ``source``, at most ``limit`` bytes; a larger file is not read at all.

    Raises:
        DocumentError: ``unreadable``, ``too_large``, ``damaged_compression``.
    """
    if source.remote is not None and source.archive is None:
        from cleaner.io.remote import read_remote

        return read_remote(source, limit)
    with open_source(source, stream) as opened:
        if not source.streamed and source.compression is None:
            status = os.fstat(opened.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > limit:
                raise too_large(limit, f"the file ({status.st_size:,} bytes)")
        return read_bounded(opened, source.compression, limit)
