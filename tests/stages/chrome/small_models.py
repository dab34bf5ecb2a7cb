"""Line models made by hand, whose answers are known, so that learning the shipped one anew breaks no test."""

import numpy as np

from cleaner.stages.chrome.cues import Cues, CueTable
from cleaner.stages.chrome.line_model import COLUMNS, LineModel, model_bytes
from cleaner.stages.chrome.network import REACHES, Network

__all__ = [
    "ALL_SCRIPTS",
    "NO_CUES",
    "POINTS",
    "PROSE_STAYS",
    "drawn_weights",
    "model_of",
    "saved",
    "table_of",
    "weighing",
]

POINTS = {"precise": -2.0, "balanced": 0.0, "thorough": 2.0}
_ALL_COLUMNS = len(COLUMNS)
ALL_SCRIPTS = np.full(512, 99, np.uint16)


def table_of(**seen):
    """A cue table; keyword ``n5=(chrome, content)`` says on how many sites the number 5 stood in each."""
    numbers = sorted((int(name[1:]), counts) for name, counts in seen.items())
    return CueTable(
        np.array([number for number, _ in numbers], np.uint32),
        np.array([counts[0] for _, counts in numbers], np.uint16),
        np.array([counts[1] for _, counts in numbers], np.uint16),
    )


NO_CUES = Cues(table_of(), table_of(), table_of())


def _shapes(networks, columns, width):
    dense = {"w0": (columns, width), "w1": (width, width), "wg": (5 * width, width), "wo": (width, 1)}
    shapes = {**dense, **{f"c{index}": (3 * width, width) for index in range(len(REACHES))}}
    biases = {"b0": width, "b1": width, "bg": width, "bo": 1, **{f"d{index}": width for index in range(len(REACHES))}}
    return {
        **{name: (networks, *shape) for name, shape in shapes.items()},
        **{name: (networks, length) for name, length in biases.items()},
    }


def _unscaled(columns):
    return {"mean": np.zeros(columns, np.float32), "scale": np.ones(columns, np.float32)}


def weighing(bias=0.0, **by_column):
    """Weights of a network whose logit is ``bias`` plus the sum of the named columns, each times its figure."""
    weights = {name: np.zeros(shape, np.float32) for name, shape in _shapes(1, len(COLUMNS), 2).items()}
    for name, figure in by_column.items():
        weights["w0"][0, COLUMNS.index(name)] = (figure, -figure)  # one unit for what is above zero, one for below
    weights["w1"][0] = np.eye(2)
    weights["wo"][0, :, 0] = (1, -1)
    weights["bo"][0] = bias
    return {**weights, **_unscaled(len(COLUMNS))}


# Lines that look like running text stay, all others go, whatever the page looks like.
PROSE_STAYS = weighing(-40, prose=80)


def drawn_weights(seed, columns=_ALL_COLUMNS, width=6, networks=2, biases=1.0):
    """Weights at random; ``biases`` scales the biases."""
    draw = np.random.default_rng(seed)
    weights = {}
    for name, shape in _shapes(networks, columns, width).items():
        size = biases if len(shape) == 2 else shape[1] ** -0.5
        weights[name] = (draw.normal(size=shape) * size).astype(np.float32)
    scale = {"mean": draw.normal(size=columns).astype(np.float32), "scale": draw.uniform(0.5, 2, columns)}
    return {**weights, **scale}


def model_of(weights, scripts=ALL_SCRIPTS):
    return LineModel(Network(weights), NO_CUES, scripts, POINTS, {})


def saved(path, weights, scripts=ALL_SCRIPTS):
    """``path``, with the file of the model in it."""
    path.write_bytes(model_bytes(weights, NO_CUES, scripts, POINTS, {"pages": 0}))
    return path
