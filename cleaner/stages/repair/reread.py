"""Text read again with another codec: the bytes that it came from, and what else they can say."""

from __future__ import annotations

__all__ = ["bytes_of", "reread"]

# Latin-1 and Windows-1252 read the same bytes; pages mix them, and browsers take the first for the second. So a C1
# control and the letter that Windows has in its place are the same byte.
_WESTERN = {
    ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}


def bytes_of(text: str, codec: str) -> bytes | None:
    r"""The bytes that ``codec`` reads as ``text``; None where there are none. cp1252 includes Latin-1.

    >>> bytes_of("–\x96\x81é", "cp1252"), bytes_of("Я", "cp1252")
    (b'\x96\x96\x81\xe9', None)
    """
    try:
        return text.translate(_WESTERN).encode("latin-1") if codec == "cp1252" else text.encode(codec)
    except UnicodeEncodeError:
        return None


def reread(text: str, read_as: str, written_as: str) -> str | None:
    """``text`` as its writer meant it, if it was ``written_as`` one codec and ``read_as`` another; else None.

    >>> reread("Ïðèâåò", "cp1252", "cp1251"), reread("Ïðèâåò", "cp1252", "utf-8")
    ('Привет', None)
    """
    content = bytes_of(text, read_as)
    if content is None:
        return None
    try:
        return content.decode(written_as)
    except UnicodeDecodeError:
        return None
