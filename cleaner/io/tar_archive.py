"""The files in a tar archive, in its order, read forwards once: a compressed one need not be unpacked."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from cleaner.io.compression import Compression, pieces
from cleaner.io.member import Member, MemberStream, damaged_archive
from cleaner.model import DocumentError

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["tar_members"]

_HEADERS = 1 << 20  # bytes of the headers before one member: long names and attributes take a few KB
_BEHIND = 1 << 20  # bytes read behind the end mark, where the checksum of the compression stands


def tar_members(file: BinaryIO, compression: Compression | None) -> Iterator[Member]:
    """The regular files in the tar archive ``file``; links, devices and folders are passed over.

    Raises:
        DocumentError: ``damaged_archive`` or ``damaged_compression``, behind the members before the damage. Damage
            inside a member is met by who reads that, and ends the archive.
    """
    stream = _Forward(pieces(file, compression))
    archive: _Archive | None = None
    while True:
        stream.allowed = _HEADERS
        try:
            if archive is None:  # this reads the first header already
                archive = _Archive(fileobj=stream, tarinfo=_Header, encoding="utf-8", errors="surrogateescape")
            found = archive.next()
        except (tarfile.TarError, ValueError, RecursionError, OverflowError) as error:
            raise damaged_archive(str(error)) from error
        finally:
            stream.allowed = None
        if found is None:
            stream.read(_BEHIND)
            return
        archive.members = []  # else it keeps them all
        if found.isreg():
            sparse = DocumentError("unsupported_member", "the member is a sparse file: unpack the archive")
            yield Member(found.name, found.size, _Opener(stream, found), sparse if found.issparse() else None)
        if stream.broken:
            return


class _Archive(tarfile.TarFile):
    members: list[tarfile.TarInfo]


class _Header(tarfile.TarInfo):
    """A header; ``tarfile`` takes a broken one, or the end of the file, for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            block = archive.fileobj.header if isinstance(archive.fileobj, _Forward) else b""
            if len(block) == tarfile.BLOCKSIZE and not any(block):  # the end mark
                raise
            what = str(error) if len(block) == tarfile.BLOCKSIZE else "it ends without an end mark: it may be cut off"
            raise damaged_archive(what) from error


class _Opener:
    """Opens the member whose header was read last."""

    __slots__ = ("_header", "_stream")

    def __init__(self, stream: _Forward, header: tarfile.TarInfo) -> None:
        self._stream, self._header = stream, header

    def __call__(self) -> MemberStream:
        self._stream.seek(self._header.offset_data)
        left = self._header.size

        def take(size: int) -> bytes:
            nonlocal left
            wanted = min(size, left)
            content = self._stream.read(wanted)
            if len(content) < wanted:
                self._stream.broken = True
                raise damaged_archive("it ends in the middle of a member")
            left -= wanted
            return content

        return MemberStream(take)


class _Forward(io.RawIOBase):
    """The unpacked archive as a file that can only be skipped forwards.

    Attributes:
        allowed: so many bytes may be read yet: ``tarfile`` reads what a header says, however much that is; None while
            a member is read, by those who know their bounds.
        header: what was read last under that bound.
        broken: its bytes ended in an error.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._chunk = b""
        self._used = 0  # of the chunk
        self._place = 0
        self.allowed: int | None = None
        self.header = b""
        self.broken = False

    def read(self, size: int = -1, /) -> bytes:
        if self.allowed is not None:
            if not 0 <= size <= self.allowed:
                raise damaged_archive(f"a header asks for more than {_HEADERS:,} bytes")
            self.allowed -= size
            self.header = content = self._taken(size)
            return content
        return self._taken(size)

    def _taken(self, size: int) -> bytes:
        taken: list[bytes] = []
        while size > 0 and self._filled():
            piece = self._chunk[self._used : self._used + size]
            self._skip(len(piece))
            size -= len(piece)
            taken.append(piece)
        return b"".join(taken)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if whence or offset < self._place:
            raise damaged_archive("a member begins before the one before it ends")
        while self._place < offset and self._filled():
            self._skip(min(offset - self._place, len(self._chunk) - self._used))
        return self._place

    def tell(self) -> int:
        return self._place

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def _skip(self, size: int) -> None:
        self._used += size
        self._place += size

    def _filled(self) -> bool:
        while self._used >= len(self._chunk):
            try:
                chunk = next(self._chunks, None)
            except DocumentError:
                self.broken = True
                raise
            if chunk is None:
                return False
            self._chunk, self._used = chunk, 0
        return True
