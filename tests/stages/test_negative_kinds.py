"""The negatives that may pass for spun text: all of their kinds are told, and each text is long enough to be judged."""

import re
from collections import Counter
from pathlib import Path

import pytest

NEGATIVES = Path(__file__).parents[1] / "negatives"
NAMES = {path: path.stem.split("-") for path in NEGATIVES.glob("*-*-*.txt") if path.stem[-1].isdigit()}
LEAST_WORDS = {"news": 400, "foreign": 100}
ANY_OTHER = 250


def test_the_table_names_every_kind_once_and_in_order():
    told = re.findall(r"^\| (\w+) \|", (NEGATIVES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)[1:]
    assert told == sorted({kind for _, kind, _ in NAMES.values()})


def test_each_kind_has_at_least_three_texts_and_the_news_twelve():
    counts = Counter(kind for _, kind, _ in NAMES.values())
    assert min(counts.values()) >= 3
    assert counts["news"] >= 12


@pytest.mark.parametrize("path", sorted(NAMES), ids=lambda path: path.stem)
def test_a_text_is_long_enough_to_be_judged(path):
    kind = NAMES[path][1]
    assert len(path.read_text(encoding="utf-8").split()) >= LEAST_WORDS.get(kind, ANY_OTHER)
