"""Names that others chose, in an archive or a bucket: only those that stay inside the output folder are taken."""

from __future__ import annotations

import re

from cleaner.model import DocumentError

__all__ = ["safe_name"]

_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
_LONGEST_NAME = 4096  # bytes: no file system takes more


def safe_name(name: str, what: str, advice: str) -> str:
    """``name`` as a posix path that leads nowhere else; ``what`` it is a name of and an ``advice`` are for the error.

    Raises:
        DocumentError: ``unsafe_name``.

    >>> safe_name("./a//b.txt", "the member", "unpack the archive")
    'a/b.txt'
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    try:
        long = len(name.encode()) > _LONGEST_NAME
    except UnicodeEncodeError:
        wrong = "is no text"
    else:
        if parts and not long and "\0" not in name and not _ABSOLUTE.match(name) and ".." not in parts:
            return "/".join(parts)
        wrong = "is too long" if long else "leads out of it"
    shown = name if len(name) < 200 else f"{name[:200]}..."
    raise DocumentError("unsafe_name", f"the name of {what} {shown!r} {wrong}: {advice}")
