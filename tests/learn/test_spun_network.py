"""Training of the context network: NumPy evaluates what JAX trains, and training makes it better."""

from itertools import count, islice

import numpy as np
import pytest
from spun_town import FAMILIES, PAIRS, drawn_network, small_swaps, texts

from cleaner.learn.spun_batches import batches
from cleaner.learn.spun_examples import drawn_families, examples
from cleaner.learn.spun_network import _loss, _named, _start, train_network
from cleaner.stages.spun.network import ContextNetwork, Gaps
from cleaner.stages.spun.tokens import tokenize

jax = pytest.importorskip("jax", reason="only those who train have it")
optax = pytest.importorskip("optax", reason="only those who train have it")

TEXTS = texts(8)
WORDS = [
    "",
    "<unk>",
    *sorted({word for text in (*TEXTS, " ".join(map(" ".join, PAIRS))) for word in tokenize(text).norms}),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    swaps = small_swaps(tmp_path_factory.mktemp("swaps"))
    ids = {word: number for number, word in enumerate(WORDS)}
    own = examples(TEXTS, FAMILIES, drawn_families(swaps, "a"), "a")
    few = islice(batches(own, swaps, ids, "a"), 12)
    return [{name: part[:4] for name, part in batch.items()} for batch in few]  # four windows each: it is faster


@pytest.fixture(scope="module")
def losses():
    """The losses as JAX has them, for a network and a batch: all words are drawn equally often."""
    drawn = np.log(np.full(len(WORDS), 1 / len(WORDS), np.float32))
    loss = jax.jit(_loss(jax, optax))
    return lambda network, batch, negatives: [float(one) for one in loss(in_jax(network), batch, negatives, drawn)[1]]


@pytest.fixture(scope="module")
def network():
    return drawn_network(WORDS, size=8)


def in_jax(network):
    """The weights as JAX has them while it trains."""
    weights = {name: np.asarray(weight, np.float32) for name, weight in network.weights.items() if name != "scales"}
    return weights | {"vectors": weights["vectors"] * network.weights["scales"][:, None]}


def gaps_of(window):
    """The spans of a window and their phrases, as NumPy reads them; and the answer of each, among all phrases."""
    gap, words, starts, ranks, answers = [], [], [], [], []
    for row in np.flatnonzero(window["weights"]):
        answers.append(len(starts) + window["answers"][row])
        for place in np.flatnonzero(window["sizes"][row]):
            gap.append(row)
            starts.append(len(words))
            words += window["unique"][window["phrases"][row, place, : window["sizes"][row, place]]].tolist()
            ranks.append(window["ranks"][row, place])
    own = np.flatnonzero(window["weights"])
    told = Gaps(window["firsts"][own], window["lasts"][own], *map(np.array, (gap, words, starts, ranks)))
    return told, np.array(answers)


def chosen(network, batch):
    """The mean loss of choosing the right phrase, by NumPy."""
    losses = []
    for at in range(len(batch["tokens"])):
        window = {name: part[at] for name, part in batch.items()}
        gaps, answers = gaps_of(window)
        logits = network.logits(network.read([WORDS[number] for number in window["tokens"]]), gaps)
        for row, answer in enumerate(answers):
            own = logits[gaps.gap == row]
            losses.append(np.log(np.exp(own - own.max()).sum()) + own.max() - logits[answer])
    return float(np.mean(losses))


def test_numpy_computes_what_jax_trains(network, found, losses):
    batch = found[0]
    choosing, _, telling = losses(network, batch, np.arange(2, 6))
    assert choosing == pytest.approx(chosen(network, batch), rel=1e-4)
    told = []
    for tokens, swapped in zip(batch["tokens"], batch["swapped"], strict=True):
        chances = network.doubts(network.read([WORDS[number] for number in tokens]))
        told += np.log(np.where(swapped == 1, chances, 1 - chances))[tokens > 0].tolist()
    assert telling == pytest.approx(-np.mean(told), rel=1e-4)


def test_the_cloze_compares_the_right_word_with_others(network, found, losses):
    """A gap is filled as a phrase of one word is chosen, among the negatives that are not the word itself."""
    batch = found[0]
    place = int(np.flatnonzero(batch["cloze"][0])[3])
    answer = int(batch["cloze"][0, place])
    asked = {**batch, "cloze": np.zeros_like(batch["cloze"])}
    asked["cloze"][0, place] = answer
    negatives = np.array([2, 3, answer, 4])
    _, cloze, _ = losses(network, asked, negatives)
    words = np.array([answer, *(number for number in negatives if number != answer)])
    phrases = np.arange(len(words))
    gaps = Gaps(np.array([place]), np.array([place + 1]), 0 * phrases, words, phrases, 0.0 * phrases)
    logits = network.logits(network.read([WORDS[number] for number in batch["tokens"][0]]), gaps)
    logits[0] -= network.weights["extras"][2] - network.weights["spun_bias"][answer]  # nothing stands in the gap
    assert cloze == pytest.approx(np.log(np.exp(logits - logits[0]).sum()), rel=1e-3)


def test_training_makes_it_better(found):
    vectors = np.random.default_rng(0).normal(0, 0.3, (len(WORDS), 100)).astype(np.float32)
    vectors[0] = 0
    counts = np.ones(len(WORDS))
    told = []
    start = _named({name: np.asarray(weight) for name, weight in _start(jax, vectors, counts).items()})
    weights = train_network((found[number % 12] for number in count()), vectors, counts, 8, told.append)
    assert chosen(ContextNetwork(WORDS, weights), found[0]) < chosen(ContextNetwork(WORDS, start), found[0]) - 0.2
    assert weights["vectors"].dtype == np.int8
    assert told[0].startswith("step 0 of 8: losses ")
