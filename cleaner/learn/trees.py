"""Gradient-boosted trees of spun text, by LightGBM: one thread, the same data, the same trees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from cleaner.learn.pages import tree_of
from cleaner.stages.chrome.forest import Tree

__all__ = ["booster", "tree_list"]

Array = NDArray[Any]

_SETTINGS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
    "seed": 7,
}


def booster(rows: Array, target: Array, rounds: int) -> Any:
    """A LightGBM booster that tells ``target`` (0 or 1) by ``rows``."""
    import lightgbm

    return lightgbm.train(dict(_SETTINGS), lightgbm.Dataset(rows, target), rounds)


def tree_list(learned: Any) -> list[Tree]:
    """The trees of a booster as :class:`cleaner.stages.chrome.forest.Forest` takes them."""
    return [tree_of(found["tree_structure"]) for found in learned.dump_model()["tree_info"]]
