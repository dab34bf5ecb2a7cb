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
from cleaner.stages.spun.confidence import Confidence
from cleaner.stages.spun.recognition import Evidence, Recognition
from cleaner.stages.spun.screen import Screen, passing_score, placed
from cleaner.stages.spun.signs import SIGNS, signs
from cleaner.stages.spun.tokens import BREAK, Tokens, tokenize

__all__ = ["DOCUMENT_COLUMNS", "SPUN", "Detector", "Judgement", "Looked", "SentenceScore", "document_row", "glance_row"]

Array = NDArray[Any]

DOCUMENT_COLUMNS = (
    *SIGNS,
    "density",
    "guesses",
    "sure_guesses",
    "swaps",
    "likely_swaps",
    "sure_swaps",
    "known_spinner",
    "spinner_swaps",
    "swapped_share",
)
"""What the last look is learned from: the signs of the whole text, what the channel and the confidence say of it."""

SPUN = 0.5
"""From which score on a text is taken for spun: scores are made so."""

_GLANCE = 1_300  # characters of the second look, some 200 words
# Characters of the full look, some ten thousand words: it takes 3 MB for each thousand. What is behind stays as it is.
_LONGEST = 60_000
_MOST = 1_500  # tokens of the last one; spun text is spun all over
_STOPS = frozenset(".?!")
_LIKELY, _SURE = 0.5, 0.9
_CHANGE = COLUMNS.index("change_probability")


class SentenceScore(NamedTuple):
    """A sentence in text coordinates, and the mean chance of its words to have been put there by a spinner."""

    start: int
    end: int
    score: float


class Looked(NamedTuple):
    """What the full look saw: the tokens (of a long text those of its beginning), the candidates, and their chances."""

    tokens: Tokens
    candidates: Candidates
    chances: Array


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the detector says of a text.

    Attributes:
        score: 0 to 1, comparable between texts; from .5 on the text is taken for spun.
        looked: what the full look saw; None where the first looks were enough.
        sentences: with their scores, in order; empty where the first looks were enough.
    """

    score: float
    looked: Looked | None = None
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
        confidence: in the candidates of the full look.
        points: ``screen`` and ``glance``: from where on the next look is taken; ``full``: from where on it is spun.
    """

    screen: Screen
    glance: Forest
    full: Forest
    confidence: Confidence
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
            tokens = tokenize(_beginning(text))
            candidates = channel.candidates(tokens)
            chances = self.confidence.of(candidates)
            recognition = self.confidence.recognition
            row = document_row(tokens, candidates, chances, recognition, channel, self.screen)
            third = _score(self.full, row) - self.points["full"]
        score = round(float(0.25 + 0.75 / (1 + 2 * np.exp(-third))), 4)  # .5 where it stands at its point
        if first < self.points["screen"]:
            score = passing_score(first - self.points["screen"])
        elif second < self.points["glance"]:
            score = self._glanced(second).score
        return Judgement(score, Looked(tokens, candidates, chances), _sentences(tokens, candidates.doubts))

    def _glanced(self, second: float) -> Judgement:
        return Judgement(placed(second - self.points["glance"], 0.05, 0.25, 2.0))


def _beginning(text: str) -> str:
    """What of a long text the full look sees, whole words of it."""
    if len(text) <= _LONGEST:
        return text
    end = max(text.rfind(" ", 0, _LONGEST), text.rfind("\n", 0, _LONGEST))
    return text[: end if end > 0 else _LONGEST]


def glance_row(text: str, channel: Channel, screen: Screen) -> Array:
    """One row of :data:`SIGNS`, of an excerpt from behind the first quarter: neither a headline nor a tail alone."""
    start = max(0, min(len(text) // 4, len(text) - _GLANCE))
    if start:  # no half word
        blank = text.find(" ", start)
        start = len(text) if blank < 0 else blank
    norms = tokenize(text[start : start + _GLANCE]).norms
    doubts = channel.network.doubts(channel.network.read(norms))
    return signs(norms, doubts, channel.language_model, screen.weights)


def document_row(
    tokens: Tokens, candidates: Candidates, chances: Array, recognition: Recognition, channel: Channel, screen: Screen
) -> Array:
    """One row of :data:`DOCUMENT_COLUMNS`; numbers of swaps are those in 100 tokens.

    Args:
        tokens: of the text.
        candidates: of the text.
        chances: of the candidates to be the originals.
        recognition: of spinners by these chances.
        channel: as it judged.
        screen: knows the odds of words.
    """
    norms = tokens.norms[:_MOST]
    row = signs(norms, candidates.doubts[:_MOST], channel.language_model, screen.weights)
    change = candidates.rows[:, _CHANGE] if len(candidates.rows) else np.zeros(0)
    size = max(len(tokens), 1) / 100
    evidence = candidates.evidence(chances)
    swaps = evidence.chances
    found = [
        candidates.density,
        len(change) / size,
        (change > _SURE).sum() / size,
        swaps.sum() / size,
        (swaps > _LIKELY).sum() / size,
        (swaps > _SURE).sum() / size,
        1 - recognition.found(evidence)[-1],
        *_most_of_one_spinner(evidence, size),
    ]
    return np.concatenate([row, np.array(found, np.float32)])


def _most_of_one_spinner(evidence: Evidence, size: float) -> tuple[float, float]:
    """The most swaps that a known spinner puts, in 100 tokens, and the largest share of its words that one swapped."""
    if not evidence.kept.size:
        return 0.0, 0.0
    swaps = evidence.chances @ (evidence.places > 0)
    return float(swaps.max() / size), float((swaps / (swaps + evidence.kept + 1)).max())


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
