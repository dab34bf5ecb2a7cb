"""What tells whether a source is still the one that was read before, without reading it."""

from __future__ import annotations

from cleaner.io.sources import Source

__all__ = ["size_of", "stamp"]


def stamp(source: Source) -> str | None:
    """A short text that changes when the source does; None where nothing tells, as of standard input.

    Of a file it is its size and the time of its last change; of a remote one its size and what its server tells of
    its content or time, as it was when it was listed; of a member of an archive, that of the archive.

    >>> from pathlib import Path
    >>> stamp(Source(None, "stdin.txt", "text")), stamp(Source(Path("/no/such"), "such", "text"))
    (None, None)
    """
    if source.archive is not None:
        return stamp(source.archive)
    if source.remote is not None:
        return source.remote.stamp
    if source.path is None:
        return None
    try:
        status = source.path.stat()
    except (OSError, ValueError):  # it is gone; whoever opens it says so
        return None
    return f"{status.st_size} {status.st_mtime_ns}"


def size_of(source: Source) -> int | None:
    """The bytes of a source as it is stored, compressed or not; None where nobody knows without reading it.

    >>> size_of(Source(None, "stdin.txt", "text")) is None
    True
    """
    if source.archive is not None:
        return None
    if source.remote is not None:
        return source.remote.size
    if source.path is None:
        return None
    try:
        return source.path.stat().st_size
    except (OSError, ValueError):  # it is gone; whoever opens it says so
        return None
