"""How restored words are written: in the case of what stood there, and with the article that fits them."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.stages.spun.tokens import Tokens

__all__ = ["Wording", "worded"]

_ARTICLES = {"a": "an", "an": "a"}
# Letters do not tell how these begin.
_VOWEL_FIRST = re.compile(r"hour|heir|honest|hono|[aeiou]", re.IGNORECASE)
_CONSONANT_FIRST = re.compile(r"uni(?![dmn])|us[aeu]|uter|util|eu|one\b|once\b|ubiq|uran", re.IGNORECASE)


class Wording(NamedTuple):
    """What to put where. Offsets count code points of the tokens' text."""

    start: int
    end: int
    text: str


def worded(tokens: Tokens, first: int, last: int, words: tuple[str, ...]) -> Wording:
    """``words`` in place of the tokens from ``first`` up to ``last``, written as they would stand there.

    A capital at the start of a sentence stays. "a" and "an" right before follow the new word, but only where they went
    with the old one: most spinners leave the article as it was, and then it goes with the new word already.

    >>> from cleaner.stages.spun.tokens import tokenize
    >>> worded(tokenize("It was an evening of rain."), 3, 4, ("night",))
    Wording(start=7, end=17, text='a night')
    >>> worded(tokenize("Enormous waves hit."), 0, 1, ("massive",)).text
    'Massive'
    """
    start, end = tokens.starts[first], tokens.ends[last - 1]
    text = " ".join("I" if word == "i" else word for word in words)
    old = tokens.text[start:end]
    if old[0].isupper() and old[1:2] != "'":
        text = text[0].upper() + text[1:]
    if "’" in tokens.text and "'" in text:
        text = text.replace("'", "’")
    article = tokens.norms[first - 1] if first else ""
    if article in _ARTICLES and tokens.ends[first - 1] == start - 1:
        wanted = "an" if _sounds_open(text) else "a"
        if article != wanted and article == ("an" if _sounds_open(old) else "a"):
            before = tokens.text[tokens.starts[first - 1] : start]
            other = _ARTICLES[article]
            other = other.capitalize() if before[0].isupper() else other
            return Wording(tokens.starts[first - 1], end, f"{other} {text}")
    return Wording(start, end, text)


def _sounds_open(word: str) -> bool:
    """Whether it begins with a vowel as it is spoken."""
    return _CONSONANT_FIRST.match(word) is None and _VOWEL_FIRST.match(word) is not None
