"""The network: what stands in a gap is not seen, what stands around it is, and any text is read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_town import drawn_network

from cleaner.stages.spun.network import UNKNOWN, Gaps

WORDS = ("", "<unk>", "the", "snow", "fell", "on", "roofs", "rain", "dropped", "mill")
NETWORK = drawn_network(WORDS)
TEXT = ["the", "snow", "fell", "on", "the", "roofs", "the", "mill"]


def logits(norms, firsts, *phrases):
    """Logits of the phrases of gaps of one token each, all with the same phrases behind what stands there."""
    words, starts, gap = [], [], []
    for number, first in enumerate(firsts):
        for phrase in ([norms[first]], *phrases):
            starts.append(len(words))
            words += phrase
            gap.append(number)
    at = np.array(firsts)
    ranks = np.zeros(len(gap), np.float32)
    gaps = Gaps(at, at + 1, np.array(gap), NETWORK.ids(words), np.array(starts), ranks)
    return NETWORK.logits(NETWORK.read(norms), gaps)


def test_what_the_vocabulary_does_not_hold_is_unknown():
    assert NETWORK.ids(["snow", "sleet", "\ud800"]).tolist() == [3, UNKNOWN, UNKNOWN]


def test_what_stands_in_a_gap_does_not_change_what_fits_there():
    one = logits(TEXT, [2], ["dropped"], ["rain", "fell"])
    other = logits([*TEXT[:2], "mill", *TEXT[3:]], [2], ["dropped"], ["rain", "fell"])
    assert one[1:] == pytest.approx(other[1:], abs=1e-5)
    assert one[0] != pytest.approx(other[0])


@pytest.mark.parametrize("place", [1, 3])
def test_what_stands_next_to_it_does(place):
    other = [*TEXT]
    other[place] = "rain"
    assert logits(TEXT, [2], ["dropped"])[1] != pytest.approx(logits(other, [2], ["dropped"])[1])


def test_gaps_do_not_depend_on_each_other():
    both = logits(TEXT, [2, 5], ["dropped"], ["mill"])
    apart = np.concatenate([logits(TEXT, [place], ["dropped"], ["mill"]) for place in (2, 5)])
    assert both == pytest.approx(apart, abs=1e-5)


def test_words_farther_away_than_it_reaches_do_not_count():
    far = ["the"] * 20
    assert logits(["snow", *far], [18], ["mill"]) == pytest.approx(logits(["rain", *far], [18], ["mill"]), abs=1e-5)
    assert logits(["snow", *far], [14], ["mill"])[1] != logits(["rain", *far], [14], ["mill"])[1]


def test_a_phrase_is_like_itself_and_its_order_does_not_matter():
    likeness = NETWORK.likeness([["snow"], ["the", "mill"], ["rain"]], [["snow"], ["mill", "the"], ["dropped"]])
    assert likeness[:2] == pytest.approx([1, 1], abs=0.01)
    assert likeness[2] < 0.99
    assert NETWORK.likeness([], []).tolist() == []


@given(st.lists(st.sampled_from([*WORDS[2:], "sleet", "</s>"]), max_size=30))
def test_each_token_gets_a_chance(norms):
    chances = NETWORK.doubts(NETWORK.read(norms))
    assert chances.shape == (len(norms),)
    assert ((chances >= 0) & (chances <= 1)).all()
