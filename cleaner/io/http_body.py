"""The body of an HTTP message as its sender meant it: transfer and content encodings undone, in bounded memory."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from itertools import chain

from cleaner.io.compression import pieces, too_large
from cleaner.model import DocumentError

__all__ = ["encodings_of", "is_markup", "undone"]

_PIECE = 1 << 18
_MOST = 3  # servers apply one or two; a longer list is a bomb or a mistake
_NAMES = {name: name.removeprefix("x-") for name in ("chunked", "gzip", "x-gzip", "deflate", "br", "zstd")}
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_SIGNATURES = {"gzip": re.compile(rb"\x1f\x8b"), "zstd": re.compile(rb"\x28\xb5\x2f\xfd"), "chunked": _CHUNK}
# The tags by which the WHATWG MIME sniffing standard (section 7.1) knows HTML.
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)"
    rb"[\s>]|(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}>\s*(?:<!doctype html|<html)[\s>]",
    re.IGNORECASE,
)


def is_markup(content: bytes) -> bool:
    """True where ``content`` begins as an HTML page does; feeds and drawings in XML do not.

    >>> is_markup(b"\\n<!DOCTYPE html><p>Snow"), is_markup(b"<?xml version='1.0'?><rss>"), is_markup(b"Snow")
    (True, False, False)
    """
    return _MARKUP.match(content) is not None


def encodings_of(transfer: str | None, content: str | None) -> tuple[str, ...]:
    """The encodings in the headers Transfer-Encoding and Content-Encoding, in the order in which to undo them.

    Names that are no encoding (some servers put a charset there) are left out.

    >>> encodings_of("chunked", "identity, X-Gzip")
    ('chunked', 'gzip')
    """
    lists = (reversed((header or "").split(",")) for header in (transfer, content))
    return tuple(_NAMES[name] for name in (one.strip().lower() for one in chain(*lists)) if name in _NAMES)


def undone(body: bytes, encodings: tuple[str, ...], limit: int) -> bytes:
    r"""``body`` without ``encodings``, as RFC 9110 (8.4) and RFC 9112 (7.1) describe them.

    Many archives keep the header of an encoding that their crawler has undone already: what does not have its
    signature stays as it is.

    Raises:
        DocumentError: ``too_large`` as soon as a step gives more than ``limit`` bytes; ``bad_encoding`` where the bytes
            are broken, or end too early.

    >>> undone(b"4\r\nSnow\r\n6\r\n fell.\r\n0\r\n\r\n", ("chunked",), 100)
    b'Snow fell.'
    """
    if len(encodings) > _MOST:
        raise DocumentError("bad_encoding", f"the body is encoded {len(encodings)} times over, {_MOST} are undone")
    for name in encodings:
        body = _undone(body, name, limit)
    return body


def _undone(body: bytes, name: str, limit: int) -> bytes:
    signature = _SIGNATURES.get(name)
    if not body or (signature is not None and signature.match(body) is None):
        return body
    read: list[bytes] = []
    total = 0
    try:
        for piece in _decoded(body, name):
            total += len(piece)
            if total > limit:
                raise too_large(limit, f"the body ({name}, {len(body):,} bytes)")
            read.append(piece)
    except (zlib.error, OSError) as error:
        if total == 0 and is_markup(body):  # deflate and brotli have no signature
            return body
        raise DocumentError(
            "bad_encoding",
            f"the body's {name} encoding is broken after {total:,} bytes ({error}): fetch the page again",
        ) from error
    return b"".join(read)


def _decoded(body: bytes, name: str) -> Iterator[bytes]:
    if name == "chunked":
        return _dechunked(body)
    if name == "gzip":
        return _inflated(body, 31)
    if name == "deflate":  # zlib's format by the standard, but some servers send the bare stream
        return _inflated(body, 15 if body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0 else -15)
    return _unbrotli(body) if name == "br" else _unzstd(body)


def _dechunked(body: bytes) -> Iterator[bytes]:
    at = 0
    while True:
        header = _CHUNK.match(body, at)
        if header is None:
            raise OSError(f"no size of a chunk at byte {at:,}" if at < len(body) else "the last chunk is missing")
        start, size = header.end(), int(header.group(1), 16)
        if size == 0:
            return
        if start + size > len(body):
            raise OSError("it ends in the middle of a chunk")
        yield body[start : start + size]
        at = start + size
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)


def _inflated(body: bytes, wbits: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(wbits)
    waiting = body
    while not stream.eof:
        piece = stream.decompress(waiting, _PIECE)
        waiting = stream.unconsumed_tail
        if not piece and not waiting and not stream.eof:
            raise zlib.error("it ends too early")
        yield piece


def _unbrotli(body: bytes) -> Iterator[bytes]:
    from fastwarc.stream_io import BrotliReader

    reader = BrotliReader(io.BytesIO(body))
    while piece := reader.read(_PIECE):
        yield piece


def _unzstd(body: bytes) -> Iterator[bytes]:
    try:
        yield from pieces(io.BytesIO(body), "zst")
    except DocumentError as error:
        raise OSError(error.message) from error
