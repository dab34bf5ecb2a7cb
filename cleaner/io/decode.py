"""Bytes to text, exactly: which encoding they are in, and whether encoding again gives the same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cleaner.io.charsets import BOMS, codec_name, decode_as, encode_as, sniff_label
from cleaner.io.detector import contradiction, guess, is_sure
from cleaner.model import DocumentError

__all__ = ["Decoded", "decode"]

# Files that are never text, by their first bytes. The printable ones count only where the rest is no UTF-8 either:
# an article may begin with "%PDF-".
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip data"),
    (b"PK\x03\x04", "a zip archive (or an office document)"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"\x7fELF", "a program (ELF)"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
)
_NUL_SHARE = 0.001  # more NULs than one byte in a thousand: not text that a few NULs got into
_HEAD = 4096  # where declarations stand; the WHATWG sniffer reads 1,024 bytes, slow pages need more
_FEW = 0.01  # a share of bad bytes, among those above 0x7F, that damage explains and a wrong encoding does not
_DECLARED_FEW = (
    0.2  # a declaration is believed up to this share: the bytes are no UTF-8, so it is the best word there is
)
_ASCII = bytes(range(128))
# Private use and half-width katakana: what cp932 makes of nearly any byte, and Japanese pages hardly use.
_IMPLAUSIBLE = re.compile("[\ue000-\uf8ff\uff61-\uff9f]")
_MULTI_BYTE = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_SHIFTED = (b"\x1b$B", b"\x1b$@")  # ISO-2022-JP: ASCII bytes throughout, so that nothing else gives it away


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was read.

    Attributes:
        text: exact, newlines included; a byte that no encoding explains stands as its ``surrogateescape`` code point.
        encoding: Python's name of the codec.
        bom: codec whose byte order mark stood in front (it is not in ``text``), else None.
        exact: encoding ``text`` again (``surrogateescape``, mark in front) gives the same bytes.
        disbelieved: codec that was declared, and that the bytes speak against; else None.
    """

    text: str
    encoding: str
    bom: str | None
    exact: bool
    disbelieved: str | None = None


def decode(content: bytes, declared: str | None = None, *, markup: bool = False) -> Decoded:
    r"""``content`` as text: by its byte order mark, ``declared``, strict UTF-8, a detector, else UTF-8 with escapes.

    With ``markup``, a declaration in the first 4 KB counts where ``declared`` is None. A declaration falls through that
    is unknown, does not fit the bytes, or gives words of no language where another charset gives them: pages are
    mislabelled often. Valid UTF-8 beyond ASCII outweighs what a page says of itself.

    Raises:
        DocumentError: ``binary`` where the bytes are no text.

    >>> decode(b"\xef\xbb\xbfcaf\xc3\xa9\r\n")
    Decoded(text='café\r\n', encoding='utf-8', bom='utf-8', exact=True, disbelieved=None)
    """
    marked = _by_mark(content)
    if marked is not None:
        return marked
    _refuse_magic(content)
    label = declared if declared is not None else sniff_label(content[:_HEAD]) if markup else None
    codec = codec_name(label) if label is not None else None
    if b"\x00" in content and not (codec and codec.startswith(("utf-16", "utf-32"))):
        wide = _wide(content)
        if wide is not None:
            return wide
        _refuse_nuls(content)
    utf8 = _strict(content, "utf-8")
    disbelieved = None
    if codec is not None and codec != "utf-8":
        by_label = _strict(content, codec)
        if by_label is not None and _believed(content, codec, declared, utf8):
            return _decoded(content, by_label, codec)
        disbelieved = codec
    _refuse_nuls(content)
    if utf8 is not None:
        shifted = _strict(content, "iso2022_jp") if any(map(content.__contains__, _SHIFTED)) else None
        if shifted is not None:
            return _decoded(content, shifted, "iso2022_jp", disbelieved=disbelieved)
        return Decoded(utf8, "utf-8", None, exact=True, disbelieved=disbelieved)
    return _damaged(content, codec)


def _believed(content: bytes, codec: str, declared: str | None, utf8: str | None) -> bool:
    """True where nothing speaks against ``codec``, in which ``content`` can be read."""
    if content.isascii():
        return True
    if utf8 is not None:  # chance makes valid UTF-8 of short East Asian text only
        return declared is not None and is_sure(content, codec)
    return not _is_ascii_based(codec) or contradiction(content, codec) is None


