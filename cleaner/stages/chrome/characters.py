"""What the characters of lines are, and their words as numbers: one pass of NumPy over a whole text."""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Characters", "Sort", "read_characters", "word_numbers"]

Array = NDArray[Any]


class Sort(IntEnum):
    """What a character is to the line model; finer than Unicode's categories where site furniture is."""

    OTHER = 0
    UPPER = 1
    LOWER = 2
    LETTER = 3
    DIGIT = 4
    SPACE = 5
    PERIOD = 6
    COMMA = 7
    QUOTE = 8
    PUNCTUATION = 9
    SYMBOL = 10
    DENSE = 11
    BAR = 12
    BULLET = 13
    COPYRIGHT = 14
    COLON = 15
    AT = 16
    HASH = 17
    SLASH = 18
    DASH = 19
    MONEY = 20
    OPEN = 21
    CLOSE = 22
    ELLIPSIS = 23
    QUESTION = 24
    EXCLAMATION = 25
    UNDERSCORE = 26


_BY_NAME = {
    Sort.BAR: "|¦",
    Sort.BULLET: "•·»›→▶►✓*><←×‹▸●○■",
    Sort.COPYRIGHT: "©®™",
    Sort.COLON: ":：",
    Sort.AT: "@",
    Sort.HASH: "#",
    Sort.SLASH: "/\\",
    Sort.DASH: "-–—",
    Sort.OPEN: "([{（【",
    Sort.CLOSE: ")]}）】",
    Sort.PERIOD: ".。।۔．",
    Sort.EXCLAMATION: "!！",
    Sort.QUESTION: "?？؟",
    Sort.ELLIPSIS: "…",
    Sort.COMMA: ",;、，；،",
    Sort.UNDERSCORE: "_",
    Sort.QUOTE: "\"“”„«'’‘‚「」『』",
}
_BY_CATEGORY = {
    "Lu": Sort.UPPER,
    "Lt": Sort.UPPER,
    "Ll": Sort.LOWER,
    "Lo": Sort.LETTER,
    "Lm": Sort.LETTER,
    "Mn": Sort.LETTER,
    "Mc": Sort.LETTER,
    "Nd": Sort.DIGIT,
    "Sc": Sort.MONEY,
    "Sk": Sort.SYMBOL,
    "Sm": Sort.SYMBOL,
    "So": Sort.SYMBOL,
}
# Scripts without blanks: kana, Han, Thai, and Hangul, whose words are short. Each character is a word of its own, as
# bench/scoring.py counts them.
_DENSE = ((0x0E00, 0x0E80), (0x3040, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7B0), (0xF900, 0xFB00))
_PLANE = 0x10000  # what lies beyond is rare, and counts as one unknown sign
_UNKNOWN = 0xFFFD
_LONGEST_WORD = 64
_DENSE_SORT = int(Sort.DENSE)  # a plain number: to compare with a member of an enumeration costs more
# Odd multipliers, one a place in the word; drawn once (PCG64, seed 12345), so that word numbers never change.
_PLACES = (np.random.default_rng(12345).integers(1, 2**32, _LONGEST_WORD, dtype=np.uint64) | 1).astype(np.uint32)


class Characters(NamedTuple):
    """A text as arrays; ``n`` characters, ``m`` words.

    Attributes:
        sorts: the :class:`Sort` of each character, uint8 [n].
        codes: its code point, uint32 [n].
        starts: where each word starts, offsets in the text, ascending [m].
        numbers: a 32-bit number for each word, the same for the same word in any case, digits all alike, uint32 [m].
    """

    sorts: Array
    codes: Array
    starts: Array
    numbers: Array


def read_characters(text: str) -> Characters:
    """``text`` as :class:`Characters`. A word is a run of letters and digits; a dense character is one by itself.

    >>> read_characters("Snow, 12 cm").starts.tolist()
    [0, 6, 9]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    known = codes if text.isascii() else np.minimum(codes, _PLANE)
    sort_of, signs, wordy = _tables()
    sorts = sort_of.take(known)
    inside = wordy.take(sorts)
    first = inside.copy()
    first[1:] &= ~inside[:-1]
    dense = sorts == _DENSE_SORT
    if dense.any():
        first |= dense
        inside |= dense
        goes_on = inside[1:] & ~first[1:]
    else:
        goes_on = inside[1:]
    starts = np.flatnonzero(first)
    if not len(starts):
        return Characters(sorts, codes, starts, np.zeros(0, np.uint32))
    last = inside.copy()
    last[:-1] &= ~goes_on
    lengths = np.flatnonzero(last) - starts + 1
    held = signs.take(known[inside])
    offsets = np.cumsum(lengths) - lengths  # of each word among the characters held
    place = np.arange(len(held)) - np.repeat(offsets, lengths)
    if lengths.max() > _LONGEST_WORD:
        np.minimum(place, _LONGEST_WORD - 1, out=place)
    held *= _PLACES.take(place)
    numbers = np.add.reduceat(held, offsets, dtype=np.uint32)
    # The mixing steps of MurmurHash3's finaliser (Appleby, 2011), so that low bits depend on all characters.
    numbers ^= numbers >> np.uint32(15)
    numbers *= np.uint32(0x85EBCA6B)
    numbers ^= numbers >> np.uint32(13)
    return Characters(sorts, codes, starts, numbers)


def word_numbers(text: str | None) -> Array:
    """The distinct word numbers of ``text``, ascending, uint32.

    >>> len(word_numbers("Snow on snow"))
    2
    """
    return np.unique(read_characters(text).numbers) if text else np.zeros(0, np.uint32)


@cache
def _tables() -> tuple[Array, Array, Array]:
    """For each code point of the first plane, and one for the rest: its sort, its lower case as a sign; sorts of words.

    Digits all are the sign of 0.
    """
    sort_of = np.zeros(_PLANE + 1, np.uint8)
    lowered = np.arange(_PLANE + 1, dtype=np.uint32)
    for code in range(_PLANE):
        character = chr(code)
        category = unicodedata.category(character)
        if character.isspace():
            sort_of[code] = Sort.SPACE
        elif category in _BY_CATEGORY:
            sort_of[code] = _BY_CATEGORY[category]
        elif category[0] == "P":
            sort_of[code] = Sort.PUNCTUATION
        if category in ("Lu", "Lt") and len(character.lower()) == 1:
            lowered[code] = ord(character.lower())
        elif category == "Nd":
            lowered[code] = ord("0")
    for start, stop in _DENSE:
        part = sort_of[start:stop]
        part[part == Sort.LETTER] = Sort.DENSE
    for sort, characters in _BY_NAME.items():
        sort_of[[ord(character) for character in characters]] = sort
    sort_of[_PLANE], lowered[_PLANE] = sort_of[_UNKNOWN], _UNKNOWN
    wordy = np.zeros(len(Sort), bool)
    wordy[[Sort.UPPER, Sort.LOWER, Sort.LETTER, Sort.DIGIT]] = True
    return sort_of, lowered + np.uint32(7), wordy
