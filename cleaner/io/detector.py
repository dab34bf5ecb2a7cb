"""Which charset undeclared bytes are in: the one in which their words cost least in some language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaner.stages.spelling import CHINESE_TRADITIONAL, THAI, odd_words, spelling

__all__ = ["Guess", "contradiction", "guess", "is_sure"]

_WESTERN = "en fr de es it pt nl sv da nb fi is ca"
_CENTRAL = "pl cs hu sk ro sl sh"
_CYRILLIC = "ru uk bg mk"
_LATIN = f"{_WESTERN} {_CENTRAL} tr lt lv vi"

# Charsets with the languages written in them, and how unlikely each is by itself, in bits: pages of unknown charset are
# in one of Windows far more often than in one of ISO, and hardly ever in one of DOS or of the old Macintosh.
_CHARSETS: dict[str, tuple[float, str]] = {
    "cp1252": (0, _WESTERN),
    "cp1251": (1, _CYRILLIC),
    "gb18030": (1, "zh"),
    "cp932": (1, "ja"),
    "cp949": (1, "ko"),
    "big5hkscs": (2, CHINESE_TRADITIONAL),
    "cp1250": (2, _CENTRAL),
    "cp1254": (3, "tr"),
    "koi8-r": (3, "ru bg"),
    "cp1253": (3, "el"),
    "cp1256": (3, "ar fa ur"),
    "cp1255": (3, "he"),
    "euc_jp": (3, "ja"),
    "iso8859-2": (3, _CENTRAL),
    "koi8-u": (4, "uk"),
    "cp874": (4, THAI),
    "cp1257": (4, "lt lv"),
    "cp1258": (5, "vi"),
    "iso8859-7": (5, "el"),
    "iso8859-8": (5, "he"),
    "iso8859-15": (6, _WESTERN),
    "iso8859-5": (6, _CYRILLIC),
    "cp866": (6, "ru bg"),
    "iso8859-6": (7, "ar"),
    "mac-cyrillic": (9, "ru uk bg mk"),
    "mac-roman": (10, _WESTERN),
    "cp437": (12, _WESTERN),
    "cp850": (12, _WESTERN),
    "cp852": (12, _CENTRAL),
}
_NOT_ASCII_LETTERS = frozenset(["ru", "uk", "bg", "mk", "zh", "ja", "ko", "el", "ar", "fa", "ur", "he", "th"]) | {
    CHINESE_TRADITIONAL
}

_TYPOGRAPHY = re.compile("[\xa0\xad‘’“”„‚–—…«»‹›•·\u3000-\u3002\uff01-\uff1a]")
_BEYOND = re.compile(rb"[\x80-\xff]")
_CHUNK = re.compile(rb"[^\x00-\x20]+")
_WORD, _RUN = 40, 400  # bytes of a chunk before and after its first one beyond ASCII: East Asian text has no blanks
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_BEFORE = 2_000  # bytes before the first one beyond ASCII, which may tell the language
_ASCII_WORD = re.compile(rb"(?<![\x80-\xff&])\b[A-Za-z]{2,}\b(?![\x80-\xff;])")
_READ = 200_000  # bytes in which words are looked for
_ENOUGH = 3_000  # bytes of words beyond ASCII: some 300 words, where the answer no longer changes
_ASCII_WORDS = 60  # of them: they tell the language, the others the charset
_ASCII_LIMIT = 15.0  # bits that they may weigh together: English pages quote names of other languages
_SIGN = 4.0  # bits of a typographic character, which the spelling of words does not count


# Signs of Windows-1252 that stand by themselves, "© 2019", "£5", "20 °C", "Acme™": no letter of any charset stands so.
_LETTER = r"[^\W\d_]"
_LONE_SIGNS = re.compile(
    f"(?:(?<!{_LETTER})[©£¥€§°½¼¾±×µ²³·¡¿«»](?!{_LETTER})|°(?=[CF]\\b)"
    f"|(?<!{_LETTER})[‘’“”–—…•]|[‘’“”–—…•](?!{_LETTER})|[®™](?!{_LETTER})|[\xa0\x00-\x7f])+"
)


class Guess(NamedTuple):
    """A charset, and how well the words of a text fit it.

    Attributes:
        encoding: Python's name of the codec.
        language: the language that they fit best.
        bits: what the words cost in that language.
        size: how many bytes they take.
    """

    encoding: str
    language: str
    bits: float
    size: int

    @property
    def plausible(self) -> bool:
        """True where the words look like that language, or like one that is spelled alike."""
        return self.bits <= _ALIKE * self.size + _FIRST

    @property
    def sure(self) -> bool:
        """True where most words are words of that language."""
        return self.bits <= _SURE * self.size + _FIRST


# Bits a byte. Running text costs 2 to 5 in its own language and 5 to 7 in another that is spelled alike, misread text
# 7 to 10, and random bytes 8 to 10. Single words cost more.
_SURE, _ALIKE, _FIRST = 5.0, 7.0, 7.0
_UNKNOWN_LANGUAGE = 1.35  # cp1252 may cost so much more than the best: hundreds of languages have no word list here
# A declaration is wrong where another charset saves so many bits, and so large a part of them.
_SAVED, _SAVED_SHARE = 12.0, 0.15
_BELIEVED = 3.5  # bits a byte; cheaper text needs no second look


def guess(content: bytes) -> Guess | None:
    """The charset and language whose words ``content`` holds; None where it is ASCII or reads as no language.

    >>> guess("Zażółć gęślą jaźń, powiedział.".encode("cp1250"))[:2], guess("Снег выпал".encode("koi8-r"))[:2]
    (('cp1250', 'pl'), ('koi8-r', 'ru'))
    """
    odd, plain = _sample(content)
    if not odd:
        return None
    if _LONE_SIGNS.fullmatch(odd.decode("cp1252", "replace")):
        return Guess("cp1252", "en", 0.0, len(odd))
    guesses = sorted(
        (_read(odd, plain, encoding) for encoding in _CHARSETS), key=lambda found: (found.bits, found.encoding)
    )
    best = guesses[0]
    if not best.sure:
        western = next(found for found in guesses if found.encoding == "cp1252")
        if western.bits <= _UNKNOWN_LANGUAGE * best.bits:
            best = western
    return best if best.plausible else None


def contradiction(content: bytes, declared: str) -> Guess | None:
    """The charset that the words of ``content`` speak for, where they speak clearly against the ``declared`` codec.

    >>> polish = "Potrzeba jest matką wynalazków, mówią.".encode("cp1250")
    >>> contradiction(polish, "cp1252")[:2], contradiction(polish, "cp1250")
    (('cp1250', 'pl'), None)
    """
    odd, plain = _sample(content)
    if not odd:
        return None
    told = _read(odd, plain, declared)
    if told.bits <= _BELIEVED * told.size:
        return None
    best = guess(content)
    if best is None or best.bits + _SAVED + _SAVED_SHARE * told.bits > told.bits:
        return None
    return best


def is_sure(content: bytes, encoding: str) -> bool:
    """True where ``content``, read as ``encoding``, holds no words beyond ASCII but those of one language.

    >>> is_sure("Снег выпал".encode(), "cp1251"), is_sure("Снег выпал".encode("cp1251"), "cp1251")
    (False, True)
    """
    odd, plain = _sample(content)
    return not odd or _read(odd, plain, encoding).sure


def _sample(content: bytes) -> tuple[bytes, list[str]]:
    """Different words with bytes beyond ASCII, a blank between them; and words of ASCII."""
    first = _BEYOND.search(content)
    if first is None:
        return b"", []
    start = max(0, first.start() - _BEFORE)
    read = content[start : start + _READ]
    text = _TAG.sub(b" ", read)
    odd = _odd_chunks(text) or _odd_chunks(read)  # some pages have such bytes in their attributes only
    plain = dict.fromkeys(word.decode("ascii") for word in _ASCII_WORD.findall(text[: 10 * _ENOUGH]))
    return odd, list(plain)[:_ASCII_WORDS]


def _odd_chunks(text: bytes) -> bytes:
    chunks: dict[bytes, None] = {}
    size = 0
    for match in _CHUNK.finditer(text):
        chunk = match.group()
        first = _BEYOND.search(chunk)
        if first is not None:
            chunk = chunk[max(0, first.start() - _WORD) : first.start() + _RUN]
            size += 0 if chunk in chunks else len(chunk)
            chunks[chunk] = None
            if size > _ENOUGH:
                break
    return b" ".join(chunks)


def _read(odd: bytes, plain: Iterable[str], encoding: str) -> Guess:
    text = odd.decode(encoding, "replace")
    unlikely, languages = _CHARSETS.get(encoding) or (0.0, _languages_of(text))
    words = odd_words(text)
    signs = _SIGN * len(_TYPOGRAPHY.findall(text))
    costs = ((_cost(words, language) + _foreign(tuple(plain), language), language) for language in languages.split())
    bits, language = min(costs)
    return Guess(encoding, language, bits + signs + unlikely, len(odd))


def _cost(words: Iterable[str], language: str) -> float:
    spelled = spelling(language)
    return sum(map(spelled.cost, words))


@cache
def _foreign(plain: tuple[str, ...], language: str) -> float:
    """How much worse the words of ASCII fit ``language`` than another one, in bits and within bounds."""
    if not plain:
        return 0.0
    if language in _NOT_ASCII_LETTERS:
        return _ASCII_LIMIT / 3
    best = min(_cost(plain, other) for other in _LATIN.split())
    return min(_ASCII_LIMIT, (_cost(plain, language) - best) / 2)


def _languages_of(text: str) -> str:
    """The languages that a text in a charset without a list of them may be in, by its script."""
    for pattern, languages in _SCRIPTS:
        if pattern.search(text):
            return languages
    return _LATIN


_SCRIPTS = (
    (re.compile("[\u3041-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u3400-\u9fff]"), f"zh {CHINESE_TRADITIONAL}"),
    (re.compile("[\u0400-\u04ff]"), _CYRILLIC),
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u0600-\u06ff]"), "ar fa ur"),
    (re.compile("[\u0e00-\u0e7f]"), THAI),
)
