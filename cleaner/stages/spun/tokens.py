"""Words of English text as the n-gram counts, the tables and the models of this package know them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BREAK", "NUMBER", "Tokens", "tokenize"]

# Tokens of the n-gram counts that are no words: a line's end, and any number.
BREAK = "</s>"
NUMBER = "<num>"

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"{_LETTER}(?:\.{_LETTER})+\.?"  # u.s., p.m.
    rf"|{_LETTER}(?:{_LETTER}|[-'’](?={_LETTER}))*"  # word, long-term, company's, don't
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
        word = match[0]
        if word[0] == "\n":
            norms.append(BREAK)
        elif word[0].isdecimal():
            norms.append(NUMBER)
        else:
            norms.append(word.lower().translate(_FOLDED) if not word.isascii() else word.lower())
    return Tokens(text, starts, ends, norms)
