"""A small network that reads the words around a gap and says which words fit into it, evaluated with NumPy.

Two stacks of dilated convolutions read the text, one from the left and one from the right; what stands in a gap is seen
by neither. What they say meets in a dense layer and is compared with each candidate's words (two towers, as in
Henderson et al. 2017, "Efficient Natural Language Response Suggestion"; causal dilated layers as in WaveNet, van den
Oord et al. 2016). Word vectors start from GloVe (Pennington et al. 2014; public domain) and are learned further.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["DILATIONS", "REACH", "UNKNOWN", "ContextNetwork", "Gaps", "Read"]

Array = NDArray[Any]

#: How far apart the three tokens of each layer stand.
DILATIONS = (1, 2, 4)
#: Tokens to both sides that what is said of one hangs on.
REACH = 1 + 2 * sum(DILATIONS)
#: Ids that are no words: what stands outside of the text, and what the vocabulary does not hold.
OUTSIDE, UNKNOWN = 0, 1

_EPSILON = 1e-5
_PHRASES = 2_048  # whose vectors are made at once: it bounds the memory, and changes no result


class Gaps(NamedTuple):
    """Spans of a text, each with phrases that may stand there; the first phrase of a gap is what does.

    Attributes:
        firsts, lasts: the span of each gap in tokens, its last one not in it: int [gaps].
        gap: the gap of each phrase, ascending: int [phrases].
        words: word ids of all phrases, one after the other: int [words].
        starts: where each phrase begins in ``words``: int [phrases].
        ranks: logarithm of how typical the swap is, 0 or less; 0 for what stands there: float32 [phrases].
    """

    firsts: Array
    lasts: Array
    gap: Array
    words: Array
    starts: Array
    ranks: Array


class Read(NamedTuple):
    """A text as the network has read it.

    Attributes:
        embedded: vectors of the tokens, float32 [tokens, size].
        left: what is known before each token, from the left; right: from each token on: float32 [tokens + 1, width].
    """

    embedded: Array
    left: Array
    right: Array


class ContextNetwork:
    """The network with its vocabulary.

    Attributes:
        words: by id; the first two are no words.
        weights: as they came, for those who write them.
    """

    def __init__(self, words: Sequence[str], weights: Mapping[str, Array]) -> None:
        """Of a vocabulary, and weights as :mod:`cleaner.learn.spun_network` makes them.

        Raises:
            KeyError, ValueError: where weights are missing or do not fit each other.
        """
        self.words, self.weights = tuple(words), dict(weights)
        self._ids = {word: number for number, word in enumerate(words)}
        self._vectors, self._scales = weights["vectors"], weights["scales"].astype(np.float32)
        self._word_bias = weights["word_bias"].astype(np.float32)
        self._spun_bias = weights["spun_bias"].astype(np.float32)
        names = ("in", "hidden", "hidden_bias", "out", "phrase", "extras")
        self._in, self._hidden, self._hidden_bias, self._out, self._phrase, self._extras = (
            weights[name].astype(np.float32) for name in names
        )
        doubt = ("doubt", "doubt_bias", "doubt_out", "doubt_start")
        self._doubt, self._doubt_bias, self._doubt_out, self._doubt_start = (
            weights[name].astype(np.float32) for name in doubt
        )
        self._stacks = [
            [(weights[f"{side}{level}"].astype(np.float32), weights[f"{side}{level}_bias"].astype(np.float32))
             for level in range(len(DILATIONS))]
            for side in ("left", "right")
        ]  # fmt: skip
        width = self._in.shape[1]
        if not (
            self._vectors.shape == (len(self.words), self._in.shape[0])
            and self._scales.shape == self._word_bias.shape == self._spun_bias.shape == (len(self.words),)
            and self._phrase.shape == (self._in.shape[0], 3 * width)
            and self._hidden.shape[0] == 2 * width
            and self._doubt.shape[0] == 2 * width + self._in.shape[0]
            and self._out.shape == (self._hidden.shape[1], width)
            and all(kernel.shape == (3 * width, width) for stack in self._stacks for kernel, _ in stack)
        ):
            raise ValueError("the network's weights do not fit each other")

    def ids(self, norms: Sequence[str]) -> Array:
        """The id of each word, intp [n]."""
        return np.fromiter(map(self._ids.get, norms, repeat(UNKNOWN)), np.intp, len(norms))

    def read(self, norms: Sequence[str]) -> Read:
        """What is known around each place of a text of these folded words."""
        embedded = self._embedded(self.ids(norms))
        text = embedded @ self._in
        nothing = np.zeros((1, text.shape[1]), np.float32)
        left = np.concatenate([nothing, _read(text, self._stacks[0])])
        right = np.concatenate([_read(text[::-1], self._stacks[1])[::-1], nothing])
        return Read(embedded, left, right)

    def logits(self, text: Read, gaps: Gaps) -> Array:
        """How well each phrase fits into its gap: float32 [phrases].

        Comparable within a gap: the softmax over the phrases of a gap gives their probabilities.
        """
        around = np.concatenate([text.left[gaps.firsts], text.right[gaps.lasts]], axis=1)
        wanted = np.maximum(around @ self._hidden + self._hidden_bias, 0) @ self._out
        found = self._fit(wanted, gaps) + np.add.reduceat(self._word_bias[gaps.words], gaps.starts)
        sizes = np.diff(gaps.starts, append=len(gaps.words)).astype(np.float32)
        found += self._extras[0] * gaps.ranks + self._extras[1] * np.log1p(sizes)
        kept = np.flatnonzero(np.diff(gaps.gap, prepend=-1))
        found[kept] += self._extras[2] - self._spun_bias[gaps.words[gaps.starts[kept]]]
        logits: Array = found
        return logits

    def doubts(self, text: Read) -> Array:
        """The chance of each token to have been put there by a spinner: float32 [tokens]."""
        seen = np.concatenate([text.left[:-1], text.right[1:], text.embedded], axis=1)
        odds = (np.maximum(seen @ self._doubt + self._doubt_bias, 0) @ self._doubt_out)[:, 0] + self._doubt_start[0]
        chances: Array = 1 / (1 + np.exp(-odds))
        return chances

    def likeness(self, phrases: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> Array:
        """How near the mean vectors of phrases are to those of the others, one by one: cosines, float32 [phrases]."""
        ones, twos = self._means(phrases), self._means(others)
        cosines: Array = np.einsum("pd,pd->p", ones, twos)
        return cosines

    def _means(self, phrases: Sequence[Sequence[str]]) -> Array:
        starts = np.cumsum([0, *(len(phrase) for phrase in phrases)])[:-1]
        sums = np.add.reduceat(self._embedded(self.ids([word for phrase in phrases for word in phrase])), starts)
        means: Array = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + _EPSILON)
        return means

    def _embedded(self, ids: Array) -> Array:
        embedded: Array = self._vectors[ids].astype(np.float32) * self._scales[ids][:, None]
        return embedded

    def _fit(self, wanted: Array, gaps: Gaps) -> Array:
        """Products of what is wanted in each gap with the vectors of its phrases: by first, last, mean of all words."""
        there = np.zeros(len(self.words), np.bool_)
        there[gaps.words] = True
        places = (np.cumsum(there) - 1)[gaps.words]
        first, last, mean = np.split(self._embedded(np.flatnonzero(there)) @ self._phrase, 3, axis=1)
        alone = first + last + mean  # of one word, as most phrases are
        ends = np.append(gaps.starts[1:], len(gaps.words))
        found = np.empty(len(gaps.starts), np.float32)
        for start in range(0, len(found), _PHRASES):
            own = slice(start, start + _PHRASES)
            begins, stops = gaps.starts[own], ends[own]
            vectors = alone[places[begins]]
            long = np.flatnonzero(stops - begins > 1)
            if len(long):
                begins, stops = begins[long], stops[long]
                sizes = stops - begins
                words = places[np.repeat(stops - np.cumsum(sizes), sizes) + np.arange(sizes.sum())]
                means = np.add.reduceat(mean[words], np.cumsum(sizes) - sizes) / sizes[:, None].astype(np.float32)
                vectors[long] = first[places[begins]] + last[places[stops - 1]] + means
            found[own] = np.einsum("pd,pd->p", wanted[gaps.gap[own]], vectors)
        return found


def _read(text: Array, stack: Sequence[tuple[Array, Array]]) -> Array:
    """What a stack of layers has read up to each token."""
    size, width = text.shape
    joined = np.empty((size, 3 * width), np.float32)  # each token beside two before it; one buffer for all layers
    for (kernel, bias), dilation in zip(stack, DILATIONS, strict=True):
        joined[:, :width] = text
        for place, by in ((1, dilation), (2, 2 * dilation)):
            part = joined[:, place * width : (place + 1) * width]
            part[:by] = 0
            part[by:] = text[: max(size - by, 0)]
        found = joined @ kernel
        found += bias
        np.maximum(found, 0, out=found)
        found += text
        scale = np.mean(found * found, axis=1, keepdims=True)
        scale += _EPSILON
        found /= np.sqrt(scale, out=scale)
        text = found
    return text
