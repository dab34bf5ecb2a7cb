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
from cleaner.stages.spun.channel import COLUMNS, Channel
from cleaner.stages.spun.confidence import Confidence
from cleaner.stages.spun.detector import DOCUMENT_COLUMNS, Detector
from cleaner.stages.spun.first_look import FORMAT, REMEDY, VERSION
from cleaner.stages.spun.language_model import LanguageModel
from cleaner.stages.spun.network import ContextNetwork
from cleaner.stages.spun.recognition import WEIGHTS, Recognition
from cleaner.stages.spun.screen import Screen
from cleaner.stages.spun.second_look import SECOND_COLUMNS
from cleaner.stages.spun.signs import COUNTED_SIGNS, SIGNS
from cleaner.stages.spun.swaps import Swaps

__all__ = ["BUILT_IN", "SpunModel", "built_in_spun", "is_spun_model", "spun_model_bytes"]

Array = NDArray[Any]

BUILT_IN = SHIPPED[0]
"""The model that ships."""

_FEATURES = (*SECOND_COLUMNS, *DOCUMENT_COLUMNS)
_LOOKS = ("screen", "skim", "glance", "full")
_POINTS = (*_LOOKS, "slope", "start")
_FORESTS: Mapping[str, Sequence[str]] = {
    "first": COLUMNS,
    "second": SECOND_COLUMNS,
    "skim": COUNTED_SIGNS,
    "glance": SIGNS,
    "full": DOCUMENT_COLUMNS,
}
_RECOGNITIONS = ("network", "first")  # by the network's probabilities, and by the first look's
_DTYPES = {"columns": "<u2", "thresholds": "<f8", "left": "<i1", "right": "<i1", "values": "<f8", "counts": "<f4"}


@dataclass(frozen=True, slots=True)
class SpunModel:
    """The learned parts.

    Attributes:
        network, recognition, detector: see there; ``recognition`` is the channel's.
        spinners: names of those who are recognised, as the swap tables have them.
        card: data and settings of the training, for people.
    """

    network: ContextNetwork
    recognition: Recognition
    detector: Detector
    spinners: tuple[str, ...]
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
            spinners = tuple(content.card["spinners"])
            recognitions = [_recognition(arrays, name, len(spinners)) for name in _RECOGNITIONS]
        except (KeyError, ValueError, IndexError, UnicodeDecodeError) as error:
            told = f"lacks a part, or holds one that this version cannot read: {error}"
            raise ConfigError([Problem(Place(str(path)), f"{told}; {REMEDY}")]) from None
        confidence = Confidence(forests["first"], forests["second"], recognitions[1], points["slope"], points["start"])
        looks = {name: points[name] for name in _LOOKS}
        detector = Detector(screen, forests["skim"], forests["glance"], forests["full"], confidence, looks)
        return cls(network, recognitions[0], detector, spinners, content.card)

    def channel(self, swaps: Swaps, counts: LanguageModel) -> Channel:
        """The channel of this model over swap tables and a language model.

        Raises:
            ConfigError: where the tables know other spinners than the model.
        """
        if swaps.spinners != self.spinners:
            known, others = (", ".join(names) or "none" for names in (self.spinners, swaps.spinners))
            told = f"they know the spinners {others}, and the model {known}; {REMEDY}"
            raise ConfigError([Problem(Place("swap tables"), told)])
        return Channel(swaps, counts, self.network, self.recognition)


def spun_model_bytes(
    network: ContextNetwork,
    screen: Screen,
    recognitions: Sequence[Recognition],
    trees: Mapping[str, Sequence[Tree]],
    points: Mapping[str, float],
    card: Mapping[str, Any],
) -> bytes:
    """The file of a model.

    Args:
        network: as it is.
        screen: as it is.
        recognitions: by the network's probabilities, and by the first look's.
        trees: ``first`` and ``second`` of the confidence, ``skim``, ``glance`` and ``full``.
        points: ``screen``, ``skim``, ``glance`` and ``full`` as :class:`Detector` has them; ``slope`` and ``start`` of
            the confidence.
        card: for people; its ``spinners`` are those that are recognised.
    """
    arrays: dict[str, Array] = {f"network.{name}": array for name, array in network.weights.items()}
    arrays["words"] = np.frombuffer("\n".join(network.words).encode(), np.uint8)
    known = sorted(screen.weights)
    arrays["screened"] = np.frombuffer(b"\n".join(known), np.uint8)
    arrays["screen"] = np.array([screen.weights[word] for word in known], np.float32)
    for name, recognition in zip(_RECOGNITIONS, recognitions, strict=True):
        arrays[f"recognition.{name}"] = np.asarray(recognition.weights, np.float64)
    for name in _FORESTS:
        for field, dtype in _DTYPES.items():
            parts = [np.asarray(getattr(tree, field), dtype) for tree in trees[name]]
            arrays[f"{name}.{field}"] = np.concatenate(parts)
        arrays[f"{name}.sizes"] = np.array([len(tree.columns) for tree in trees[name]], np.uint8)
    return to_bytes(FORMAT, VERSION, _FEATURES, {name: points[name] for name in _POINTS}, card, arrays)


def _recognition(arrays: Mapping[str, Array], name: str, spinners: int) -> Recognition:
    weights = arrays[f"recognition.{name}"]
    if weights.shape != (WEIGHTS + spinners,):
        raise ValueError("the recognition knows other spinners than the card names")
    return Recognition(weights)


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
