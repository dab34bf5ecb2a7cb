"""Training of the line model's network with JAX; :mod:`cleaner.stages.chrome.network` evaluates what comes out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.line_pages import Example
from cleaner.stages.chrome.network import REACHES, SHORTEST

__all__ = ["Schedule", "train"]

Array = NDArray[Any]

# Pages are padded to one of these lengths, so that few shapes are compiled.
_LENGTHS = (SHORTEST, 32, 64, 96, 128, 192, 256, 384, 512, 1024, 2048, 4096, 8192, 32768)
_BATCH_LINES = 6_000
_MOST_PAGES = 64


class Schedule(NamedTuple):
    """How a network is trained.

    Width 64 and 16 epochs gave .004 more doc F1 on dumped pages than 48 and 12; 96 and 22 at most .001 beyond that, on
    two folds of five.

    Attributes:
        width: units of each layer.
        epochs: how often all pages are seen, each time cut up anew.
        dropout: share of units that are closed while learning.
        rate: highest learning rate; it rises over a seventh of the steps, then falls along a cosine.
    """

    width: int = 64
    epochs: int = 18
    dropout: float = 0.2
    rate: float = 3e-3


def train(epochs: Sequence[Callable[[], list[Example]]], seed: int, schedule: Schedule) -> dict[str, Array]:
    """Weights of one network, as :class:`cleaner.stages.chrome.network.Network` names them but for the first axis.

    ``epochs`` gives the examples of each epoch. The same examples, seed, machine and versions give the same bytes: one
    thread, one order. Loss: binary cross entropy with lines weighted by the root of their words, a page counting one,
    plus half of one minus the page's soft F1 by words.
    """
    jax, optimiser, step = _stepper(schedule.dropout)
    first = epochs[0]()
    everything = np.concatenate([item.columns for item in first[::3]])
    mean, scale = everything.mean(0), everything.std(0) + 0.05
    draw = np.random.default_rng(seed)
    weights: Any = _start(jax, seed, len(mean), schedule.width)
    state = optimiser.init(weights)
    steps = max(1, round(1.1 * schedule.epochs * len(list(_batches(first, np.random.default_rng(0))))))
    key = jax.random.PRNGKey(seed + 1)
    done = 0
    for number in range(schedule.epochs):
        for items in _batches(first if number == 0 else epochs[number](), draw):
            key, own = jax.random.split(key)
            rate = schedule.rate * min(1, (done + 1) / (0.15 * steps)) * (1 + np.cos(np.pi * min(1, done / steps))) / 2
            weights, state = step(weights, state, _padded(items, mean, scale), own, np.float32(rate))
            done += 1
    return {**{name: np.asarray(weight) for name, weight in weights.items()}, "mean": mean, "scale": scale}


@cache
def _stepper(dropout: float) -> tuple[Any, Any, Any]:
    """JAX, the optimiser, and one step of it; kept, since compiling it costs as much as an epoch."""
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    import jax
    import jax.numpy as jnp
    import optax

    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(), optax.add_decayed_weights(1e-3))

    def loss(weights: Any, batch: Any, key: Any) -> Any:
        columns, mask, text, target, weight = batch
        logits = _forward(jax, weights, columns, mask, text, key, dropout)
        each = optax.sigmoid_binary_cross_entropy(logits, target)
        by_line = jnp.sqrt(weight) * mask
        entropy = (each * by_line).sum(1) / (by_line.sum(1) + 1e-6)
        kept, words = jax.nn.sigmoid(logits), weight * mask
        overlap = (kept * target * words).sum(1)
        f1 = (2 * overlap + 1) / ((kept * words).sum(1) + (target * words).sum(1) + 1)
        return entropy.mean() + 0.5 * (1 - f1).mean()

    @jax.jit
    def step(weights: Any, state: Any, batch: Any, key: Any, rate: Any) -> Any:
        gradient = jax.grad(loss)(weights, batch, key)
        updates, state = optimiser.update(gradient, state, weights)
        return jax.tree.map(lambda weight, update: weight - rate * update, weights, updates), state

    return jax, optimiser, step


def _start(jax: Any, seed: int, columns: int, width: int) -> dict[str, Any]:
    """Weights to begin with: normal, by the root of the inputs (He et al., arXiv:1502.01852, without the two)."""
    keys = iter(jax.random.split(jax.random.PRNGKey(seed), 16))

    def normal(inputs: int, outputs: int, size: float = 1.0) -> Any:
        return jax.random.normal(next(keys), (inputs, outputs)) * size / inputs**0.5

    weights = {
        "w0": normal(columns, width),
        "w1": normal(width, width),
        "wg": normal(5 * width, width),
        "wo": normal(width, 1, 0.1),
    }
    weights |= {f"c{index}": normal(3 * width, width, 0.7) for index in range(len(REACHES))}
    zeros = jax.numpy.zeros
    weights |= {name: zeros(width) for name in ("b0", "b1", "bg", *(f"d{index}" for index in range(len(REACHES))))}
    return {**weights, "bo": zeros(1)}


def _forward(jax: Any, w: Any, columns: Any, mask: Any, text: Any, key: Any, dropout: float) -> Any:
    """What ``Network.forward`` does, for a batch of padded pages, with units closed at random."""
    jnp = jax.numpy
    keys = iter(jax.random.split(key, 1 + len(REACHES)))

    def thinned(units: Any) -> Any:
        return units * jax.random.bernoulli(next(keys), 1 - dropout, units.shape) / (1 - dropout)

    def shifted(lines: Any, reach: int) -> Any:
        zeros = jnp.zeros_like(lines[:, : abs(reach)])
        return jnp.concatenate([zeros, lines[:, :-reach]] if reach > 0 else [lines[:, -reach:], zeros], 1)

    there = mask[..., None]
    here = thinned(jax.nn.relu(columns @ w["w0"] + w["b0"]))
    here = jax.nn.relu(here @ w["w1"] + w["b1"]) * there
    prose = text[..., None] * there
    mean = here.sum(1, keepdims=True) / jnp.maximum(there.sum(1, keepdims=True), 1)
    text_mean = (here * prose).sum(1, keepdims=True) / (prose.sum(1, keepdims=True) + 1)
    upto, number = jnp.cumsum(here, 1), jnp.cumsum(there, 1)
    above = (upto - here) / jnp.maximum(number, 1)
    below = (upto[:, -1:] - upto) / jnp.maximum(number[:, -1:] - number + 1, 1)
    page = [*(jnp.broadcast_to(part, here.shape) for part in (mean, text_mean)), above, below, here]
    here = (here + jax.nn.relu(jnp.concatenate(page, -1) @ w["wg"] + w["bg"])) * there
    for index, reach in enumerate(REACHES):
        if reach >= here.shape[1]:
            continue
        around = jnp.concatenate([shifted(here, reach), here, shifted(here, -reach)], -1)
        here = (here + thinned(jax.nn.relu(around @ w[f"c{index}"] + w[f"d{index}"]))) * there
    return (here @ w["wo"] + w["bo"])[..., 0]


def _batches(items: list[Example], draw: np.random.Generator) -> Iterator[list[Example]]:
    """Pages of like length together, about 6,000 lines a batch, batches in an order drawn anew."""
    by_length: dict[int, list[Example]] = {}
    for item in items:
        length = next((length for length in _LENGTHS if length >= len(item.target)), None)
        if length is not None:
            by_length.setdefault(length, []).append(item)
    batches = []
    for length, group in sorted(by_length.items()):
        order = draw.permutation(len(group))
        size = min(_MOST_PAGES, max(1, _BATCH_LINES // length))
        batches += [[group[place] for place in order[at : at + size]] for at in range(0, len(group), size)]
    for place in draw.permutation(len(batches)):
        yield batches[place]


def _padded(items: list[Example], mean: Array, scale: Array) -> tuple[Array, ...]:
    """Columns (standardised), mask, text, target and weight of a batch; short batches are filled with empty pages."""
    length = next(length for length in _LENGTHS if length >= max(len(item.target) for item in items))
    size = min(_MOST_PAGES, max(1, _BATCH_LINES // length))
    columns = np.zeros((size, length, len(mean)), np.float32)
    mask, text, target, weight = (np.zeros((size, length), np.float32) for _ in range(4))
    for place, item in enumerate(items):
        n = len(item.target)
        columns[place, :n] = (item.columns - mean) / scale
        mask[place, :n] = 1
        text[place, :n], target[place, :n], weight[place, :n] = item.text, item.target, item.weight
    return columns, mask, text, target, weight
