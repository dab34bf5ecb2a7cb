"""Folding: the form of a text in which phrases are looked up and required literals are searched."""

from __future__ import annotations

import re

__all__ = ["fold", "fold_digits", "phrase_key", "phrase_keys"]

# Letters that `regex` (IGNORECASE, simple case folding) takes for equal although `str.lower` leaves them apart: found
# by comparing `regex`'s own case table with `str.lower` over all code points. What is missing here (scripts newer than
# this table) costs no hit: literals.py proves each letter of a literal against this fold and gives up where it fails.
_LETTERS = {
    "\u0131": "i",  # ı
    "\u017f": "s",  # ſ
    "\u00b5": "\u03bc",  # µ, the micro sign
    "\u0345": "\u03b9",
    "\u03c2": "\u03c3",  # ς
    "\u03d0": "\u03b2",
    "\u03d1": "\u03b8",
    "\u03d5": "\u03c6",
    "\u03d6": "\u03c0",
    "\u03f0": "\u03ba",
    "\u03f1": "\u03c1",
    "\u03f5": "\u03b5",
    "\u1c80": "\u0432",
    "\u1c81": "\u0434",
    "\u1c82": "\u043e",
    "\u1c83": "\u0441",
    "\u1c84": "\u0442",
    "\u1c85": "\u0442",
    "\u1c86": "\u044a",
    "\u1c87": "\u0463",
    "\u1c88": "\ua64b",
    "\u1e9b": "\u1e61",
    "\u1fbe": "\u03b9",
    "\u1fd3": "\u0390",
    "\u1fe3": "\u03b0",
    "\ufb06": "\ufb05",
}
_RARE_LETTER = re.compile("[" + "".join(_LETTERS) + "]")
# All that `regex` calls \s, but for the space, the line feed, and the no-break space, which is common.
_ASCII_BLANKS = "\t\x0b\x0c\r"
_RARE_BLANK = re.compile("[\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# The zeros of all decimal digits but ASCII's: runs of ten, listed because `re` and `regex` know different Unicode
# versions. 116d0 (two runs) and 1d7ce (five) follow each other.
_ZEROS = (
    "660 6f0 7c0 966 9e6 a66 ae6 b66 be6 c66 ce6 d66 de6 e50 ed0 f20 1040 1090 17e0 1810 1946 19d0 1a80 1a90 1b50 1bb0 "
    "1c40 1c50 a620 a8d0 a900 a9d0 a9f0 aa50 abf0 ff10 104a0 10d30 10d40 11066 110f0 11136 111d0 112f0 11450 114d0 "
    "11650 116c0 116d0 116da 11730 118e0 11950 11bf0 11c50 11d50 11da0 11de0 11f50 16130 16a60 16ac0 16b50 16d70 1ccf0 "
    "1d7ce 1d7d8 1d7e2 1d7ec 1d7f6 1e140 1e2f0 1e4f0 1e5f1 1e950 1fbf0"
)
_OTHER_DIGIT = re.compile(
    "[" + "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in [int(z, 16) for z in _ZEROS.split()]) + "]"
)
_ASCII = bytes(range(128))
_ZERO_RUN = re.compile(b"00+")
_TO_ZERO = bytes.maketrans(b"123456789", b"000000000")
# What a theme may put before or after a phrase without changing it: "Related:", "Read more »", "• Share". Not quotation
# marks, a dash before it, or a question mark: those make it speech ("– Accept!", "Comment ?").
_BEFORE = " .:;,…»«›‹<>|·•*+→←▶▼▸►([{："
_AFTER = " .:;,!…»«›‹<>|·•*+-–—→←▶▼▸►)]}：。"


def fold(text: str) -> str:
    r"""``text`` in lower case, all blanks but ``\n`` as one space, runs of them as one; lines stay lines.

    Two strings that ``regex`` calls equal under IGNORECASE fold to equal strings, for all letters in the tables above.

    >>> fold("Read\u00a0 MORE\nDaha fazla\tHABER İÇİN")
    'read more\ndaha fazla haber için'
    """
    if text.isascii():
        folded = text.lower()
    else:
        coded = text.encode("utf-8", "surrogatepass")
        # `re` looks at each character, 100 MB/s; so it is only shown those beyond ASCII, which `bytes` finds faster.
        odd = _beyond_ascii(coded)
        if odd == odd.lower():
            folded = coded.lower().decode("utf-8", "surrogatepass")  # `bytes` does that faster, too
        else:
            # İ goes first, since its `lower` is two code points; the rest after: `lower` itself makes final sigmas.
            folded = text.replace("İ", "i").lower()
            odd = _beyond_ascii(folded.encode("utf-8", "surrogatepass"))
        folded = folded.replace("\xa0", " ")
        if _RARE_BLANK.search(odd):
            folded = _RARE_BLANK.sub(" ", folded)
        if _RARE_LETTER.search(odd):
            folded = _RARE_LETTER.sub(lambda match: _LETTERS[match[0]], folded)
    for blank in _ASCII_BLANKS:
        folded = folded.replace(blank, " ")
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded


def fold_digits(folded: str) -> bytes:
    """``folded`` as UTF-8 with every run of decimal digits as ``0``, so that a number can be in a required literal.

    >>> fold_digits("12 comments, 1.5k shares").decode()
    '0 comments, 0.0k shares'
    """
    coded = folded.encode("utf-8", "surrogatepass")
    if len(coded) > len(folded) and _OTHER_DIGIT.search(_beyond_ascii(coded)):
        coded = _OTHER_DIGIT.sub("0", folded).encode("utf-8", "surrogatepass")
    return _ZERO_RUN.sub(b"0", coded.translate(_TO_ZERO))


def _beyond_ascii(coded: bytes) -> str:
    return coded.translate(None, _ASCII).decode("utf-8", "surrogatepass")


def phrase_key(folded_line: str) -> str:
    """What a folded line and a folded phrase are compared by: without blanks and most punctuation at either end.

    >>> phrase_key(fold("  Related Articles: ")), phrase_key(fold("- Comment ?"))
    ('related articles', '- comment ?')
    """
    return folded_line.lstrip(_BEFORE).rstrip(_AFTER)


def phrase_keys(folded: str) -> list[str]:
    """:func:`phrase_key` of each line of a folded text."""
    return [line.lstrip(_BEFORE).rstrip(_AFTER) for line in folded.split("\n")]
