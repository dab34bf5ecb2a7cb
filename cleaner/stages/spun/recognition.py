"""Which known spinner made a text, by the swaps that were found in it; what it puts for what is surer than the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.swaps import MOST_SPINNERS, Swaps

__all__ = [
    "RECOGNITION_COLUMNS",
    "WEIGHTS",
    "Evidence",
    "Recognition",
    "chosen_chances",
    "kept_words",
    "places_of",
    "recognition_signs",
]

Array = NDArray[Any]

RECOGNITION_COLUMNS = (
    "recognised",
    "unknown_spinner",
    "best_spinner",
    "best_place",
    "mean_place",
    "swapped_share",
    "spinners",
    "most_swapped_own",
    "most_swapped",
)
"""What the recognition says of a candidate, in order; see :meth:`Recognition.columns`."""

WEIGHTS = 3
"""Weights that all spinners share: of the share of all swaps, of the share of swapped words, of the number of swaps."""

_LEAST = 0.02  # a candidate less likely than this is no swap
# Added to counts, so that one swap in a short text proves little.
_SOME, _SWAPPED, _SEEN = 0.2, 0.1, 2.0


class Evidence(NamedTuple):
    """What there is to recognise the spinner of a text by.

    Attributes:
        places: for each candidate and spinner 0, or at which place it puts this for that: uint8 [candidates, spinners].
        chances: of the candidates that were chosen among those that overlap; 0 for the others: float [candidates].
        kept: how many words the text holds that the spinner puts something for: float [spinners].
    """

    places: Array
    chances: Array
    kept: Array


@dataclass(frozen=True, slots=True)
class Recognition:
    """A logistic model over what is found of each known spinner; nobody of them is one choice more.

    Attributes:
        weights: :data:`WEIGHTS` of them, then a start for each spinner.
    """

    weights: Array

    @classmethod
    def of_nobody(cls, spinners: int) -> Recognition:
        """Recognises no spinner."""
        return cls(np.concatenate([np.zeros(WEIGHTS), np.full(spinners, -50.0)]))

    def found(self, evidence: Evidence) -> Array:
        """The chance of each spinner to have made the text, and, last, that none of them did: float [spinners + 1].

        >>> recognition = Recognition(np.array([4.0, 1.0, 2.0, 0.0, 0.0]))
        >>> places = np.array([[1, 0]] * 9, np.uint8)
        >>> recognition.found(Evidence(places, np.full(9, 0.9), np.array([3.0, 3.0]))).round(2).tolist()
        [0.97, 0.0, 0.03]
        """
        swaps = evidence.chances @ (evidence.places > 0)
        return self._chances(swaps, evidence.kept, np.asarray(evidence.chances.sum()))

    def columns(self, evidence: Evidence) -> list[Array]:
        """:data:`RECOGNITION_COLUMNS`, a place a candidate, each judged by all others.

        The chance that the spinner is one that puts this for that; that it is unknown; that of the likeliest; at which
        place that one puts it; one through the place with each, weighed by chances; which share of the words that it
        swaps it has swapped, weighed alike; how many spinners put it; the largest of these shares among them, and of
        all.
        """
        if not evidence.kept.size:  # nobody is known
            none = np.zeros(len(evidence.places))
            return [none, none + 1, *[none] * (len(RECOGNITION_COLUMNS) - 2)]
        own = (evidence.places > 0) * evidence.chances[:, None]
        swaps = (evidence.chances @ (evidence.places > 0))[None] - own
        chances = self._chances(swaps, evidence.kept[None], evidence.chances.sum() - evidence.chances)
        known, nobody = chances[:, :-1], chances[:, -1]
        member = evidence.places > 0
        share = (swaps + _SWAPPED) / (swaps + evidence.kept + _SEEN)
        best = known.argmax(axis=1)
        rows = np.arange(len(best))
        return [
            (known * member).sum(axis=1),
            nobody,
            known[rows, best],
            evidence.places[rows, best],
            (known * np.where(member, 1 / np.maximum(evidence.places, 1), 0)).sum(axis=1),
            (known * share * member).sum(axis=1),
            member.sum(axis=1),
            np.where(member, share, 0).max(axis=1),
            share.max(axis=1),
        ]

    def _chances(self, swaps: Array, kept: Array, all_swaps: Array) -> Array:
        signs = recognition_signs(swaps, kept, all_swaps)
        odds = signs @ self.weights[:WEIGHTS] + self.weights[WEIGHTS:]
        odds = np.concatenate([odds, np.zeros((*odds.shape[:-1], 1))], axis=-1)
        likely = np.exp(odds - odds.max(axis=-1, keepdims=True))
        chances: Array = likely / likely.sum(axis=-1, keepdims=True)
        return chances


def recognition_signs(swaps: Array, kept: Array, all_swaps: Array) -> Array:
    """What a spinner is weighed by: float [..., spinners, :data:`WEIGHTS`].

    Args:
        swaps: of each spinner, expected: [..., spinners].
        kept: words it could have swapped and did not: [..., spinners].
        all_swaps: of the text: [...].
    """
    share = np.log((swaps + _SOME) / (all_swaps[..., None] + 1))
    swapped = np.log((swaps + _SWAPPED) / (swaps + kept + _SEEN))
    return np.stack([share, swapped, np.log1p(swaps)], axis=-1)


def places_of(known: Array, spinners: int) -> Array:
    """The two bits of each spinner, parted: uint8 [n, spinners].

    >>> places_of(np.array([0b1101], np.uint32), 3).tolist()
    [[1, 3, 0]]
    """
    places: Array = (known[:, None] >> (2 * np.arange(spinners, dtype=np.uint32)) & 3).astype(np.uint8)
    return places


def kept_words(norms: Sequence[str], swaps: Swaps) -> Array:
    """How many of the words each known spinner puts something for: float [spinners]."""
    get = swaps.swapped.get
    times = Counter(own for norm in norms if (own := get(norm)))
    bits = np.array(list(times), np.uint32)
    numbers = np.array(list(times.values()), float)
    kept: Array = numbers @ (bits[:, None] >> np.arange(MOST_SPINNERS, dtype=np.uint32) & 1).astype(float)
    return kept[: len(swaps.spinners)]


def chosen_chances(spans: Sequence[tuple[int, int]], chances: Array) -> Array:
    """The chances with those set to 0 whose span overlaps a likelier one's, and those that are next to nothing.

    >>> chosen_chances([(0, 1), (0, 2), (4, 5)], np.array([0.5, 0.4, 0.01])).tolist()
    [0.5, 0.0, 0.0]
    """
    chosen = np.zeros(len(chances))
    taken: set[int] = set()
    for place in np.argsort(-chances, kind="stable").tolist():
        if chances[place] <= _LEAST:
            break
        span = range(*spans[place])
        if taken.isdisjoint(span):
            taken.update(span)
            chosen[place] = chances[place]
    return chosen
