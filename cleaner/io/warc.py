"""Reads web archives: of a WARC the pages and texts that were fetched, of a WET its texts; one record, one document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, ClassVar, cast

from cleaner.io.charsets import codec_name
from cleaner.io.compression import MAX_DOCUMENT_BYTES, pieces, too_large
from cleaner.io.documents import Arrival, document_of
from cleaner.io.failure import Failure
from cleaner.io.http_body import encodings_of, is_markup, undone
from cleaner.io.opened import open_source
from cleaner.io.piece import Capture, Piece, read_all
from cleaner.io.rows import site_of
from cleaner.io.sources import Source
from cleaner.model import Document, DocumentError

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["WarcReader"]

_PAGES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")


@dataclass(frozen=True, slots=True)
class WarcReader:
    """Records of WARC and WET files (ISO 28500), uncompressed or as one or many compressed frames.

    Taken are responses of status 200 that are HTML or plain text, and conversions to text; robots.txt and all else is
    passed over. The id is the address, else ``NAME:RECORD``; one address fetched twice gives two documents. The row of
    a piece counts all records of the file, from 1. fastwarc reads them; what it lets pass, such as a file that ends in
    the middle of a record, is found here.

    Attributes:
        max_document_bytes: records over it fail, and are not held in memory.
        encoding: a charset that the user declared; it goes before the one in the HTTP header.
    """

    max_document_bytes: int = MAX_DOCUMENT_BYTES
    encoding: str | None = None

    suffixes: ClassVar[tuple[str, ...]] = (".warc", ".wet")

    def read(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Document | Failure]:
        """A document or a failure for each record that is taken; the file's own failure comes last."""
        return read_all(self, source, stream)

    def pieces(self, source: Source, stream: BinaryIO | None = None) -> Iterator[Piece]:
        """The bodies that are taken, still encoded; damage ends the file with one failure."""
        number = 0
        try:
            with open_source(source, stream) as opened:
                feed = _Feed(pieces(opened, source.compression))
                try:
                    for record in _records(feed):
                        piece = self._piece(source, number + 1, record)
                        number += 1
                        if piece is not None:
                            yield piece
                except DocumentError:
                    if feed.error is None:
                        raise
                if feed.error is not None:  # what fastwarc stumbled over is that the bytes ended
                    raise feed.error
        except DocumentError as error:
            # Before any record it is the file that failed; after some, what would have been the next one.
            where = number + 1 if number else None
            yield Piece(failure=Failure(source.uri, source.name, where, error.reason, error.message))

    def document(self, source: Source, piece: Piece) -> Document | Failure:
        """The document in a body."""
        number = piece.row or 0
        capture = piece.capture or Capture(f"{source.name}:{number}")
        declared = self.encoding or capture.charset
        arrival = Arrival(source.uri, capture.id, None, site_of(capture.url), encoding=declared)
        try:
            content = undone(piece.content or b"", capture.encodings, self.max_document_bytes)
            return document_of(content, arrival, page=capture.page)
        except DocumentError as error:
            return _failure(source, number, capture.id, error)

    def _piece(self, source: Source, number: int, record: WarcRecord) -> Piece | None:
        """The piece of ``record``; None where it is passed over. Raises DocumentError where the archive is damaged."""
        name = _url(record) or f"{source.name}:{number}"
        try:
            capture = _capture(record, name)
        except DocumentError as error:
            return Piece(failure=_failure(source, number, name, error))
        if capture is None:
            _pass_over(record)
            return None
        length = record.content_length
        if length > self.max_document_bytes:
            _pass_over(record)
            told = too_large(self.max_document_bytes, f"the record ({length:,} bytes)")
            return Piece(failure=_failure(source, number, name, told))
        body = _read(record, length)
        if record.is_http and not record.http_content_type:
            try:
                body = undone(body, capture.encodings, self.max_document_bytes)
            except DocumentError as error:
                return Piece(failure=_failure(source, number, name, error))
            if not is_markup(body):
                return None
            capture = replace(capture, encodings=())
        return Piece(number, content=body, capture=capture)


