"""Compressed files, by suffix: read in bounded pieces, written so that equal content gives equal bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Literal, Protocol

from cleaner.io.bomb import Weighed, defused
from cleaner.io.unpacking import UNPACKERS
from cleaner.model import DocumentError

__all__ = [
    "COMPRESSIONS",
    "MAX_DOCUMENT_BYTES",
    "Compression",
    "Compressor",
    "FramedSink",
    "Sink",
    "compress",
    "compression_of",
    "pieces",
    "read_bounded",
    "too_large",
    "uncompressed_name",
]

Compression = Literal["gz", "zst", "bz2", "xz"]

COMPRESSIONS: Mapping[str, Compression] = MappingProxyType({".gz": "gz", ".zst": "zst", ".bz2": "bz2", ".xz": "xz"})
"""Suffix to compression."""

MAX_DOCUMENT_BYTES = 16_000_000
"""The bound on one document: a long book holds 5 MB; what is larger is a dump of something, or a bomb."""

_PIECE = 1 << 18
_GZIP_LEVEL = 6
_XZ_LEVEL = 1  # 12 MB/s at a ratio of 2.8; level 6 gives 3.3 at 1 MB/s, which is slower than cleaning
_ZSTD_LEVEL = 3  # 234 MB/s at a ratio of 2.8; level 10 gives 4.0 at 48 MB/s


class Sink(Protocol):
    """What bytes can be written to."""

    def write(self, content: bytes, /) -> object: ...


class FramedSink(Sink, Protocol):
    """A sink that is to be closed, which leaves open what stands behind it; see :class:`Compressor`."""

    def end_frame(self) -> None: ...

    def close(self) -> None: ...


def compression_of(name: str) -> Compression | None:
    """The compression that the suffix of ``name`` says.

    >>> compression_of("corpus.jsonl.gz"), compression_of("a.ZST"), compression_of("a.txt")
    ('gz', 'zst', None)
    """
    return next((kind for suffix, kind in COMPRESSIONS.items() if name.lower().endswith(suffix)), None)


def uncompressed_name(name: str) -> str:
    """``name`` without the suffix that says its compression.

    >>> uncompressed_name("corpus.jsonl.xz"), uncompressed_name("a.txt")
    ('corpus.jsonl', 'a.txt')
    """
    kind = compression_of(name)
    return name if kind is None else name[: -len(kind) - 1]


def pieces(stream: BinaryIO, compression: Compression | None) -> Iterator[bytes]:
    """The decompressed content of ``stream``, in pieces of at most a few MB; the stream's end must be a frame's end.

    Raises:
        DocumentError: ``damaged_compression`` where the stream is truncated, damaged, or not compressed at all;
            ``bomb`` where it unpacks to absurdly much, see :mod:`cleaner.io.bomb`.
    """
    if compression is None:
        read = getattr(stream, "read1", stream.read)  # of a pipe, what is there: who holds it open waits for an answer
        while piece := read(_PIECE):
            yield piece
    else:
        packed = Weighed(stream)
        yield from defused(UNPACKERS[compression](packed), packed)


def read_bounded(stream: BinaryIO, compression: Compression | None, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
    """The whole decompressed content of ``stream``; stops reading as soon as it is over ``limit`` bytes.

    Raises:
        DocumentError: ``too_large`` or ``damaged_compression``.

    >>> import gzip, io
    >>> read_bounded(io.BytesIO(gzip.compress(b"Snow fell.")), "gz")
    b'Snow fell.'
    """
    read: list[bytes] = []
    total = 0
    for piece in pieces(stream, compression):
        total += len(piece)
        if total > limit:
            raise too_large(limit)
        read.append(piece)
    return b"".join(read)


def too_large(limit: int, what: str = "the document") -> DocumentError:
    """The error of a document over ``limit`` bytes."""
    return DocumentError(
        "too_large", f"{what} is over max_document_bytes = {limit:,} bytes: split it, leave it out, or raise the bound"
    )


class Compressor:
    r"""A compressor in front of a sink. ``close`` ends the frame and leaves the sink open.

    Equal content with frames that end at equal places gives equal bytes: gzip has no name and mtime 0, the others a
    fixed level. With ``begun``, frames stand in the sink already; else one that nothing is written to gets an empty
    one.

    >>> import gzip, io
    >>> out = io.BytesIO()
    >>> stream = Compressor(out, "gz")
    >>> _ = stream.write(b"x")
    >>> stream.close()
    >>> out.getvalue()[4:8], gzip.decompress(out.getvalue())
    (b'\x00\x00\x00\x00', b'x')
    """

    __slots__ = ("_begun", "_compression", "_engine", "_sink")

    def __init__(self, sink: Sink, compression: Compression | None, *, begun: bool = False) -> None:
        self._sink = sink
        self._compression: Compression | None = compression
        self._engine: _Engine | None = None
        self._begun = begun

    def write(self, content: bytes) -> int:
        """Compresses ``content`` into the sink; gives back its length."""
        if self._engine is None:
            self._engine = _engine(self._compression)
        self._sink.write(content if self._engine is None else self._engine.compress(content))
        return len(content)

    def end_frame(self) -> None:
        """Ends the frame, if one is begun: what was written so far can be read by itself."""
        if self._engine is not None:
            self._sink.write(self._engine.flush())
            self._engine, self._begun = None, True

    def close(self) -> None:
        """Ends the last frame."""
        self.end_frame()
        if not self._begun:
            self._begun = True
            self._sink.write(compress(b"", self._compression))


def compress(content: bytes, compression: Compression | None) -> bytes:
    """``content`` compressed as one frame.

    >>> compress(b"Snow fell.", None)
    b'Snow fell.'
    """
    engine = _engine(compression)
    return content if engine is None else engine.compress(content) + engine.flush()


class _Engine(Protocol):
    def compress(self, content: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def _engine(compression: Compression | None) -> _Engine | None:
    if compression is None:
        return None
    if compression == "gz":
        return zlib.compressobj(
            _GZIP_LEVEL, zlib.DEFLATED, 31
        )  # 31: with a gzip header, which then has no name or time
    if compression == "bz2":
        import bz2

        return bz2.BZ2Compressor()
    if compression == "xz":
        import lzma

        return lzma.LZMACompressor(preset=_XZ_LEVEL)
    import zstandard

    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compressobj()
