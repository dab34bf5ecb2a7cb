"""Scripts read as Latin-1 or as each other ("Ïðèâåò" for "Привет"): what ftfy leaves, since any bytes are valid there.

Evidence is the spelling: words that cost as little as those of a language when read with another codec, and cost far
more as they stand. Only words of letters beyond ASCII are read anew, so that "café" beside them stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.model import Edit
from cleaner.stages.repair.quoted import outside
from cleaner.stages.repair.reread import bytes_of, reread
from cleaner.stages.repair.smallest import shifted, smallest
from cleaner.stages.spelling import CHINESE_TRADITIONAL, THAI, odd_words, spelling

__all__ = ["SIGNS", "edits", "suspects"]

_RULE = "repair.misread-script"


class _Reading(NamedTuple):
    """Codec that the bytes were read as, codec they were written in, languages of that, and bits against it."""

    read_as: str
    written_as: str
    languages: str
    unlikely: float


_LATIN = "en fr de es it pt nl sv da nb fi is ca pl cs hu sk ro sl sh tr lt lv vi"
_CYRILLIC = "ru uk bg mk"
_CHINESE = f"zh {CHINESE_TRADITIONAL}"
_AS_WESTERN = tuple(
    _Reading("cp1252", codec, languages, unlikely)
    for codec, languages, unlikely in (
        ("cp1251", _CYRILLIC, 0),
        ("koi8-r", "ru bg", 1),
        ("koi8-u", "uk", 2),
        ("cp1253", "el", 1),
        ("iso8859-7", "el", 2),
        ("cp1255", "he", 1),
        ("cp1256", "ar fa ur", 1),
        ("cp874", THAI, 2),
        ("gb18030", "zh", 1),
        ("big5", CHINESE_TRADITIONAL, 1),
        ("cp932", "ja", 1),
        ("euc_jp", "ja", 2),
        ("cp949", "ko", 1),
        ("mac-cyrillic", "ru uk", 4),
        ("iso8859-5", _CYRILLIC, 4),
        ("cp866", "ru", 4),
    )
)
_CYRILLIC_CODECS = {
    "cp1251": _CYRILLIC,
    "koi8-r": "ru bg",
    "cp866": "ru",
    "mac-cyrillic": "ru uk",
    "iso8859-5": "ru bg",
}
_AS_CYRILLIC = (
    *(
        _Reading(read_as, written_as, languages, 0 if {read_as, written_as} == {"cp1251", "koi8-r"} else 3)
        for read_as in _CYRILLIC_CODECS
        for written_as, languages in _CYRILLIC_CODECS.items()
        if read_as != written_as
    ),
    *(_Reading(codec, "utf-8", _CYRILLIC, 0) for codec in _CYRILLIC_CODECS if codec != "cp1251"),  # that is for ftfy
)
_AS_CHINESE = tuple(
    _Reading(codec, "utf-8", f"ja {_CHINESE} ko ru en fr de es pt", 0)
    for codec in ("gb18030", "cp932", "big5", "cp949")
)

_BLANK = " \t\n\r\x0b\x0c"
_WEST = "\x80-\x9f¡-ÿŒœŠšŽžŸƒˆ˜‚†‡‰"
_HAN = "\u2e80-\ufaff\uff61-\uff9f"


class _Family(NamedTuple):
    """Readings of one kind of misread text.

    Attributes:
        run: characters that such text has and other text hardly ever.
        odd: characters that a word of such text has at least one of.
        mostly: True where at least half of the letters of such a word are odd.
        readings: what it may be.
        languages: what it may be as it stands.
        shape: what ``run`` cannot be found without, in UTF-8 put through ``_SHAPE``.
    """

    run: re.Pattern[str]
    odd: re.Pattern[str]
    mostly: bool
    readings: tuple[_Reading, ...]
    languages: str
    shape: bytes


# A search of bytes takes a tenth of what the patterns do. First bytes of _WEST and all second ones become "H", those of
# Cyrillic "C", those of the ten Chinese characters "Z".
_SHAPE = bytes.maketrans(
    b"HCZ" + bytes(range(0x80, 0xC0)) + b"\xc2\xc3\xc5\xc6\xcb\xe2" + b"\xd0\xd1\xd2\xd3" + b"\xe7\xe9",
    b"   " + b"H" * 70 + b"C" * 4 + b"Z" * 2,
)

_FAMILIES = (
    _Family(
        # Three in a row: "créée" has two, and languages that write more of them have ASCII letters beside them.
        # Czech and Slovak have three of which one is š or ž ("vyšší"), but then only few letters beside these.
        re.compile(
            f"[{_WEST}][{_WEST}][{_WEST}](?<![šž][šžáíéýóú]{{2}})(?<![áíéýóú][šž][šžáíéýóú])(?<![áíéýóú]{{2}}[šž])"
        ),
        re.compile(f"[\xa0{_WEST}‘’“”„•–—…‹›€™]"),
        True,  # noqa: FBT003 - a column of the table
        _AS_WESTERN,
        _LATIN,
        b"HHHHHH",
    ),
    _Family(
        # KOI8 and Windows-1251 have small letters at each other's capitals. DOS has letters at the boxes and signs.
        re.compile(
            "[А-ЯЁ\u2500-\u25ff¤¦©¬®†°Ґ£§•¶—]"
            "(?:(?<=[а-яё][А-ЯЁ])(?=[А-ЯЁ])|(?<=[а-яёА-ЯЁ][\u2500-\u25ff†°Ґ£§•¶])|(?<=[\u2500-\u25ff])(?=[а-яёА-ЯЁ])"
            "|(?<=[а-пЎўҐЁЄЇ][¤¦©¬®])(?=[а-пЎўҐЁЄЇ])|(?<=[–—][\u0400-\u045f≤≥∞µ±]—))"
        ),
        re.compile("[\x80-\xff\u0400-\u04ff\u2018-\u2122\u2200-\u25ff]"),
        False,  # noqa: FBT003
        _AS_CYRILLIC,
        _CYRILLIC,
        b"C",
    ),
    _Family(
        # What East Asian code pages make of the first bytes of kana, of Chinese commas, of "的" and of curly quotes.
        re.compile("[縺繧繝銇銈銉锛銆鐨鈥]"),
        re.compile(f"[{_HAN}]"),
        False,  # noqa: FBT003
        _AS_CHINESE,
        f"ja {_CHINESE} ko",
        b"Z",
    ),
)
SIGNS = re.compile(f"[{_WEST}][{_WEST}][{_WEST}]|[\u0400-\u04ff縺繧繝銇銈銉锛銆鐨鈥]")

_BETWEEN_BLANKS = re.compile(f"[^{_BLANK}]+")  # a no-break space may be half of a letter
_UNREAD, _UNREAD_BITS = 0.2, 10.0  # part of the text that a reading may leave as it is, and what that costs a character
_READ = 400  # characters that are enough to choose a reading by
_SHORT, _CERTAIN = 4, 12  # fewer letters say nothing; so many need no word of a list among them
# Bits: at most so many a character and on top; and what a reading must save, and be ahead of the next one by.
_PLAUSIBLE, _PLAUSIBLE_WIDE, _FIRST = 5.0, 6.5, 7.0
_WIDE = frozenset(["gb18030", "big5", "cp932", "euc_jp", "cp949"])
_INSIDE = re.compile(r"(?<=[^\W\d_])[«»…•“”„](?=[^\W\d_])")  # typography, which no writer sets inside a word
_SIGN = 9.0
_SAVED, _SAVED_SHARE, _AHEAD = 10.0, 0.3, 6.0


def suspects(text: str) -> Iterator[int]:
    """Offsets into ``text`` of characters that stand together in misread text, and rarely elsewhere.

    >>> list(suspects("Une société créée – Ïðèâåò"))
    [20, 23]
    """
    if text.isascii():
        return
    shape = text.encode("utf-8", "surrogatepass").translate(_SHAPE)
    for family in _FAMILIES:
        if family.shape in shape:
            for match in family.run.finditer(text):
                yield match.start()


def edits(line: str) -> list[Edit]:
    """Smallest edits that undo the misreading of a script in ``line``; offsets count in ``line``.

    >>> [(edit.start, edit.end, edit.replacement) for edit in edits("Ïðèâåò, ìèð!")]
    [(0, 6, 'Привет'), (8, 11, 'мир')]
    >>> edits("Íslenskur þýðandi: óþýður Æðardúnn"), edits("ÄÖÜäöüß")
    ([], [])
    """
    for family in _FAMILIES:
        if family.run.search(line) is not None:
            found = _found(line, family)
            if found:
                return outside(line, found)
    return []


def _found(line: str, family: _Family) -> list[Edit]:
    spans = _garbled(line, family)
    if not spans:
        return []
    told: dict[str, None] = {}
    size = 0
    for start, end in spans:
        if size < _READ and line[start:end] not in told:
            told[line[start : min(end, start + _READ)]] = None
            size += min(end - start, _READ)
    if size < _SHORT or (family.readings is _AS_WESTERN and _is_utf8(" ".join(told))):
        return []  # UTF-8 is for ftfy
    tried: dict[tuple[str, ...], tuple[float, _Reading]] = {}
    for reading in family.readings:
        words = tuple(_start(word, reading) for word in told)
        unread = sum(len(word) for word, meant in zip(told, words, strict=True) if not meant)
        if unread > _UNREAD * size:
            continue
        bits = reading.unlikely + _UNREAD_BITS * unread + _bits(words, reading.languages)
        if words not in tried or bits < tried[words][0]:
            tried[words] = bits, reading
    if not tried:
        return []
    ranked = sorted((bits, index, words) for index, (words, (bits, _)) in enumerate(tried.items()))
    bits, _, best = ranked[0]
    reading = tried[best][1]
    wide = reading.written_as in _WIDE
    if bits > (_PLAUSIBLE_WIDE if wide else _PLAUSIBLE) * size + _FIRST:
        return []
    if len(ranked) > 1 and ranked[1][0] < bits + _AHEAD:
        return []
    was = _bits(told, family.languages) + sum(_SIGN * len(_INSIDE.findall(word)) for word in told)
    if bits + _SAVED + _SAVED_SHARE * was > was:
        return []
    if size < _CERTAIN and not (bits < _PLAUSIBLE * size if wide else _has_word(best, reading.languages)):
        return []
    found: list[Edit] = []
    for start, end in spans:
        meant = reread(line[start:end], reading.read_as, reading.written_as)
        if meant is not None:
            found += shifted(smallest(line[start:end], meant, _RULE), start)
    return found


def _garbled(line: str, family: _Family) -> list[tuple[int, int]]:
    """Start and end of the words of ``line`` that may be misread."""
    spans: list[tuple[int, int]] = []
    for match in _BETWEEN_BLANKS.finditer(line):
        word = match.group()
        if word.isascii() or family.odd.search(word) is None:
            continue
        if not family.mostly or 2 * len(family.odd.findall(word)) >= sum(map(str.isalpha, word)):
            spans.append(match.span())
    return spans


def _start(word: str, reading: _Reading) -> str:
    """The first characters of ``word`` read anew; empty where they cannot be. A cut may go through a character."""
    for cut in range(4 if len(word) >= _READ else 1):
        meant = reread(word[: len(word) - cut], reading.read_as, reading.written_as)
        if meant is not None:
            return meant
    return ""


def _is_utf8(text: str) -> bool:
    """True where most bytes beyond ASCII stand as UTF-8 sets them, some perhaps lost: a blank for byte A0."""
    content = bytes_of(text, "cp1252") or b""
    beyond = len(_BEYOND.findall(content))
    return sum(map(len, _SEQUENCE.findall(content))) * 4 >= beyond * 3


_BEYOND = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _bits(words: Iterable[str], languages: str) -> float:
    """What ``words`` cost in the language that they fit best."""
    parts = [part for word in words for part in odd_words(word)]
    return min(sum(map(spelling(language).cost, parts)) for language in languages.split())


def _has_word(words: Iterable[str], languages: str) -> bool:
    parts = [part.casefold() for word in words for part in odd_words(word)]
    return any(len(part) > 3 and part in spelling(language).words for part in parts for language in languages.split())
