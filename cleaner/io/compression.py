"""Compressed files, by suffix: read in bounded pieces, written so that equal content gives equal bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Literal, Protocol

from cleaner.model import DocumentError

__all__ = [
    "COMPRESSIONS",
    "MAX_DOCUMENT_BYTES",
    "ClosedSink",
    "Compression",
    "Compressor",
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
_ZSTD_INPUT = 1024  # one compressed byte makes at most some 32 KB, so this makes at most 32 MB at a time
_BLOCK_INPUT = 1 << 16
_XZ_MEMORY = 1 << 27  # bytes; xz -9 asks for 65 MB, and a file may ask for gigabytes
_GZIP_LEVEL = 6
_XZ_LEVEL = 1  # 12 MB/s at a ratio of 2.8; level 6 gives 3.3 at 1 MB/s, which is slower than cleaning
_ZSTD_LEVEL = 3  # 234 MB/s at a ratio of 2.8; level 10 gives 4.0 at 48 MB/s


class Sink(Protocol):
    """What bytes can be written to."""

    def write(self, content: bytes, /) -> object: ...


class ClosedSink(Sink, Protocol):
    """A sink that is to be closed, which leaves open what stands behind it."""

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
        DocumentError: ``damaged_compression`` where the stream is truncated, damaged, or not compressed at all.
    """
    if compression is None:
        while piece := stream.read(_PIECE):
            yield piece
    elif compression == "gz":
        yield from _gunzip(stream)
    elif compression == "zst":
        yield from _unzstd(stream)
    elif compression == "bz2":
        yield from _unbz2(stream)
    else:
        yield from _unxz(stream)


def read_bounded(stream: BinaryIO, compression: Compression | None, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
    """The whole decompressed content of ``stream``; stops reading as soon as it is over ``limit`` bytes.

    Raises:
        DocumentError: ``too_large`` or ``damaged_compression``.

    >>> import io
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

    Equal content gives equal bytes: gzip has no name and mtime 0, the others a fixed level.

    >>> import io
    >>> out = io.BytesIO()
    >>> stream = Compressor(out, "gz")
    >>> _ = stream.write(b"x")
    >>> stream.close()
    >>> out.getvalue()[4:8], gzip.decompress(out.getvalue())
    (b'\x00\x00\x00\x00', b'x')
    """

    __slots__ = ("_engine", "_sink")

    def __init__(self, sink: Sink, compression: Compression | None) -> None:
        self._sink = sink
        self._engine = _engine(compression)

    def write(self, content: bytes) -> int:
        """Compresses ``content`` into the sink; gives back its length."""
        self._sink.write(content if self._engine is None else self._engine.compress(content))
        return len(content)

    def close(self) -> None:
        """Ends the frame."""
        if self._engine is not None:
            self._sink.write(self._engine.flush())
            self._engine = None


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


def _damaged(kind: str, offset: int, what: str) -> DocumentError:
    return DocumentError(
        "damaged_compression",
        f"the {kind} data is damaged after {offset:,} decompressed bytes ({what}): fetch the file again, "
        "or rename it if it is not compressed",
    )


def _gunzip(stream: BinaryIO) -> Iterator[bytes]:
    offset = 0
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as source:
            while piece := source.read1(_PIECE):  # `read` would lose what stands before the damage
                offset += len(piece)
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged("gzip", offset, str(error)) from error
    if offset == 0 and stream.seekable() and stream.tell() == 0:  # gzip takes nothing at all for an empty member
        raise _damaged("gzip", 0, "the file is empty")


def _unzstd(stream: BinaryIO) -> Iterator[bytes]:
    import zstandard

    offset = 0
    ended = False
    frame = zstandard.ZstdDecompressor().decompressobj()
    try:
        while waiting := stream.read(_ZSTD_INPUT):
            while waiting:
                if ended:
                    frame = zstandard.ZstdDecompressor().decompressobj()
                piece = frame.decompress(waiting)
                ended = frame.eof
                waiting = frame.unused_data if ended else b""
                if piece:
                    offset += len(piece)
                    yield piece
    except zstandard.ZstdError as error:
        raise _damaged("zstd", offset, str(error)) from error
    if not ended:
        raise _damaged("zstd", offset, "it ends in the middle of a frame")


class _Unpacker(Protocol):
    """What ``bz2`` and ``lzma`` have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _unbz2(stream: BinaryIO) -> Iterator[bytes]:
    import bz2

    yield from _unpack(stream, "bzip2", bz2.BZ2Decompressor, (OSError, EOFError))


def _unxz(stream: BinaryIO) -> Iterator[bytes]:
    import lzma

    def begin() -> _Unpacker:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    yield from _unpack(stream, "xz", begin, (lzma.LZMAError, EOFError))


def _unpack(
    stream: BinaryIO, kind: str, begin: Callable[[], _Unpacker], errors: tuple[type[Exception], ...]
) -> Iterator[bytes]:
    """One frame after the other; between them may stand zero bytes, as ``xz`` and tapes pad."""
    offset = 0
    frame: _Unpacker | None = None
    waiting = b""
    began = False
    while True:
        if frame is None:
            waiting = waiting.lstrip(b"\0") if began else waiting
        if not waiting and (frame is None or frame.needs_input):
            waiting = stream.read(_BLOCK_INPUT)
            if not waiting:
                break
            continue
        if frame is None:
            frame, began = begin(), True
        try:
            piece = frame.decompress(waiting, _PIECE)
        except errors as error:
            raise _damaged(kind, offset, str(error)) from error
        waiting = b""
        if piece:
            offset += len(piece)
            yield piece
        if frame.eof:
            waiting, frame = frame.unused_data, None
    if frame is not None or not began:
        raise _damaged(kind, offset, "it ends in the middle of a frame" if began else "the file is empty")
