"""Windows of spun texts as arrays of one shape, for the training of the context network."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.spinner.spin import Spun
from cleaner.learn.spun_examples import SpunExample, example_of
from cleaner.stages.spun.network import UNKNOWN
from cleaner.stages.spun.spans import open_spans, starts_of_sentences
from cleaner.stages.spun.swaps import Swaps

__all__ = ["BATCH", "Window", "batches", "gives_windows"]

Array = NDArray[Any]
Window = Mapping[str, Array]

BATCH = 16
"""Windows of a batch."""
_TOKENS, _SPANS, _PHRASES, _WORDS, _UNIQUE = 256, 192, 14, 5, 1536
_FEWEST_SPANS = 5
_MIXED = 400  # windows that are mixed before batches are made of them


def batches(found: Iterator[SpunExample], swaps: Swaps, ids: Mapping[str, int], seed: str) -> Iterator[Window]:
    """Batches without end: arrays by name, with these shapes behind the batch's own axis.

    ``tokens`` [256] word ids; ``swapped`` [256]; ``cloze`` [256] the original's id, 0 where it is no single word;
    ``firsts``, ``lasts`` [192] of spans; ``unique`` [1536] ids of all words of the phrases; ``phrases`` [192, 14, 5]
    places in ``unique``, the first phrase of a span is what stands there; ``sizes`` [192, 14] in words; ``ranks``
    [192, 14]; ``answers`` [192] the phrase that stood there; ``weights`` [192] 0 for what is no span.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    windows: Iterator[Window] = (window for one in found for window in _windows(one, swaps, ids, dice))
    while True:
        mixed = list(islice(windows, _MIXED))
        dice.shuffle(mixed)
        for at in range(0, _MIXED, BATCH):
            part = mixed[at : at + BATCH]
            yield {name: np.stack([window[name] for window in part]) for name in part[0]}


def gives_windows(text: str, swaps: Swaps) -> bool:
    """Whether ``text`` as it stands gives a window: five spans and more that could be swapped, close together.

    >>> from cleaner.stages.spun.swaps import shipped_swaps
    >>> gives_windows("Es regnet.", shipped_swaps())
    False
    """
    one = example_of(Spun(text, ()))
    return next(_windows(one, swaps, {}, random.Random(0)), None) is not None  # noqa: S311 - no secret


def _windows(one: SpunExample, swaps: Swaps, ids: Mapping[str, int], dice: random.Random) -> Iterator[Window]:
    norms = one.tokens.norms
    words = [ids.get(norm, UNKNOWN) for norm in norms]
    cloze = [0 if swapped else word for word, swapped in zip(words, one.swapped, strict=True)]
    for (first, last), original in one.originals.items():
        if last == first + 1 and len(original) == 1:
            cloze[first] = ids.get(original[0], UNKNOWN)
    cloze = [0 if word == UNKNOWN else word for word in cloze]
    spans = open_spans(one.tokens, swaps, starts_of_sentences(one.tokens))
    for start in range(0, len(norms), _TOKENS):
        own = [span for span in spans if start <= span[0] and span[1] <= start + _TOKENS]
        if len(own) < _FEWEST_SPANS:
            continue
        if len(own) > _SPANS:
            own = dice.sample(own, _SPANS)
        window = {name: np.zeros(_TOKENS, np.int32) for name in ("tokens", "cloze")}
        window["swapped"] = np.zeros(_TOKENS, np.float32)
        part = slice(start, start + _TOKENS)
        for name, values in (("tokens", words[part]), ("cloze", cloze[part]), ("swapped", one.swapped[part])):
            window[name][: len(values)] = values
        yield window | _spans(one, own, start, ids)


def _spans(one: SpunExample, spans: list[Any], start: int, ids: Mapping[str, int]) -> dict[str, Array]:
    firsts, lasts, answers = (np.zeros(_SPANS, np.int32) for _ in range(3))
    sizes, phrases = np.zeros((_SPANS, _PHRASES), np.int32), np.zeros((_SPANS, _PHRASES, _WORDS), np.int32)
    ranks, weights = np.zeros((_SPANS, _PHRASES), np.float32), np.zeros(_SPANS, np.float32)
    for row, (first, last, originals) in enumerate(spans):
        firsts[row], lasts[row], weights[row] = first - start, last - start, 1
        told = one.originals.get((first, last))
        kept = tuple(one.tokens.norms[first:last])
        for place, (words, rank) in enumerate(
            [(kept, 1), *((original.tokens, original.rank) for original in originals[: _PHRASES - 1])]
        ):
            part = words[:_WORDS]
            phrases[row, place, : len(part)] = [ids.get(word, UNKNOWN) for word in part]
            sizes[row, place], ranks[row, place] = len(part), -np.log(rank)
            if place and words == told:
                answers[row] = place
    unique, places = np.unique(phrases, return_inverse=True)
    if len(unique) > _UNIQUE - 1:  # too many for the array: the last spans are left out
        return _spans(one, spans[: len(spans) * 3 // 4], start, ids)
    shift = int(unique[0] != 0)
    known = np.zeros(_UNIQUE, np.int32)
    known[shift : shift + len(unique)] = unique
    return {
        "firsts": firsts, "lasts": lasts, "answers": answers, "weights": weights, "sizes": sizes, "ranks": ranks,
        "unique": known, "phrases": (places.reshape(phrases.shape) + shift).astype(np.int32),
    }  # fmt: skip
