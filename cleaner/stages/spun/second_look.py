"""The second look at candidates: what the first look at all of them says of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.channel import CHANNEL_COLUMNS, Candidates
from cleaner.stages.spun.recognition import RECOGNITION_COLUMNS, Recognition

__all__ = ["SECOND_COLUMNS", "second_rows"]

Array = NDArray[Any]

SECOND_COLUMNS = (
    *CHANNEL_COLUMNS,
    *RECOGNITION_COLUMNS,
    "first_chance",
    "near_swaps",
    "swaps",
    "swaps_per_token",
    "sure_tokens",
    "surest_tokens",
    "chance_before_next",
)
"""What the final confidence is learned from: the channel's own columns, the recognition anew, and the first look."""

_NEAR = 12  # tokens to both sides in which other swaps are counted
_SURE, _SUREST = 0.8, 0.95


def second_rows(candidates: Candidates, chances: Array, recognition: Recognition) -> Array:
    """A row of :data:`SECOND_COLUMNS` for each guess, given its chance by the first look: float32 [guesses, columns].

    Beside the chance: how many other swaps stand near, in the text, and for each of its tokens; the share of tokens
    that are surely swapped, and the number of the surest ones; and by how much it is before what else may have stood
    there.
    """
    if not candidates.guesses:
        return np.zeros((0, len(SECOND_COLUMNS)), np.float32)
    spans = [(guess.first, guess.last) for guess in candidates.guesses]
    peaks = np.zeros(len(candidates.doubts))
    for (first, last), chance in zip(spans, chances.tolist(), strict=True):
        peaks[first:last] = np.maximum(peaks[first:last], chance)
    sums = np.concatenate([[0], np.cumsum(peaks)])
    firsts, lasts = np.array(spans).T
    own = sums[lasts] - sums[firsts]
    near = sums[np.minimum(lasts + _NEAR, len(peaks))] - sums[np.maximum(firsts - _NEAR, 0)] - own
    others = sums[-1] - own
    size, count = len(peaks), len(spans)
    columns = [
        *recognition.columns(candidates.evidence(chances)),
        chances,
        near,
        others,
        others / size,
        np.full(count, (peaks > _SURE).mean()),
        np.full(count, (peaks > _SUREST).sum()),
        chances - _best_other(spans, chances, size),
    ]
    found = np.stack([np.asarray(column, np.float32) for column in columns], axis=1)
    return np.concatenate([candidates.rows[:, : len(CHANNEL_COLUMNS)], found], axis=1)


def _best_other(spans: Sequence[tuple[int, int]], chances: Array, tokens: int) -> Array:
    """The largest chance among the other guesses whose spans overlap each."""
    first, second = [-1] * tokens, [-1] * tokens  # the likeliest guess at each token, and the one after it
    for guess in np.argsort(-chances, kind="stable").tolist():
        for token in range(*spans[guess]):
            if first[token] < 0:
                first[token] = guess
            elif second[token] < 0:
                second[token] = guess
    known = np.append(chances, 0.0)
    return np.array(
        [
            max(known[second[token] if first[token] == guess else first[token]] for token in range(*span))
            for guess, span in enumerate(spans)
        ]
    )
