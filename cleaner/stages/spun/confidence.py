"""How sure it is that a candidate is the original: a first look at all of them, and a second at those with a chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.forest import Forest
from cleaner.stages.spun.channel import Candidates
from cleaner.stages.spun.recognition import Recognition
from cleaner.stages.spun.second_look import second_rows

__all__ = ["ASKED", "Confidence", "chances_of"]

Array = NDArray[Any]

ASKED = 0.1
"""From which chance by the first look on there is a second."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """Trees of both looks, and the line that was fitted on unseen families.

    Attributes:
        first, second: log odds, over ``COLUMNS`` and over ``SECOND_COLUMNS``.
        recognition: of the second look, by the chances of the first.
        slope, start: of the line that makes a probability of the second look's log odds.
    """

    first: Forest
    second: Forest
    recognition: Recognition
    slope: float
    start: float

    def of(self, candidates: Candidates) -> Array:
        """The probability of each guess, float64 [guesses]."""
        chances = chances_of(self.first.scores(self.first.leaves(candidates.rows)))
        asked = chances >= ASKED
        if asked.any():
            rows = second_rows(candidates, chances, self.recognition)[asked]
            odds = self.second.scores(self.second.leaves(rows))
            chances[asked] = chances_of(self.slope * odds + self.start)
        return chances


def chances_of(odds: Array) -> Array:
    """Probabilities of log odds.

    >>> chances_of(np.array([0.0])).tolist()
    [0.5]
    """
    chances: Array = 1 / (1 + np.exp(-odds))
    return chances
