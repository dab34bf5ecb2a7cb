"""The bound on what one document may ask of memory beyond its bytes: lines, and changes."""

from __future__ import annotations

from cleaner.model import DocumentError

__all__ = ["MAX_LINES", "check_changes", "check_lines"]

MAX_LINES = 250_000
"""The largest document, 16 MB, hard-wrapped at 64 characters. A line costs some 300 bytes, and 1.1 KB where it goes."""

_TOLD = "a list, or many documents in one file: split it, or raise the bound with --set max-lines=N"


def check_lines(text: str, limit: int) -> None:
    r"""Nothing where ``text`` has at most ``limit`` lines, which end as in :func:`~cleaner.model.split_lines`.

    Raises:
        DocumentError: ``too_many_lines``.

    >>> check_lines("one\r\ntwo\rthree\n", 3)
    """
    count = text.count("\n")
    if "\r" in text:
        count += text.count("\r") - text.count("\r\n")
    if count + (not text.endswith(("\n", "\r"))) > limit:
        told = f"the document has {count:,} lines, more than max-lines = {limit:,}"
        raise DocumentError("too_many_lines", f"{told}: it is {_TOLD}")


def check_changes(count: int, limit: int) -> None:
    """Nothing where ``count`` changes are at most ``limit``: each is kept, with what it removed, until it is written.

    Raises:
        DocumentError: ``too_many_changes``.
    """
    if count > limit:
        told = f"{count:,} places of the document are to change, more than max-lines = {limit:,}"
        raise DocumentError("too_many_changes", f"{told}: it is damaged throughout, {_TOLD}")
