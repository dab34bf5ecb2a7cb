"""Words are counted in two ways, for short and for long texts; both must say the same."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.words import count_words

LONG = " and the rest of a text that is long" * 20
BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2003\u2028\u202f\u205f\u3000\u200b"


@given(st.one_of(st.text(), st.text(st.sampled_from("aé山ก" + BLANKS))))
def test_a_long_text_has_the_words_of_its_parts(text):
    assert count_words(f"{text} 山山{LONG}") in {count_words(text) + count_words(f"山山{LONG}") + n for n in (0, 1)}


@given(st.text(st.sampled_from("ab" + BLANKS)))
def test_blanks_of_all_sorts_part_the_words_of_a_long_text(text):
    assert count_words(text + LONG) == len((text + LONG).split())
