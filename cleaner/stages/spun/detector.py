"""The detector: how sure it is that a text was spun, in four looks of which most texts get only the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.forest import Forest
from cleaner.stages.one_thread import one_thread
from cleaner.stages.spun.channel import COLUMNS, Candidates, Channel
from cleaner.stages.spun.confidence import Confidence
from cleaner.stages.spun.network import REACH, Read
from cleaner.stages.spun.recognition import Evidence, Recognition
from cleaner.stages.spun.screen import Screen, passing_score, placed
from cleaner.stages.spun.signs import SIGNS, counted_signs, with_doubts
from cleaner.stages.spun.tokens import BREAK, Tokens, norms_of, tokenize

__all__ = [
    "DOCUMENT_COLUMNS",
    "SKIMMED",
    "SPUN",
    "Detector",
    "Judgement",
    "Looked",
    "SentenceScore",
    "document_row",
    "first_norms",
    "glance_row",
    "skim_row",
]

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

SKIMMED = 0.1
"""Where the scores of the skim end: who is above was looked at by the network."""
SPUN = 0.5
"""From which score on a text is taken for spun: scores are made so."""

# Tokens of the skim and of the glance: spun text is spun all over. A token takes 5.3 characters; where it takes more
# than these, fewer tokens are looked at.
_SKIMMED, _GLANCED, _CHARACTERS = 800, 1_500, 6.5
# Characters of the full look, some ten thousand words: it takes 3 MB for each thousand. What is behind stays as it is.
_LONGEST = 60_000
# Log odds below the point at which the full look ends with the beginning of a long text.
_HOPELESS = -3.0
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
    """Screen, skim, glance and full look, each with the score from which the next one is taken.

    Scores of the looks are put one after the other: the screen's fill 0 to .05, the skim's .05 to .1, the glance's .1
    to .25, and those of the full look .25 to 1, so that what went on always stands above what did not. Of a text longer
    than the glance's, the full look begins with what the glance saw, and goes on only where that comes near its point.

    Attributes:
        screen: mean log odds of words.
        skim, glance, full: trees over :data:`COUNTED_SIGNS` and :data:`SIGNS` of the beginning, and over
            :data:`DOCUMENT_COLUMNS` of the text; log odds.
        confidence: in the candidates of the full look.
        points: ``screen``, ``skim`` and ``glance``: from where on the next look is taken; ``full``: from where on it is
            spun.
    """

    screen: Screen
    skim: Forest
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
        second = _score(self.skim, skim_row(text, channel, self.screen))
        if second < self.points["skim"] and not fully:
            return Judgement(self._skimmed(second))
        with one_thread():
            norms = first_norms(text)
            read = channel.network.read(norms)
            signs = glance_row(norms, read, channel, self.screen)
            third = _score(self.glance, signs)
            if third < self.points["glance"] and not fully:
                return Judgement(self._glanced(third))
            tokens = tokenize(_beginning(text, _LONGEST))
            looked, fourth = None, 0.0
            if not fully and len(tokens) > len(norms):  # a long text: the same of its beginning tells most honest ones
                _, fourth = self._look(tokens.first(len(norms)), read, signs, channel)
            if fourth >= _HOPELESS:
                looked, fourth = self._look(tokens, read if len(tokens) == len(norms) else None, signs, channel)
        score = round(float(0.25 + 0.75 / (1 + 2 * np.exp(-fourth))), 4)  # .5 where it stands at its point
        if looked is None:
            return Judgement(score)
        if first < self.points["screen"]:
            score = passing_score(first - self.points["screen"])
        elif second < self.points["skim"]:
            score = self._skimmed(second)
        elif third < self.points["glance"]:
            score = self._glanced(third)
        return Judgement(score, looked, _sentences(tokens, looked.candidates.doubts))

    def _look(self, tokens: Tokens, read: Read | None, signs: Array, channel: Channel) -> tuple[Looked, float]:
        """What the full look sees, and by how much its log odds are above their point."""
        candidates = channel.candidates(tokens, read)
        chances = self.confidence.of(candidates)
        row = document_row(signs, tokens, candidates, chances, self.confidence.recognition)
        return Looked(tokens, candidates, chances), _score(self.full, row) - self.points["full"]

    def _skimmed(self, second: float) -> float:
        return placed(second - self.points["skim"], 0.05, SKIMMED, 2.0)

    def _glanced(self, third: float) -> float:
        return placed(third - self.points["glance"], SKIMMED, 0.25, 2.0)


def _beginning(text: str, most: int) -> str:
    """What of a text longer than ``most`` characters is looked at, whole words of it."""
    if len(text) <= most:
        return text
    end = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most))
    return text[: end if end > 0 else most]


def first_norms(text: str) -> list[str]:
    """The folded words at the beginning of ``text`` that the glance looks at, and some more that these are read by."""
    return _norms(text, _GLANCED + REACH)


def skim_row(text: str, channel: Channel, screen: Screen) -> Array:
    """One row of :data:`COUNTED_SIGNS`, of the first 800 tokens."""
    return counted_signs(_norms(text, _SKIMMED), channel.language_model, screen.weights)


def _norms(text: str, most: int) -> list[str]:
    return norms_of(_beginning(text, int(most * _CHARACTERS)))[:most]


def glance_row(norms: Sequence[str], read: Read, channel: Channel, screen: Screen) -> Array:
    """One row of :data:`SIGNS`, of the first 1,500 of :func:`first_norms`, which the network has ``read``."""
    counted = counted_signs(norms[:_GLANCED], channel.language_model, screen.weights)
    return with_doubts(counted, channel.network.doubts(read)[:_GLANCED])


def document_row(
    signs: Array, tokens: Tokens, candidates: Candidates, chances: Array, recognition: Recognition
) -> Array:
    """One row of :data:`DOCUMENT_COLUMNS`; numbers of swaps are those in 100 tokens.

    Args:
        signs: as :func:`glance_row` gives them.
        tokens: of the text.
        candidates: of the text.
        chances: of the candidates to be the originals.
        recognition: of spinners by these chances.
    """
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
    return np.concatenate([signs, np.array(found, np.float32)])


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
