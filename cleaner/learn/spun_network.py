"""Training of the context network with JAX; :mod:`cleaner.stages.spun.network` evaluates what comes out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.spun_batches import Window
from cleaner.stages.spun.network import DILATIONS

__all__ = ["train_network"]

Array = NDArray[Any]

_WIDTH, _HIDDEN, _DOUBT = 96, 160, 64
_RATE, _WARM, _LAST_RATE = 2e-3, 200, 0.03
_NEGATIVES = 1024  # words that a cloze is told from
# What the losses weigh beside that of choosing among phrases: the cloze, and telling swapped tokens.
_CLOZE, _TELLING = 0.35, 0.5
_TOLD_EVERY = 200


def train_network(
    found: Iterator[Window], vectors: Array, counts: Array, steps: int, tell: Callable[[str], None]
) -> dict[str, Array]:
    """Weights, as :class:`cleaner.stages.spun.network.ContextNetwork` names them.

    The losses: which phrase stood in a span (softmax over its candidates and what stands there), which word stands at
    each place of the original (softmax over 1,024 words drawn by frequency ** .75, as word2vec does: Mikolov et al.
    2013), and which tokens were put there by the spinner.

    Args:
        found: batches.
        vectors: to begin with, float32 [words, 100]; row 0 is zero.
        counts: of each word, float [words].
        steps: batches that are learned from.
        tell: hears of progress.
    """
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=true intra_op_parallelism_threads=2")
    import jax
    import optax

    drawn = counts**0.75 / (counts**0.75).sum()
    log_drawn = jax.numpy.asarray(np.log(drawn), np.float32)
    schedule = optax.warmup_cosine_decay_schedule(0, _RATE, min(_WARM, steps // 2), steps, _RATE * _LAST_RATE)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adam(schedule, b2=0.98))
    weights = _start(jax, vectors, counts)
    state = optimiser.init(weights)
    loss = _loss(jax, optax)

    @jax.jit
    def step(weights: Any, state: Any, batch: Any, negatives: Any) -> Any:
        gradient, told = jax.grad(loss, has_aux=True)(weights, batch, negatives, log_drawn)
        updates, state = optimiser.update(gradient, state, weights)
        return optax.apply_updates(weights, updates), state, told

    dice = np.random.default_rng(0)
    for number in range(steps):
        batch = next(found)
        negatives = dice.choice(len(counts), _NEGATIVES, p=drawn)
        weights, state, told = step(weights, state, batch, negatives)
        if number % _TOLD_EVERY == 0:
            tell(f"step {number} of {steps}: losses {', '.join(f'{float(value):.3f}' for value in told)}")
    return _named({name: np.asarray(value) for name, value in weights.items()})


def _start(jax: Any, vectors: Array, counts: Array) -> dict[str, Any]:
    keys = iter(jax.random.split(jax.random.PRNGKey(0), 32))
    size = vectors.shape[1]

    def normal(*shape: int, scale: float = 1.0) -> Any:
        return jax.random.normal(next(keys), shape) * scale / float(np.prod(shape[:-1])) ** 0.5

    zeros = jax.numpy.zeros
    weights = {
        "vectors": jax.numpy.asarray(vectors),
        "word_bias": jax.numpy.asarray(0.3 * (np.log(counts) - np.log(counts).mean()), np.float32),
        "spun_bias": zeros(len(vectors)),
        "in": normal(size, _WIDTH),
        "hidden": normal(2 * _WIDTH, _HIDDEN),
        "hidden_bias": zeros(_HIDDEN),
        "out": normal(_HIDDEN, _WIDTH),
        "phrase": normal(size, 3 * _WIDTH, scale=0.3),
        "extras": jax.numpy.array([0.0, 0.0, 1.0]),
        "doubt": normal(2 * _WIDTH + size, _DOUBT),
        "doubt_bias": zeros(_DOUBT),
        "doubt_out": normal(_DOUBT, 1),
        "doubt_start": jax.numpy.array([-2.0]),
    }
    for side in ("left", "right"):
        for level in range(len(DILATIONS)):
            weights[f"{side}{level}"] = normal(3 * _WIDTH, _WIDTH, scale=0.7)
            weights[f"{side}{level}_bias"] = zeros(_WIDTH)
    return weights


def _loss(jax: Any, optax: Any) -> Callable[..., Any]:
    jnp = jax.numpy

    def read(w: Any, text: Any, side: str) -> Any:
        for level, dilation in enumerate(DILATIONS):
            parts = [text, *(jnp.pad(text, ((0, 0), (by, 0), (0, 0)))[:, :-by] for by in (dilation, 2 * dilation))]
            text = text + jax.nn.relu(jnp.concatenate(parts, -1) @ w[f"{side}{level}"] + w[f"{side}{level}_bias"])
            text = text / jnp.sqrt(jnp.mean(text * text, -1, keepdims=True) + 1e-5)
        return text

    def wanted(w: Any, left: Any, right: Any) -> Any:
        around = jnp.concatenate([left, right], -1)
        return jax.nn.relu(around @ w["hidden"] + w["hidden_bias"]) @ w["out"]

    def loss(w: Any, batch: Any, negatives: Any, log_drawn: Any) -> Any:
        embedded = w["vectors"][batch["tokens"]]
        text = embedded @ w["in"]
        nothing = jnp.zeros_like(text[:, :1])
        left = jnp.concatenate([nothing, read(w, text, "left")], 1)
        right = jnp.concatenate([read(w, text[:, ::-1], "right")[:, ::-1], nothing], 1)
        rows = jnp.arange(len(text))[:, None]
        logits = _phrase_logits(jax, w, batch, wanted(w, left[rows, batch["firsts"]], right[rows, batch["lasts"]]))
        chosen = optax.softmax_cross_entropy_with_integer_labels(logits, batch["answers"])
        choosing = (chosen * batch["weights"]).sum() / jnp.maximum(batch["weights"].sum(), 1)
        cloze = _cloze(jax, w, wanted(w, left[:, :-1], right[:, 1:]), batch["cloze"], negatives, log_drawn)
        seen = jnp.concatenate([left[:, :-1], right[:, 1:], embedded], -1)
        doubt = (jax.nn.relu(seen @ w["doubt"] + w["doubt_bias"]) @ w["doubt_out"])[..., 0] + w["doubt_start"]
        there = batch["tokens"] > 0
        telling = (optax.sigmoid_binary_cross_entropy(doubt, batch["swapped"]) * there).sum() / there.sum()
        total = choosing + _CLOZE * cloze + _TELLING * telling + 2e-6 * (w["spun_bias"] ** 2).sum()
        return total, (choosing, cloze, telling)

    return loss


def _phrase_logits(jax: Any, w: Any, batch: Any, gap: Any) -> Any:
    """Logits [batch, spans, phrases] of phrases in gaps: products are made with each word once, then picked."""
    jnp = jax.numpy
    sizes, phrases = batch["sizes"], batch["phrases"]
    inside = jnp.arange(phrases.shape[-1]) < sizes[..., None]
    windows, spans = sizes.shape[:2]
    first, last, mean = (
        jnp.einsum("nsd,nud->nsu", gap, part) for part in jnp.split(w["vectors"][batch["unique"]] @ w["phrase"], 3, -1)
    )

    def pick(products: Any, places: Any) -> Any:
        return jnp.take_along_axis(products, places.reshape(windows, spans, -1), -1).reshape(places.shape)

    ends = jnp.take_along_axis(phrases, jnp.maximum(sizes - 1, 0)[..., None], -1)[..., 0]
    ids = jnp.take_along_axis(batch["unique"][:, None, :], phrases.reshape(windows, 1, -1), -1).reshape(phrases.shape)
    logits = pick(first, phrases[..., 0]) + pick(last, ends)
    logits += (pick(mean, phrases) * inside).sum(-1) / jnp.maximum(sizes, 1)
    logits += (w["word_bias"][ids] * inside).sum(-1)
    logits += w["extras"][0] * batch["ranks"] + w["extras"][1] * jnp.log1p(sizes.astype(jnp.float32))
    logits = logits.at[:, :, 0].add(w["extras"][2] - w["spun_bias"][ids[:, :, 0, 0]])
    return jnp.where(sizes > 0, logits, -1e9)


def _cloze(jax: Any, w: Any, gap: Any, answers: Any, negatives: Any, log_drawn: Any) -> Any:
    jnp = jax.numpy
    phrase = sum(jnp.split(w["phrase"], 3, -1))
    right = (gap * (w["vectors"][answers] @ phrase)).sum(-1) + w["word_bias"][answers] - log_drawn[answers]
    wrong = gap @ (w["vectors"][negatives] @ phrase).T + (w["word_bias"] - log_drawn)[negatives]
    wrong = jnp.where(negatives == answers[..., None], -1e9, wrong)
    loss = jnp.logaddexp(right, jax.nn.logsumexp(wrong, -1)) - right
    asked = answers > 0
    return (loss * asked).sum() / jnp.maximum(asked.sum(), 1)


def _named(weights: Mapping[str, Array]) -> dict[str, Array]:
    """The weights as the file holds them: vectors in 8 bits with a scale each, tables of words in 16."""
    vectors = weights["vectors"]
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-6) / 127
    small = {name: weights[name].astype(np.float16) for name in ("word_bias", "spun_bias")}
    others: Sequence[str] = sorted({*weights} - {"vectors", *small})
    return {
        "vectors": np.round(vectors / scales[:, None]).astype(np.int8),
        "scales": scales.astype(np.float32),
        **small,
        **{name: weights[name].astype(np.float32) for name in others},
    }
