"""Reads zip and tar archives: every member of a known format as a source of its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, ClassVar

from cleaner.io.compression import MAX_DOCUMENT_BYTES, too_large
from cleaner.io.failure import Failure
from cleaner.io.member import Member
from cleaner.io.opened import open_source
from cleaner.io.piece import Cutter, Piece, read_all
from cleaner.io.safe_names import safe_name
from cleaner.io.sources import ARCHIVES, Source, format_of, is_our_output
from cleaner.io.tar_archive import tar_members
from cleaner.io.zip_archive import zip_members
from cleaner.model import Document, DocumentError

__all__ = ["MAX_MEMBERS", "ArchiveReader"]

MAX_MEMBERS = 1_000_000
"""Of one archive: the names of all are remembered, and a small file can hold very many empty members."""


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """The members of an archive, as if it were a folder: ``a.zip/folder/b.txt``.

    A zip is read in the order of its names, a tar in its own order, since it can only be read forwards.

    Links, devices, hidden members, unknown suffixes and our own edits files are passed over. What is encrypted,
    an archive itself, doubled, a bomb, or named so that it would stand elsewhere is a failure, and the rest goes on.

    Attributes:
        reader_of: gives the reader of a format.
        max_document_bytes: whole files over it fail, before they are read where the archive says their size.
        max_members: an archive of more ends there, with a failure.
    """

    reader_of: Callable[[str], Cutter]
    max_document_bytes: int = MAX_DOCUMENT_BYTES
    max_members: int = MAX_MEMBERS

    suffixes: ClassVar[tuple[str, ...]] = (".zip", ".tar", ".tgz")

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """The documents of all members; the archive's own failure comes last."""
        return read_all(self, source, stream)

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The pieces of all members, each with its ``source``; the archive's own failure comes last."""
        names: set[str] = set()
        try:
            with open_source(source, stream) as opened:
                for member in self._members(source, opened):
                    yield from self._of(source, member, names)
        except DocumentError as error:
            yield Piece(failure=Failure(source.uri, source.name, None, error.reason, error.message))

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """The document in a piece of the member ``source``."""
        return self.reader_of(source.format).document(source, piece)

    def _members(self, source: Source, opened: BinaryIO) -> Iterator[Member]:
        most = self.max_members
        found = zip_members(opened, most) if source.format == "zip" else tar_members(opened, source.compression)
        for count, member in enumerate(found, 1):
            if count > most:
                told = f"the archive has more than {most:,} members; the rest was not read: unpack it"
                raise DocumentError("too_many_members", told)
            yield member

    def _of(self, archive: Source, member: Member, names: set[str]) -> Iterator[Piece]:
        try:
            name = safe_name(member.name, "the member", "rename it, or unpack the archive")
        except DocumentError as error:  # it has no name to go by
            yield Piece(failure=Failure(archive.uri, archive.name, None, error.reason, error.message))
            return
        kind, compression = format_of(name)
        if kind is None or is_our_output(name) or any(part.startswith(".") for part in name.split("/")):
            return
        remote = None if archive.remote is None else archive.remote.inside(name)
        path = None if remote else (archive.path or Path(archive.name)) / name
        source = Source(path, f"{archive.name}/{name}", kind, compression, archive=archive, remote=remote)
        try:
            self._check(source, member, name in names)
            names.add(name)
            opened = member.open()
        except DocumentError as error:
            failure = Failure(source.uri, source.name, None, error.reason, error.message)
            yield Piece(failure=failure, source=source)
            return
        with opened, io.BufferedReader(opened, 1 << 16) as buffered:
            for piece in self.reader_of(kind).pieces(source, buffered):
                yield replace(piece, source=source)

    def _check(self, source: Source, member: Member, doubled: bool) -> None:  # noqa: FBT001 - private, named by its use
        if doubled:
            raise DocumentError("same_name", "a member before it has the same name, and was read: unpack the archive")
        if source.format in ARCHIVES:
            raise DocumentError("nested_archive", "an archive inside an archive is not read: unpack the outer one")
        if member.problem is not None:
            raise member.problem
        if not source.rows and source.compression is None and member.size > self.max_document_bytes:
            raise too_large(self.max_document_bytes, f"the file ({member.size:,} bytes)")
