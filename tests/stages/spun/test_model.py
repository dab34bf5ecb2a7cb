"""The file of the learned parts: what was put in comes back, and a file that cannot be trusted is refused."""

import numpy as np
import pytest
from spun_town import KNOWN, drawn_network, small_swaps

from cleaner.model import ConfigError
from cleaner.stages.chrome.forest import Tree
from cleaner.stages.chrome.model_file import read_model, to_bytes
from cleaner.stages.spun.channel import COLUMNS
from cleaner.stages.spun.detector import DOCUMENT_COLUMNS
from cleaner.stages.spun.language_model import BUILT_IN, LanguageModel
from cleaner.stages.spun.model import SpunModel, is_spun_model, spun_model_bytes
from cleaner.stages.spun.network import ContextNetwork
from cleaner.stages.spun.recognition import Recognition
from cleaner.stages.spun.screen import Screen
from cleaner.stages.spun.second_look import SECOND_COLUMNS
from cleaner.stages.spun.signs import COUNTED_SIGNS

WORDS = ("", "<unk>", "snow", "fell", "naïve", "u.s.")
SCREEN = {"mentioned": 2.0, "said": -1.0}
TREES = {
    "first": [Tree([0], [0.5], [~0], [~1], [-1.0, 2.0], [3, 1]), Tree([], [], [], [], [0.25], [4])],
    "second": [Tree([len(SECOND_COLUMNS) - 1], [0.5], [~0], [~1], [-3.0, 3.0], [3, 1])],
    "skim": [Tree([12], [0.0], [~0], [~1], [-1.0, 1.5], [2, 2])],
    "glance": [Tree([1], [0.0], [~0], [~1], [-1.0, 1.0], [2, 2])],
    "full": [Tree([2], [0.0], [~0], [~1], [-1.0, 1.0], [2, 2])],
}
POINTS = {"screen": 0.5, "skim": 0.25, "glance": -1.5, "full": 2.0, "slope": 2.0, "start": -1.0}
FEATURES = (*SECOND_COLUMNS, *DOCUMENT_COLUMNS)
RECOGNITIONS = Recognition(np.array([1.0, 2.0, 3.0, -0.5, 0.5])), Recognition(np.array([3.0, 2.0, 1.0, 0.25, 0.75]))
CARD = {"texts": 7, "spinners": ["blog", "wordnet"]}


def written(words=WORDS, trees=TREES, card=CARD):
    network = drawn_network(WORDS)
    network.words = tuple(words)
    return spun_model_bytes(network, Screen(SCREEN), RECOGNITIONS, trees, POINTS, card)


def arrays(tmp_path):
    path = tmp_path / "whole.spun"
    path.write_bytes(written())
    return dict(read_model(path, "cleaner.spun", 3, FEATURES, "").arrays())


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "small.spun"
    path.write_bytes(written())
    assert is_spun_model(path)
    return SpunModel.load(path)


def test_what_was_put_in_comes_back(model):
    network = drawn_network(WORDS)
    assert model.network.words == WORDS
    assert {name: weight.tolist() for name, weight in model.network.weights.items()} == {
        name: weight.tolist() for name, weight in network.weights.items()
    }
    assert model.detector.screen.weights == {b"mentioned": 2.0, b"said": -1.0}
    assert model.detector.points == {"screen": 0.5, "skim": 0.25, "glance": -1.5, "full": 2.0}
    assert (model.card, model.spinners) == (CARD, ("blog", "wordnet"))
    row = np.zeros((1, len(DOCUMENT_COLUMNS)), np.float32)
    assert model.detector.full.scores(model.detector.full.leaves(row)).tolist() == [-1.0]
    row = np.ones((1, len(COUNTED_SIGNS)), np.float32)
    assert model.detector.skim.scores(model.detector.skim.leaves(row)).tolist() == [1.5]


def test_each_look_has_its_own_trees_and_recognition(model):
    confidence = model.detector.confidence
    assert model.recognition.weights.tolist() == RECOGNITIONS[0].weights.tolist()
    assert confidence.recognition.weights.tolist() == RECOGNITIONS[1].weights.tolist()
    assert (confidence.slope, confidence.start) == (2.0, -1.0)
    rows = np.ones((1, len(SECOND_COLUMNS)), np.float32)
    assert confidence.second.scores(confidence.second.leaves(rows)).tolist() == [3.0]
    rows = rows[:, : len(COLUMNS)]
    assert confidence.first.scores(confidence.first.leaves(rows)).tolist() == [2.25]


