"""The page model: for every line of an HTML page the probability that it is content, and what spoke against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Document, Place, Problem
from cleaner.stages.chrome import POINT_NAMES
from cleaner.stages.chrome.cues import PARTS, Cues, CueTable
from cleaner.stages.chrome.forest import Forest, Tree
from cleaner.stages.chrome.model_file import is_model, read_model, to_bytes
from cleaner.stages.chrome.page_features import FEATURES, look_at

__all__ = ["BUILT_IN", "Judged", "PageModel", "built_in_pages", "is_page_model", "page_model_bytes"]

Array = NDArray[Any]

#: The model that ships.
BUILT_IN = Path(__file__).parent / "models" / "pages.model"

_FORMAT, _VERSION = "cleaner.pages", 2
_REMEDY = "learn one anew with `cleaner learn pages DATA --out M`, or leave it out to use the one that ships"
_REASONS = 3
_DTYPES = {
    "columns": "<u2",
    "thresholds": "<f8",
    "left": "<i1",
    "right": "<i1",
    "values": "<f8",
    "counts": "<f4",
}
_TABLES = Cues._fields


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model says of one line.

    Attributes:
        start, end: the line, without its ending, in the document's text.
        score: probability that it is content, rounded to 1e-6.
        reasons: names of at most three features that weighed most towards chrome, the weightiest first.
    """

    start: int
    end: int
    score: float
    reasons: tuple[str, ...] = ()


class PageModel:
    """Trees over the columns of :mod:`cleaner.stages.chrome.page_features`, with the cue tables that these ask.

    Attributes:
        points: the score below which a line goes, by the name of the point.
        card: data, figures and settings of its training.
    """

    def __init__(self, trees: Sequence[Tree], cues: Cues, points: Mapping[str, float], card: Mapping[str, Any]) -> None:
        """``points`` as probabilities.

        Raises:
            ValueError: where a tree is none.
        """
        self._forest = Forest(trees, len(FEATURES))
        self._cues = cues
        self.points = dict(points)
        self.card = dict(card)

    @classmethod
    def read(cls, path: Path) -> PageModel:
        """The model in the file at ``path``.

        Raises:
            ConfigError: where the file is damaged, of another version, learned from other features, or lacks a part.
        """
        content = read_model(path, _FORMAT, _VERSION, FEATURES, _REMEDY)
        missing = [name for name in POINT_NAMES if name not in content.points]
        if missing:
            raise _refused(path, f"lacks the operating point `{missing[0]}`")
        points: dict[str, float] = {name: round(_probability(content.points[name]), 6) for name in POINT_NAMES}
        arrays = content.arrays()
        try:
            return cls(_trees(arrays), _cues(arrays), points, content.card)
        except (ValueError, KeyError, IndexError) as error:
            raise _refused(path, f"holds no trees or cues that this version can read: {error}") from None

    def judge(self, document: Document, below: float = 1.0) -> tuple[Judged, ...]:
        """One :class:`Judged` for each hint that spans any text, in the hints' order; none where there are no hints.

        Only lines that score less than ``below`` get reasons: these take as long as the scores.
        """
        known = len(document.text)
        hints = tuple(hint for hint in document.hints if 0 <= hint.start < hint.end <= known)
        if not hints:
            return ()
        rows = look_at(replace(document, hints=hints)).rows(self._cues)
        leaves = self._forest.leaves(rows)
        scores = np.round(1 / (1 + np.exp(-self._forest.scores(leaves))), 6)
        asked = np.flatnonzero(scores < below)
        reasons = dict(zip(asked.tolist(), self._reasons(leaves[asked]), strict=True))
        return tuple(
            Judged(hint.start, hint.end, score, reasons.get(row, ()))
            for row, (hint, score) in enumerate(zip(hints, scores.tolist(), strict=True))
        )

    def _reasons(self, leaves: Array) -> list[tuple[str, ...]]:
        weights = self._forest.weighed(leaves)
        most = np.argpartition(weights, _REASONS, axis=1)[:, :_REASONS]
        weighing = np.take_along_axis(weights, most, 1)
        order = np.lexsort((most, weighing), axis=1)
        pairs = np.take_along_axis(most, order, 1).tolist(), np.take_along_axis(weighing, order, 1).tolist()
        return [
            tuple(FEATURES[column] for column, weight in zip(columns, own, strict=True) if weight < 0)
            for columns, own in zip(*pairs, strict=True)
        ]


@cache
def built_in_pages() -> PageModel:
    """The model that ships; read once.

    >>> sorted(built_in_pages().points)
    ['balanced', 'precise', 'thorough']
    """
    return PageModel.read(BUILT_IN)


def page_model_bytes(trees: Sequence[Tree], cues: Cues, points: Mapping[str, float], card: Mapping[str, Any]) -> bytes:
    """The file of a model, ``points`` as probabilities above 0 and below 1. The same model gives the same bytes."""
    arrays = {
        name: np.array([value for tree in trees for value in getattr(tree, name)], dtype)
        for name, dtype in _DTYPES.items()
    }
    arrays["leaves"] = np.array([len(tree.values) for tree in trees], "<u1")
    for name, table in zip(_TABLES, cues, strict=True):
        arrays |= {f"cues.{name}.{part}": getattr(table, part) for part in PARTS}
    logits = {name: float(np.log(point / (1 - point))) for name, point in points.items()}
    return to_bytes(_FORMAT, _VERSION, FEATURES, logits, card, arrays)


def is_page_model(path: Path) -> bool:
    """True where the file can be read and begins as one of :func:`page_model_bytes` does, whatever its version."""
    return is_model(path, _FORMAT)


def _refused(path: Path, told: str) -> ConfigError:
    return ConfigError([Problem(Place(str(path)), f"{told}; {_REMEDY}")])


def _cues(arrays: Mapping[str, Array]) -> Cues:
    tables = []
    for name in _TABLES:
        parts = [arrays[f"cues.{name}.{part}"] for part in PARTS]
        if len({part.shape for part in parts}) > 1 or parts[0].ndim != 1:
            raise ValueError(f"its cues of {name} do not fit together")
        tables.append(CueTable(*parts))
    return Cues(*tables)


def _probability(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _trees(arrays: Mapping[str, Array]) -> list[Tree]:
    leaves = arrays["leaves"].tolist()
    fields = {name: arrays[name].tolist() for name in _DTYPES}
    ends = list(accumulate(leaves))
    if any(len(fields[name]) != ends[-1] for name in ("values", "counts")) or any(
        len(fields[name]) != ends[-1] - len(leaves) for name in ("columns", "thresholds", "left", "right")
    ):
        raise ValueError("its arrays do not fit together")
    trees = []
    for number, (size, end) in enumerate(zip(leaves, ends, strict=True)):
        inner = slice(end - size - number, end - number - 1)
        outer = slice(end - size, end)
        trees.append(
            Tree(
                fields["columns"][inner],
                fields["thresholds"][inner],
                fields["left"][inner],
                fields["right"][inner],
                fields["values"][outer],
                fields["counts"][outer],
            )
        )
    return trees
