"""The noisy channel: for each span that a spinner may have put, what stood there, and the columns that say how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.fits import Guess, fits, frequencies
from cleaner.stages.spun.habits import habits
from cleaner.stages.spun.language_model import LanguageModel
from cleaner.stages.spun.network import ContextNetwork, Gaps, Read
from cleaner.stages.spun.phrases import Phrases
from cleaner.stages.spun.recognition import (
    RECOGNITION_COLUMNS,
    Evidence,
    Recognition,
    chosen_chances,
    kept_words,
    places_of,
)
from cleaner.stages.spun.spans import open_spans, starts_of_sentences
from cleaner.stages.spun.swaps import Original, Swaps
from cleaner.stages.spun.tokens import Tokens

__all__ = ["CHANNEL_COLUMNS", "COLUMNS", "Candidates", "Channel"]

Array = NDArray[Any]

#: What tables, network and counts say of a candidate, in order.
CHANNEL_COLUMNS = (
    "logit_over_kept",
    "probability",
    "margin",
    "kept_logit",
    "rank",
    "words_original",
    "words_spun",
    "capital",
    "quoted",
    "frequency_original",
    "frequency_spun",
    "candidates",
    "change_probability",
    "sentence_start",
    "gain",
    "surprise",
    "before_original",
    "after_original",
    "before_spun",
    "after_spun",
    "two_before_original",
    "two_after_original",
    "two_before_spun",
    "two_after_spun",
    "around_original",
    "around_spun",
    "density",
    "sure_density",
    "near_density",
    "elsewhere_original",
    "elsewhere_spun",
    "excess_spun",
    "lack_of_original",
    "same_places",
    "same_probability",
    "same_gain",
    "overlapped",
    "likeness",
    "doubt",
    "explained",
    "typical",
)
#: What the first confidence in a candidate is learned from.
COLUMNS = (*CHANNEL_COLUMNS, *RECOGNITION_COLUMNS)

# Below this the network sees no chance, and nothing further is asked: of ten candidates one or two are left.
_LEAST_PROBABILITY = 0.04
# Of what the spinner puts that made the text, if one is known, less is enough.
_LEAST_OF_KNOWN, _KNOWN = 0.01, 0.5
_SURE = 0.8
_NEAR = 12  # tokens to both sides in which other changes are counted


class Candidates(NamedTuple):
    """Guesses, and a row of :data:`COLUMNS` for each: float32 [guesses, columns].

    Attributes:
        density: the expected number of swaps in 100 tokens of the text.
        doubts: the chance of each token to have been put there by a spinner, whatever stood there: float32 [tokens].
        places, kept: of each guess and known spinner, and of each spinner, as ``Evidence`` has them.
    """

    guesses: Sequence[Guess]
    rows: Array
    density: float
    doubts: Array
    places: Array
    kept: Array

    def evidence(self, chances: Array) -> Evidence:
        """What these say of the spinner, given the chance of each guess: of those that overlap the likeliest counts."""
        return Evidence(self.places, chosen_chances(_spans_of(self.guesses), chances), self.kept)


class _Weighed(NamedTuple):
    """Spans that may have been swapped, what may stand in each, and what the network says of it.

    Attributes:
        kept: the first phrase of each gap: what stands there.
        known: of each phrase the bits of ``Original.known``.
    """

    spans: Sequence[tuple[int, int, list[Original]]]
    gaps: Gaps
    kept: Array
    known: Array
    logits: Array
    probability: Array


@dataclass(frozen=True, slots=True)
class Channel:
    """Swap tables, a language model, a network, and what recognises known spinners, that judge together."""

    swaps: Swaps
    language_model: LanguageModel
    network: ContextNetwork
    recognition: Recognition
    _phrases: Phrases = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_phrases", Phrases(self.network))

    def candidates(self, tokens: Tokens, read: Read | None = None) -> Candidates:
        """What the words of ``tokens`` may have been spun from; ``read`` is what the network read in all of them."""
        beginning = starts_of_sentences(tokens)
        text = read or self.network.read(tokens.norms)
        doubts = self.network.doubts(text)
        weighed = self._weighed(tokens, beginning, text)
        kept_of = kept_words(tokens.norms, self.swaps)
        if weighed is None:
            nobody = np.zeros((0, len(self.swaps.spinners)), np.uint8)
            return Candidates((), np.zeros((0, len(COLUMNS)), np.float32), 0.0, doubts, nobody, kept_of)
        gaps, kept, logits, probability = weighed.gaps, weighed.kept, weighed.logits, weighed.probability
        change = 1 - probability[kept]
        chosen, places = self._chosen(weighed, kept_of)
        gap = gaps.gap[chosen]
        guesses = _guesses(weighed, chosen)
        sizes = np.diff(np.append(kept, len(logits))) - 1
        peaks = _by_token(gaps, change, len(tokens))
        quoted = np.cumsum([norm == '"' for norm in tokens.norms]) % 2
        firsts, lasts = gaps.firsts[gap], gaps.lasts[gap]
        capital = [tokens.text[tokens.starts[first]].isupper() for first in firsts.tolist()]
        near = _window(peaks, firsts) - _window_of(peaks, firsts, lasts)
        found = fits(self.language_model, tokens, beginning, guesses)
        chance = probability[chosen]
        evidence = Evidence(places, chosen_chances(_spans_of(guesses), chance), kept_of)
        columns = [
            logits[chosen] - logits[kept[gap]],
            chance,
            _margins(logits, gaps.gap, chosen),
            logits[kept[gap]],
            gaps.ranks[chosen],
            [len(guess.words) for guess in guesses],
            lasts - firsts,
            capital,
            quoted[firsts],
            *frequencies(self.language_model, tokens, guesses),
            sizes[gap],
            change[gap],
            np.isin(firsts, np.flatnonzero(beginning)),
            *found,
            np.full(len(gap), peaks.mean()),
            np.full(len(gap), (peaks > _SURE).mean()),
            near,
            *habits(tokens, guesses, self.language_model, chance, found[0]),
            _overlapped(gaps, change, peaks)[gap],
            self.network.likeness(
                [tokens.norms[guess.first : guess.last] for guess in guesses], [guess.words for guess in guesses]
            ),
            [doubts[guess.first : guess.last].max() for guess in guesses],
            np.full(len(gap), (doubts * peaks).sum() / (doubts.sum() + 1e-6)),
            np.full(len(gap), (gaps.ranks[chosen] * chance).sum() / max(chance.sum(), 1e-6)),
            *self.recognition.columns(evidence),
        ]
        rows = np.stack([np.asarray(column, np.float32) for column in columns], axis=1)
        return Candidates(guesses, rows, 100 * float(peaks.mean()), doubts, places, kept_of)

    def evidence(self, tokens: Tokens) -> Evidence:
        """What the spinner of ``tokens`` can be recognised by, as the network weighs the candidates."""
        weighed = self._weighed(tokens, starts_of_sentences(tokens), self.network.read(tokens.norms))
        kept = kept_words(tokens.norms, self.swaps)
        if weighed is None:
            return Evidence(np.zeros((0, len(self.swaps.spinners)), np.uint8), np.zeros(0), kept)
        return self._evidence(weighed, kept)[1]

    def _weighed(self, tokens: Tokens, beginning: Sequence[bool], text: Read) -> _Weighed | None:
        spans = open_spans(tokens, self.swaps, beginning)
        if not spans:
            return None
        gaps, known = self._phrases.gaps(tokens.norms, spans)
        logits = self.network.logits(text, gaps)
        kept = np.flatnonzero(np.diff(gaps.gap, prepend=-1))
        odds = np.exp(logits - np.maximum.reduceat(logits, kept)[gaps.gap])
        return _Weighed(spans, gaps, kept, known, logits, odds / np.add.reduceat(odds, kept)[gaps.gap])

    def _evidence(self, weighed: _Weighed, kept_of: Array) -> tuple[Array, Evidence]:
        """Phrases that are not hopeless, and what they tell of the spinner."""
        possible = weighed.probability >= _LEAST_OF_KNOWN
        possible[weighed.kept] = False
        chosen = np.flatnonzero(possible)
        chances = chosen_chances(_spans_of(_guesses(weighed, chosen)), weighed.probability[chosen])
        return chosen, Evidence(places_of(weighed.known[chosen], len(self.swaps.spinners)), chances, kept_of)

    def _chosen(self, weighed: _Weighed, kept_of: Array) -> tuple[Array, Array]:
        """Phrases that are asked further about, and their places with the spinners."""
        chosen, evidence = self._evidence(weighed, kept_of)
        asked = weighed.probability[chosen] >= _LEAST_PROBABILITY
        chances = self.recognition.found(evidence)[:-1]
        if len(chances) and chances.max() > _KNOWN:
            asked |= evidence.places[:, chances.argmax()] > 0
        return chosen[asked], evidence.places[asked]


def _guesses(weighed: _Weighed, chosen: Array) -> list[Guess]:
    gap = weighed.gaps.gap[chosen]
    place = chosen - weighed.kept[gap] - 1
    spans = weighed.spans
    return [
        Guess(spans[g][0], spans[g][1], spans[g][2][p].tokens)
        for g, p in zip(gap.tolist(), place.tolist(), strict=True)
    ]


def _spans_of(guesses: Sequence[Guess]) -> list[tuple[int, int]]:
    return [(guess.first, guess.last) for guess in guesses]


def _margins(logits: Array, gap: Array, chosen: Array) -> Array:
    """By how much each chosen phrase is before the best other one of its gap."""
    kept = np.flatnonzero(np.diff(gap, prepend=-1))
    tops = np.flatnonzero(logits == np.maximum.reduceat(logits, kept)[gap])
    best = tops[np.flatnonzero(np.diff(gap[tops], prepend=-1))]  # the first of equal ones
    others = logits.copy()
    others[best] = -np.inf
    second = np.maximum.reduceat(others, kept)  # a gap has two phrases at least
    own = gap[chosen]
    return np.where(best[own] == chosen, logits[chosen] - second[own], logits[chosen] - logits[best[own]])


def _by_token(gaps: Gaps, change: Array, tokens: int) -> Array:
    """The largest chance of a change at each token."""
    peaks = np.zeros(tokens, np.float32)
    for length in range(1, int((gaps.lasts - gaps.firsts).max()) + 1):
        own = np.flatnonzero(gaps.lasts - gaps.firsts >= length)
        np.maximum.at(peaks, gaps.firsts[own] + length - 1, change[own])
    return peaks


def _window(peaks: Array, firsts: Array) -> Array:
    sums = np.concatenate([[0], np.cumsum(peaks)])
    near: Array = sums[np.minimum(firsts + _NEAR + 1, len(peaks))] - sums[np.maximum(firsts - _NEAR, 0)]
    return near


def _window_of(peaks: Array, firsts: Array, lasts: Array) -> Array:
    sums = np.concatenate([[0], np.cumsum(peaks)])
    own: Array = sums[lasts] - sums[firsts]
    return own


def _overlapped(gaps: Gaps, change: Array, peaks: Array) -> Array:
    """By how much more likely another swap, in other bounds, is at one of the tokens of each gap."""
    found = np.zeros(len(gaps.firsts), np.float32)
    for length in range(1, int((gaps.lasts - gaps.firsts).max()) + 1):
        own = np.flatnonzero(gaps.lasts - gaps.firsts >= length)
        found[own] = np.maximum(found[own], peaks[gaps.firsts[own] + length - 1] - change[own])
    return found