def test_its_channel_takes_only_tables_that_know_the_same_spinners(model, tmp_path):
    counts = LanguageModel.load(BUILT_IN)
    swaps = small_swaps(tmp_path, KNOWN)
    channel = model.channel(swaps, counts)
    assert (channel.swaps, channel.network, channel.recognition) == (swaps, model.network, model.recognition)
    for others, told in ((), "none"), (KNOWN[::-1], "wordnet, blog"):
        with pytest.raises(ConfigError) as caught:
            model.channel(small_swaps(tmp_path, others), counts)
        assert f"they know the spinners {told}, and the model blog, wordnet; learn one anew" in str(caught.value)


def test_the_same_parts_give_the_same_bytes():
    assert written() == written()


def spoilt(name, tmp_path):
    content, whole = written(), arrays(tmp_path)

    def of(version=3, features=FEATURES, points=POINTS, card=CARD, **changed):
        parts = {**whole, **{name.replace("__", "."): part for name, part in changed.items()}}
        return to_bytes(
            "cleaner.spun", version, features, points, card, {n: p for n, p in parts.items() if p is not None}
        )

    return {
        "missing": lambda: None,
        "foreign": lambda: b"cleaner.lines\n" + content,
        "damaged": lambda: content[:-1] + bytes([content[-1] ^ 1]),
        "cut": lambda: content[:200],
        "newer": lambda: of(version=99),
        "older": lambda: of(version=2),
        "other columns": lambda: of(features=(*FEATURES[:-1], "colour")),
        "no points": lambda: of(points={}),
        "no words": lambda: of(words=None),
        "fewer words": lambda: of(words=np.frombuffer(b"\n<unk>", np.uint8)),
        "no utf-8": lambda: of(words=np.frombuffer(b"\xff\n" * 5, np.uint8)),
        "screen too short": lambda: of(screen=np.zeros(1, np.float32)),
        "no network": lambda: of(network__hidden=None),
        "misfit network": lambda: of(network__in=np.zeros((2, 2), np.float32)),
        "no recognition": lambda: of(recognition__first=None),
        "no spinners": lambda: of(card={"texts": 7}),
        "other spinners": lambda: written(card={"spinners": ["blog"]}),
        "uneven recognition": lambda: of(recognition__network=np.zeros((1, 5))),
        "no trees": lambda: of(glance__sizes=None),
        "uneven trees": lambda: of(full__values=np.zeros(1)),
        "a tree of no column": lambda: written(
            trees=TREES | {"glance": [Tree([99], [0.0], [~0], [~1], [0.0, 1.0], [1, 1])]}
        ),
    }[name]()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing", "cannot be read"),
        ("foreign", "no model of the format `cleaner.spun`"),
        ("damaged", "damaged"),
        ("cut", "damaged"),
        ("newer", "version 99"),
        ("older", "is of version 2; this cleaner reads version 3"),
        ("other columns", "other features"),
        *((name, "lacks a part, or holds one that this version cannot read") for name in (
            "no points", "no words", "fewer words", "no utf-8", "screen too short", "no network", "misfit network",
            "no recognition", "no spinners", "other spinners",
            "uneven recognition", "no trees", "uneven trees", "a tree of no column",
        )),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_trusted_is_refused(tmp_path, name, told):
    path = tmp_path / "spoilt.spun"
    content = spoilt(name, tmp_path)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        SpunModel.load(path)
    assert f"{path}: " in str(caught.value)
    assert told in str(caught.value)
    assert "cleaner learn spun DATA --out M" in str(caught.value)


def test_other_files_are_no_model(tmp_path):
    (tmp_path / "diary.spun").write_text("Dear diary")
    assert not is_spun_model(tmp_path / "diary.spun")
    assert not is_spun_model(tmp_path / "none.spun")


def test_a_network_takes_no_weights_that_do_not_fit():
    weights = drawn_network(WORDS).weights
    with pytest.raises(ValueError) as caught:
        ContextNetwork(WORDS[:-1], weights)
    assert "do not fit each other" in str(caught.value)