def _is_ascii_based(codec: str) -> bool:
    return not codec.startswith(("utf-", "iso2022", "hz")) and _strict(b"a<", codec) == "a<"


def _decoded(
    content: bytes, text: str, encoding: str, bom: str | None = None, disbelieved: str | None = None
) -> Decoded:
    exact = encode_as(text, encoding, bom) == content
    return Decoded(text, encoding, bom, exact, None if disbelieved == encoding else disbelieved)


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _by_mark(content: bytes) -> Decoded | None:
    for codec, mark in BOMS.items():
        if not content.startswith(mark):
            continue
        text = decode_as(content, codec, codec)
        # UTF-32 must fit as a whole, else it is UTF-16 that starts with a NUL. UTF-16 may hold a few stray units; a
        # program that happens to start with FF FE does not pass for text.
        if codec == "utf-8":
            _refuse_nuls(content)
        elif _wrong(text) > (0 if codec.startswith("utf-32") else len(text) * _FEW) and _strict(content, codec) is None:
            continue
        return _decoded(content, text, codec, codec)
    return None


def _refuse_magic(content: bytes) -> None:
    for magic, what in _MAGIC:
        if content.startswith(magic) and (
            not magic.isascii() or b"\x00" in content or _strict(content, "utf-8") is None
        ):
            raise DocumentError(
                "binary",
                f"the bytes are {what} (its signature stands at byte 0), not text: convert it, or leave it out",
            )


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: zeros on one parity of offsets only (blanks and ASCII have one), and sensible text."""
    zeros = (content[0::2].count(0), content[1::2].count(0))
    for codec, high, low in (("utf-16-le", zeros[1], zeros[0]), ("utf-16-be", zeros[0], zeros[1])):
        # Cyrillic text has zeros in its blanks alone: one unit in seven. Text of one alphabet rarely has a low zero.
        if high * 20 < len(content) // 2 or low * 50 > high:
            continue
        text = _strict(content, codec)
        if text is not None and sum(c.isprintable() or c.isspace() for c in text) >= 0.95 * len(text):
            return _decoded(content, text, codec)
    return None


def _refuse_nuls(content: bytes) -> None:
    count = content.count(0)
    if count > max(1, len(content) * _NUL_SHARE):  # one stray NUL makes no short text binary
        raise DocumentError(
            "binary",
            f"the bytes are no text: {count:,} of {len(content):,} are NUL, the first NUL byte at offset "
            f"{content.index(0):,}; convert the file to text, or leave it out",
        )


def _damaged(content: bytes, declared: str | None) -> Decoded:
    """Bytes that are no valid UTF-8: damaged UTF-8, a damaged declared encoding, or an undeclared one."""
    above = len(content.translate(None, _ASCII))  # bytes from 0x80
    utf8 = Decoded(decode_as(content, "utf-8"), "utf-8", None, exact=True)
    bad = _wrong(utf8.text)
    if bad <= above * _FEW:
        return utf8
    # Good sequences beside the bad bytes: chance makes them in East Asian encodings only, so those must fail first.
    if above - bad >= bad and not any(_is_east_asian(content, codec) for codec in _MULTI_BYTE):
        return utf8
    if declared is not None and declared != "utf-8":
        text = decode_as(content, declared)
        believed = not _is_ascii_based(declared) or contradiction(content, declared) is None
        if believed and _wrong(text) <= above * _DECLARED_FEW:
            return _decoded(content, text, declared)
    found = guess(content)
    if found is not None:
        text = decode_as(content, found.encoding)
        if _wrong(text) <= above * _FEW:
            return _decoded(content, text, found.encoding, disbelieved=declared)
    return replace(utf8, disbelieved=None if declared == "utf-8" else declared)


def _is_east_asian(content: bytes, codec: str) -> bool:
    text = _strict(content, codec)
    return text is not None and _IMPLAUSIBLE.search(text) is None


def _wrong(text: str) -> int:
    """How many bytes or units of ``text`` found no place in its encoding."""
    surrogates = (len(text.encode("utf-8", "surrogatepass")) - len(text.encode("utf-8", "ignore"))) // 3
    return surrogates + text.count("\ufffd")
