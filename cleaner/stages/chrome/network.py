"""The network of the line model, evaluated with NumPy: one line by itself, then the lines around it, then the page.

A line's columns go through two dense layers; a summary of the page is added; then residual convolutions over the
lines, each reaching twice as far as the one before (dilated as in Yu and Koltun, arXiv:1511.07122), so that the score
of a line knows 31 lines on both sides. Several networks that were learned from other starts are averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["REACHES", "Forward", "Network"]

Array = NDArray[Any]

#: How many lines up and down each convolution looks.
REACHES = (1, 2, 4, 8, 16)


class Forward(NamedTuple):
    """What :meth:`Network.forward` kept on its way, for :meth:`Network.weigh`. First axis: the networks.

    Attributes:
        logits: mean over the networks, float64 [n]; positive speaks for content.
        columns: standardised input [n, columns].
        layers: outputs of the two dense layers [k, n, width] each.
        page: input of the page layer [k, n, 3 * width].
        states: the lines before each convolution, and after the last [k, n, width].
        gates: which units of the page layer and of each convolution were open [k, n, width].
    """

    logits: Array
    columns: Array
    layers: tuple[Array, Array]
    page: Array
    states: tuple[Array, ...]
    gates: tuple[Array, ...]


class Network:
    """``k`` networks of one shape, side by side.

    ``weights`` by name, first axis ``k``: ``w0 b0 w1 b1`` dense, ``wg bg`` page, ``c0 d0 ... c4 d4`` convolutions
    (above, here, below), ``wo bo`` output; ``mean`` and ``scale`` [columns] standardise the input.
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._w = {name: np.asarray(weight, np.float32) for name, weight in weights.items()}

    def forward(self, columns: Array, prose: Array) -> Forward:
        """Scores of all lines of one page, from ``columns`` float32 [n, columns] and ``prose`` bool [n]."""
        w = self._w
        x = (columns - w["mean"]) / w["scale"]
        first = np.maximum(x @ w["w0"] + w["b0"][:, None], 0)
        here = np.maximum(first @ w["w1"] + w["b1"][:, None], 0)
        text = prose.astype(np.float32)[None, :, None]
        mean = here.mean(1, keepdims=True)
        text_mean = (here * text).sum(1, keepdims=True) / (text.sum() + 1)
        page = np.concatenate([np.broadcast_to(mean, here.shape), np.broadcast_to(text_mean, here.shape), here], -1)
        added = page @ w["wg"] + w["bg"][:, None]
        gates = [added > 0]
        layers = (first, here)
        here = here + np.maximum(added, 0)
        states = [here]
        for index, reach in enumerate(REACHES):
            around = np.concatenate([_shifted(here, reach), here, _shifted(here, -reach)], -1)
            added = around @ w[f"c{index}"] + w[f"d{index}"][:, None]
            gates.append(added > 0)
            here = here + np.maximum(added, 0)
            states.append(here)
        logits = (here @ w["wo"] + w["bo"][:, None])[..., 0].astype(np.float64).mean(0)
        return Forward(logits, x, layers, page, tuple(states), tuple(gates))

    def weigh(self, forward: Forward, rows: Array) -> tuple[Array, Array]:
        """What moved the scores of ``rows``: columns [rows, columns]; lines above, lines below, the page [rows, 3].

        Gradient times input (Shrikumar et al., arXiv:1605.01713), with the units that were open held open; a column's
        zero is its mean over the pages learned from. Negative speaks for chrome.
        """
        w = self._w
        g = np.broadcast_to(w["wo"][:, :, 0][:, None], (len(w["wo"]), len(rows), w["wo"].shape[1]))
        around = np.zeros((len(rows), 3))
        width = g.shape[-1]
        for index in reversed(range(len(REACHES))):
            reach, state, taps = REACHES[index], forward.states[index], w[f"c{index}"]
            opened = g * forward.gates[index + 1][:, rows]
            for side, part in ((0, taps[:, :width]), (1, taps[:, 2 * width :])):
                neighbour = _shifted(state, reach if side == 0 else -reach)[:, rows]
                around[:, side] += (opened @ part.swapaxes(1, 2) * neighbour).sum(-1).mean(0)
            g = g + opened @ taps[:, width : 2 * width].swapaxes(1, 2)
        opened = g * forward.gates[0][:, rows]
        back = opened @ w["wg"].swapaxes(1, 2)
        around[:, 2] = (back[..., : 2 * width] * forward.page[:, rows, : 2 * width]).sum(-1).mean(0)
        g = g + back[..., 2 * width :]
        first, second = forward.layers
        g = (g * (second[:, rows] > 0)) @ w["w1"].swapaxes(1, 2)
        g = (g * (first[:, rows] > 0)) @ w["w0"].swapaxes(1, 2)
        return (g * forward.columns[rows]).mean(0), around


def _shifted(lines: Array, reach: int) -> Array:
    """``lines`` [k, n, width] with each line in the place of the one ``reach`` below it; what enters is zero."""
    moved = np.zeros_like(lines)
    if reach > 0:
        moved[:, reach:] = lines[:, :-reach]
    else:
        moved[:, :reach] = lines[:, -reach:]
    return moved
