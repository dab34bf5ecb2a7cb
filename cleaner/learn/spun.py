"""The models of spun text, learned from clean texts alone: simulated spinners make the rest."""

from __future__ import annotations

import queue
import random
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.folds import fold_of
from cleaner.learn.gram_counts import count_texts
from cleaner.learn.ngrams import learn_ngrams
from cleaner.learn.spinner.family import Family
from cleaner.learn.spun_batches import batches, gives_windows
from cleaner.learn.spun_confidence import confidence_examples, learn_confidence, network_recognition
from cleaner.learn.spun_examples import drawn_families, examples
from cleaner.learn.spun_judged import DetectorRows, detector_rows, groups, screen_weights
from cleaner.learn.spun_network import train_network
from cleaner.learn.trees import booster, tree_list
from cleaner.stages.spun.channel import Channel
from cleaner.stages.spun.language_model import LanguageModel
from cleaner.stages.spun.model import spun_model_bytes
from cleaner.stages.spun.network import ContextNetwork
from cleaner.stages.spun.recognition import Recognition
from cleaner.stages.spun.screen import Screen
from cleaner.stages.spun.swaps import Swaps
from cleaner.stages.spun.tokens import tokenize

__all__ = ["CleanText", "LearnedSpun", "learn_spun"]

Array = NDArray[Any]
_Item = TypeVar("_Item")


class CleanText(NamedTuple):
    """A text that nobody spun; its id says on which side of the split it stands."""

    id: str
    text: str


class LearnedSpun(NamedTuple):
    """The model file, and what it says of itself."""

    content: bytes
    card: Mapping[str, Any]


# Three tenths of the texts are kept from the network, the screen and the counts. Two of them teach the trees; the first
# is kept from these, too: `bench/spun.py` measures on it.
_PARTS, _JUDGED, _MEASURED = 10, 3, 1
_FEWEST = 5  # times that a word stands in the texts, to be in the vocabulary
_MOST_VECTORS = 48_000  # words that are taken from the vectors although the texts lack them
_SIZE = 100
_UNKNOWN_SPREAD = 0.25
_VECTOR_SCALE = 0.6  # of GloVe, whose vectors are longer than a layer likes
_SCREENED = 6_000  # spun texts that the screen's words are counted in
_CONFIDENCE_TEXTS, _DETECTOR_TEXTS = 2_400, 6_000
_TIMES = 2  # that each of these is spun, by different families
_DETECTOR_ROUNDS = 160
_AHEAD = 24  # batches that are made while the network learns
# Shares of clean texts at or above the score from which the next look is taken, and from which they are taken for spun.
# Of 11 KB the screen takes .1 ms, the skim .7, the glance 9, the full look 60. Of web pages, which nothing is learned
# from, five times as many pass the screen, and twice as many the glance.
_POINTS = {"screen": 0.1, "skim": 0.0125, "glance": 0.0035, "full": 0.0005}


