"""Blanks and stops inside lines: letter-spaced and broken words, a blank that is missing, punctuation set twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

from cleaner.model import Draft, Edit, Proposal
from cleaner.stages.repair.words import Words
from cleaner.stages.stopwords import STOPWORDS

__all__ = ["propose", "suspects"]

_LOWER = "a-z\xdf-\xf6\xf8-\xff"
_UPPER = "A-Z\xc0-\xd6\xd8-\xde"

# One letter a class, so that `bytes` finds the shapes below, ten times as fast as `re` would: capitals, consonants that
# may stand before another one at the start of a word, and those that never do.
_SHAPE = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ" + b"lmnr" + b"bcdfgkpqstvwxz",
    b"A" * 26 + b"r" * 4 + b"c" * 14,
)
_SPACED_SHAPE = b" A A A"
_ONSET_SHAPE = re.compile(b" r[rc]")

# "B R E A K I N G": four letters and more. What is read as one word must be common, since initials and columns of
# tables make words, too ("A E I O U", "W D L W").
_SPACED = re.compile(r"[A-Z](?<![^\s].)(?: [A-Z]){3,30}(?![^\s.,:;!?–—-])")
_SPACED_WORD, _SPACED_SHORT = 1e-6, 1e-5

# "gover nment": no word of these languages starts with one of l, m, n, r and another consonant, but for ll in Spanish,
# lh in Portuguese, lj and nj in Swedish, rh from Greek; units ("rpm") have no vowel. Many Slavic and Baltic words do;
# these languages are told by their letters, at no cost: none of the others has one of these in 200 characters.
_ONSETS = frozenset({"da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "no", "pt", "sv"})
_PARTED = re.compile(
    " (?=[lmnr][bcdfgklmnpqrstvwxz])(?!ll|.[bcdfgklmnpqrstvwxz]+(?![\\w'’-]))"
    f"(?<=[{_LOWER}] )(?P<right>[{_LOWER}]{{2,20}})(?![\\w'’-])"
)
_HEAD = re.compile(f"(?<![\\w'’.-])[{_LOWER}]{{2,20}}\\Z")
_FOREIGN, _OFTEN = "āąćčđēėęěğģīķłļńņřśšūůžżðþıș", 200
_ODD_LETTERS = 12  # those languages have fewer than one letter in twelve that is not in ASCII
# Lists of words have halves of words, as rare as this; the whole is a hundred times as frequent.
_HALF, _WHOLE = 1e-6, 100

# "ended.The": a word in lower case, a stop, and a function word of the language that begins a sentence. Not in names of
# sites, files, classes: these hold more than letters or end otherwise.
_GLUED = re.compile(f"\\.(?<=[{_LOWER}].)(?P<right>[{_UPPER}][{_LOWER}]{{1,12}})(?= [\\w“\"'‘(])")
_LEFT = re.compile(f"(?<![\\w.@/:'’&#-])[{_LOWER}]{{3,30}}\\Z")
_KNOWN = 1e-6
_LONGEST = 40  # characters looked at before a place

# A comma after a word set twice, and a stop between two sentences.
_COMMAS = re.compile(r",,(?<=[^\W_],,)(?=\s[^\W_])")
_STOPS = re.compile(r"\. \.(?<=[^\W\d_]{2}\. \.)(?=\s+[^\W\d_a-z]|\s*\Z)")


def suspects(draft: Draft) -> bool:
    """True where a blank may be missing or too many, or punctuation is set twice.

    >>> suspects(Draft("It ended.The town slept.")), suspects(Draft("It ended. The U.S. slept."))
    (True, False)
    """
    if _has_twice(draft) or next(_openers(draft.text), None) is not None:
        return True
    shape = _shape(draft.text)
    return _SPACED_SHAPE in shape or next(_halves(draft, shape), None) is not None


def _has_twice(draft: Draft) -> bool:
    text = draft.text
    return (b",," in draft.sketch and ",," in text) or (b". ." in draft.sketch and ". ." in text)


def _shape(text: str) -> bytes:
    return b" " + text.encode("utf-8", "surrogatepass").translate(_SHAPE)


def propose(draft: Draft, words: Words) -> Proposal:
    """Edits where the words of the language leave one reading; offsets count in ``draft.text``.

    >>> draft = Draft("B R E A K I N G: the rain ended,, at last.The gover nment slept.")
    >>> draft.apply(propose(draft, Words(draft.text, lambda: "en")).edits).text
    'BREAKING: the rain ended, at last. The government slept.'
    """
    text = draft.text
    shape = _shape(text)
    edits: list[Edit] = []
    if _has_twice(draft):
        edits += _twice(text)
    edits += _glued(text, words)
    if _SPACED_SHAPE in shape:
        edits += _spaced(text, words)
    edits += _parted(draft, shape, words)
    return Proposal(tuple(sorted(edits, key=attrgetter("start"))))


def _twice(text: str) -> Iterator[Edit]:
    for pattern in (_COMMAS, _STOPS):
        for match in pattern.finditer(text):
            yield Edit(match.start() + 1, match.end(), "", "repair.doubled-mark")


def _spaced(text: str, words: Words) -> Iterator[Edit]:
    for match in _SPACED.finditer(text):
        letters = match.group().split()
        word = "".join(letters)
        needed = _SPACED_WORD if len(word) > len("news") else _SPACED_SHORT
        if letters != sorted(letters) and words.frequency(word) >= needed:
            for blank in range(match.start() + 1, match.end(), 2):
                yield Edit(blank, blank + 1, "", "repair.letter-spacing")


def _openers(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Words that a stop follows and, without a blank, a function word of some language."""
    for match in _GLUED.finditer(text):
        left = _before(_LEFT, text, match.start())
        if left and match["right"].lower() in _function_words():
            yield left, match


@cache
def _function_words() -> frozenset[str]:
    return frozenset().union(*STOPWORDS.values())


def _glued(text: str, words: Words) -> Iterator[Edit]:
    for left, match in _openers(text):
        if match["right"].lower() in STOPWORDS.get(words.language or "", ()) and words.frequency(left) >= _KNOWN:
            at = match.start("right")
            yield Edit(at, at, " ", "repair.missing-blank")


def _halves(draft: Draft, shape: bytes) -> Iterator[tuple[str, re.Match[str]]]:
    """Words before a blank, and what follows it: no word, by its first two letters, where no other language has it."""
    if _ONSET_SHAPE.search(shape) is None:
        return
    text, odd = draft.text, draft.odd
    if max(len(odd) * _ODD_LETTERS, sum(map(odd.count, _FOREIGN)) * _OFTEN) > len(text):
        return
    for match in _PARTED.finditer(text):
        left = _before(_HEAD, text, match.start())
        if left:
            yield left, match


def _parted(draft: Draft, shape: bytes, words: Words) -> Iterator[Edit]:
    for left, match in _halves(draft, shape):
        if words.language not in _ONSETS:
            return
        right = match["right"]
        halves = max(words.frequency(left), words.frequency(right))
        if halves < _HALF and words.frequency(left + right) >= max(_HALF, _WHOLE * halves):
            yield Edit(match.start(), match.start() + 1, "", "repair.parted-word")


def _before(word: re.Pattern[str], text: str, end: int) -> str:
    match = word.search(text[max(0, end - _LONGEST) : end])
    return match.group() if match else ""
