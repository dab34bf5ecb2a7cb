"""The line model: for every line of a page the odds that it is prose, and what spoke against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.chrome import POINT_NAMES
from cleaner.stages.chrome.cues import CUES, PARTS, Cues, CueTable, cue_columns, find_spots
from cleaner.stages.chrome.features import FEATURES, page_features
from cleaner.stages.chrome.model_file import is_model, read_model, to_bytes
from cleaner.stages.chrome.network import Forward, Network
from cleaner.stages.chrome.shapes import Shapes, read_shapes
from cleaner.stages.one_thread import one_thread

__all__ = ["BUILT_IN", "COLUMNS", "Judgement", "LineModel", "Looked", "built_in", "is_line_model", "model_bytes"]

Array = NDArray[Any]

#: The model that ships.
BUILT_IN = Path(__file__).parent / "models" / "lines.model"
#: Names of all columns that the network reads, in order.
COLUMNS = (*FEATURES, *CUES)
_NAMES = (*COLUMNS, "lines_above", "lines_below", "page")

_FORMAT, _VERSION = "cleaner.lines", 2
_REMEDY = "learn one anew with `cleaner learn lines DATA --out M`, or leave it out to use the one that ships"
_TABLES = ("words", "pairs", "lines")
# One site is enough: a model that had seen no Korean brought a dumped Korean page from doc F1 .46 to .90.
_FEWEST_SITES = 1
_REASONS = 3


class Judgement(NamedTuple):
    """What the model says of ``n`` lines.

    Attributes:
        scores: logits rounded to 1e-6, float64 [n]; positive speaks for prose.
        prose: which lines look like running text, bool [n].
        words: words of each line, float64 [n].
        unknown: share of the letters (0 to 1) in scripts that the model has never seen.
        forward: what :meth:`LineModel.reasons` needs.
    """

    scores: Array
    prose: Array
    words: Array
    unknown: float
    forward: Forward


class Looked(NamedTuple):
    """Lines that the model looked at one by one.

    Attributes:
        lines: the lines.
        shapes: their features.
        cues: what cue tables say of each, float32 [n, len(CUES)].
    """

    lines: tuple[str, ...]
    shapes: Shapes
    cues: Array

    def among(self, lines: Sequence[str]) -> Looked | None:
        """The same of ``lines``, where all of them are among these, in this order; else None."""
        kept = np.zeros(len(self.lines), bool)
        at = -1
        try:
            for line in lines:
                at = self.lines.index(line, at + 1)
                kept[at] = True
        except ValueError:
            return None
        return Looked(tuple(lines), self.shapes.among(kept), self.cues[kept])


class LineModel:
    """A network, the cue tables it reads, the scripts it knows, and the scores that operating points ask for.

    Attributes:
        points: logit below which a line goes, by the name of the point.
        card: data, figures and settings of its training.
    """

    def __init__(
        self, network: Network, cues: Cues, scripts: Array, points: Mapping[str, float], card: Mapping[str, Any]
    ) -> None:
        """``scripts``: sites on which each block of 128 code points was seen, uint16 [512]."""
        self._network = network
        self._cues = cues
        self._scripts = scripts
        self.points = dict(points)
        self.card = dict(card)

    @classmethod
    def read(cls, path: Path) -> LineModel:
        """The model in the file at ``path``.

        Raises:
            ConfigError: where the file is damaged, of another version, or learned from other features.
        """
        content = read_model(path, _FORMAT, _VERSION, COLUMNS, _REMEDY)
        arrays = content.arrays()
        try:
            points: dict[str, float] = {name: content.points[name] for name in POINT_NAMES}
            cues = Cues(*(CueTable(*(arrays.pop(f"cues.{name}.{part}") for part in PARTS)) for name in _TABLES))
            scripts = arrays.pop("scripts")
            network = Network(arrays)
        except (KeyError, ValueError) as error:
            told = f"is no whole line model, {error} is missing or of another shape; {_REMEDY}"
            raise ConfigError([Problem(Place(str(path)), told)]) from None
        return cls(network, cues, scripts, points, content.card)

    def look(self, lines: Sequence[str]) -> Looked:
        """What each of ``lines`` (not blank, at least one) says by itself."""
        shapes = read_shapes(lines)
        return Looked(tuple(lines), shapes, cue_columns(find_spots(shapes.numbers, shapes.counts), self._cues))

    def judge(self, looked: Looked, title: str | None, taken: Array) -> Judgement:
        """Scores of the lines of a page with that title; rules take those ``taken``, bool [n]."""
        shapes = looked.shapes
        columns = np.concatenate([page_features(shapes, title, taken), looked.cues], 1)
        with one_thread():
            forward = self._network.forward(columns, shapes.prose)
        blocks = shapes.blocks()
        letters = blocks.sum()
        unknown = float(blocks[self._scripts < _FEWEST_SITES].sum() / letters) if letters else 0.0
        return Judgement(np.round(forward.logits, 6), shapes.prose, shapes.words, unknown, forward)

    def reasons(self, judgement: Judgement, rows: Array) -> list[tuple[str, ...]]:
        """For each of ``rows`` the names of the three features that weighed most against it, weightiest first."""
        with one_thread():
            columns, around = self._network.weigh(judgement.forward, rows)
        weights = np.concatenate([columns, around], 1)
        each = np.arange(len(rows))
        most = np.empty((len(rows), _REASONS), np.intp)
        against = np.zeros(len(rows), np.intp)  # how many of them weigh against the line at all
        for place in range(_REASONS):  # three times the lowest costs a third of what it costs to put them in order
            most[:, place] = lowest = weights.argmin(1)
            against += weights[each, lowest] < 0
            weights[each, lowest] = np.inf
        return [
            tuple([_NAMES[column] for column in row[:count]])
            for row, count in zip(most.tolist(), against.tolist(), strict=True)
        ]


def model_bytes(
    weights: Mapping[str, Array], cues: Cues, scripts: Array, points: Mapping[str, float], card: Mapping[str, Any]
) -> bytes:
    """The file of a line model; weights are kept as float16, which moved scores by .002 at most on 155 pages."""
    arrays: dict[str, Array] = {name: np.asarray(weight, np.float16) for name, weight in weights.items()}
    arrays |= {name: np.asarray(weights[name], np.float32) for name in ("mean", "scale")}
    for name, table in zip(_TABLES, cues, strict=True):
        arrays |= {f"cues.{name}.{part}": getattr(table, part) for part in PARTS}
    arrays["scripts"] = np.asarray(scripts, np.uint16)
    return to_bytes(_FORMAT, _VERSION, COLUMNS, points, card, arrays)


def is_line_model(path: Path) -> bool:
    """True where the file can be read and begins as one of :func:`model_bytes` does, whatever its version."""
    return is_model(path, _FORMAT)


@cache
def built_in() -> LineModel:
    """The model that ships, read once a process: it is a file of the package and never changes while it runs."""
    return LineModel.read(BUILT_IN)
