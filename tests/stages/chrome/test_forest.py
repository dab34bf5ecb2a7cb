"""Trees without LightGBM give what LightGBM gives, and say which columns weighed."""

import numpy as np
import pytest

from cleaner.learn.pages import tree_of
from cleaner.stages.chrome.forest import Forest, Tree


def scored(forest, rows):
    return forest.scores(forest.leaves(rows))


STUMP = Tree([1], [0.5], [~0], [~1], [-1.0, 2.0], [3, 1])


@pytest.fixture(scope="module")
def trained():
    """A booster on 2,000 rows of 12 columns, half of them small whole numbers, and those rows."""
    import lightgbm

    draw = np.random.default_rng(3)
    rows = draw.normal(size=(2_000, 12)).astype(np.float32)
    rows[:, :6] = np.round(rows[:, :6])
    target = rows[:, 0] + rows[:, 3] * rows[:, 8] + draw.normal(size=2_000) > 0
    settings = {"objective": "binary", "num_leaves": 16, "num_threads": 1, "verbosity": -1, "min_data_in_leaf": 5}
    return lightgbm.train(settings, lightgbm.Dataset(rows, target), 60), rows


def test_scores_are_those_of_lightgbm(trained):
    booster, rows = trained
    forest = Forest([tree_of(found["tree_structure"]) for found in booster.dump_model()["tree_info"]], 12)
    assert np.abs(scored(forest, rows) - booster.predict(rows, raw_score=True)).max() < 1e-9


def test_values_that_stand_on_a_threshold_go_left_as_in_lightgbm(trained):
    booster, _ = trained
    trees = [tree_of(found["tree_structure"]) for found in booster.dump_model()["tree_info"]]
    rows = np.zeros((200, 12), np.float32)
    tests = [pair for tree in trees for pair in zip(tree.columns, tree.thresholds, strict=True)]
    tests = [pair for pair in tests if abs(pair[1]) > 1e-30][:200]  # less is zero to LightGBM, and no feature holds it
    for row, (column, threshold) in zip(rows, tests, strict=True):
        row[column] = threshold
    assert np.abs(scored(Forest(trees, 12), rows) - booster.predict(rows, raw_score=True)).max() < 1e-9


def test_weights_of_columns_add_up_to_the_score(trained):
    booster, rows = trained
    forest = Forest([tree_of(found["tree_structure"]) for found in booster.dump_model()["tree_info"]], 12)
    weighed = forest.weighed(forest.leaves(rows))
    rest = scored(forest, rows) - weighed.sum(axis=1)
    assert np.ptp(rest) < 1e-9
    assert set(np.argsort(-np.abs(weighed).sum(axis=0))[:3].tolist()) == {0, 3, 8}


def test_rows_are_scored_alone_or_together_alike(trained):
    booster, rows = trained
    forest = Forest([tree_of(found["tree_structure"]) for found in booster.dump_model()["tree_info"]], 12)
    assert scored(forest, rows)[:7].tolist() == [scored(forest, rows[at : at + 1])[0] for at in range(7)]


def test_no_rows_and_no_trees():
    assert scored(Forest([STUMP], 2), np.zeros((0, 2), np.float32)).tolist() == []
    assert scored(Forest([], 2), np.zeros((3, 2), np.float32)).tolist() == [0.0, 0.0, 0.0]
    assert scored(Forest([Tree([], [], [], [], [0.25], [9])], 2), np.zeros((1, 2), np.float32)).tolist() == [0.25]


@pytest.mark.parametrize(
    "change",
    [
        {"columns": [2]},
        {"columns": [-1]},
        {"left": [0]},
        {"left": [~1]},
        {"right": [~7]},
        {"values": [1.0], "counts": [1]},
        {"thresholds": []},
    ],
    ids=str,
)
def test_what_is_no_tree_is_refused(change):
    with pytest.raises(ValueError) as caught:
        Forest([STUMP._replace(**change)], 2)
    assert "tree" in str(caught.value)
