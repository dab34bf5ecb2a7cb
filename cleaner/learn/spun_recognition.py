"""Learning to recognise known spinners from swaps that were found in their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.recognition import WEIGHTS, Evidence, Recognition, recognition_signs

__all__ = ["learn_recognition"]

Array = NDArray[Any]

_RIDGE = 1e-3
_ROUNDS, _RATE = 3_000, 0.03


def learn_recognition(found: Sequence[Evidence], spinner: Sequence[int | None]) -> Recognition:
    """A recognition that tells by each evidence the number of its ``spinner``, None where nobody known made the text.

    Multinomial logistic regression with weights that all spinners share and a start for each, a little ridge, by Adam
    (Kingma and Ba 2015) with the whole data in each step: the same data, the same weights.
    """
    count = len(found[0].kept)
    target = np.array([count if number is None else number for number in spinner])
    swaps = np.array([one.chances @ (one.places > 0) for one in found])
    signs = recognition_signs(
        swaps, np.array([one.kept for one in found]), np.array([one.chances.sum() for one in found])
    )
    right = np.eye(count + 1)[target]
    weights = np.zeros(WEIGHTS + count)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _ROUNDS + 1):
        odds = signs @ weights[:WEIGHTS] + weights[WEIGHTS:]
        odds = np.concatenate([odds, np.zeros((len(odds), 1))], axis=1)
        likely = np.exp(odds - odds.max(axis=1, keepdims=True))
        wrong = (likely / likely.sum(axis=1, keepdims=True) - right)[:, :-1] / len(odds)
        slope = np.concatenate([np.einsum("ns,nsw->w", wrong, signs), wrong.sum(axis=0)]) + 2 * _RIDGE * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return Recognition(weights.round(5))
