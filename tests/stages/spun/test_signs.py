"""Signs of spinning in a stretch of text: finite numbers for whatever it holds, larger where it was spun."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_stories import SPUN_STORY, STORY

from cleaner.stages.spun.language_model import BUILT_IN, LanguageModel
from cleaner.stages.spun.signs import SIGNS, signs
from cleaner.stages.spun.tokens import tokenize

MODEL = LanguageModel.load(BUILT_IN)
ODDS = {b"mentioned": 3.0, b"said": -1.0, b"experienced": 1.5}


def row(norms, doubt=0.5):
    return dict(zip(SIGNS, signs(norms, np.full(len(norms), doubt, np.float32), MODEL, ODDS).tolist(), strict=True))


def test_spun_words_stand_beside_words_that_they_never_meet():
    before, after = row(tokenize(STORY).norms), row(tokenize(SPUN_STORY).norms)
    for name in ("odds", "odd_words", "very_odd_words", "unseen_pairs", "unseen_common_pairs", "unlikely"):
        assert after[name] > before[name], name
    for name in ("seen_triples", "log_probability", "lift"):
        assert after[name] < before[name], name


def test_the_screens_odds_are_counted_in_words():
    found = row(["he", "mentioned", ",", "and", "she", "experienced", "."])
    assert found["odds"] == pytest.approx(4.5 / 5)
    assert (found["odd_words"], found["very_odd_words"]) == pytest.approx((2 / 5, 1 / 5))
    assert found["words"] == pytest.approx(np.log(5))


def test_doubts_are_averaged():
    norms = ["snow"] * 10
    found = dict(zip(SIGNS, signs(norms, np.array([0.9] + [0.1] * 9, np.float32), MODEL, {}), strict=True))
    assert (found["doubt"], found["doubtful"], found["very_doubtful"], found["top_doubt"]) == pytest.approx(
        (0.18, 0.1, 0.1, 0.9)
    )


def test_an_excerpt_without_a_word_has_no_signs():
    assert set(row([]).values()) == {0.0}


@given(
    st.lists(st.text(min_size=1, max_size=4) | st.sampled_from(["the", "said", "</s>", "<num>"]), max_size=9),
    st.floats(0, 1, width=32),
)
def test_any_words_have_finite_signs(norms, doubt):
    assert all(np.isfinite(value) for value in row(norms, doubt).values())
