"""Readers: from a source to its documents, one by one, with failures in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar, Protocol

from cleaner.io.addresses import is_web
from cleaner.io.compression import MAX_DOCUMENT_BYTES
from cleaner.io.delimited import DelimitedReader
from cleaner.io.documents import Arrival, document_of
from cleaner.io.failure import Failure
from cleaner.io.jsonl import JsonlReader
from cleaner.io.opened import read_source
from cleaner.io.parquet import ParquetReader
from cleaner.io.piece import Cutter, Piece, read_all
from cleaner.io.rows import RowKeys, site_of
from cleaner.io.sources import ARCHIVES, FORMATS, Source
from cleaner.io.warc import WarcReader
from cleaner.model import Document, DocumentError

__all__ = ["PageReader", "Reader", "TextReader", "open_reader"]


class Reader(Cutter, Protocol):
    """Reads one format. ``suffixes`` are those of its files, without a compression's."""

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """The documents of ``source`` in order; ``stream`` (else standard input) is read where it has no path.

        Raises nothing for what is wrong with the source: every document, row or file that cannot be read is a
        Failure in its place.
        """
        ...


@dataclass(frozen=True, slots=True)
class TextReader:
    """Whole files of plain text; the id is the source's name.

    Attributes:
        max_document_bytes: larger files fail before they are decoded.
        encoding: a charset that the user declared; it yields to a byte order mark, and to bytes it cannot mean.
    """

    max_document_bytes: int = MAX_DOCUMENT_BYTES
    encoding: str | None = None

    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text")

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The file."""
        yield _file(source, stream, self.max_document_bytes)

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """Its text."""
        return _whole(source, piece, self.max_document_bytes, self.encoding, page=False)

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """One document, or one failure."""
        return read_all(self, source, stream)


@dataclass(frozen=True, slots=True)
class PageReader:
    """HTML pages; raw is the text that trafilatura extracts. Attributes as in :class:`TextReader`."""

    max_document_bytes: int = MAX_DOCUMENT_BYTES
    encoding: str | None = None

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The file."""
        yield _file(source, stream, self.max_document_bytes)

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """The text of the page."""
        return _whole(source, piece, self.max_document_bytes, self.encoding, page=True)

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """One document, or one failure."""
        return read_all(self, source, stream)


def _file(source: Source, stream: BinaryIO | None, limit: int) -> Piece:
    """A whole file: left where it is, unless only this process can read it."""
    if not source.streamed:
        return Piece()
    try:
        return Piece(content=read_source(source, limit, stream))
    except DocumentError as error:
        return Piece(failure=Failure(source.uri, source.name, None, error.reason, error.message))


def _whole(source: Source, piece: Piece, limit: int, encoding: str | None, *, page: bool) -> Document | Failure:
    try:
        content = read_source(source, limit) if piece.content is None else piece.content
        site = site_of(source.uri) if page and is_web(source.uri) and source.archive is None else None
        return document_of(content, Arrival(source.uri, source.name, site=site, encoding=encoding), page=page)
    except DocumentError as error:
        return Failure(source.uri, source.name, None, error.reason, error.message)


def open_reader(
    format: str,  # noqa: A002 - the word of the field and of the CLI
    *,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
    encoding: str | None = None,
    keys: RowKeys | None = None,
) -> Reader:
    """The reader of ``format``, one of the values of :data:`~cleaner.io.sources.FORMATS`.

    Raises:
        ValueError: for any other.

    >>> open_reader("text").suffixes
    ('.txt', '.text')
    """
    if format == "text":
        return TextReader(max_document_bytes, encoding)
    if format == "html":
        return PageReader(max_document_bytes, encoding)
    if format == "jsonl":
        return JsonlReader(max_document_bytes, encoding, keys or RowKeys())
    if format in ("csv", "tsv"):
        return DelimitedReader(max_document_bytes, encoding, keys or RowKeys(), "," if format == "csv" else "\t")
    if format == "parquet":
        return ParquetReader(max_document_bytes, encoding, keys or RowKeys())
    if format == "warc":
        return WarcReader(max_document_bytes, encoding)
    if format in ARCHIVES:
        from cleaner.io.archives import ArchiveReader

        def reader_of(inner: str) -> Reader:
            return open_reader(inner, max_document_bytes=max_document_bytes, encoding=encoding, keys=keys)

        return ArchiveReader(reader_of, max_document_bytes)
    raise ValueError(f"no reader for the format {format!r}: known are {', '.join(dict.fromkeys(FORMATS.values()))}")
