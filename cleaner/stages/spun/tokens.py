"""Words of English text as the n-gram counts, the tables and the models of this package know them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BREAK", "NUMBER", "Tokens", "norms_of", "tokenize"]

# Tokens of the n-gram counts that are no words: a line's end, and any number.
BREAK = "</s>"
NUMBER = "<num>"

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"{_LETTER}(?:\.{_LETTER})+\.?"  # u.s., p.m.
    rf"|{_LETTER}+(?:[-'’]{_LETTER}+)*"  # word, long-term, company's, don't
    r"|\d[\d.,:]*\d|\d"
    r"|[^\w\s]|_|\n+"
)
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists, one place a token.

    Attributes:
        text: where the tokens stand.
        starts, ends: offsets in ``text``.
        norms: the folded forms: lower case, straight quotes and dashes, ``<num>`` for numbers, ``</s>`` for line ends.
    """

    text: str
    starts: list[int]
    ends: list[int]
    norms: list[str]

    def __len__(self) -> int:
        return len(self.norms)

    def first(self, count: int) -> Tokens:
        """As many tokens from the beginning, in the same text."""
        return Tokens(self.text, self.starts[:count], self.ends[:count], self.norms[:count])

    def raw(self, first: int, last: int) -> str:
        """The text from token ``first`` up to token ``last``, which is not in it, as it stands."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def tokenize(text: str) -> Tokens:
    """The tokens of ``text`` in order, as the counts behind the language model were made.

    >>> tokenize("The U.S. said “it’s 1,000.5 long-term” — no").norms
    ['the', 'u.s.', 'said', '"', "it's", '<num>', 'long-term', '"', '-', 'no']
    """
    starts: list[int] = []
    ends: list[int] = []
    norms: list[str] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        norms.append(_folded(match[0]))
    return Tokens(text, starts, ends, norms)


def norms_of(text: str) -> list[str]:
    """The folded forms alone, as :func:`tokenize` gives them, in less time.

    >>> norms_of("Gates, 3 of them")
    ['gates', ',', '<num>', 'of', 'them']
    """
    # What begins with a letter of ASCII stands above "@".
    return [word.lower() if word > "@" and word.isascii() else _folded(word) for word in _TOKEN.findall(text)]


def _folded(word: str) -> str:
    if word[0] == "\n":
        return BREAK
    if word[0].isdecimal():
        return NUMBER
    return word.lower() if word.isascii() else word.lower().translate(_FOLDED)
