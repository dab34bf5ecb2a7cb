"""The trees of spun text: how sure a candidate is the original, and whether a text was spun at all."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.pages import tree_of
from cleaner.learn.spinner.family import Family
from cleaner.learn.spinner.spin import Spun, spin
from cleaner.learn.spun_examples import SpunExample, example_of
from cleaner.stages.chrome.forest import Tree
from cleaner.stages.spun.channel import Channel
from cleaner.stages.spun.detector import document_row, glance_row
from cleaner.stages.spun.screen import Screen, read_words
from cleaner.stages.spun.tokens import tokenize

__all__ = [
    "Calibrated",
    "ConfidenceRows",
    "DetectorRows",
    "confidence_rows",
    "detector_rows",
    "groups",
    "learn_confidence",
    "screen_weights",
    "trees_of",
]

Array = NDArray[Any]

_SETTINGS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
    "seed": 7,
}
_CONFIDENCE_ROUNDS = 260
_SMOOTHED, _CLIPPED, _FEWEST = 2.0, 3.0, 4  # of the screen's counts and log odds
_LEAST_WEIGHT = 0.05  # less tells nothing
_UNSPUN = 8  # of so many texts that candidates are learned from, one is not spun
_CANDIDATE_SHARES = (0.2, 0.9)
_DOCUMENT_SHARES = (0.25, 0.9)


class ConfidenceRows(NamedTuple):
    """Candidates of spun texts: columns, whether each is the original, and the family that each was spun by."""

    rows: Array
    right: Array
    family: Array


class Calibrated(NamedTuple):
    """Trees, and the line that makes a probability of their log odds: ``1 / (1 + exp(-(slope * odds + start)))``."""

    trees: list[Tree]
    slope: float
    start: float


class DetectorRows(NamedTuple):
    """Of each text its screen score, the rows of both other looks, and its family; none where it was not spun."""

    screen: Array
    glance: Array
    full: Array
    family: list[str]


def screen_weights(texts: Sequence[str], found: Iterable[SpunExample]) -> dict[str, float]:
    """Log odds of words to stand in spun texts (``found``) rather than in ``texts``, clipped at 3 either way."""
    clean: Counter[bytes] = Counter()
    spun: Counter[bytes] = Counter()
    for text in texts:
        clean.update(read_words(text))
    for one in found:
        spun.update(read_words(one.tokens.text))
    sizes = sum(clean.values()), sum(spun.values())
    weights = {}
    for word in sorted(clean.keys() | spun.keys()):
        if clean[word] + spun[word] >= _FEWEST:
            odds = (spun[word] + _SMOOTHED) / sizes[1] / ((clean[word] + _SMOOTHED) / sizes[0])
            weight = round(float(np.clip(np.log(odds), -_CLIPPED, _CLIPPED)), 3)
            if abs(weight) >= _LEAST_WEIGHT:
                weights[word.decode()] = weight
    return weights


def confidence_rows(texts: Sequence[str], families: Sequence[Family], channel: Channel, seed: str) -> ConfidenceRows:
    """Candidates of ``texts``, each spun by one of the families in turn."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    rows, right, own = [], [], []
    for number, text in enumerate(texts):
        family = families[number % len(families)]
        spun = (
            spin(text, family, dice.uniform(*_CANDIDATE_SHARES), number) if dice.randrange(_UNSPUN) else Spun(text, ())
        )
        one = example_of(spun)
        found = channel.candidates(one.tokens)
        rows.append(found.rows)
        right += [one.restored_by(*guess) for guess in found.guesses]
        own += [number % len(families)] * len(found.guesses)
    return ConfidenceRows(np.concatenate(rows), np.array(right), np.array(own))


def learn_confidence(found: ConfidenceRows, tell: Callable[[str], None]) -> Calibrated:
    """Trees of all families; their line is fitted on families that the trees it is fitted with never saw."""
    unseen = np.zeros(len(found.rows))
    for family in np.unique(found.family):
        out = found.family == family
        if not out.all():
            tell(f"confidence without family {family + 1}")
            unseen[out] = _booster(found.rows[~out], found.right[~out], _CONFIDENCE_ROUNDS).predict(
                found.rows[out], raw_score=True
            )
    slope, start = _line(unseen, found.right)
    return Calibrated(trees_of(found.rows, found.right, _CONFIDENCE_ROUNDS), slope, start)


def trees_of(rows: Array, target: Array, rounds: int) -> list[Tree]:
    """Trees that tell ``target``, with the settings of this module; one thread, the same bytes each time."""
    return [tree_of(found["tree_structure"]) for found in _booster(rows, target, rounds).dump_model()["tree_info"]]


def detector_rows(
    texts: Sequence[str], families: Sequence[Family], channel: Channel, screen: Screen, seed: str
) -> DetectorRows:
    """Looks at all ``texts`` as they are, and at each once spun, by the families in turn.

    Left out is what the screen does not judge.

    Raises:
        ValueError: where that is all.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    scores, glances, fulls, names = [], [], [], []
    for number, text in enumerate(texts):
        family = families[number % len(families)]
        for name, own in (("", text), (family.name, spin(text, family, dice.uniform(*_DOCUMENT_SHARES), number).text)):
            looked = _looked(own, channel, screen)
            if looked is not None:
                scores.append(looked[0])
                glances.append(looked[1])
                fulls.append(looked[2])
                names.append(name)
    if not names:
        raise ValueError("no text that the trees could be learned from reads as English of 60 words and more")
    return DetectorRows(np.array(scores), np.stack(glances), np.stack(fulls), names)


def _looked(text: str, channel: Channel, screen: Screen) -> tuple[float, Array, Array] | None:
    score = screen.score(text)
    if score is None:
        return None
    tokens = tokenize(text)
    return score, glance_row(text, channel, screen), document_row(tokens, channel.candidates(tokens), channel, screen)


def _booster(rows: Array, target: Array, rounds: int) -> Any:
    import lightgbm

    return lightgbm.train(dict(_SETTINGS), lightgbm.Dataset(rows, target), rounds)


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


def groups(texts: Iterable[str], dice: random.Random) -> Iterator[str]:
    """Paragraph groups of 60 to 600 words, as documents come in all lengths."""
    for text in texts:
        paragraphs = [line for line in text.splitlines() if line.strip()]
        group: list[str] = []
        wanted = dice.choice((60, 100, 150, 250, 400, 600))
        for paragraph in paragraphs:
            group.append(paragraph)
            if sum(len(line.split()) for line in group) >= wanted:
                yield "\n".join(group)
                group, wanted = [], dice.choice((60, 100, 150, 250, 400, 600))
        if sum(len(line.split()) for line in group) >= 60:
            yield "\n".join(group)
