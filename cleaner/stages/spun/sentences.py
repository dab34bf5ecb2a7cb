"""Sentences of a text, and the pieces between quotation marks in them, cut alike wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.stages.spun.tokens import BREAK, NUMBER, Tokens, tokenize  # noqa: F401  # the doctests cut with it

__all__ = ["MOST_WORDS", "Sentence", "passages", "sentences", "whole"]

MOST_WORDS = 120
"""Words of a sentence that is looked at; what is longer is a list, or a text that lost its full stops."""

_STOPS = frozenset(".!?")
_CLOSING = frozenset("\"')]")
# Abbreviations that stand before a name or a number, where a full stop ends no sentence.
_ABBREVIATED = """
adm apr aug ave brig bros capt cmdr co col corp cpl dec dept det dr fla ft gen gov hon inc jan jr jul jun lt ltd
maj mar messrs mr mrs ms mt no nov oct pa prof pvt rep reps rev sen sens sep sept sgt sr st supt va vol vs
"""
_SHORT = frozenset(_ABBREVIATED.split())


class Sentence(NamedTuple):
    """A sentence or a piece of one.

    Attributes:
        words: indexes of its words and numbers in the :class:`Tokens`; punctuation and line ends are left out.
    """

    words: tuple[int, ...]

    def norms(self, tokens: Tokens) -> list[str]:
        """The folded forms of its words."""
        return [tokens.norms[place] for place in self.words]


def sentences(tokens: Tokens) -> Iterator[Sentence]:
    r"""The sentences of a text in order.

    One ends at a full stop, question or exclamation mark before a capital, a digit or a quotation mark, and at a line's
    end, but where the next line goes on in lower case, as in hard-wrapped text.

    >>> tokens = tokenize("Gov. Lee shut the mill.\nThe miller “did not\nmind”. Ely slept.")
    >>> [" ".join(sentence.norms(tokens)) for sentence in sentences(tokens)]
    ['gov lee shut the mill', 'the miller did not mind', 'ely slept']
    """
    words: list[int] = []
    for place, norm in enumerate(tokens.norms):
        if _is_word(norm):
            words.append(place)
        elif words and _ends(tokens, place):
            yield Sentence(tuple(words))
            words = []
    if words:
        yield Sentence(tuple(words))


def passages(tokens: Tokens, least: int) -> Iterator[Sentence]:
    """The sentences of ``least`` words and more, and, of those with quotation marks, such pieces between the marks too.

    A quote stands in other reports with another "he said".

    >>> tokens = tokenize('"The old mill is gone," he told the paper of the town.')
    >>> [len(passage.words) for passage in passages(tokens, 5)]
    [12, 5, 7]
    """
    for sentence in sentences(tokens):
        words = sentence.words
        if not least <= len(words) <= MOST_WORDS:
            continue
        yield sentence
        cuts = [
            index
            for index in range(1, len(words))
            if words[index] > words[index - 1] + 1 and '"' in tokens.norms[words[index - 1] + 1 : words[index]]
        ]
        for first, last in zip([0, *cuts], [*cuts, len(words)], strict=True):
            if cuts and last - first >= least:
                yield Sentence(words[first:last])


def whole(tokens: Tokens) -> Sentence:
    """All words of a text that is known to be one passage."""
    return Sentence(tuple(place for place, norm in enumerate(tokens.norms) if _is_word(norm)))


def _is_word(norm: str) -> bool:
    return norm != BREAK and (norm[0].isalpha() or norm == NUMBER)


def _ends(tokens: Tokens, place: int) -> bool:
    norms = tokens.norms
    following = place + 1
    if norms[place] == BREAK:
        many = tokens.text.count("\n", tokens.starts[place], tokens.ends[place]) > 1
        return many or following == len(tokens) or not tokens.text[tokens.starts[following]].islower()
    if norms[place] not in _STOPS or not place:
        return False
    before = norms[place - 1]
    joined = norms[place] == "." and tokens.ends[place - 1] == tokens.starts[place]
    if joined and (before in _SHORT or (len(before) == 1 and before.isalpha())):
        return False
    while following < len(tokens) and norms[following] in _CLOSING:
        following += 1
    if following == len(tokens) or norms[following] == BREAK:
        return True
    return not tokens.text[tokens.starts[following]].islower()
