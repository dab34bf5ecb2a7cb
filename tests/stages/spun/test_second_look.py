"""The second look: what the first look at all candidates says of each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_town import candidates_of

from cleaner.stages.spun.channel import CHANNEL_COLUMNS, COLUMNS
from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.recognition import RECOGNITION_COLUMNS, Evidence, Recognition, chosen_chances
from cleaner.stages.spun.second_look import SECOND_COLUMNS, second_rows

RECOGNITION = Recognition(np.array([4.0, 1.0, 1.0, 0.0, 0.0]))
TOKENS = 60


def looked(*guesses, tokens=TOKENS, places=None):
    """The columns by name of guesses (first token, last, chance); of two known spinners the first puts them all."""
    made = [Guess(first, last, ("said",)) for first, last, _ in guesses]
    rows = np.tile(np.arange(len(COLUMNS), dtype=np.float32), (len(made), 1))
    candidates = candidates_of(made, rows, tokens, places or [(1, 0)] * len(made), (4.0, 9.0))
    found = second_rows(candidates, np.array([chance for *_, chance in guesses]), RECOGNITION)
    assert (found.shape, found.dtype) == ((len(made), len(SECOND_COLUMNS)), np.float32)
    return dict(zip(SECOND_COLUMNS, found.T, strict=True))


def test_other_swaps_are_counted_near_and_in_the_whole_text():
    found = looked((0, 1, 0.5), (12, 14, 0.9), (26, 27, 0.7), (59, 60, 0.96))
    # The second begins just within twelve tokens behind the first; from the third on all are too far from each other.
    assert found["near_swaps"] == pytest.approx([0.9, 0.5, 0, 0])
    found = looked((0, 1, 0.5), (11, 13, 0.9), (23, 24, 0.7))
    assert found["near_swaps"] == pytest.approx([1.8, 1.2, 1.8])


def test_the_whole_text_is_counted_without_the_guess_itself():
    found = looked((0, 1, 0.5), (12, 14, 0.9), (26, 27, 0.7), (59, 60, 0.96))
    assert found["swaps"] == pytest.approx([3.46, 2.16, 3.26, 3.0])
    assert found["swaps_per_token"] == pytest.approx(found["swaps"] / TOKENS)
    assert found["sure_tokens"] == pytest.approx([3 / TOKENS] * 4)
    assert found["surest_tokens"].tolist() == [1] * 4
    assert found["first_chance"] == pytest.approx([0.5, 0.9, 0.7, 0.96])


def test_guesses_at_the_same_words_count_once():
    found = looked((3, 4, 0.6), (3, 4, 0.3), (10, 11, 0.8))
    assert found["swaps"] == pytest.approx([0.8, 0.8, 0.6])
    assert found["near_swaps"] == pytest.approx([0.8, 0.8, 0.6])
    assert found["chance_before_next"] == pytest.approx([0.3, -0.3, 0.8])


def test_what_the_channel_says_stays_and_spinners_are_recognised_anew():
    guesses, places = [(0, 1, 0.9), (4, 6, 0.8), (5, 6, 0.7), (9, 10, 0.01)], [(1, 0), (2, 0), (0, 1), (1, 1)]
    found = looked(*guesses, places=places)
    assert [found[name][0] for name in CHANNEL_COLUMNS] == list(range(len(CHANNEL_COLUMNS)))
    chances = chosen_chances([guess[:2] for guess in guesses], np.array([chance for *_, chance in guesses]))
    anew = RECOGNITION.columns(Evidence(np.array(places, np.uint8), chances, np.array([4.0, 9.0])))
    for name, column in zip(RECOGNITION_COLUMNS, anew, strict=True):
        assert found[name] == pytest.approx(column)


def test_without_guesses_there_are_no_rows():
    candidates = candidates_of((), np.zeros((0, len(COLUMNS)), np.float32), 3, kept=(4.0, 9.0))
    assert second_rows(candidates, np.zeros(0), RECOGNITION).shape == (0, len(SECOND_COLUMNS))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4), st.floats(0, 1)), min_size=1, max_size=12))
def test_each_is_compared_with_the_likeliest_other_that_overlaps_it(drawn):
    guesses = [(first, first + length, chance) for first, length, chance in drawn]
    found = looked(*guesses, tokens=16)
    for place, (first, last, chance) in enumerate(guesses):
        rivals = [other[2] for at, other in enumerate(guesses) if at != place and other[0] < last and first < other[1]]
        assert found["chance_before_next"][place] == pytest.approx(chance - max(rivals, default=0), abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 56), st.integers(1, 4), st.floats(0, 1)), min_size=1, max_size=12))
def test_counts_of_swaps_are_those_of_a_plain_count(drawn):
    guesses = [(first, first + length, chance) for first, length, chance in drawn]
    peaks = [max((c for first, last, c in guesses if first <= at < last), default=0) for at in range(TOKENS)]
    found = looked(*guesses)
    for place, (first, last, _) in enumerate(guesses):
        others = [*peaks[:first], *[0] * (last - first), *peaks[last:]]
        assert found["near_swaps"][place] == pytest.approx(sum(others[max(first - 12, 0) : last + 12]), abs=1e-5)
        assert found["swaps"][place] == pytest.approx(sum(others), abs=1e-5)
