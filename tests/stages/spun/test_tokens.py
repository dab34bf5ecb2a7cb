"""Words as the counts know them: each stands where it says, and nothing but blanks lies between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.spun.tokens import BREAK, NUMBER, norms_of, tokenize


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("He didn’t go.", ["he", "didn't", "go", "."]),
        ("‘Yes’ – “no”", ["'", "yes", "'", "-", '"', "no", '"']),
        ("At 5:30 p.m. 1,204 left", ["at", NUMBER, "p.m.", NUMBER, "left"]),
        ("One.\n\nTwo\nThree", ["one", ".", BREAK, "two", BREAK, "three"]),
        ("a well-known U.S. fort", ["a", "well-known", "u.s.", "fort"]),
        ("ÉCOLE", ["école"]),
        ("", []),
    ],
)
def test_words_are_folded_as_they_were_counted(text, norms):
    assert tokenize(text).norms == norms


@given(st.text(max_size=80))
def test_tokens_stand_in_order_and_leave_out_blanks_only(text):
    tokens = tokenize(text)
    places = [0, *(place for pair in zip(tokens.starts, tokens.ends, strict=True) for place in pair), len(text)]
    assert places == sorted(places)
    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))
    between = "".join(text[end:start] for end, start in zip(places[::2], places[1::2], strict=True))
    assert not between.strip()
    assert len(tokens) == len(tokens.norms) == len(tokens.starts)


@given(st.text() | st.text(st.sampled_from("aZé’'-–—١2٣3,.:\n _«»„“ßİſΣ½²Ⅷ一#@[/\t\r")))
def test_the_folded_forms_alone_are_the_same(text):
    assert norms_of(text) == tokenize(text).norms
