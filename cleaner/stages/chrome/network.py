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


class _Pass(NamedTuple):
    """What one network kept on its way; ``n`` lines.

    Attributes:
        first, second: outputs of the dense layers [n, width].
        page: input of the page layer [n, 5 * width].
        sums: what the page layer and each convolution added to the lines, before it was cut at 0 [n, width].
        states: the lines before each convolution [n, width].
    """

    first: Array
    second: Array
    page: Array
    sums: tuple[Array, ...]
    states: tuple[Array, ...]


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
        """What moved the scores of ``rows``: columns [rows, columns]; lines above, lines below, the page [rows, 3].

        Gradient times input (Shrikumar et al., arXiv:1605.01713), with the units that were open held open; a column's
        zero is its mean over the pages learned from. Negative speaks for chrome.
        """
        columns = np.zeros((len(rows), forward.columns.shape[1]))
        around = np.zeros((len(rows), 3))
        for net, kept in zip(self._nets, forward.passes, strict=True):
            columns += _weigh(net, kept, rows, around)
        return columns * forward.columns[rows] / len(self._nets), around / len(self._nets)


def _forward(net: Mapping[str, Array], x: Array, prose: Array) -> tuple[Array, _Pass]:
    n, width = len(x), len(net["wo"])
    first = _open(x @ net["w0"] + net["b0"])
    second = _open(first @ net["w1"] + net["b1"])
    page = np.empty((n, 5 * width), np.float32)
    lines = np.arange(1, n + 1, dtype=np.float32)[:, None]
    upto = np.cumsum(second, 0)
    page[:, :width] = upto[-1] / np.float32(n)
    page[:, width : 2 * width] = second[prose].sum(0) / np.float32(prose.sum() + 1)
    page[:, 2 * width : 3 * width] = (upto - second) / lines
    page[:, 3 * width : 4 * width] = (upto[-1] - upto) / lines[::-1]
    page[:, 4 * width :] = second
    sums = [page @ net["wg"] + net["bg"]]
    states = [second + _open(sums[0].copy())]
    for index, reach in enumerate(REACHES):
        here = states[-1]
        if reach >= SHORTEST >= n:  # not learned on pages so short
            sums.append(np.zeros_like(here))
            states.append(here)
            continue
        taps = here @ net[f"t{index}"]
        added = taps[:, width : 2 * width] + net[f"d{index}"]
        if reach < n:
            added[reach:] += taps[:-reach, :width]
            added[:-reach] += taps[reach:, 2 * width :]
        sums.append(added)
        states.append(here + np.maximum(added, 0))
    logits = (states[-1] @ net["wo"] + net["bo"])[:, 0]
    return logits, _Pass(first, second, page, tuple(sums), tuple(states[:-1]))


def _weigh(net: Mapping[str, Array], kept: _Pass, rows: Array, around: Array) -> Array:
    """Gradients of the columns of ``rows``; adds to ``around``."""
    n, width = kept.second.shape
    g = np.broadcast_to(net["wo"][:, 0], (len(rows), width))
    for index in reversed(range(len(REACHES))):
        reach, state = REACHES[index], kept.states[index]
        back = (g * (kept.sums[index + 1][rows] > 0)) @ net[f"c{index}"].T
        above, below = rows >= reach, rows < n - reach
        around[above, 0] += np.einsum("ij,ij->i", back[above, :width], state[rows[above] - reach])
        around[below, 1] += np.einsum("ij,ij->i", back[below, 2 * width :], state[rows[below] + reach])
        g = g + back[:, width : 2 * width]
    back = (g * (kept.sums[0][rows] > 0)) @ net["wg"].T
    around[:, 2] += np.einsum("ij,ij->i", back[:, : 4 * width], kept.page[rows, : 4 * width])
    g = (g + back[:, 4 * width :]) * (kept.second[rows] > 0)
    gradients: Array = ((g @ net["w1"].T) * (kept.first[rows] > 0)) @ net["w0"].T
    return gradients


def _open(sums: Array) -> Array:
    """``sums``, what is below 0 set to 0, in place."""
    return np.maximum(sums, 0, out=sums)
