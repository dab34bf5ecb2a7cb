"""The network in NumPy: it computes what JAX trained, and what it says of its reasons is its gradient."""

import numpy as np
import pytest
from small_models import drawn_weights

from cleaner.stages.chrome.network import REACHES, Network

COLUMNS = 7


def page(lines, seed=0):
    draw = np.random.default_rng(seed)
    return draw.normal(size=(lines, COLUMNS)).astype(np.float32), draw.random(lines) < 0.5


def one_network(weights, place):
    """The weights of one of several networks, as JAX has them while it trains."""
    return {name: weight[place] for name, weight in weights.items() if name not in ("mean", "scale")}


@pytest.mark.parametrize("lines", [1, 2, 5, 17, 40])
def test_it_computes_what_the_network_that_was_trained_computes(lines):
    jax = pytest.importorskip("jax", reason="only those who train have it")
    from cleaner.learn.line_network import _LENGTHS, _forward

    weights = drawn_weights(lines, COLUMNS)
    columns, prose = page(lines)
    length = next(length for length in _LENGTHS if length >= lines)  # training pads pages
    padded = np.zeros((1, length, COLUMNS), np.float32)
    padded[0, :lines] = (columns - weights["mean"]) / weights["scale"]
    mask, text = np.zeros((1, length), np.float32), np.zeros((1, length), np.float32)
    mask[0, :lines], text[0, :lines] = 1, prose
    key = jax.random.PRNGKey(0)
    trained = [
        np.asarray(_forward(jax, one_network(weights, place), padded, mask, text, key, 0.0))[0, :lines]
        for place in range(2)
    ]
    logits = Network(weights).forward(columns, prose).logits
    assert np.allclose(logits, np.mean(trained, 0), atol=1e-4, rtol=1e-4)


def test_several_networks_say_the_mean_of_what_each_says():
    weights = drawn_weights(1, COLUMNS, networks=3)
    columns, prose = page(12)
    each = []
    for place in range(3):
        own = {name: weight[place : place + 1] for name, weight in weights.items() if name not in ("mean", "scale")}
        own |= {name: weights[name] for name in ("mean", "scale")}
        each.append(Network(own).forward(columns, prose).logits)
    assert np.allclose(Network(weights).forward(columns, prose).logits, np.mean(each, 0), atol=1e-5)


def test_the_weights_of_lines_columns_and_page_add_up_to_the_score_but_for_the_biases():
    # Without biases the network is piecewise linear through zero, so nothing of a score may be left unexplained.
    network = Network(drawn_weights(2, COLUMNS, biases=0))
    columns, prose = page(25)
    forward = network.forward(columns, prose)
    rows = np.arange(25)
    by_column, around = network.weigh(forward, rows)
    assert np.allclose(by_column.sum(1) + around.sum(1), forward.logits, atol=1e-4)
    assert abs(around).sum() > 0


def test_what_a_column_weighs_is_its_slope_times_its_distance_from_the_mean():
    weights = drawn_weights(3, COLUMNS, biases=0.5)
    width = weights["w1"].shape[1]
    # Without ways over the page and the neighbours only the line's own way is left, and that is what columns stand for.
    weights["wg"][:, : 4 * width] = 0
    for index in range(len(REACHES)):
        weights[f"c{index}"][:, :width] = weights[f"c{index}"][:, 2 * width :] = 0
    network = Network(weights)
    columns, prose = page(6)
    by_column, _ = network.weigh(network.forward(columns, prose), np.arange(6))
    step = 2e-3
    for column in range(COLUMNS):
        up, down = columns.copy(), columns.copy()
        up[:, column] += step
        down[:, column] -= step
        slope = (network.forward(up, prose).logits - network.forward(down, prose).logits) / (2 * step)
        distance = columns[:, column] - weights["mean"][column]
        assert np.allclose(slope * distance, by_column[:, column], atol=0.02 * (1 + abs(by_column[:, column]).max()))


def test_rows_are_weighed_alike_one_by_one_and_together():
    network = Network(drawn_weights(4, COLUMNS))
    columns, prose = page(20)
    forward = network.forward(columns, prose)
    together = network.weigh(forward, np.array([3, 7, 19]))
    for place, row in enumerate((3, 7, 19)):
        alone = network.weigh(forward, np.array([row]))
        for one, all_of_them in zip(alone, together, strict=True):
            assert np.allclose(one[0], all_of_them[place], atol=1e-5)


def test_a_line_further_away_than_the_network_reaches_matters_only_by_the_page():
    weights = drawn_weights(5, COLUMNS)
    width = weights["w1"].shape[1]
    weights["wg"][:, : 4 * width] = 0
    network = Network(weights)
    columns, prose = page(80)
    other = columns.copy()
    other[0] += 3
    moved = network.forward(other, prose).logits != network.forward(columns, prose).logits
    assert moved[: sum(REACHES)].any()
    assert not moved[sum(REACHES) + 1 :].any()
