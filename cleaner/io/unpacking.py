"""Compressed bytes unpacked in bounded pieces, with what is wrong with them told alike for all sorts."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from cleaner.io.bomb import Weighed
from cleaner.model import DocumentError

__all__ = ["UNPACKERS"]

_PIECE = 1 << 18
_ZSTD_INPUT = 1024  # one compressed byte makes at most some 32 KB, so this makes at most 32 MB at a time
_BLOCK_INPUT = 1 << 16
_XZ_MEMORY = 1 << 27  # bytes; xz -9 asks for 65 MB, and a file may ask for gigabytes


def _damaged(kind: str, offset: int, what: str) -> DocumentError:
    return DocumentError(
        "damaged_compression",
        f"the {kind} data is damaged after {offset:,} decompressed bytes ({what}): fetch the file again, "
        "or rename it if it is not compressed",
    )


def _gunzip(stream: Weighed) -> Iterator[bytes]:
    offset = 0
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as source:
            while piece := source.read1(_PIECE):  # `read` would lose what stands before the damage
                offset += len(piece)
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged("gzip", offset, str(error)) from error
    if stream.weight == 0:  # gzip takes nothing at all for an empty member
        raise _damaged("gzip", 0, "the file is empty")


def _unzstd(stream: Weighed) -> Iterator[bytes]:
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


def _unbz2(stream: Weighed) -> Iterator[bytes]:
    import bz2

    yield from _unpack(stream, "bzip2", bz2.BZ2Decompressor, (OSError, EOFError))


def _unxz(stream: Weighed) -> Iterator[bytes]:
    import lzma

    def begin() -> _Unpacker:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    yield from _unpack(stream, "xz", begin, (lzma.LZMAError, EOFError))


def _unpack(
    stream: Weighed, kind: str, begin: Callable[[], _Unpacker], errors: tuple[type[Exception], ...]
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


UNPACKERS: Mapping[str, Callable[[Weighed], Iterator[bytes]]] = {
    "gz": _gunzip,
    "zst": _unzstd,
    "bz2": _unbz2,
    "xz": _unxz,
}
"""Compression to what unpacks it; all raise DocumentError ``damaged_compression``."""
