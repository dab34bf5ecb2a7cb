"""Word lists: what a language has, how often, and what it has not."""

import pytest

from cleaner.stages.lexicon import lexicon


@pytest.mark.parametrize(
    ("language", "word", "none"),
    [
        ("en", "harbour", "harbuor"),
        ("de", "brücke", "brücke­"),
        ("fr", "hiver", "hivver"),
        ("ru", "мост", "мocт"),
        ("el", "γέφυρα", "γέφυρaα"),
        ("ar", "جسر", "ججسرر"),
        ("ja", "天気", "天気天"),
        ("no", "snø", "snøø"),
        ("hr", "most", "mmost"),
    ],
)
def test_a_word_is_known_and_its_slip_is_not(language, word, none):
    assert lexicon(language).frequency(word) > 1e-7
    assert lexicon(language).frequency(none) == 0


def test_common_words_are_more_frequent_than_rare_ones():
    english = lexicon("en")
    assert 0.01 < english.frequency("the") < 0.1
    assert english.frequency("the") > english.frequency("bridge") > english.frequency("drawbridge") > 0


def test_a_language_without_a_list_knows_nothing():
    assert len(lexicon("gd")) == 0
    assert lexicon("gd").frequency("the") == 0
