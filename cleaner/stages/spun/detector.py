"""The detector: how sure it is that a text was spun, in three looks of which most texts get only the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.forest import Forest
from cleaner.stages.spun.channel import COLUMNS, Candidates, Channel
from cleaner.stages.spun.screen import Screen
from cleaner.stages.spun.signs import SIGNS, doubts, signs
from cleaner.stages.spun.tokens import BREAK, Tokens, tokenize

__all__ = ["DOCUMENT_COLUMNS", "SPUN", "Detector", "Judgement", "SentenceScore", "document_row", "excerpt_of"]

Array = NDArray[Any]

DOCUMENT_COLUMNS = (*SIGNS, "density", "guesses", "sure_guesses")
"""What the last look is learned from: the signs of the whole text, and what the channel says of it."""

SPUN = 0.5
"""From which score on a text is taken for spun: scores are made so."""

_GLANCE = 200  # tokens of the second look
_MOST = 1_500  # tokens of the last one; spun text is spun all over
_STOPS = frozenset(".?!")
_SURE = 0.9
_CHANGE = COLUMNS.index("change_probability")


class SentenceScore(NamedTuple):
    """A sentence in text coordinates, and the mean chance of its words to have been put there by a spinner."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the detector says of a text.

    Attributes:
        score: 0 to 1, comparable between texts; from .5 on the text is taken for spun.
        tokens, candidates: what was looked at; None where the first looks were enough.
        sentences: with their scores, in order; empty where the first looks were enough.
    """

    score: float
    tokens: Tokens | None = None
    candidates: Candidates | None = None
    sentences: tuple[SentenceScore, ...] = ()

    @property
    def spun(self) -> bool:
        """Whether the text is taken for spun."""
        return self.score >= SPUN


@dataclass(frozen=True, slots=True)
class Detector:
    """Screen, glance and full look, each with the score from which the next one is taken.

    Scores of the looks are put one after the other: the screen's fill 0 to .05, the glance's .05 to .25, and those of
    the full look .25 to 1, so that what went on always stands above what did not.

    Attributes:
        screen: mean log odds of words.
        glance, full: trees over :data:`SIGNS` of an excerpt, and over :data:`DOCUMENT_COLUMNS` of the text; log odds.
        points: ``screen`` and ``glance``: from where on the next look is taken; ``full``: from where on it is spun.
    """

    screen: Screen
    glance: Forest
    full: Forest
    points: Mapping[str, float]

    def judge(self, text: str, channel: Channel, *, fully: bool = False) -> Judgement | None:
        """The judgement of ``text``; None where it is too short or does not read as English.

        Args:
            text: what is judged.
            channel: looks words up, from the second look on.
            fully: take all looks, whatever they say: for people who want to see sentences.
        """
        first = self.screen.score(text)
        if first is None:
            return None
        if first < self.points["screen"] and not fully:
            return Judgement(_placed(first - self.points["screen"], 0.0, 0.05, 0.2))
        tokens = tokenize(text)
        excerpt = excerpt_of(tokens.norms)
        row = signs(excerpt, doubts(excerpt, channel.network), channel.language_model, self.screen.weights)
        second = _score(self.glance, row)
        if second < self.points["glance"] and not fully:
            return Judgement(_placed(second - self.points["glance"], 0.05, 0.25, 2.0))
        candidates = channel.candidates(tokens)
        chances = doubts(tokens.norms, channel.network)
        row = document_row(tokens, chances, candidates, channel, self.screen)
        third = _score(self.full, row) - self.points["full"]
        score = 0.25 + 0.75 / (1 + 2 * np.exp(-third))  # .5 where it stands at its point
        if first < self.points["screen"] or second < self.points["glance"]:
            score = min(score, 0.25)
        return Judgement(round(float(score), 4), tokens, candidates, _sentences(tokens, chances))


def document_row(tokens: Tokens, chances: Array, candidates: Candidates, channel: Channel, screen: Screen) -> Array:
    """One row of :data:`DOCUMENT_COLUMNS`."""
    norms = tokens.norms[:_MOST]
    row = signs(norms, chances[:_MOST], channel.language_model, screen.weights)
    change = candidates.rows[:, _CHANGE] if len(candidates.rows) else np.zeros(0)
    size = max(len(tokens), 1) / 100
    found = [candidates.density, len(change) / size, float((change > _SURE).sum()) / size]
    return np.concatenate([row, np.array(found, np.float32)])


def _placed(distance: float, low: float, high: float, scale: float) -> float:
    """A score between ``low`` and ``high`` that rises with a distance, which is negative."""
    return round(low + (high - low) * float(np.exp(distance / scale)), 4)


def _score(forest: Forest, row: Array) -> float:
    return float(forest.scores(forest.leaves(row[None, :]))[0])


def excerpt_of(norms: Sequence[str]) -> Sequence[str]:
    """Tokens from the middle of the first half, so that neither a headline nor a tail is looked at alone."""
    start = max(0, min(len(norms) // 4, len(norms) - _GLANCE))
    return norms[start : start + _GLANCE]


def _sentences(tokens: Tokens, chances: Array) -> tuple[SentenceScore, ...]:
    found = []
    first = 0
    for place, norm in enumerate([*tokens.norms, BREAK]):
        if norm == BREAK or norm in _STOPS:
            last = min(place + (norm in _STOPS), len(tokens))
            if last > first and tokens.norms[first] != BREAK:
                score = round(float(chances[first:last].mean()), 4)
                found.append(SentenceScore(tokens.starts[first], tokens.ends[last - 1], score))
            first = place + 1
    return tuple(found)