def _failure(source: Source, number: int, name: str, error: DocumentError) -> Failure:
    return Failure(source.uri, name, number, error.reason, f"row {number}: {error.message}")


def _url(record: WarcRecord) -> str | None:
    """The address; the examples of WARC 1.0 wrote it in angle brackets, and some tools still do."""
    return (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">") or None


def _capture(record: WarcRecord, name: str) -> Capture | None:
    """What the headers of ``record`` say, None where it is not taken; its reader then stands in front of the body."""
    from fastwarc.warc import WarcRecordType

    url = _url(record)
    if record.record_type == WarcRecordType.conversion:
        kind = record.headers.get("Content-Type") or "text/plain"
        return Capture(name, url) if kind.lower().startswith("text/") else None
    if record.record_type != WarcRecordType.response or not record.is_http:
        return None
    try:
        record.parse_http(auto_decode="none", quirks_mode=True)  # the quirk is a header whose lines end in LF alone
    except OSError as error:
        raise DocumentError("bad_record", f"the HTTP header cannot be read ({error})") from error
    headers = record.http_headers
    if headers is None or headers.status_code != 200 or (url or "").partition("?")[0].endswith("/robots.txt"):
        return None
    kind = (record.http_content_type or "").strip().lower()
    if kind and kind not in (*_PAGES, "text/plain"):
        return None
    charset = (record.http_charset or "").strip("\"' ")
    return Capture(
        name,
        url,
        charset if codec_name(charset) is not None else None,  # else what the page says of itself would not count
        page=kind != "text/plain",
        encodings=encodings_of(headers.get("Transfer-Encoding"), headers.get("Content-Encoding")),
    )


def _cut_off(record: WarcRecord) -> DocumentError:
    told = f"the archive ends in the middle of the record that begins at byte {record.stream_pos:,}"
    return DocumentError("bad_archive", f"{told}: fetch the file again")


def _pass_over(record: WarcRecord) -> None:
    """Reads the rest of an unread body; fastwarc would not tell that there is less of it than was promised."""
    length = record.content_length
    if length and (record.reader is None or record.reader.consume() < length):
        raise _cut_off(record)


def _read(record: WarcRecord, length: int) -> bytes:
    content = record.reader.read(length) if length and record.reader is not None else b""
    if len(content) < length:
        raise _cut_off(record)
    return content


class _Feed:
    """Decompressed bytes as the file that fastwarc reads; an error ends them and is kept, for fastwarc alters it."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self._content = content
        self._waiting = memoryview(b"")
        self._at = 0
        self.error: DocumentError | OSError | None = None

    def tell(self) -> int:
        """How many bytes were given out."""
        return self._at

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``; none at the end."""
        if not self._waiting and self.error is None:
            try:
                self._waiting = memoryview(next(self._content, b""))
            except (DocumentError, OSError) as error:
                self.error = error
        given = bytes(self._waiting if size < 0 else self._waiting[:size])
        self._waiting = self._waiting[len(given) :]
        self._at += len(given)
        return given


def _records(feed: _Feed) -> Iterator[WarcRecord]:
    """The records in ``feed``; each lives until the next one is asked for.

    Raises:
        DocumentError: ``bad_archive`` with its byte in the decompressed file, ``missing_package``.
    """
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError as error:
        told = "reading WARC and WET files takes fastwarc: pip install 'newswash[warc]'"
        raise DocumentError("missing_package", told) from error
    place = "at byte 0"
    try:
        for record in ArchiveIterator(cast("BinaryIO", feed), parse_http=False, stream_detect=False):
            told = (record.headers.get("Content-Length") or "").strip()
            if (told.lstrip("0") or told[:1]) != str(record.content_length):
                raise DocumentError(
                    "bad_archive",
                    f"the record that begins at byte {record.stream_pos:,} has no Content-Length that can be read, so "
                    "nobody knows where it ends: fetch the file again",
                )
            place = f"behind the one that begins at byte {record.stream_pos:,}"
            yield record
    except OSError as error:
        raise DocumentError(
            "bad_archive", f"no WARC record stands {place} ({error}): fetch the file again, or rename it if it is none"
        ) from error
