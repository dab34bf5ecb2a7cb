"""What is cut out of a source at once: one document as it stands there, not yet decoded, extracted or checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from cleaner.io.failure import Failure
from cleaner.io.sources import Source
from cleaner.model import Document

__all__ = ["Capture", "Cutter", "Piece", "read_all", "read_placed"]


@dataclass(frozen=True, slots=True)
class Capture:
    """What a web archive says of one of its records.

    Attributes:
        id: the document's.
        url: the address it came from, if known.
        charset: declared by its HTTP header, if any.
        page: it is HTML.
        encodings: of HTTP, in the order in which they are to be undone; see :mod:`cleaner.io.http_body`.
    """

    id: str
    url: str | None = None
    charset: str | None = None
    page: bool = False
    encodings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a source; cheap to make and to send to another process.

    Attributes:
        row: its number in the source, from 1; None where the source is one document.
        span: where it stands in the decompressed source, in bytes.
        content: its bytes; None for a whole file that is opened by whoever decodes it.
        failure: why it could not even be cut out; then there is nothing else.
        capture: of a record of a web archive, what its headers say.
        source: where the source is an archive, the member that it comes from.
    """

    row: int | None = None
    span: tuple[int, int] | None = None
    content: bytes | None = None
    failure: Failure | None = None
    capture: Capture | None = None
    source: Source | None = None


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
    for _, item in read_placed(cutter, source, stream):
        yield item


def read_placed(
    cutter: Cutter, source: Source, stream: BinaryIO | None = None
) -> Iterator[tuple[Source, Document | Failure]]:
    """As :func:`read_all`, each with its source: that of an archive's member is the member."""
    for piece in cutter.pieces(source, stream):
        place = piece.source or source
        yield place, (cutter.document(place, piece) if piece.failure is None else piece.failure)
