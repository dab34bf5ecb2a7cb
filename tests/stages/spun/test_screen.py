"""The screen: what it reads, which texts it takes for English, and that no text stops it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_stories import NEGATIVES, SPUN_STORY, STORY

from cleaner.stages.spun.screen import FEWEST_WORDS, Screen, passing_score, placed, read_words, reads_as_english

SCREEN = Screen({"mentioned": 2.0, "said": -1.0, "naïve": 9.0})


def test_words_that_are_not_ascii_weigh_nothing():
    assert b"na\xc3\xafve" not in SCREEN.weights
    assert set(SCREEN.weights) == {b"mentioned", b"said"}


def test_the_score_is_a_mean_and_rises_with_spun_words():
    said, mentioned = "the mayor said it to them " * 20, "the mayor mentioned it to them " * 20
    assert SCREEN.score(said) == pytest.approx(-1 / 6)
    assert SCREEN.score(mentioned) == pytest.approx(2 / 6)
    assert SCREEN.score(mentioned.upper()) == SCREEN.score(mentioned)


def test_fewer_than_forty_words_are_not_judged():
    words = ["the", "mayor"] * (FEWEST_WORDS // 2)
    assert reads_as_english(" ".join(words))
    assert not reads_as_english(" ".join(words[1:]))
    assert SCREEN.score(" ".join(words[1:])) is None


@pytest.mark.parametrize("text", [STORY, SPUN_STORY], ids=["story", "spun"])
def test_a_story_reads_as_english_spun_or_not(text):
    assert reads_as_english(text)
    assert SCREEN.score(text) is not None


@pytest.mark.parametrize("path", sorted(NEGATIVES.glob("*-foreign-*.txt")), ids=lambda path: path.stem)
def test_news_in_another_language_does_not(path):
    assert not reads_as_english(path.read_bytes().decode("utf-8"))


def test_a_long_text_is_read_in_three_pieces_from_all_over_it():
    pieces = read_words("first " * 4_000 + "middle " * 4_000 + "last " * 4_000)
    assert {b"first", b"middle", b"last"} <= set(pieces)
    assert len(pieces) < 800


def test_typographic_apostrophes_are_read_as_the_others():
    assert read_words("the mill’s gate") == read_words("the mill's gate") == [b"the", b"mill's", b"gate"]


def test_scores_of_what_passes_rise_up_to_the_next_look():
    scores = [passing_score(distance) for distance in (-3.0, -1.0, -0.2, 0.0)]
    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (0.0, 0.05)
    assert placed(0.0, 0.05, 0.25, 2.0) == 0.25


@given(st.text(st.characters(), max_size=200), st.integers(1, 60))
def test_any_text_is_answered(text, times):
    score = SCREEN.score(text * times)
    assert score is None or -1 <= score <= 2
    assert all(word == word.lower() for word in read_words(text))
