"""How well a guess and what stands in its place fit between their neighbours, by the language model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.language_model import START, LanguageModel
from cleaner.stages.spun.tokens import BREAK, Tokens

__all__ = ["Guess", "fits", "frequencies"]

Array = NDArray[Any]

# Counts are compared as if ten million tokens had been counted, whatever the model's size.
_COUNTED = 1e7
_COLUMNS = 12


class Guess(NamedTuple):
    """What may have stood somewhere. ``first`` and ``last`` are tokens, the last one not in it."""

    first: int
    last: int
    words: tuple[str, ...]


def frequencies(model: LanguageModel, tokens: Tokens, guesses: Sequence[Guess]) -> tuple[Array, Array]:
    """Sums of the logarithms of the shares that the words have in the counts: of the originals, then of what stands."""
    found = []
    for phrases in ([guess.words for guess in guesses], [tokens.norms[guess.first : guess.last] for guess in guesses]):
        ids = model.ids([word for phrase in phrases for word in phrase])
        ends = list(accumulate((len(phrase) for phrase in phrases), initial=0))
        shares = np.log((np.where(ids > 0, model.unigram(ids), 0) + 0.5) / model.tokens)
        found.append(np.add.reduceat(shares, ends[:-1]) if len(shares) else np.zeros(0))
    return found[0], found[1]


def fits(model: LanguageModel, tokens: Tokens, beginning: Sequence[bool], guesses: Sequence[Guess]) -> list[Array]:
    """How well originals and what stands fit between their neighbours, by the language model."""
    ids = model.ids([*tokens.norms, START, BREAK])
    start, end = ids[-2], ids[-1]
    text = ids[:-2].tolist()
    around = [_around(text, beginning, guess, start, end) for guess in guesses]
    known = model.ids([word for guess in guesses for word in guess.words]).tolist()
    originals, sums, at = [], [], 0
    grams: list[tuple[int, int, int]] = []
    for guess, (two, one, after, beyond) in zip(guesses, around, strict=True):
        own = known[at : at + len(guess.words)]
        at += len(guess.words)
        originals.append(own)
        for middle in (own, text[guess.first : guess.last]):
            line = [two, one, *middle, after, beyond]
            sums.append(len(grams))
            grams += zip(line, line[1:], line[2:], strict=False)
    if not grams:
        return [np.zeros(0)] * _COLUMNS
    log_probability = model.log_probability(*np.array(grams, np.int64).T)
    totals = np.add.reduceat(log_probability, sums)
    original, spun = totals[::2], totals[1::2]
    two, one, after, beyond = np.array(around, np.int64).T
    found = [original - spun, spun]
    edges = [
        (
            np.array([phrase[0] for phrase in phrases]),
            np.array([phrase[-1] for phrase in phrases]),
            np.array([len(phrase) == 1 for phrase in phrases]),
        )
        for phrases in (originals, [text[guess.first : guess.last] for guess in guesses])
    ]
    found += [count for first, last, _ in edges for count in (model.bigram(one, first), model.bigram(last, after))]
    found += [
        count
        for first, last, _ in edges
        for count in (model.trigram(two, one, first), model.trigram(last, after, beyond))
    ]
    found += [model.trigram(one, first, after) * single for first, _, single in edges]
    scale = _COUNTED / model.tokens
    return [*found[:2], *(np.log1p(count * scale) for count in found[2:])]


def _around(text: Sequence[int], beginning: Sequence[bool], guess: Guess, start: int, end: int) -> tuple[int, ...]:
    """Two words before and two after a guess; sentences were counted alone."""
    first, last = guess.first, guess.last
    if not first or beginning[first]:
        two, one = start, start
    else:
        one = text[first - 1]
        two = start if first == 1 or beginning[first - 1] else text[first - 2]
    if last == len(text) or beginning[last]:
        return two, one, end, end
    beyond = end if last + 1 == len(text) or beginning[last + 1] else text[last + 1]
    return two, one, text[last], beyond
