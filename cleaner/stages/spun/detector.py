"""The detector: how sure it is that a text was spun, in three looks of which most texts get only the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.forest import Forest
from cleaner.stages.one_thread import one_thread
from cleaner.stages.spun.channel import COLUMNS, Candidates, Channel
from cleaner.stages.spun.screen import Screen, passing_score, placed
from cleaner.stages.spun.signs import SIGNS, signs
from cleaner.stages.spun.tokens import BREAK, Tokens, tokenize

__all__ = ["DOCUMENT_COLUMNS", "SPUN", "Detector", "Judgement", "SentenceScore", "document_row", "glance_row"]

Array = NDArray[Any]

DOCUMENT_COLUMNS = (*SIGNS, "density", "guesses", "sure_guesses")
"""What the last look is learned from: the signs of the whole text, and what the channel says of it."""

SPUN = 0.5
"""From which score on a text is taken for spun: scores are made so."""

_GLANCE = 1_300  # characters of the second look, some 200 words
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
            fully: take all looks, for people who want to see sentences; the score is that of the look that was enough.
        """
        first = self.screen.score(text)
        if first is None:
            return None
        if first < self.points["screen"] and not fully:
            return Judgement(passing_score(first - self.points["screen"]))
        with one_thread():
            second = _score(self.glance, glance_row(text, channel, self.screen))
            if second < self.points["glance"] and not fully:
                return self._glanced(second)
            tokens = tokenize(text)
            candidates = channel.candidates(tokens)
            third = _score(self.full, document_row(tokens, candidates, channel, self.screen)) - self.points["full"]
        score = round(float(0.25 + 0.75 / (1 + 2 * np.exp(-third))), 4)  # .5 where it stands at its point
        if first < self.points["screen"]:
            score = passing_score(first - self.points["screen"])
        elif second < self.points["glance"]:
            score = self._glanced(second).score
        return Judgement(score, tokens, candidates, _sentences(tokens, candidates.doubts))

    def _glanced(self, second: float) -> Judgement:
        return Judgement(placed(second - self.points["glance"], 0.05, 0.25, 2.0))


def glance_row(text: str, channel: Channel, screen: Screen) -> Array:
    """One row of :data:`SIGNS`, of an excerpt from behind the first quarter: neither a headline nor a tail alone."""
    start = max(0, min(len(text) // 4, len(text) - _GLANCE))
    if start:  # no half word
        blank = text.find(" ", start)
        start = len(text) if blank < 0 else blank
    norms = tokenize(text[start : start + _GLANCE]).norms
    doubts = channel.network.doubts(channel.network.read(norms))
    return signs(norms, doubts, channel.language_model, screen.weights)


def document_row(tokens: Tokens, candidates: Candidates, channel: Channel, screen: Screen) -> Array:
    """One row of :data:`DOCUMENT_COLUMNS`."""
    norms = tokens.norms[:_MOST]
    row = signs(norms, candidates.doubts[:_MOST], channel.language_model, screen.weights)
    change = candidates.rows[:, _CHANGE] if len(candidates.rows) else np.zeros(0)
    size = max(len(tokens), 1) / 100
    found = [candidates.density, len(change) / size, float((change > _SURE).sum()) / size]
    return np.concatenate([row, np.array(found, np.float32)])


def _score(forest: Forest, row: Array) -> float:
    return float(forest.scores(forest.leaves(row[None, :]))[0])


def _sentences(tokens: Tokens, chances: Array) -> tuple[SentenceScore, ...]:
    found = []
    first = 0
    for place, norm in enumerate([*tokens.norms, BREAK]):
        if norm == BREAK or norm in _STOPS:
            last = min(place + (norm in _STOPS), len(tokens))
            if any(norm[0].isalnum() for norm in tokens.norms[first:last]):  # no closing quote alone
                score = round(float(chances[first:last].mean()), 4)
                found.append(SentenceScore(tokens.starts[first], tokens.ends[last - 1], score))
            first = place + 1
    return tuple(found)
