"""What is found in an archive: files by their names, to be read one after the other."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.model import DocumentError

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["Member", "MemberStream", "damaged_archive"]


def damaged_archive(what: str) -> DocumentError:
    """The error of an archive, or of a member, that cannot be read on.

    >>> damaged_archive("it ends in the middle of a member").message
    'the archive is damaged (it ends in the middle of a member): fetch it again'
    """
    return DocumentError("damaged_archive", f"the archive is damaged ({what}): fetch it again")


@dataclass(frozen=True, slots=True)
class Member:
    """A regular file in an archive.

    Attributes:
        name: as it stands there; nothing is known of it yet.
        size: in bytes, as the archive says; it may lie.
        open: gives its content. Of a tar it is called before the next member is asked for, or never.
        problem: why it must not be opened.
    """

    name: str
    size: int
    open: Callable[[], MemberStream]
    problem: DocumentError | None = None


class MemberStream(io.RawIOBase):
    """The content of a member, forwards only; ``take`` gives at most so many bytes, and none at the end.

    >>> MemberStream(io.BytesIO(b"Snow fell.").read).read()
    b'Snow fell.'
    """

    def __init__(self, take: Callable[[int], bytes], end: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._take, self._end = take, end

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fills ``buffer`` as far as the next bytes go."""
        view = memoryview(buffer)
        content = self._take(len(view))
        view[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Gives back what it held."""
        if not self.closed and self._end is not None:
            self._end()
        super().close()
