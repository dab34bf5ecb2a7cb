"""The noisy channel: for each span that a spinner may have put, what stood there, and the columns that say how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.fits import Guess, fits, frequencies
from cleaner.stages.spun.habits import habits
from cleaner.stages.spun.language_model import LanguageModel
from cleaner.stages.spun.network import ContextNetwork, Gaps
from cleaner.stages.spun.swaps import Original, Swaps
from cleaner.stages.spun.tokens import BREAK, Tokens

__all__ = ["COLUMNS", "Candidates", "Channel", "open_spans", "starts_of_sentences"]

Array = NDArray[Any]

#: What the confidence in a candidate is learned from, in order.
COLUMNS = (
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

# Below this the network sees no chance, and nothing further is asked: of ten candidates one or two are left.
_LEAST_PROBABILITY = 0.04
_SURE = 0.8
_NEAR = 12  # tokens to both sides in which other changes are counted
_STOPS = frozenset(".?!")
_OPENS = frozenset('":(')


class Candidates(NamedTuple):
    """Guesses, and a row of :data:`COLUMNS` for each: float32 [guesses, columns].

    Attributes:
        density: the expected number of swaps in 100 tokens of the text.
        doubts: the chance of each token to have been put there by a spinner, whatever stood there: float32 [tokens].
    """

    guesses: Sequence[Guess]
    rows: Array
    density: float
    doubts: Array


@dataclass(frozen=True, slots=True)
class Channel:
    """Swap tables, a language model and a network that judge together."""

    swaps: Swaps
    language_model: LanguageModel
    network: ContextNetwork

    def candidates(self, tokens: Tokens) -> Candidates:
        """What the words of ``tokens`` may have been spun from."""
        beginning = starts_of_sentences(tokens)
        spans = _open(tokens, self.swaps, beginning)
        text = self.network.read(tokens.norms)
        doubts = self.network.doubts(text)
        if not spans:
            return Candidates((), np.zeros((0, len(COLUMNS)), np.float32), 0.0, doubts)
        gaps = _gaps(tokens, spans, self.network)
        logits = self.network.logits(text, gaps)
        kept = np.flatnonzero(np.diff(gaps.gap, prepend=-1))
        odds = np.exp(logits - np.maximum.reduceat(logits, kept)[gaps.gap])
        probability = odds / np.add.reduceat(odds, kept)[gaps.gap]
        change = 1 - probability[kept]
        chosen = np.flatnonzero((probability >= _LEAST_PROBABILITY) & (np.diff(gaps.gap, prepend=-1) == 0))
        gap = gaps.gap[chosen]
        place = chosen - kept[gap] - 1
        guesses = [
            Guess(spans[g][0], spans[g][1], spans[g][2][p].tokens)
            for g, p in zip(gap.tolist(), place.tolist(), strict=True)
        ]
        sizes = np.diff(np.append(kept, len(logits))) - 1
        margin = _margins(logits, gaps.gap, chosen)
        peaks = _by_token(gaps, change, len(tokens))
        quoted = np.cumsum([norm == '"' for norm in tokens.norms]) % 2
        firsts, lasts = gaps.firsts[gap], gaps.lasts[gap]
        capital = [tokens.text[tokens.starts[first]].isupper() for first in firsts.tolist()]
        near = _window(peaks, firsts) - _window_of(peaks, firsts, lasts)
        found = fits(self.language_model, tokens, beginning, guesses)
        columns = [
            logits[chosen] - logits[kept[gap]],
            probability[chosen],
            margin,
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
            *habits(tokens, guesses, self.language_model, probability[chosen], found[0]),
            _overlapped(gaps, change, peaks)[gap],
            self.network.likeness(
                [tokens.norms[guess.first : guess.last] for guess in guesses], [guess.words for guess in guesses]
            ),
            [doubts[guess.first : guess.last].max() for guess in guesses],
            np.full(len(gap), (doubts * peaks).sum() / (doubts.sum() + 1e-6)),
            np.full(len(gap), (gaps.ranks[chosen] * probability[chosen]).sum() / max(probability[chosen].sum(), 1e-6)),
        ]
        rows = np.stack([np.asarray(column, np.float32) for column in columns], axis=1)
        return Candidates(guesses, rows, 100 * float(peaks.mean()), doubts)


def open_spans(tokens: Tokens, swaps: Swaps) -> list[tuple[int, int, list[Original]]]:
    """The spans that may be swapped: first token, the one after the last, originals; names are none."""
    return _open(tokens, swaps, starts_of_sentences(tokens))


def _open(tokens: Tokens, swaps: Swaps, beginning: Sequence[bool]) -> list[tuple[int, int, list[Original]]]:
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


def _gaps(tokens: Tokens, spans: Sequence[Any], network: ContextNetwork) -> Gaps:
    words: list[str] = []
    starts: list[int] = []
    gap: list[int] = []
    ranks: list[int] = []
    for number, (first, last, originals) in enumerate(spans):
        starts.append(len(words))
        words += tokens.norms[first:last]
        ranks.append(1)
        for original in originals:
            starts.append(len(words))
            words += original.tokens
            ranks.append(original.rank)
        gap += [number] * (len(originals) + 1)
    firsts, lasts, _ = zip(*spans, strict=True)
    return Gaps(
        np.array(firsts), np.array(lasts), np.array(gap), network.ids(words), np.array(starts),
        -np.log(np.array(ranks, np.float32)),
    )  # fmt: skip


def _margins(logits: Array, gap: Array, chosen: Array) -> Array:
    """By how much each chosen phrase is before the best other one of its gap."""
    order = np.lexsort((-logits, gap))
    heads = np.flatnonzero(np.diff(gap[order], prepend=-1))
    best, second = order[heads], order[heads + 1]  # a gap has two phrases at least
    own = gap[chosen]
    return np.where(best[own] == chosen, logits[chosen] - logits[second[own]], logits[chosen] - logits[best[own]])


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