def learn_spun(
    texts: Sequence[CleanText],
    families: Sequence[Family],
    swaps: Swaps,
    vectors: Mapping[str, Sequence[float]],
    steps: int,
    tell: Callable[[str], None],
    network: ContextNetwork | None = None,
) -> LearnedSpun:
    """Network, trees and screen from clean English ``texts``, which ``families`` spin.

    The same arguments give the same bytes on the same machine with the same versions of JAX, LightGBM and NumPy.

    Args:
        texts: a few thousand at least; the more, the better.
        families: spinners to learn from, beside those that are drawn from the tables.
        swaps: the compiled repair tables.
        vectors: word vectors to begin with, 100 numbers each, commonest word first; may be empty.
        steps: of the network's training, 4,096 tokens each; those of ``network``, where that is given.
        tell: hears of progress.
        network: a learned one in place of a new one.

    Raises:
        ValueError: where there are no families, or too few texts to learn from.
        ImportError: without JAX or LightGBM.
    """
    texts = sorted(texts)
    read = [one.text for one in texts if fold_of(one.id, _PARTS) >= _JUDGED]
    judged = [one.text for one in texts if _MEASURED <= fold_of(one.id, _PARTS) < _JUDGED]
    if not families:
        raise ValueError("there is no family of spinners to learn from")
    if min(len(read), len(judged)) < 2 * len(families):
        raise ValueError(f"{len(texts)} texts are too few to learn from")
    if not any(gives_windows(text, swaps) for text in read):
        raise ValueError("no text holds words of the repair tables close together: is it running English text?")
    packages = ["lightgbm", "numpy"]
    if network is None:
        packages.insert(0, "jax")
        network = _learned_network(read, families, swaps, vectors, steps, tell)
    tell("counting")
    counted = learn_ngrams(count_texts(read), "texts of the training", least=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.ngrams"
        path.write_bytes(counted.content)
        counts = LanguageModel.load(path)
        drawn = drawn_families(swaps, "screen")
        screen = Screen(screen_weights(read, islice(examples(read, families, drawn, "screen"), _SCREENED)))
        dice = random.Random("judged")  # noqa: S311 - no secret
        tell("confidence")
        chosen = dice.sample(judged, min(len(judged), _CONFIDENCE_TEXTS))
        every = [*families, *islice(drawn_families(swaps, "confidence"), len(families))]
        unknown = Channel(swaps, counts, network, Recognition.of_nobody(len(swaps.spinners)))
        chosen *= _TIMES
        recognition = network_recognition(chosen, every, unknown, "confidence")
        channel = Channel(swaps, counts, network, recognition)
        calibrated = learn_confidence(confidence_examples(chosen, every, channel, "confidence"), tell)
        tell("detector")
        pieces = [*groups(judged, dice), *judged]
        pieces = dice.sample(pieces, min(len(pieces), _DETECTOR_TEXTS))
        rows = detector_rows(pieces, every, channel, screen, calibrated.confidence(), "detector")
    spun = np.array([bool(name) for name in rows.family])
    looks = {
        name: tree_list(booster(own, spun, _DETECTOR_ROUNDS))
        for name, own in (("skim", rows.skim), ("glance", rows.glance), ("full", rows.full))
    }
    points = _points(rows, spun)
    card = {
        "texts": len(texts),
        "words": sum(len(text.split()) for _, text in texts),
        "read": len(read),
        "judged": len(judged),
        "pieces": int((~spun).sum()),
        "families": [family.name for family in families],
        "steps": steps,
        "made_with": ", ".join(f"{name} {version(name)}" for name in packages),
        "swaps": swaps.fingerprint,
        "vocabulary": len(network.words),
        "points": dict(points),
        "shares": dict(_POINTS),
        "spinners": list(swaps.spinners),
        "confidence": {"slope": calibrated.slope, "start": calibrated.start},
    }
    points |= {"slope": calibrated.slope, "start": calibrated.start}
    looks |= {"first": calibrated.first, "second": calibrated.second}
    content = spun_model_bytes(network, screen, (recognition, calibrated.recognition), looks, points, card)
    return LearnedSpun(content, card)


def _points(rows: DetectorRows, spun: Array) -> dict[str, float]:
    """Where each look begins, and where a text is spun: by the shares of clean texts in ``_POINTS``.

    Trees that are learned anew without a third of the texts judge that third, in turn.
    """
    odds = {"screen": rows.screen}
    part = np.arange(len(spun)) // 2 % 3
    for name, own in (("skim", rows.skim), ("glance", rows.glance), ("full", rows.full)):
        found = np.zeros(len(spun))
        for third in range(3):
            out = part == third
            found[out] = booster(own[~out], spun[~out], _DETECTOR_ROUNDS).predict(own[out], raw_score=True)
        odds[name] = found
    return {name: round(float(np.quantile(odds[name][~spun], 1 - share)), 4) for name, share in _POINTS.items()}


def _learned_network(
    read: Sequence[str],
    families: Sequence[Family],
    swaps: Swaps,
    vectors: Mapping[str, Sequence[float]],
    steps: int,
    tell: Callable[[str], None],
) -> ContextNetwork:
    counts = Counter(norm for text in read for norm in tokenize(text).norms)
    words = _vocabulary(counts, swaps, vectors)
    ids = {word: number for number, word in enumerate(words)}
    dice = np.random.default_rng(0)
    start = dice.normal(0, _UNKNOWN_SPREAD, (len(words), _SIZE)).astype(np.float32)
    for word, number in ids.items():
        if word in vectors:
            start[number] = _VECTOR_SCALE * np.asarray(vectors[word], np.float32)
    start[0] = 0
    tell(f"vocabulary: {len(words):,} words, {sum(word in vectors for word in words):,} with vectors")
    found = batches(examples(read, families, drawn_families(swaps, "network"), "network"), swaps, ids, "network")
    seen = np.array([counts.get(word, 0) + 0.5 for word in words])
    weights = train_network(_ahead(islice(found, steps)), start, seen, steps, tell)
    return ContextNetwork(words, weights)


def _vocabulary(counts: Mapping[str, int], swaps: Swaps, vectors: Mapping[str, Sequence[float]]) -> list[str]:
    """The words of the texts, of the tables, and the commonest of the vectors; the first two stand for no words."""
    often = (word for word, count in counts.items() if count >= _FEWEST)
    frequent = sorted(often, key=lambda word: (-counts[word], word))
    tabled = {word for form in swaps.forms() for word in form.split(" ")}
    tabled |= {word for form in swaps.forms() for one in swaps.originals(form) for word in one.tokens}
    common = [word for word in islice(vectors, _MOST_VECTORS) if word.isalpha()]
    return list(dict.fromkeys(["", "<unk>", *frequent, *sorted(tabled), *common]))


def _ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The same items, made by a thread of their own while the reader is busy."""
    made: queue.Queue[_Item | BaseException | None] = queue.Queue(_AHEAD)

    def make() -> None:
        try:
            for item in items:
                made.put(item)
            made.put(None)
        except BaseException as error:  # noqa: BLE001 - the reader raises it
            made.put(error)

    threading.Thread(target=make, daemon=True).start()
    while (item := made.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item
