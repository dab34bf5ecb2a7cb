"""The file of the learned parts: network, confidence, detector; damaged and foreign ones are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.chrome.forest import Forest, Tree
from cleaner.stages.chrome.model_file import is_model, read_model, to_bytes
from cleaner.stages.spun import SHIPPED
from cleaner.stages.spun.channel import COLUMNS, Candidates
from cleaner.stages.spun.detector import DOCUMENT_COLUMNS, Detector
from cleaner.stages.spun.first_look import FORMAT, REMEDY, VERSION
from cleaner.stages.spun.network import ContextNetwork
from cleaner.stages.spun.screen import Screen
from cleaner.stages.spun.signs import SIGNS

__all__ = ["BUILT_IN", "Confidence", "SpunModel", "built_in_spun", "is_spun_model", "spun_model_bytes"]

Array = NDArray[Any]

BUILT_IN = SHIPPED[0]
"""The model that ships."""

_FEATURES = (*COLUMNS, *DOCUMENT_COLUMNS)
_POINTS = ("screen", "glance", "full", "slope", "start")
_FORESTS: Mapping[str, Sequence[str]] = {"confidence": COLUMNS, "glance": SIGNS, "full": DOCUMENT_COLUMNS}
_DTYPES = {"columns": "<u2", "thresholds": "<f8", "left": "<i1", "right": "<i1", "values": "<f8", "counts": "<f4"}


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure it is that a candidate is the original: trees, and the line that was fitted on unseen families."""

    forest: Forest
    slope: float
    start: float

    def of(self, candidates: Candidates) -> Array:
        """The probability of each guess, float64 [guesses]."""
        odds = self.forest.scores(self.forest.leaves(candidates.rows))
        chance: Array = 1 / (1 + np.exp(-(self.slope * odds + self.start)))
        return chance


@dataclass(frozen=True, slots=True)
class SpunModel:
    """The learned parts.

    Attributes:
        network, confidence, detector: see there.
        card: data and settings of the training, for people.
    """

    network: ContextNetwork
    confidence: Confidence
    detector: Detector
    card: Mapping[str, Any]

    @classmethod
    def load(cls, path: Path = BUILT_IN) -> SpunModel:
        """The model in the file at ``path``.

        Raises:
            ConfigError: where it cannot be read, is damaged, of another version, learned from other columns, or lacks
                a part; each time with what to do.
        """
        content = read_model(path, FORMAT, VERSION, _FEATURES, REMEDY)
        arrays = content.arrays()
        try:
            forests = {name: _forest(arrays, name, len(columns)) for name, columns in _FORESTS.items()}
            points = {name: content.points[name] for name in _POINTS}
            words = arrays["words"].tobytes().decode().split("\n")
            screen = Screen.of(arrays)
            weighed = {
                name.removeprefix("network."): array for name, array in arrays.items() if name.startswith("network.")
            }
            network = ContextNetwork(words, weighed)
        except (KeyError, ValueError, IndexError, UnicodeDecodeError) as error:
            told = f"lacks a part, or holds one that this version cannot read: {error}"
            raise ConfigError([Problem(Place(str(path)), f"{told}; {REMEDY}")]) from None
        confidence = Confidence(forests["confidence"], points["slope"], points["start"])
        looks = {name: points[name] for name in ("screen", "glance", "full")}
        detector = Detector(screen, forests["glance"], forests["full"], looks)
        return cls(network, confidence, detector, content.card)


def spun_model_bytes(
    network: ContextNetwork,
    screen: Screen,
    trees: Mapping[str, Sequence[Tree]],
    points: Mapping[str, float],
    card: Mapping[str, Any],
) -> bytes:
    """The file of a model.

    Args:
        network: as it is.
        screen: as it is.
        trees: ``confidence``, ``glance`` and ``full``.
        points: ``screen``, ``glance`` and ``full`` as :class:`Detector` has them; ``slope`` and ``start`` of the
            confidence.
        card: for people.
    """
    arrays: dict[str, Array] = {f"network.{name}": array for name, array in network.weights.items()}
    arrays["words"] = np.frombuffer("\n".join(network.words).encode(), np.uint8)
    known = sorted(screen.weights)
    arrays["screened"] = np.frombuffer(b"\n".join(known), np.uint8)
    arrays["screen"] = np.array([screen.weights[word] for word in known], np.float32)
    for name in _FORESTS:
        for field, dtype in _DTYPES.items():
            parts = [np.asarray(getattr(tree, field), dtype) for tree in trees[name]]
            arrays[f"{name}.{field}"] = np.concatenate(parts)
        arrays[f"{name}.sizes"] = np.array([len(tree.columns) for tree in trees[name]], np.uint8)
    return to_bytes(FORMAT, VERSION, _FEATURES, {name: points[name] for name in _POINTS}, card, arrays)


def _forest(arrays: Mapping[str, Array], name: str, width: int) -> Forest:
    sizes = arrays[f"{name}.sizes"].astype(int)
    inner, leaves = np.cumsum(sizes)[:-1], np.cumsum(sizes + 1)[:-1]
    fields = []
    for field in _DTYPES:
        parts = np.split(arrays[f"{name}.{field}"], leaves if field in ("values", "counts") else inner)
        fields.append([part.tolist() for part in parts])
    return Forest([Tree(*own) for own in zip(*fields, strict=True)], width)


def is_spun_model(path: Path) -> bool:
    """True where the file begins as a model of spun text does, whatever its version."""
    return is_model(path, FORMAT)


@cache
def built_in_spun() -> SpunModel:
    """The model that ships, read once."""
    return SpunModel.load()
