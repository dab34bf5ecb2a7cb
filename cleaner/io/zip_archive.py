"""The files in a zip archive, sorted by name."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cleaner.io.bomb import is_bomb
from cleaner.io.compression import compression_of
from cleaner.io.member import Member, MemberStream, damaged_archive
from cleaner.model import DocumentError

__all__ = ["zip_members"]

_ENTRY = b"PK\x01\x02"  # each entry of the list at the end begins so
_LIST = 1 << 28  # bytes of that list: a million entries with names of some 200
_HEADER = 30  # bytes before a member's name, at the least
_ENCRYPTED = 0x1 | 0x40
_UTF8 = 0x800
_RATIO = 100  # what is compressed already gets no smaller; deflate reaches 1,032 on zeros alone
_SMALL = 1 << 20  # bytes; below that no ratio matters
# Found by flipping bytes, too: what `zipfile` raises of a list that lies. NotImplementedError is a RuntimeError.
_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, OverflowError)


def zip_members(file: BinaryIO, limit: int) -> Iterator[Member]:
    """The regular files in the zip archive ``file``; links, devices and folders are passed over.

    The list of an archive stands at its end, so it is read whole: some 600 bytes of memory a member.

    Raises:
        DocumentError: ``damaged_archive`` where it is none; ``too_many_members`` over ``limit``.
    """
    try:
        archive = zipfile.ZipFile(_Listed(file, limit))
    except _ERRORS as error:
        raise damaged_archive(str(error)) from error
    with archive:
        entries = archive.infolist()
        entangled = _entangled(entries)
        for name, entry in sorted(((_name(entry), entry) for entry in entries), key=lambda pair: pair[0]):
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if not name.endswith("/") and kind in (0, stat.S_IFREG):
                yield Member(name, entry.file_size, _Opener(archive, entry), _problem(entry, entangled))


class _Listed(io.RawIOBase):
    """A file that refuses a list of too many entries before ``zipfile`` makes objects of them."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        super().__init__()
        self._file, self._limit = file, limit

    def read(self, size: int = -1, /) -> bytes:
        content = b"" if size > _LIST else self._file.read(size)
        if size > _LIST or (content.startswith(_ENTRY) and content.count(_ENTRY) > self._limit):
            raise DocumentError("too_many_members", f"the archive lists more than {self._limit:,} members: unpack it")
        return content

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if whence == 0 and offset < 0:
            raise zipfile.BadZipFile("a member begins before the file")
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


class _Opener:
    """Opens one entry."""

    __slots__ = ("_archive", "_entry")

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self._archive, self._entry = archive, entry

    def __call__(self) -> MemberStream:
        try:
            opened = self._archive.open(self._entry)
        except _ERRORS as error:
            raise damaged_archive(str(error)) from error

        def take(size: int) -> bytes:
            try:
                return opened.read(size)
            except _ERRORS as error:
                raise damaged_archive(str(error)) from error

        return MemberStream(take, opened.close)


def _name(entry: zipfile.ZipInfo) -> str:
    """Its name; UTF-8 that is not declared, as several programs leave it, is read as that."""
    name = entry.filename
    if not entry.flag_bits & _UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            return name
    return name


def _problem(entry: zipfile.ZipInfo, entangled: set[int]) -> DocumentError | None:
    if entry.flag_bits & _ENCRYPTED:
        return DocumentError("encrypted", "the member is encrypted: unpack the archive with its password")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        told = f"the member is packed by method {entry.compress_type}; read are stored and deflated: unpack the archive"
        return DocumentError("unsupported_member", told)
    packed = max(1, entry.compress_size)
    inner = compression_of(entry.filename) and entry.file_size > _RATIO * packed + _SMALL
    if id(entry) in entangled or inner or is_bomb(entry.file_size, packed):
        return DocumentError("bomb", "the member shares its bytes with others, or unpacks to absurdly many: look at it")
    return None


def _entangled(entries: Iterable[zipfile.ZipInfo]) -> set[int]:
    """Entries (their ``id()``) whose bytes are another's as well: a small file can name the same bomb many times."""
    found: set[int] = set()
    furthest: zipfile.ZipInfo | None = None
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if furthest is not None and entry.header_offset < end:
            found |= {id(furthest), id(entry)}
        own = entry.header_offset + _HEADER + entry.compress_size
        if own > end:
            furthest, end = entry, own
    return found
