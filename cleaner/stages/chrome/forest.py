"""Gradient-boosted trees, evaluated with NumPy: scores of rows, and which column weighed how much in each.

Trees have at most 16 leaves. All tests of all trees are made for a row at once; each test that fails strikes out the
leaves below its other branch, and the first leaf that is left is the tree's (QuickScorer: Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAVES", "Forest", "Tree"]

Array = NDArray[Any]

#: The most leaves of a tree: one bit each in 16.
LEAVES = 16
_ALL = (1 << LEAVES) - 1
_ROWS = 512  # rows scored at once: it bounds the memory, and changes no score


class Tree(NamedTuple):
    """One tree. Its inner nodes come parents first, node 0 is the root; a tree of one leaf has none.

    Attributes:
        columns: the column that each inner node tests.
        thresholds: a row whose value is at most this goes left, else right.
        left, right: numbers of the next inner nodes; ``~leaf`` for a leaf.
        values: what each leaf adds to the score.
        counts: training rows that each leaf got; the value of a node is the mean of its leaves by these.
    """

    columns: Sequence[int]
    thresholds: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    values: Sequence[float]
    counts: Sequence[float]


class _Path(NamedTuple):
    """Steps from the root to a leaf: the column asked at each, and by how much the node's value changes there."""

    columns: list[int]
    steps: list[float]


