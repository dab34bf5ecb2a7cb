"""What is cut out of a source at once: one document as it stands there, not yet decoded, extracted or checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from cleaner.io.failure import Failure
from cleaner.io.sources import Source
from cleaner.model import Document

__all__ = ["Cutter", "Piece", "read_all"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a source; cheap to make and to send to another process.

    Attributes:
        row: its number in the source, from 1; None where the source is one document.
        span: where it stands in the decompressed source, in bytes.
        content: its bytes; None for a whole file that is opened by whoever decodes it.
        failure: why it could not even be cut out; then there is nothing else.
    """

    row: int | None = None
    span: tuple[int, int] | None = None
    content: bytes | None = None
    failure: Failure | None = None


class Cutter(Protocol):
    """A reader in two halves: finding documents, which is cheap and in order, and decoding one, which is neither."""

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The pieces of ``source`` in order; ``stream`` (else standard input) is read where it has no path.

        Raises nothing for what is wrong with the source: it is a piece with a failure.
        """
        ...

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """The document in ``piece``; needs nothing but these two, in whatever process."""
        ...


def read_all(cutter: Cutter, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
    """The documents of ``source`` in order, and a failure in the place of each that cannot be read."""
    for piece in cutter.pieces(source, stream):
        yield cutter.document(source, piece) if piece.failure is None else piece.failure
