"""How sure a candidate is the original, learned: trees of both looks, the recognition between them, and calibration."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.spinner.family import Family
from cleaner.learn.spinner.spin import Spun, spin
from cleaner.learn.spun_examples import example_of
from cleaner.learn.spun_recognition import learn_recognition
from cleaner.learn.trees import booster, tree_list
from cleaner.stages.chrome.forest import Forest, Tree
from cleaner.stages.spun.channel import COLUMNS, Candidates, Channel
from cleaner.stages.spun.confidence import ASKED, Confidence, chances_of
from cleaner.stages.spun.recognition import Recognition
from cleaner.stages.spun.second_look import SECOND_COLUMNS, second_rows
from cleaner.stages.spun.tokens import tokenize

__all__ = [
    "HIDDEN",
    "Calibrated",
    "ConfidenceExample",
    "Hidden",
    "confidence_examples",
    "learn_confidence",
    "network_recognition",
]

Array = NDArray[Any]

_FIRST_ROUNDS, _SECOND_ROUNDS = 300, 1_200
_FOLDS = 5  # of families: each part is judged by trees that saw none of its families
_UNSPUN = 10  # of so many texts that candidates are learned from, one is not spun
_SHARES = (0.2, 0.95)
HIDDEN = 0.5
"""Of the texts of a known spinner so many are judged as if nobody knew it: there will be others."""


class ConfidenceExample(NamedTuple):
    """The candidates of a text, whether each is right, and the numbers of its family and, if known, of its spinner."""

    candidates: Candidates
    right: Array
    family: int
    spinner: int | None


class Calibrated(NamedTuple):
    """The parts of a :class:`cleaner.stages.spun.confidence.Confidence`."""

    first: list[Tree]
    second: list[Tree]
    recognition: Recognition
    slope: float
    start: float

    def confidence(self) -> Confidence:
        """The parts, ready to judge."""
        first, second = Forest(self.first, len(COLUMNS)), Forest(self.second, len(SECOND_COLUMNS))
        return Confidence(first, second, self.recognition, self.slope, self.start)


class Hidden:
    """Channels that do not know one of the spinners, made where they are asked for."""

    def __init__(self, channel: Channel) -> None:
        """Of the ``channel`` that knows them all."""
        self._whole, self._made = channel, dict[str, Channel]()

    def channel(self, spinner: str) -> Channel:
        """The channel without ``spinner``; the whole one where that is not known anyway."""
        whole = self._whole
        if spinner not in whole.swaps.spinners:
            return whole
        if spinner not in self._made:
            swaps = whole.swaps.without(spinner)
            self._made[spinner] = Channel(swaps, whole.language_model, whole.network, whole.recognition)
        return self._made[spinner]


class _Spinning(NamedTuple):
    """A spun text, the channel that judges it, its family's number, and its spinner's as the channel knows it."""

    text: Spun
    channel: Channel
    family: int
    spinner: int | None


def network_recognition(texts: Sequence[str], families: Sequence[Family], channel: Channel, seed: str) -> Recognition:
    """The recognition of spinners by what the network of ``channel`` says of ``texts``, spun by each in turn."""
    found, known = [], []
    for text, own, _, spinner in _spun(texts, families, channel, seed):
        found.append(own.evidence(tokenize(text.text)))
        known.append(spinner)
    return learn_recognition(found, known)


def confidence_examples(
    texts: Sequence[str], families: Sequence[Family], channel: Channel, seed: str
) -> list[ConfidenceExample]:
    """Candidates of ``texts``, each spun by one of the families in turn; those without candidates are left out."""
    found = []
    for text, own, family, spinner in _spun(texts, families, channel, seed):
        one = example_of(text)
        candidates = own.candidates(one.tokens)
        if candidates.guesses:
            right = np.array([one.restored_by(*guess) for guess in candidates.guesses])
            found.append(ConfidenceExample(candidates, right, family, spinner))
    return found


def learn_confidence(found: Sequence[ConfidenceExample], tell: Callable[[str], None]) -> Calibrated:
    """Trees of all families; what follows the first look, and the line, are learned from trees that saw no such one."""
    rows = [one.candidates.rows for one in found]
    right = np.concatenate([one.right for one in found])
    fold = np.array([one.family % _FOLDS for one in found])
    tell("confidence: the first look")
    chances = [chances_of(odds) for odds in _unseen(rows, right, fold, _FIRST_ROUNDS)]
    recognition = learn_recognition(
        [one.candidates.evidence(own) for one, own in zip(found, chances, strict=True)],
        [one.spinner for one in found],
    )
    asked = [own >= ASKED for own in chances]
    seconds = [
        second_rows(one.candidates, own, recognition)[few] for one, own, few in zip(found, chances, asked, strict=True)
    ]
    own_right = right[np.concatenate(asked)]
    tell("confidence: the second look")
    unseen = np.concatenate(_unseen(seconds, own_right, fold, _SECOND_ROUNDS))
    slope, start = _line(unseen, own_right)
    return Calibrated(
        tree_list(booster(np.concatenate(rows), right, _FIRST_ROUNDS)),
        tree_list(booster(np.concatenate(seconds), own_right, _SECOND_ROUNDS)),
        recognition,
        slope,
        start,
    )


def _spun(texts: Sequence[str], families: Sequence[Family], channel: Channel, seed: str) -> list[_Spinning]:
    """The texts, spun by the families in turn; half of those of a known spinner for a channel that does not know it."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    spinners = channel.swaps.spinners
    hidden = Hidden(channel)
    found = []
    for number, text in enumerate(texts):
        family = families[number % len(families)]
        own, spinner = channel, spinners.index(family.name) if family.name in spinners else None
        if dice.random() < HIDDEN:
            own, spinner = hidden.channel(family.name), None
        spun = spin(text, family, dice.uniform(*_SHARES), number) if dice.randrange(_UNSPUN) else Spun(text, ())
        found.append(_Spinning(spun, own, number % len(families), spinner if spun.swaps else None))
    return found


def _unseen(rows: Sequence[Array], right: Array, fold: Array, rounds: int) -> list[Array]:
    """The log odds of each row, of each text, by trees that were learned without the texts of its fold."""
    ends = np.cumsum([len(own) for own in rows])[:-1]
    of_row = np.repeat(fold, [len(own) for own in rows])
    every = np.concatenate(rows)
    odds = np.zeros(len(every))
    for part in np.unique(fold):
        out = of_row == part
        if out.any() and not out.all():
            odds[out] = booster(every[~out], right[~out], rounds).predict(every[out], raw_score=True)
    return np.split(odds, ends)


def _line(odds: Array, right: Array) -> tuple[float, float]:
    """Slope and start of the logistic line through log odds, by Newton's method (Platt 1999)."""
    slope, start = 1.0, 0.0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(slope * odds + start)))
        gradient = np.array([((chance - right) * odds).sum(), (chance - right).sum()])
        spread = chance * (1 - chance)
        curve = np.array([[(spread * odds**2).sum(), (spread * odds).sum()], [(spread * odds).sum(), spread.sum()]])
        step = np.linalg.solve(curve + 1e-6 * np.eye(2), gradient)
        step /= max(1.0, np.abs(step).max())  # where little is known, a whole step leads astray
        slope, start = slope - step[0], start - step[1]
    return round(float(slope), 6), round(float(start), 6)
