"""Bytes or a string to a document, with the origin that lets it be written back exactly."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cleaner.io.charsets import decode_as, encode_as
from cleaner.io.decode import Decoded, decode
from cleaner.io.pages import extract, page_title
from cleaner.model import Document, Hint, Origin

__all__ = ["Arrival", "digest", "document_of", "raw_bytes_of", "raw_text_of"]

_EMPTY: Mapping[str, object] = MappingProxyType({})


def digest(content: bytes) -> str:
    """The SHA-256 of ``content``, hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a document before its content is read.

    Attributes:
        uri, id, site, language, title, meta: as in :class:`Document` and :class:`Origin`.
        byte_range: where its row stands in the (decompressed) file.
        encoding: the charset that the user or a header declared.
    """

    uri: str
    id: str
    byte_range: tuple[int, int] | None = None
    site: str | None = None
    language: str | None = None
    title: str | None = None
    meta: Mapping[str, object] = field(default_factory=lambda: _EMPTY)
    encoding: str | None = None


def document_of(content: bytes | str, arrival: Arrival, *, page: bool = False) -> Document:
    r"""The document that ``content`` holds; of a ``page`` (HTML), the lines that may be its text.

    Raises:
        DocumentError: ``binary``, ``nothing_extracted``, ``extraction_failed``.

    >>> document = document_of(b"\xef\xbb\xbfSnow.", Arrival("a.txt", "a.txt"))
    >>> document.text, document.origin.encoding, document.origin.bom
    ('Snow.', 'utf-8', 'utf-8')
    """
    if isinstance(content, str):
        decoded: Decoded | None = None
        text, original = content, content.encode("utf-8", "surrogatepass")
    else:
        decoded = decode(content, arrival.encoding, markup=page)
        text, original = decoded.text, content
    title, extractor = arrival.title, None
    hints: tuple[Hint, ...] = ()
    if page:
        title = title or page_title(text)
        text, extractor, hints = extract(text)
    origin = Origin(
        uri=arrival.uri,
        media_type="text/html" if page else "text/plain",
        encoding=decoded.encoding if decoded else None,
        byte_range=arrival.byte_range,
        sha256=digest(original),
        extractor=extractor,
        bom=decoded.bom if decoded else None,
        raw_bytes=original if decoded and not decoded.exact and not page else None,
        disbelieved=decoded.disbelieved if decoded else None,
    )
    # A plain dict: the default mapping cannot be pickled, and documents travel to workers.
    meta = dict(arrival.meta)
    return Document(text, arrival.id, origin, arrival.site, arrival.language, title, meta, hints)


def raw_bytes_of(document: Document) -> tuple[bytes, str | None, str | None]:
    """The bytes that restoring ``document`` gives, with the encoding and the mark they are in.

    They are the original bytes of a text; the UTF-8 form of what arrived as a string or was extracted from a page, with
    no encoding and no mark named (lone surrogates by ``surrogatepass``).
    """
    origin = document.origin
    if origin.encoding is not None and origin.extractor is None:
        if origin.raw_bytes is not None:
            return origin.raw_bytes, origin.encoding, origin.bom
        content = encode_as(document.text, origin.encoding, origin.bom)
        if content is not None and decode_as(content, origin.encoding, origin.bom) == document.text:
            return content, origin.encoding, origin.bom
    return document.text.encode("utf-8", "surrogatepass"), None, None


def raw_text_of(content: bytes, encoding: str | None, bom: str | None) -> str:
    """The raw text in the bytes that :func:`raw_bytes_of` gave; its inverse.

    >>> raw_text_of(*raw_bytes_of(Document("Snow")))
    'Snow'
    """
    if encoding is None:
        return content.decode("utf-8", "surrogatepass")
    return decode_as(content, encoding, bom)
