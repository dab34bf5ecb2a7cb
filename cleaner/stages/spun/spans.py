"""Spans of a text that a spinner may have put: forms of the swap tables that are no names."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.stages.spun.swaps import Original, Swaps
from cleaner.stages.spun.tokens import BREAK, Tokens

__all__ = ["open_spans", "starts_of_sentences"]

_STOPS = frozenset(".?!")
_OPENS = frozenset('":(')


def open_spans(tokens: Tokens, swaps: Swaps, beginning: Sequence[bool]) -> list[tuple[int, int, list[Original]]]:
    """The spans that may be swapped: first token, the one after the last, originals; names are none.

    ``beginning`` is that of :func:`starts_of_sentences`.
    """
    return [span for span in swaps.spans(tokens.norms) if _may_change(tokens, beginning, span[0], span[1])]


def starts_of_sentences(tokens: Tokens) -> list[bool]:
    """Whether each token begins a sentence: at the text's and a line's start, or after a full stop and what closes it.

    >>> from cleaner.stages.spun.tokens import tokenize
    >>> starts_of_sentences(tokenize("He left. She stayed.")).index(True, 1)
    3
    """
    found = [False] * len(tokens)
    begins = True
    for place, norm in enumerate(tokens.norms):
        if norm == BREAK or norm in _STOPS:
            begins = True
        elif norm == '"' and begins:
            continue
        else:
            found[place] = begins and not tokens.text[tokens.starts[place]].islower()
            begins = False
    return found


def _may_change(tokens: Tokens, beginning: Sequence[bool], first: int, last: int) -> bool:
    """False for names: what has a capital within a sentence, and what is written in capitals."""
    for place in range(first, last):
        letter = tokens.text[tokens.starts[place]]
        if letter.isupper() and not (beginning[place] or (place and tokens.norms[place - 1] in _OPENS)):
            return False
        if letter.isupper() and tokens.ends[place] - tokens.starts[place] > 1:
            word = tokens.text[tokens.starts[place] : tokens.ends[place]]
            if word.isupper():
                return False
    return True
