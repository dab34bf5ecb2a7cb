"""The network of the line model, evaluated with NumPy: one line by itself, then the lines around it, then the page.

A line's columns go through two dense layers; summaries of the page, of the lines above and of those below are added
(a discussion of a thousand lines is known by what stands at its top); then residual convolutions over the
lines, each reaching twice as far as the one before (dilated as in Yu and Koltun, arXiv:1511.07122), so that the score
of a line knows 31 lines on both sides. Several networks that were learned from other starts are averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["REACHES", "SHORTEST", "Forward", "Network"]

Array = NDArray[Any]

#: How many lines up and down each convolution looks.
REACHES = (1, 2, 4, 8, 16)
#: Lines to which the shortest pages are padded for learning; a convolution that reaches as far is left out there.
SHORTEST = 16


class _Convolution(NamedTuple):
    """What a convolution kept on its way; ``n`` lines.

    Attributes:
        reach: how many lines up and down it looks.
        taps: what each line gives to the line below it, to itself, and to the line above it [n, 3, width].
        added: what was added to each line [n, width].
    """

    reach: int
    taps: Array
    added: Array


class _Pass(NamedTuple):
    """What one network kept on its way; ``n`` lines.

    Attributes:
        first, second: outputs of the dense layers [n, width].
        added: what the page layer added to each line [n, width].
        convolutions: in order; on short pages the last one is missing.
    """

    first: Array
    second: Array
    added: Array
    convolutions: tuple[_Convolution, ...]


class Forward(NamedTuple):
    """What :meth:`Network.forward` gives.

    Attributes:
        logits: mean over the networks, float64 [n]; positive speaks for content.
        columns: standardised input [n, columns].
        passes: for each network what :meth:`Network.weigh` needs.
    """

    logits: Array
    columns: Array
    passes: tuple[_Pass, ...]


class Network:
    """``k`` networks of one shape, side by side.

    ``weights`` by name, first axis ``k``: ``w0 b0 w1 b1`` dense, ``wg bg`` page, ``c0 d0 ... c4 d4`` convolutions
    (above, here, below), ``wo bo`` output; ``mean`` and ``scale`` [columns] standardise the input.
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        whole = {name: np.asarray(weight, np.float32) for name, weight in weights.items()}
        self._mean, self._scale = whole.pop("mean"), whole.pop("scale")
        self._nets = [{name: weight[index] for name, weight in whole.items()} for index in range(len(whole["wo"]))]
        for net in self._nets:
            width = len(net["wo"])
            for index in range(len(REACHES)):
                taps = net[f"c{index}"].reshape(3, width, width)
                net[f"t{index}"] = np.ascontiguousarray(taps.swapaxes(0, 1).reshape(width, 3 * width))
                net[f"s{index}"] = taps[1].T  # the way back to the line itself

    def forward(self, columns: Array, prose: Array) -> Forward:
        """Scores of all lines of one page, from ``columns`` float32 [n, columns] and ``prose`` bool [n]."""
        x = (columns - self._mean) / self._scale
        logits = np.zeros(len(x))
        passes = []
        for net in self._nets:
            each, kept = _forward(net, x, prose)
            logits += each
            passes.append(kept)
        return Forward(logits / len(passes), x, tuple(passes))

    def weigh(self, forward: Forward, rows: Array) -> tuple[Array, Array]:
        """What moved the scores of ``rows``, which ascend: columns [rows, columns]; lines above, below, page [rows, 3].

        Gradient times input (Shrikumar et al., arXiv:1605.01713), with the units that were open held open; a column's
        zero is its mean over the pages learned from. Negative speaks for chrome.
        """
        columns = np.zeros((len(rows), forward.columns.shape[1]), np.float32)
        around = np.zeros((len(rows), 3), np.float32)
        for net, kept in zip(self._nets, forward.passes, strict=True):
            columns += _weigh(net, kept, rows, around)
        return columns * forward.columns[rows] / len(self._nets), around / len(self._nets)


def _forward(net: Mapping[str, Array], x: Array, prose: Array) -> tuple[Array, _Pass]:
    n, width = len(x), len(net["wo"])
    first = _open(x @ net["w0"] + net["b0"])
    second = _open(first @ net["w1"] + net["b1"])
    added = _open(_page(second, prose) @ net["wg"] + net["bg"])
    state = second + added
    convolutions = []
    for index, reach in enumerate(REACHES):
        if reach >= SHORTEST >= n:  # not learned on pages so short
            continue
        taps = (state @ net[f"t{index}"]).reshape(n, 3, width)
        here = taps[:, 1] + net[f"d{index}"]
        if reach < n:
            here[reach:] += taps[:-reach, 0]
            here[:-reach] += taps[reach:, 2]
        convolutions.append(_Convolution(reach, taps, _open(here)))
        state = state + here
    logits = (state @ net["wo"] + net["bo"])[:, 0]
    return logits, _Pass(first, second, added, tuple(convolutions))


def _page(lines: Array, prose: Array) -> Array:
    """Means of the page, of its prose, of the lines above each line and of those below; and itself: [n, 5 * width]."""
    n, width = lines.shape
    places = np.arange(1, n + 1, dtype=np.float32)[:, None]
    upto = np.cumsum(lines, 0)
    page = np.empty((n, 5, width), np.float32)
    page[:, 0] = upto[-1] / np.float32(n)
    page[:, 1] = lines[prose].sum(0) / np.float32(prose.sum() + 1)
    np.divide(upto - lines, places, out=page[:, 2])
    np.divide(upto[-1] - upto, places[::-1], out=page[:, 3])
    page[:, 4] = lines
    return page.reshape(n, 5 * width)


def _weigh(net: Mapping[str, Array], kept: _Pass, rows: Array, around: Array) -> Array:
    """Gradients of the columns of ``rows``; adds to ``around``."""
    n, width = kept.second.shape
    g = np.broadcast_to(net["wo"][:, 0], (len(rows), width))
    above, below = np.zeros((2, len(rows), width), np.float32)
    for index, (reach, taps, added) in reversed([*enumerate(kept.convolutions)]):
        back = g * (added.take(rows, 0) > 0)
        first, last = np.searchsorted(rows, (reach, n - reach))
        given = taps.reshape(3 * n, width)
        above[first:] += back[first:] * given.take(3 * (rows[first:] - reach), 0)
        below[:last] += back[:last] * given.take(3 * (rows[:last] + reach) + 2, 0)
        g = g + back @ net[f"s{index}"]
    line, added = kept.second.take(rows, 0), kept.added.take(rows, 0)
    own = net["wg"][4 * width :]
    back = g * (added > 0)
    page = back * (added - line @ own - net["bg"])  # what is left of a sum that was open when its other parts are gone
    around += np.stack((above.sum(1), below.sum(1), page.sum(1)), 1)
    g = (g + back @ own.T) * (line > 0)
    gradients: Array = ((g @ net["w1"].T) * (kept.first.take(rows, 0) > 0)) @ net["w0"].T
    return gradients


def _open(sums: Array) -> Array:
    """``sums``, what is below 0 set to 0, in place."""
    return np.maximum(sums, 0, out=sums)
