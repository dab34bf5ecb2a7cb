"""Folding takes short cuts for texts without rare letters; what comes out must not depend on them."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cleaner.rules.fold import fold, phrase_key, phrase_keys

RARE = "".join(map(chr, [0x130, 0x131, 0x17F, 0x3A3, 0x3C2, 0xB5, 0xA0, 0x2003, 0x3000, 0xC9, 0x1E9E, 0x4E2D]))
TEXTS = st.one_of(st.text(), st.text(st.sampled_from("aB  \t\r\n." + RARE)))


@given(TEXTS)
def test_a_folded_text_is_that_of_its_lines(text):
    assert fold(text) == "\n".join(map(fold, text.split("\n")))


@given(TEXTS)
def test_other_letters_in_a_text_change_nothing(text):
    assert fold(f"{text}\nÉ") == f"{fold(text)}\né"
    assert fold(f"{text}\n中") == f"{fold(text)}\n中"


def test_every_letter_that_has_a_lower_case_gets_it():
    cased = [char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) == "Lu"]
    assert [char for char in cased if fold(char) != fold(char.lower()) and char != "İ"] == []


@given(TEXTS)
def test_the_keys_of_a_text_are_those_of_its_lines(text):
    folded = fold(text)
    assert phrase_keys(folded) == [phrase_key(line) for line in folded.split("\n")]
