"""What spinners do beside looking up words: contractions, numbers, small words more, capitals lost.

Each function looks at one token and gives back what could be put where, or None. The caller throws the dice.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from cleaner.stages.spun.tokens import BREAK, NUMBER, Tokens

__all__ = ["TOUCHED", "Put", "acronym", "cased", "contraction", "insertion", "lowered", "number"]


class Put(NamedTuple):
    """``replacement`` for the text from ``start`` to ``end`` (offsets in it), which ends with token ``last`` - 1."""

    start: int
    end: int
    replacement: str
    last: int


_VERBS = ("do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "could", "would", "should")
_SHORT: Mapping[str, str] = MappingProxyType(
    {f"{verb}n't": f"{verb} not" for verb in _VERBS}
    | {"can't": "can not", "won't": "will not", "i'm": "I am", "let's": "let us"}
    | {f"{who}'s": f"{who} is" for who in ("he", "she", "it", "that", "there", "what", "who")}
    | {f"{who}'re": f"{who} are" for who in ("we", "you", "they")}
    | {f"{who}'ve": f"{who} have" for who in ("i", "we", "you", "they")}
    | {f"{who}'ll": f"{who} will" for who in ("i", "he", "she", "it", "we", "you", "they")}
)
_LONG: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (first, second): short
        for short, (first, second) in ((short, long.lower().split()) for short, long in _SHORT.items())
    }
)
_LONG_FIRST = frozenset(first for first, _ in _LONG)

_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DIGITS: Mapping[str, str] = MappingProxyType({word: str(count) for count, word in enumerate(_COUNTS, 2)})
_WORDS: Mapping[str, str] = MappingProxyType({digits: word for word, digits in _DIGITS.items()})
_VAGUE: Mapping[str, str] = MappingProxyType({"several": "a few", "dozens": "many", "numerous": "several"})
_UNITS: Mapping[str, str] = MappingProxyType({"million": "m", "billion": "bn", "trillion": "tn", "percent": "%"})

_SAYING = frozenset(["said", "says", "say", "believe", "believes", "believed", "think", "thinks", "thought", "hope"])
_CLAUSE = frozenset(["the", "he", "she", "it", "they", "we", "there", "this", "these", "his", "their", "its"])
_AUXILIARY = frozenset(["has", "have", "had", "is", "are", "was", "were", "will", "would"])
_PREPOSITION = frozenset(["of", "in", "for", "by", "with"])
_NO_THE = frozenset(["this", "us", "its", "his", "hers", "ours", "yours", "theirs", "minus", "plus", "less", "others"])

# What the functions below look at: all other tokens can be passed over.
TOUCHED = frozenset(
    [NUMBER, *_SHORT, *_LONG_FIRST, *_DIGITS, *_VAGUE, *_UNITS, "per", *_SAYING, *_AUXILIARY, *_PREPOSITION]
)


def cased(raw: str, spun: str) -> str:
    """``spun`` with the capitals of ``raw``: all of them, the first, or none.

    >>> cased("Officials", "civil servants"), cased("OFFICIALS", "civil servants"), cased("officials", "Us clerks")
    ('Civil servants', 'CIVIL SERVANTS', 'Us clerks')
    """
    if raw.isupper() and sum(map(str.isalpha, raw)) > 1:
        return spun.upper()
    return spun[:1].upper() + spun[1:] if raw[:1].isupper() else spun


def contraction(tokens: Tokens, at: int) -> Put | None:
    """A long form for "don't", a short one for "do not"."""
    norm = tokens.norms[at]
    if norm in _SHORT:
        return Put(tokens.starts[at], tokens.ends[at], cased(tokens.raw(at, at + 1), _SHORT[norm]), at + 1)
    if norm in _LONG_FIRST and _spaced(tokens, at):
        short = _LONG.get((norm, tokens.norms[at + 1]))
        if short is not None:
            return Put(tokens.starts[at], tokens.ends[at + 1], cased(tokens.raw(at, at + 2), short), at + 2)
    return None


def number(tokens: Tokens, at: int) -> Put | None:
    """A number written another way: "two" as "2", "7" as "seven", " million" as "m"."""
    norm, start, end = tokens.norms[at], tokens.starts[at], tokens.ends[at]
    if norm in _DIGITS:
        return Put(start, end, _DIGITS[norm], at + 1)
    if norm in _VAGUE:
        return Put(start, end, cased(tokens.raw(at, at + 1), _VAGUE[norm]), at + 1)
    if norm == NUMBER:
        # a number that stands alone: no price, date, score or share
        alone = tokens.text[start - 1 : start] in ("", " ") and tokens.text[end : end + 1] in ("", " ")
        word = _WORDS.get(tokens.raw(at, at + 1)) if alone else None
        return Put(start, end, word, at + 1) if word else None
    if at and tokens.norms[at - 1] == NUMBER and _spaced(tokens, at - 1):
        if norm in _UNITS:
            return Put(tokens.ends[at - 1], end, _UNITS[norm], at + 1)
        if norm == "per" and _spaced(tokens, at) and tokens.norms[at + 1] == "cent":
            return Put(tokens.ends[at - 1], tokens.ends[at + 1], "%", at + 2)
    return None


def insertion(tokens: Tokens, at: int) -> Put | None:
    """A small word more after the token."""
    norm = tokens.norms[at]
    if not _spaced(tokens, at):
        return None
    following, end = tokens.norms[at + 1], tokens.ends[at]
    if not tokens.text[tokens.starts[at + 1]].islower() or not tokens.raw(at, at + 1)[1:].islower():
        return None
    word = ""
    if norm in _SAYING and following in _CLAUSE:
        word = " that"
    elif norm in _AUXILIARY and following.isalpha() and following not in ("not", "also") and len(following) > 3:
        word = " also"
    elif norm in _PREPOSITION and following.endswith("s") and len(following) > 3 and following not in _NO_THE:
        word = "" if following.endswith(("ss", "us", "is")) else " the"
    return Put(end, end, word, at + 1) if word else None


def acronym(tokens: Tokens, at: int) -> Put | None:
    """An acronym as a word: "Us" for "U.S.", "Nato" for "NATO". Not where its full stop also ends a line."""
    raw = tokens.raw(at, at + 1)
    letters = raw.replace(".", "")
    if not 2 <= len(letters) <= 6 or not letters.isalpha() or not letters.isupper():
        return None
    if raw.endswith(".") and (at + 1 == len(tokens) or tokens.norms[at + 1] == BREAK):
        return None
    return Put(tokens.starts[at], tokens.ends[at], letters.capitalize(), at + 1)


def lowered(tokens: Tokens, at: int) -> Put | None:
    """A name without its capital; "I" keeps its own."""
    raw = tokens.raw(at, at + 1)
    if len(raw) < 3 or raw.startswith(("I'", "I’")) or not raw[1:].islower():
        return None
    return Put(tokens.starts[at], tokens.ends[at], raw.lower(), at + 1)


def _spaced(tokens: Tokens, at: int) -> bool:
    """Whether one space, and only that, parts the token from the next."""
    if at + 1 >= len(tokens):
        return False
    end = tokens.ends[at]
    return tokens.starts[at + 1] == end + 1 and tokens.text[end] == " "
