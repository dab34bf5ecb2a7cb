"""Names of encodings: which labels pages use, what they mean, and how bytes are turned into text with one of them."""

from __future__ import annotations

import codecs
import re
from types import MappingProxyType

__all__ = ["BOMS", "codec_name", "decode_as", "encode_as", "sniff_label"]

# UTF-32 first: its little-endian mark starts with that of UTF-16.
BOMS: MappingProxyType[str, bytes] = MappingProxyType(
    {
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-32-be": codecs.BOM_UTF32_BE,
        "utf-8": codecs.BOM_UTF8,
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
    }
)

# What pages mean by these labels (WHATWG Encoding Standard, section 4.2), where Python's own reading is narrower.
_MEANT: MappingProxyType[str, str] = MappingProxyType(
    {
        "ascii": "cp1252",
        "iso8859-1": "cp1252",
        "iso8859-9": "cp1254",
        "iso8859-11": "cp874",
        "tis-620": "cp874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "big5": "big5hkscs",
        "shift_jis": "cp932",
        "euc_kr": "cp949",
        "utf-16": "utf-16-le",
        "utf-32": "utf-32-le",
        "utf-8-sig": "utf-8",
    }
)
# Labels of the standard (section 4.2) that Python has no name for, and slips that many pages have.
_ALIASES: MappingProxyType[str, str] = MappingProxyType(
    {
        "cn-big5": "big5hkscs",
        "cseuckr": "cp949",
        "cseucpkdfmtjapanese": "euc_jp",
        "csgb2312": "gb18030",
        "csisolatinhebrew": "iso8859-8",
        "csksc56011987": "cp949",
        "csmacintosh": "mac-roman",
        "dos-874": "cp874",
        "gb_2312": "gb18030",
        "gb_2312-80": "gb18030",
        "iso-8859-6-e": "iso8859-6",
        "iso-8859-6-i": "iso8859-6",
        "iso-8859-8-e": "iso8859-8",
        "iso-8859-8-i": "iso8859-8",
        "iso-ir-149": "cp949",
        "koi": "koi8-r",
        "koi8": "koi8-r",
        "koi8-ru": "koi8-u",
        "ks_c_5601-1987": "cp949",
        "ks_c_5601-1989": "cp949",
        "ksc_5601": "cp949",
        "logical": "iso8859-8",
        "mac": "mac-roman",
        "sun_eu_greek": "iso8859-7",
        "unicode-1-1-utf-8": "utf-8",
        "unicode11utf8": "utf-8",
        "unicode20utf8": "utf-8",
        "utf-8mb4": "utf-8",
        "utf8mb4": "utf-8",
        "visual": "iso8859-8",
        "windows-31j": "cp932",
        "x-euc-jp": "euc_jp",
        "x-gbk": "gb18030",
        "x-mac-cyrillic": "mac-cyrillic",
        "x-mac-roman": "mac-roman",
        "x-mac-ukrainian": "mac-cyrillic",
        "x-sjis": "cp932",
        "x-unicode20utf8": "utf-8",
        "x-x-big5": "big5hkscs",
    }
)
_WINDOWS = re.compile("(?:x-)?(?:windows|win|cp)[-_ ]?(125[0-8]|874|949)")
_ISO = re.compile("iso[-_ ]?8859[-_ ]?([0-9]{1,2})")
# Text codecs of Python that are no character sets of documents: escapes, network names (quadratic in time), and the
# codec of whatever machine this is. utf-7 is on no page that means well.
_REFUSED = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem", "utf-7"})

_META = re.compile(rb"""<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9_.:+-]{1,40})["']""", re.IGNORECASE)


def codec_name(label: str) -> str | None:
    """Python's name of the codec that ``label`` means on the web; None where it is unknown or no character set.

    >>> codec_name("Windows-1251"), codec_name("latin1"), codec_name("base64"), codec_name("klingon")
    ('cp1251', 'cp1252', None, None)
    """
    label = label.strip().lower()
    label = _ALIASES.get(label, label)
    for pattern, form in ((_WINDOWS, "cp{}"), (_ISO, "iso8859-{}")):
        match = pattern.fullmatch(label)
        if match is not None:
            label = form.format(match.group(1))
    try:
        name = codecs.lookup(label).name
        "".encode(name)  # refuses codecs of bytes to bytes, such as base64
    except (LookupError, ValueError):
        return None
    return None if name.replace("-", "_") in _REFUSED or name in _REFUSED else _MEANT.get(name, name)


def sniff_label(head: bytes) -> str | None:
    """The charset label that markup declares in ``head``, its first bytes: by ``<meta>``, else by the XML declaration.

    Bytes whose ``<meta>`` can be read are no UTF-16, whatever it says: the standard takes UTF-8 then.

    >>> sniff_label(b'<html><meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
    'koi8-r'
    """
    match = _META.search(head) or _XML.search(head)
    if match is None:
        return None
    label = match.group(1).decode("ascii")
    return "utf-8" if label.lower().startswith(("utf-16", "utf-32")) else label


def decode_as(content: bytes, encoding: str, bom: str | None = None) -> str:
    r"""``content`` without its mark, decoded: strictly if that works, else with ``surrogateescape``, else ``replace``.

    The last is for codecs of wide units, which cannot hold a stray byte.

    >>> decode_as(b"caf\xc3\xa9 \xff", "utf-8")
    'café \udcff'
    """
    body = content[len(BOMS[bom]) :] if bom else content
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        return body.decode(encoding, "surrogateescape")
    except UnicodeDecodeError:
        return body.decode(encoding, "replace")


def encode_as(text: str, encoding: str, bom: str | None = None) -> bytes | None:
    r"""``text`` as bytes with its mark in front, the inverse of :func:`decode_as`; None where the codec cannot say it.

    >>> encode_as("café \udcff", "utf-8"), encode_as("Київ", "cp1252")
    (b'caf\xc3\xa9 \xff', None)
    """
    try:
        body = text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return None
    return BOMS[bom] + body if bom else body
