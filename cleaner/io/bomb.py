"""Bombs: little files that unpack to absurdly much, which would keep a run busy for hours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from cleaner.model import DocumentError

__all__ = ["Weighed", "defused", "is_bomb", "refuse_bomb"]

_LEAST = 1_000_000_000  # bytes unpacked; below, whatever it is costs seconds
# Text shrinks to a third or a twelfth, logs and rows with the same columns to a fiftieth. Only what says the same over
# and over reaches more; zeros reach 1,030 with gzip and 32,000 with zstd.
_RATIO = 250


def is_bomb(unpacked: int, packed: int) -> bool:
    """True where so many bytes make no sense of so few.

    >>> is_bomb(10_000_000_000, 10_000_000), is_bomb(900_000_000, 1_000), is_bomb(10_000_000_000, 900_000_000)
    (True, False, False)
    """
    return unpacked > _LEAST and unpacked > _RATIO * packed


def refuse_bomb(unpacked: int, packed: int) -> None:
    """Nothing where so many bytes may come out of so few.

    Raises:
        DocumentError: ``bomb``, where :func:`is_bomb` says so.
    """
    if is_bomb(unpacked, packed):
        raise DocumentError(
            "bomb",
            f"the first {packed:,} bytes unpack to {unpacked:,}, and what follows was not read: it is no text, or the "
            "same over and over; unpack it yourself if it is meant",
        )


class Weighed(io.RawIOBase):
    """A file that counts what is read of it.

    Attributes:
        weight: bytes so far.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.weight = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most ``size``."""
        content = self._stream.read(size)
        self.weight += len(content)
        return content


def defused(content: Iterator[bytes], packed: Weighed) -> Iterator[bytes]:
    """``content``, which is unpacked from ``packed``, as far as it is no bomb.

    Raises:
        DocumentError: ``bomb``, as soon as more than 1 GB were unpacked from less than a 250th.
    """
    unpacked = 0
    for piece in content:
        unpacked += len(piece)
        refuse_bomb(unpacked, packed.weight)
        yield piece
