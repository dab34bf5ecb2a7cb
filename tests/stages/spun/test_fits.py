"""How guesses fit between their neighbours, by the language model that ships."""

import numpy as np
import pytest

from cleaner.stages.spun.fits import Guess, fits, frequencies
from cleaner.stages.spun.language_model import BUILT_IN, LanguageModel
from cleaner.stages.spun.spans import starts_of_sentences
from cleaner.stages.spun.tokens import tokenize

MODEL = LanguageModel.load(BUILT_IN)
NAMES = (
    "gain", "surprise", "before_original", "after_original", "before_spun", "after_spun",
    "two_before_original", "two_after_original", "two_before_spun", "two_after_spun", "around_original", "around_spun",
)  # fmt: skip


def fit(text, spun, *words):
    """The columns of one guess by name."""
    tokens = tokenize(text)
    form = tokenize(spun).norms
    first = next(at for at in range(len(tokens)) if tokens.norms[at : at + len(form)] == form)
    columns = fits(MODEL, tokens, starts_of_sentences(tokens), [Guess(first, first + len(form), words)])
    return {name: float(column[0]) for name, column in zip(NAMES, columns, strict=True)}


@pytest.mark.parametrize(
    ("text", "spun", "original"),
    [
        ("The mayor mentioned on Monday that it was shut.", "mentioned", "said"),
        ("At minimum 31 people were hurt.", "minimum", "least"),
        ("They had lived there for a prolonged time.", "prolonged", "long"),
        ("Officials reported the fire to the law enforcement.", "law enforcement", "police"),
    ],
)
def test_what_the_news_writes_fits_better(text, spun, original):
    assert fit(text, spun, original)["gain"] > 0
    assert fit(text.replace(spun, original), original, *spun.split())["gain"] < 0


def test_pairs_and_triples_are_counted_on_both_sides():
    found = fit("Police said the road was shut.", "said", "mentioned")
    assert found["before_spun"] > found["before_original"]
    assert found["after_spun"] > found["after_original"]
    assert found["around_spun"] > 0 == found["around_original"]


def test_nothing_is_counted_across_a_full_stop():
    inside = fit("He fell. Police said so.", "police", "officers")
    alone = fit("Police said so.", "police", "officers")
    assert inside == alone


def test_guesses_do_not_depend_on_each_other():
    tokens = tokenize("The mayor mentioned that the labourers commenced the roadway.")
    guesses = [Guess(2, 3, ("said",)), Guess(5, 6, ("workers",)), Guess(5, 7, ("workers", "began"))]
    begins = starts_of_sentences(tokens)
    together = np.array(fits(MODEL, tokens, begins, guesses))
    apart = np.concatenate([np.array(fits(MODEL, tokens, begins, [guess])) for guess in guesses], axis=1)
    assert together == pytest.approx(apart)


def test_without_guesses_there_are_empty_columns():
    tokens = tokenize("Snow fell.")
    assert [len(column) for column in fits(MODEL, tokens, starts_of_sentences(tokens), [])] == [0] * len(NAMES)
    assert [len(column) for column in frequencies(MODEL, tokens, [])] == [0, 0]


def test_common_words_have_larger_shares_and_unknown_ones_the_least():
    tokens = tokenize("He mentioned xqzzt.")
    originals, spun = frequencies(MODEL, tokens, [Guess(1, 2, ("said",)), Guess(2, 3, ("town", "hall"))])
    assert originals[0] > spun[0] > spun[1]
    assert originals[1] < originals[0]
