"""Texts of our own in plain words, a small table of swaps in them, and small models of spun text."""

import random
from dataclasses import replace

import numpy as np

from cleaner.learn.spinner import Family, Habits, Table
from cleaner.learn.swaps import compile_swaps
from cleaner.rules.swaps import HEADER, read_swaps
from cleaner.stages.spun.channel import Candidates
from cleaner.stages.spun.network import DILATIONS, ContextNetwork
from cleaner.stages.spun.swaps import Swaps

__all__ = ["FAMILIES", "KNOWN", "PAIRS", "candidates_of", "drawn_network", "small_swaps", "texts"]

# What stands on the left may be spun from what stands on the right, and the other way round.
PAIRS = (
    ("said", "mentioned"),
    ("house", "household"),
    ("big", "sizeable"),
    ("began", "commenced"),
    ("people", "individuals"),
    ("help", "assistance"),
    ("town", "municipality"),
    ("road", "roadway"),
    ("near", "close to"),
    ("shut", "closed"),
    ("workers", "labourers"),
    ("full of", "filled with"),
)
_WHO = ("The mayor", "A baker", "The warden", "An old sailor", "The head of the school", "One of the workers")
_WHAT = ("the road", "the big house", "the town hall", "a small shop", "the harbour", "the market")
_DID = ("was shut for a week", "began to lean", "was full of people", "had no help at all", "stands near the mill")
_MORE = ("the people of the town said", "two of the workers said", "his wife said", "nobody in the house knew")


def _text(dice):
    lines = []
    for _ in range(dice.randint(5, 8)):
        first, second = dice.sample(_WHAT, 2)
        lines.append(
            f"{dice.choice(_WHO)} said that {first} {dice.choice(_DID)}, and that {second} near it "
            f"{dice.choice(_DID)}; {dice.choice(_MORE)} so in the first week of May."
        )
    return "\n".join((" ".join(lines[:2]), " ".join(lines[2:])))


def texts(number):
    """As many texts of 120 to 300 words, each another, the same each time."""
    dice = random.Random("spun town")  # noqa: S311  # no secret
    return [_text(dice) for _ in range(number)]


def small_swaps(folder, spinners=()):
    """The swaps of ``PAIRS``, compiled; and what ``spinners`` put."""
    rows = [(spun, original) for pair in PAIRS for spun, original in (pair, pair[::-1])]
    lines = sorted(f"{spun}\t{original}\tx\t1\tHere is [{original}]." for spun, original in rows)
    table = folder / "small.tsv"
    table.write_text("\n".join(["\t".join(HEADER), *lines, ""]))
    path = folder / "small.swaps"
    path.write_bytes(compile_swaps(read_swaps([table]), [table], spinners).content)
    return Swaps.load(path)


FAMILIES = (
    Family("left", Table.of([(original, (spun,)) for original, spun in PAIRS[::2]]), Habits(inserts=0.3)),
    Family("right", Table.of([(original, (spun,)) for original, spun in PAIRS[1::2]]), Habits(articles=1.0)),
)
# The file of compiled swaps takes the fingerprint of its spinners' tables by their names, so these go by shipped ones.
KNOWN = tuple(replace(family, name=name) for family, name in zip(FAMILIES, ("blog", "wordnet"), strict=True))


def candidates_of(guesses, rows, tokens, places=(), kept=()):
    """Candidates in a text of so many tokens; without ``places`` and ``kept`` no spinner is known."""
    found = np.array(places, np.uint8).reshape(len(guesses), len(kept))
    return Candidates(guesses, rows, 0.0, np.zeros(tokens, np.float32), found, np.array(kept, float))


def drawn_network(words, seed=0, size=6, width=4, hidden=5, doubt=3):
    """A network that knows ``words`` (the first two stand for none), with weights that were drawn, not learned."""
    dice = np.random.default_rng(seed)

    def draw(*shape):
        return dice.normal(0, 0.5, shape).astype(np.float32)

    weights = {
        "vectors": dice.integers(-127, 128, (len(words), size)).astype(np.int8),
        "scales": dice.uniform(0.001, 0.02, len(words)).astype(np.float32),
        "word_bias": draw(len(words)).astype(np.float16),
        "spun_bias": draw(len(words)).astype(np.float16),
        "in": draw(size, width),
        "hidden": draw(2 * width, hidden),
        "hidden_bias": draw(hidden),
        "out": draw(hidden, width),
        "phrase": draw(size, 3 * width),
        "extras": draw(3),
        "doubt": draw(2 * width + size, doubt),
        "doubt_bias": draw(doubt),
        "doubt_out": draw(doubt, 1),
        "doubt_start": draw(1),
    }
    for side in ("left", "right"):
        for level in range(len(DILATIONS)):
            weights[f"{side}{level}"] = draw(3 * width, width)
            weights[f"{side}{level}_bias"] = draw(width)
    return ContextNetwork(words, weights)
