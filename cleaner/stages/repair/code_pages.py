"""Accented letters read with the wrong code page ("informaci—n", "cafй", "yýldýz"): what ftfy leaves of Latin scripts.

Such text is ASCII but for a few letters, so its language can be read off the rest. A word is read with another code
page where it is none as it stands and becomes one that the language's list has; one sign inside a word that no writer
puts there, or three such words, prove the code page, which then counts for the rest of the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from math import log2
from typing import NamedTuple

from cleaner.model import Edit
from cleaner.stages.repair.confusables import in_latin
from cleaner.stages.repair.quoted import outside
from cleaner.stages.repair.reread import reread
from cleaner.stages.repair.smallest import shifted, smallest
from cleaner.stages.spelling import odd_words, spelling

__all__ = ["SIGNS", "edits", "suspects"]

_RULE = "repair.code-page"

_WESTERN = "en fr de es it pt nl sv da nb fi is ca"
_CENTRAL = "pl cs hu sk ro sl sh"
_UNICODE_READ_AS = ("mac-roman", "cp437", "cp850", "koi8-r", "cp866", "gb18030", "big5", "cp932", "cp949")
# What a code page was read as, what it was, and in which languages.
_READINGS: tuple[tuple[str, str, str], ...] = (
    *(("cp1252", codec, _WESTERN) for codec in ("mac-roman", "cp437", "cp850")),
    *(("cp1252", codec, _CENTRAL) for codec in ("cp1250", "iso8859-2", "cp852")),
    ("cp1252", "cp1254", "tr"),
    ("cp1252", "cp1257", "lt lv da nb sh"),  # made for all shores of the Baltic
    ("cp1252", "cp1258", "vi"),
    ("cp1250", "iso8859-2", _CENTRAL),
    ("iso8859-2", "cp1250", _CENTRAL),
    *(
        (codec, "cp1252", _WESTERN)
        for codec in (
            "mac-roman",
            "cp437",
            "cp850",
            "cp1250",
            "cp1251",
            "cp1253",
            "koi8-r",
            "cp866",
            "gb18030",
            "cp932",
        )
    ),
    *((codec, "utf-8", f"{_WESTERN} {_CENTRAL} tr") for codec in _UNICODE_READ_AS),
)

# Signs and capitals between small letters, signs that begin a word, two scripts in one word. All start at the rare
# character, and each look-behind ends at it.
_SIGN = "\x80-\x9f¡¢£¤¥¦§¨©¬¯±³¸¹º¼½¾¿ªˆ˜†‡‰‹›ŒŠŽŸƒÀ-Þ‚„√≤≥÷⌠ⁿ─-╬▀"
_OTHER = "Ά-ώА-яЁёЇїЄєҐґ"
_HAN = "\u3400-\u9fff"  # native texts set them beside Latin words too, but not between small letters
_AT_SIGN = (
    "(?<=[a-zß-öø-ÿ].)(?:(?=[a-zß-öø-ÿ\x80-\x9f])|(?<=[√┬├])(?=[^\\s\x00-\x7f]))|(?<=[©¾¹º])(?<!\\S.)(?=[a-zß-öø-ÿ])"
)
_PROOF = re.compile(
    f"[{_SIGN}{_OTHER}{_HAN}](?:(?<=[{_OTHER}])(?:(?<=[a-z].)|(?=[a-z]))|(?<=[{_HAN}])(?<=[a-z].)(?=[a-z])"
    f"|(?<=[{_SIGN}])(?:{_AT_SIGN}))"
)
_PIVOT = re.compile(f"[{_SIGN}{_OTHER}{_HAN}]")
_SORTS = 10  # different signs in a text; with more of them one search for all is as fast
# The same for texts of another script, where Latin letters are what is rare.
_PROOF_ABROAD = re.compile(f"[a-z](?:(?<=[{_OTHER}].)|(?=[{_OTHER}])|(?=[{_HAN}][a-z]))|[{_SIGN}](?:{_AT_SIGN})")
# Letters that no language writes with the second ones and without the third: of Turkish and Lithuanian, Czech,
# Croatian, Hungarian, Vietnamese, each read as Western; of Portuguese, Danish, French, Spanish, read as Polish is.
_TOGETHER: tuple[tuple[str, str, str], ...] = (
    ("ýþðÝÞÐ", "", "óúé"),
    ("ø", "ì", ""),
    ("è", "šžæ", "øåéàùêò"),
    ("õ", "é", "ã"),
    ("õ", "ý", "éóá"),
    ("ă", "ç", ""),
    ("ĺ", "", "áéíýž"),
    ("ŕ", "éč", "žýí"),
    ("ń", "", "ąęłćśźż"),
)
SIGNS = re.compile(f"[\x80-\x9f¡-¬±³¸-¿ªˆ˜†‡‰ŒŠŽŸƒÀ-ÞýþðÝ‚„‹›√≤≥÷⌠ⁿ─-╬▀øèõăĺŕń{_OTHER}{_HAN}]")
_ASCII = bytes(range(128))
_LATIN_BYTES = 1.3  # UTF-8 bytes a character: fewer in Latin scripts

_CHUNK = re.compile(r"[^\s\x00-\x1f!-&(-@\[-`{-\x7f]+")
_LONG = 60  # characters: longer words are none
_ASCII_WORD = re.compile(r"(?<!\S)[A-Za-z]{2,30}(?=[\s.,;:!?]|$)")
_C1 = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}
_CHUNKS, _WORDS = 40, 40  # of a line: enough to know its language and code page
_NO_WORD = 2.0**-24  # share of a word that a list does not have; the rarest in one has 2 to the power of -20
_NEAR = 10.0  # bits: languages so near to the best are tried as well
_GAIN, _BETTER = 15.0, 8.0  # bits that a word must save to be evidence, and to be changed
_STRANGE = 9.0  # bits for a typographic mark inside a word, which spelling does not count
_WORSE = -3.0  # where two words were mended, another may even cost a little more: all came through the same codec
_SHORTEST = (4, 3)  # letters of a word that is proof; UTF-8 is hardly ever valid by chance
_PLAIN_WORDS = 3  # so many mended words prove a code page without any sign


class _Word(NamedTuple):
    """A word of a line, and where it starts."""

    start: int
    text: str


def _is_odd(word: str) -> bool:
    return len(word) <= _LONG and not word.isascii() and reread(word, "cp1252", "utf-8") is None  # that is for ftfy


class _Code(NamedTuple):
    """A code page that a line was read as, the one it was written in, and its language(s); with the evidence for it."""

    read_as: str
    written_as: str
    language: str
    saved: float = 0.0
    mended: int = 0
    proven: bool = False


def suspects(text: str) -> Iterator[int]:
    """Offsets into ``text`` of signs inside words, and of letters that no language writes together.

    >>> list(suspects("La informaci¢n del cafй")), list(suspects("Það er góð þýðing; 5 £, n.º 3"))
    ([12, 22], [])
    """
    if text.isascii():
        return
    latin = len(text.encode("utf-8", "surrogatepass")) < _LATIN_BYTES * len(text)
    yield from _proofs(text) if latin else (match.start() for match in _PROOF_ABROAD.finditer(text))
    for letters, others, against in _TOGETHER:
        if _has(text, letters) and (not others or _has(text, others)) and not _has(text, against):
            for letter in letters:
                at = text.find(letter)
                while at >= 0:
                    yield at
                    at = text.find(letter, at + 1)


def _proofs(text: str) -> list[int]:
    """Offsets of what :data:`_PROOF` finds: a page has few sorts of signs, and `str` finds each of them far faster."""
    odd = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    signs = set(_PIVOT.findall(odd))
    if len(signs) > _SORTS:
        return [match.start() for match in _PROOF.finditer(text)]
    found = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            if _PROOF.match(text, at):
                found.append(at)
            at = text.find(sign, at + 1)
    return sorted(found)


def _has(text: str, characters: str) -> bool:
    return any(map(text.__contains__, characters))  # ten times as fast as a character class


def edits(line: str) -> list[Edit]:
    r"""Smallest edits that read the words of ``line`` with the right code page; offsets count in ``line``.

    >>> [(edit.start, edit.end, edit.replacement) for edit in edits("La gente pide m\x87s informaci\x97n.")]
    [(15, 16, 'á'), (27, 28, 'ó')]
    >>> edits("La société “créée” l’an passé"), edits("Das kostet 5 £ je m³.")
    ([], [])
    """
    if next(suspects(line), None) is None:
        return []
    words = [_Word(match.start(), match.group()) for match in _CHUNK.finditer(line) if _is_odd(match.group())]
    told = dict.fromkeys(word.text for word in words[:_CHUNKS])
    codes: list[tuple[_Code, list[str]]] = []
    for read_as, written_as, languages in _READINGS:
        code = _Code(read_as, written_as, languages)
        mended = [word for word in told if _reread(word, code) is not None]
        if len(mended) >= _PLAIN_WORDS or any(map(_PROOF.search, mended)):
            codes.append((code, mended))
    best: _Code | None = None
    for language in _languages(line, dict.fromkeys(one for code, _ in codes for one in code.language.split())):
        for code, mended in codes:
            if language in code.language.split():
                weighed = _weighed(mended, code._replace(language=language))
                if weighed.proven and (best is None or weighed.saved > best.saved):
                    best = weighed
    if best is None:
        return []
    found: list[Edit] = []
    for word in words:
        meant = _reread(word.text, best)
        if meant is None:
            continue
        gain = _gain(word.text, meant, best.language)
        if _is_look_alike(word.text, meant, best.language, 0.0):
            continue
        if (
            gain > _BETTER
            or (gain >= 0 and _PROOF.search(word.text))
            or (gain > _WORSE and best.mended > 1 and _are_words(meant, best.language))
        ):
            found += shifted(smallest(word.text, meant, _RULE), word.start)
    return outside(line, found)


def _weighed(words: Iterable[str], code: _Code) -> _Code:
    """``code`` with what it saves in ``words``, which can all be read so."""
    saved = 0.0
    mended = 0
    proven = False
    for word in words:
        meant = _reread(word, code) or word
        gain = _gain(word, meant, code.language)
        if _is_look_alike(word, meant, code.language, _BETTER):
            continue
        saved += gain if gain > _BETTER else 0.0
        if gain >= _GAIN and _are_words(meant, code.language):
            mended += 1
            size = max(map(len, odd_words(meant)))
            proven = proven or (size >= _SHORTEST[code.written_as == "utf-8"] and _PROOF.search(word) is not None)
    return code._replace(saved=saved, mended=mended, proven=proven or mended >= _PLAIN_WORDS)


def _is_look_alike(word: str, meant: str, language: str, ahead: float) -> bool:
    """True where ``meant`` is not ``ahead`` of ``word`` in Latin letters of the same shape: "mеter" is no "måter"."""
    alike = in_latin(word)
    return alike is not None and spelling(language).cost(alike.strip(_QUOTES)) < _cost(meant, language) + ahead


def _gain(word: str, meant: str, language: str) -> float:
    return _cost(word.translate(_C1), language) - _cost(meant, language)


def _are_words(text: str, language: str) -> bool:
    known = spelling(language).words
    parts = odd_words(text)
    return bool(parts) and all(part.casefold() in known for part in parts)


def _reread(word: str, code: _Code) -> str | None:
    meant = reread(word, code.read_as, code.written_as)
    if meant is None or meant == word:
        return None
    meant = unicodedata.normalize("NFC", meant)  # cp1258 writes accents of their own
    return meant if _LETTERS.fullmatch(meant) else None


# Nothing but letters, and what stands around or between them in good text.
_LETTERS = re.compile("[¿¡“«‘]?[^\\W\\d_]+(?:['’][^\\W\\d_]+)*[”»’…]?")


def _cost(word: str, language: str) -> float:
    strange = len(_INSIDE.findall(word))
    return strange * _STRANGE + sum(map(spelling(language).cost, odd_words(word)))


_QUOTES = "¿¡“«‘”»’…"
_INSIDE = re.compile("(?<=[^\\W\\d_])[«»…•“”„–—](?=[^\\W\\d_])")


def _languages(line: str, among: Iterable[str]) -> list[str]:
    """Those languages that the words of ASCII in ``line`` speak for, or all where there are none."""
    plain = [word.casefold() for word in _ASCII_WORD.findall(line)[:_WORDS]]
    costs = {}
    for language in among:
        shares = spelling(language).words
        costs[language] = -sum(log2(shares.frequency(word) or _NO_WORD) for word in plain)
    least = min(costs.values(), default=0.0)
    return [language for language, cost in costs.items() if cost <= least + _NEAR]
