"""The habits of a spinner: what a text does with the same word again and again."""

import numpy as np
import pytest

from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.habits import habits
from cleaner.stages.spun.language_model import BUILT_IN, LanguageModel
from cleaner.stages.spun.tokens import tokenize

MODEL = LanguageModel.load(BUILT_IN)
NAMES = ("original_elsewhere", "spun_elsewhere", "excess", "lack", "places", "probability", "gain")


def of(text, *swaps, chances=None):
    """The columns by name, of all places where one of the swaps (what stands there, what stood there) may be."""
    tokens = tokenize(text)
    guesses = []
    for spun, original in swaps:
        form = tokenize(spun).norms
        at = [first for first in range(len(tokens)) if tokens.norms[first : first + len(form)] == form]
        guesses += [Guess(first, first + len(form), tuple(original.split())) for first in at]
    chances = np.full(len(guesses), 0.5) if chances is None else np.array(chances)
    return dict(zip(NAMES, habits(tokens, guesses, MODEL, chances, 10 * chances), strict=True))


def test_words_are_counted_elsewhere_up_to_three_times():
    found = of("He mentioned it. She said so. They said no.", ("mentioned", "said"))
    assert (found["original_elsewhere"].tolist(), found["spun_elsewhere"].tolist()) == ([2], [0])
    often = of("He mentioned it. " * 9, ("mentioned", "said"))
    assert set(often["spun_elsewhere"]) == {3}
    assert set(often["original_elsewhere"]) == {0}


def test_a_word_that_comes_too_often_for_news_is_in_excess_and_its_original_lacks():
    plain = of("He said it. She said so. " * 10, ("said", "mentioned"))
    spun = of("He mentioned it. She mentioned so. " * 10, ("mentioned", "said"))
    assert spun["excess"][0] > plain["excess"][0] > 0
    assert spun["lack"][0] < 0


def test_the_same_swap_in_several_places_shares_its_chances():
    text = "He mentioned it. She mentioned it. They commenced."
    found = of(text, ("mentioned", "said"), ("commenced", "began"), chances=[0.2, 0.8, 0.4])
    assert found["probability"] == pytest.approx([0.5, 0.5, 0.4])
    assert found["gain"] == pytest.approx([5, 5, 4])
    assert found["places"] == pytest.approx(np.log([2, 2, 1]))


def test_phrases_count_as_wholes():
    found = of("At minimum 2 left, at minimum 3 stayed; minimum wages rose.", ("at minimum", "at least"))
    assert found["spun_elsewhere"].tolist() == [1, 1]
    assert found["original_elsewhere"].tolist() == [0, 0]
    assert found["lack"].tolist() == [0, 0]


def test_without_guesses_there_are_seven_empty_columns():
    assert [len(column) for column in of("Snow fell.").values()] == [0] * 7
