"""The habits of a spinner, as the whole text shows them: it does the same thing to the same word, again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.language_model import UNKNOWN, LanguageModel
from cleaner.stages.spun.tokens import Tokens

__all__ = ["habits"]

Array = NDArray[Any]

_NOTHING = (UNKNOWN, UNKNOWN)  # fills up short phrases
_MOST = 3  # times that a word stands elsewhere; more tell nothing more


def habits(
    tokens: Tokens, guesses: Sequence[Guess], model: LanguageModel, probability: Array, gain: Array
) -> list[Array]:
    """Seven columns, one place a guess.

    How often, up to three times, the text holds the original elsewhere, and what stands there; by how much what stands
    there is commoner in this text than in the counts, and the original too (logarithms): "mentioned" six times and
    "said" never is no writer's choice; in how many places the same is guessed; and the mean probability and the mean
    gain of these places.
    """
    times = Counter(tokens.norms)
    spans = {(guess.first, guess.last) for guess in guesses}
    phrases = Counter(tuple(tokens.norms[first:last]) for first, last in spans)
    spun = [tuple(tokens.norms[guess.first : guess.last]) for guess in guesses]
    here = np.array([times[form[0]] if len(form) == 1 else phrases[form] for form in spun])
    there = np.array([times[guess.words[0]] if len(guess.words) == 1 else 0 for guess in guesses])
    single = np.array([len(guess.words) == 1 for guess in guesses])
    size = len(tokens)
    expected_here = size * _share(model, spun)
    expected_there = size * _share(model, [guess.words for guess in guesses])
    places: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, (form, guess) in enumerate(zip(spun, guesses, strict=True)):
        places.setdefault((form, guess.words), []).append(number)
    same = np.ones(len(guesses))
    mean_probability, mean_gain = np.array(probability, float), np.array(gain, float)
    for own in places.values():
        if len(own) > 1:
            same[own] = len(own)
            mean_probability[own] = mean_probability[own].mean()
            mean_gain[own] = mean_gain[own].mean()
    return [
        np.minimum(there, _MOST),
        np.minimum(here - 1, _MOST),
        np.log((here + 0.5) / (expected_here + 0.5)),
        np.where(single, np.log((there + 0.5) / (expected_there + 0.5)), 0.0),
        np.log(same),
        mean_probability,
        mean_gain,
    ]


def _share(model: LanguageModel, phrases: Sequence[Sequence[str]]) -> Array:
    """The share of each phrase among all tokens counted; of long ones by their first three words."""
    one, two, three = model.ids([word for phrase in phrases for word in (*phrase, *_NOTHING)[:3]]).reshape(-1, 3).T
    lengths = np.array([min(len(phrase), 3) for phrase in phrases])
    counts = np.where(
        lengths == 1, model.unigram(one), np.where(lengths == 2, model.bigram(one, two), model.trigram(one, two, three))
    )
    shares: Array = counts / model.tokens
    return shares