class Forest:
    """Trees whose leaves add up, on rows of ``width`` float32 columns.

    Columns are numbers: none may be NaN, which no test would send anywhere in particular.
    """

    def __init__(self, trees: Sequence[Tree], width: int) -> None:
        """Of trees as training gives them.

        Raises:
            ValueError: where a tree has too many leaves, is no tree, or asks for a column that rows do not have.
        """
        self.width, self.trees = width, len(trees)
        most = max((len(tree.columns) for tree in trees), default=0)
        # Slots of trees with fewer tests hold one that strikes out nothing.
        self._columns = np.zeros((most, len(trees)), np.intp)
        self._thresholds = np.zeros((most, len(trees)), np.float32)
        self._struck = np.full((most, len(trees)), _ALL, np.uint16)  # what stays when a row does not go left
        self._values = np.zeros((len(trees), LEAVES))
        paths: list[_Path] = []
        for at, tree in enumerate(trees):
            order, struck, found = _walked(tree, width)
            size = len(tree.columns)
            self._columns[:size, at] = tree.columns
            self._thresholds[:size, at] = _floored(tree.thresholds)
            self._struck[:size, at] = struck
            self._values[at, : len(order)] = np.asarray(tree.values, np.float64)[order]
            paths += found + [_Path([], [])] * (LEAVES - len(found))
        deepest = max((len(path.columns) for path in paths), default=0)
        self._path_columns = np.full((len(paths), deepest), width, np.intp)
        self._path_steps = np.zeros((len(paths), deepest))
        for at, path in enumerate(paths):
            self._path_columns[at, : len(path.columns)] = path.columns
            self._path_steps[at, : len(path.steps)] = path.steps

    def leaves(self, rows: Array) -> Array:
        """Numbers of the leaves that each row of ``rows`` [n, width] falls into, one for each tree: intp [n, trees].

        >>> forest = Forest([Tree([1], [0.5], [~0], [~1], [-1.0, 2.0], [3, 1])], width=2)
        >>> forest.leaves(np.array([[9, 0.25], [9, 0.75]], np.float32)).tolist()
        [[0], [1]]
        """
        found = np.zeros((len(rows), self.trees), np.intp)
        first = LEAVES * np.arange(self.trees)
        for start in range(0, len(rows), _ROWS):
            found[start : start + _ROWS] = self._fallen(rows[start : start + _ROWS]).T + first
        return found

    def scores(self, leaves: Array) -> Array:
        """The sum of the leaves of each row, float64 [n]; ``leaves`` as :meth:`leaves` gives them.

        >>> forest = Forest([Tree([1], [0.5], [~0], [~1], [-1.0, 2.0], [3, 1])], width=2)
        >>> forest.scores(np.array([[0], [1]])).tolist()
        [-1.0, 2.0]
        """
        sums: Array = self._values.take(leaves).sum(axis=1)  # along memory: a row adds up alike alone and among others
        return sums

    def weighed(self, leaves: Array) -> Array:
        """By how much each column moved each row's score on its ways from root to leaf, float64 [n, width].

        A step moves it from the mean of a node's training rows to that of the next node. A row of the answer adds up
        to the row's score less that of a row nothing is known of (Saabas, "Interpreting random forests", 2014).

        >>> forest = Forest([Tree([1], [0.5], [~0], [~1], [-1.0, 2.0], [3, 1])], width=2)
        >>> forest.weighed(np.array([[0], [1]])).tolist()
        [[0.0, -0.75], [0.0, 2.25]]
        """
        found: list[Array] = [np.zeros((0, self.width))]
        width = self.width + 1  # one column more, for the ends of short ways
        for start in range(0, len(leaves), _ROWS // 4):
            own = leaves[start : start + _ROWS // 4]
            places = self._path_columns[own] + width * np.arange(len(own))[:, None, None]
            sums = np.bincount(places.ravel(), self._path_steps[own].ravel(), minlength=width * len(own))
            found.append(sums.reshape(len(own), width)[:, : self.width])
        return np.concatenate(found)

    def _fallen(self, rows: Array) -> Array:
        """Which leaf of each tree each row falls into, counted from the left: [trees, n]."""
        if not len(self._columns):
            return np.zeros((self.trees, len(rows)), np.intp)
        columns = np.ascontiguousarray(rows.T, np.float32)
        left = np.full((self.trees, len(rows)), _ALL, np.uint16)
        for asked, thresholds, struck in zip(self._columns, self._thresholds, self._struck, strict=True):
            goes_left = columns[asked] <= thresholds[:, None]
            # All bits where the row goes left, else the mask: -1 is all bits.
            left &= struck[:, None] | -goes_left.view(np.uint8).astype(np.uint16)
        found: Array = _FIRST_BIT[left]
        return found


def _first_bits() -> Array:
    """For each number of 16 bits, the place of its lowest one; 0 of none."""
    numbers = np.arange(1 << LEAVES)
    places: Array = np.log2(np.maximum(numbers & -numbers, 1)).astype(np.intp)
    return places


_FIRST_BIT = _first_bits()


def _floored(thresholds: Sequence[float]) -> Array:
    """The largest float32 not above each threshold: float32 values compare with it as with the threshold itself."""
    exact = np.asarray(thresholds, np.float64)
    near = exact.astype(np.float32)
    return np.where(near > exact, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)


def _walked(tree: Tree, width: int) -> tuple[list[int], list[int], list[_Path]]:
    """Leaves from left to right, what each test leaves over where it fails, and the ways to the leaves."""
    sizes = {len(tree.columns), len(tree.thresholds), len(tree.left), len(tree.right), len(tree.values) - 1}
    if len(sizes) > 1 or len(tree.counts) != len(tree.values) or len(tree.values) > LEAVES:
        raise ValueError(f"a tree has at most {LEAVES} leaves and one inner node fewer, not {sorted(sizes)}")
    if any(not 0 <= column < width for column in tree.columns):
        raise ValueError(f"a tree asks for a column that rows do not have: they have {width}")
    order: list[int] = []
    paths: list[_Path] = []
    struck = [_ALL] * len(tree.columns)
    means = _means(tree)

    def walk(node: int, path: _Path) -> None:
        if node < 0:
            order.append(~node)
            paths.append(path)
            return
        start = len(order)
        for child in (tree.left[node], tree.right[node]):
            step = means[child] - means[node]
            walk(child, _Path([*path.columns, tree.columns[node]], [*path.steps, step]))
            if child == tree.left[node]:
                struck[node] = _ALL & ~((1 << len(order)) - (1 << start))

    walk(0 if tree.columns else ~0, _Path([], []))
    if sorted(order) != list(range(len(tree.values))):
        raise ValueError("a tree reaches each of its leaves once")
    return order, struck, paths


def _means(tree: Tree) -> dict[int, float]:
    """The mean of the training rows at each node; of leaves by ``~leaf``."""
    held = {
        ~leaf: (value, float(count)) for leaf, (value, count) in enumerate(zip(tree.values, tree.counts, strict=True))
    }
    for node in range(len(tree.columns) - 1, -1, -1):
        pair = [held.get(child) for child in (tree.left[node], tree.right[node])]
        if pair[0] is None or pair[1] is None or tree.left[node] == tree.right[node]:
            raise ValueError("a tree's nodes come parents first")
        (first, of_first), (second, of_second) = pair[0], pair[1]
        count = of_first + of_second
        held[node] = ((first * of_first + second * of_second) / count if count else (first + second) / 2, count)
    return {node: mean for node, (mean, _) in held.items()}
