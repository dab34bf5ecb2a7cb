"""A text as arrays of characters and words, in every script."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.chrome.characters import Sort, read_characters, word_numbers

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)


def words(text):
    return len(read_characters(text).starts)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Snow closed the pass", 4),
        ("Снег закрыл перевал", 3),
        ("أغلق الثلج الطريق", 3),
        ("το χιόνι έκλεισε", 3),
        ("3,500 people", 3),
        ("雪が道", 3),
        ("— | • …", 0),
        ("", 0),
    ],
)
def test_words_are_found_in_every_script(text, count):
    assert words(text) == count


def test_a_word_has_the_same_number_in_any_case_and_whatever_its_digits():
    assert word_numbers("Weather WEATHER weather").tolist() == word_numbers("weather").tolist()
    assert word_numbers("СНЕГ").tolist() == word_numbers("снег").tolist()
    assert word_numbers("2019").tolist() == word_numbers("2024").tolist()
    assert word_numbers("٢٠").tolist() == word_numbers("19").tolist()


def test_other_words_have_other_numbers():
    vocabulary = [f"{first}{last}{tail}" for first in "abcdefgh" for last in "aeiou" for tail in ("n", "nt", "rs", "l")]
    vocabulary += [word[::-1] for word in vocabulary if word[::-1] not in vocabulary]
    assert len(word_numbers(" ".join(vocabulary))) == len(set(vocabulary))


def test_a_word_has_the_same_number_wherever_it_stands():
    alone = read_characters("weather").numbers[0]
    assert alone in read_characters("The WEATHER: cold").numbers
    assert alone in read_characters("雪weather雪").numbers


def test_word_numbers_never_change_between_versions():
    # They are in every model file: another number for a word would make all cue tables worthless.
    assert word_numbers("weather").tolist() == [3937115156]


def test_signs_of_site_furniture_are_told_apart():
    sorts = read_characters('|•©:@#/-$(,"!?….').sorts.tolist()
    named = [Sort.BAR, Sort.BULLET, Sort.COPYRIGHT, Sort.COLON, Sort.AT, Sort.HASH, Sort.SLASH, Sort.DASH, Sort.MONEY]
    named += [Sort.OPEN, Sort.COMMA, Sort.QUOTE, Sort.EXCLAMATION, Sort.QUESTION, Sort.ELLIPSIS, Sort.PERIOD]
    assert sorts == named


@given(ANY_TEXT)
def test_every_text_has_a_sort_for_each_character_and_words_in_order(text):
    read = read_characters(text)
    assert len(read.sorts) == len(read.codes) == len(text)
    assert len(read.numbers) == len(read.starts)
    assert (np.diff(read.starts) > 0).all()
    assert (read.sorts < len(Sort)).all()


@given(st.lists(ANY_TEXT.filter(lambda text: "\n" not in text), max_size=5))
def test_words_of_lines_do_not_hang_on_the_lines_around_them(lines):
    together = read_characters("\n".join(lines)).numbers.tolist()
    assert together == [number for line in lines for number in read_characters(line).numbers.tolist()]
