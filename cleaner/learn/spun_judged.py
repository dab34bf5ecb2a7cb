"""What tells whether a text was spun at all: the screen's words, and the rows that the trees of the looks see."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.spinner.family import Family
from cleaner.learn.spinner.spin import spin
from cleaner.learn.spun_confidence import HIDDEN, Hidden
from cleaner.learn.spun_examples import SpunExample
from cleaner.stages.spun.channel import Channel
from cleaner.stages.spun.confidence import Confidence
from cleaner.stages.spun.detector import document_row, first_norms, glance_row, skim_row
from cleaner.stages.spun.screen import Screen, read_words
from cleaner.stages.spun.tokens import tokenize

__all__ = ["DetectorRows", "detector_rows", "groups", "screen_weights"]

Array = NDArray[Any]

_SMOOTHED, _CLIPPED, _FEWEST = 2.0, 3.0, 4  # of the screen's counts and log odds
_LEAST_WEIGHT = 0.05  # less tells nothing
_DOCUMENT_SHARES = (0.2, 0.9)


class DetectorRows(NamedTuple):
    """Of each text its screen score, the rows of the other looks, and its family; none where it was not spun."""

    screen: Array
    skim: Array
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


def detector_rows(
    texts: Sequence[str],
    families: Sequence[Family],
    channel: Channel,
    screen: Screen,
    confidence: Confidence,
    seed: str,
) -> DetectorRows:
    """Looks at all ``texts`` as they are, and at each once spun, by the families in turn.

    Half of the texts of a known spinner are judged as if nobody knew it. Left out is what the screen does not judge.

    Raises:
        ValueError: where that is all.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    hidden = Hidden(channel)
    found, names = [], []
    for number, text in enumerate(texts):
        family = families[number % len(families)]
        own = hidden.channel(family.name) if dice.random() < HIDDEN else channel
        for name, seen in (("", text), (family.name, spin(text, family, dice.uniform(*_DOCUMENT_SHARES), number).text)):
            looked = _looked(seen, own, screen, confidence)
            if looked is not None:
                found.append(looked)
                names.append(name)
    if not names:
        raise ValueError("no text that the trees could be learned from reads as English of 60 words and more")
    scores, skims, glances, fulls = (np.stack(column) for column in zip(*found, strict=True))
    return DetectorRows(scores, skims, glances, fulls, names)


def _looked(text: str, channel: Channel, screen: Screen, confidence: Confidence) -> tuple[Array, ...] | None:
    score = screen.score(text)
    if score is None:
        return None
    tokens = tokenize(text)
    candidates = channel.candidates(tokens)
    norms = first_norms(text)
    signs = glance_row(norms, channel.network.read(norms), channel, screen)
    row = document_row(signs, tokens, candidates, confidence.of(candidates), confidence.recognition)
    return np.array(score), skim_row(text, channel, screen), signs, row


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
