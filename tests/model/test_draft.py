"""A draft leads back to raw: from any span of the text to where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notation import walked

from cleaner.model import Draft, Edit, resolve

TEXTS = st.text(st.sampled_from("ab \n💧"), max_size=20)
SPANS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["", "", "x", "ab"])), max_size=6)


@st.composite
def drafts(draw):
    draft = Draft(draw(TEXTS))
    for spans in draw(st.lists(SPANS, max_size=5)):
        size = len(draft.text)
        edits = [Edit(round(min(a, b) * size), round(max(a, b) * size), new, "x") for a, b, new in spans]
        draft = draft.apply(resolve(edits).kept)
    return draft


def test_nothing_to_do_gives_the_same_draft():
    draft = Draft("Snow fell.")
    assert draft.apply([]) is draft


def test_applying_leaves_the_draft_before_as_it_was():
    draft = Draft("Share! Snow fell.")
    draft.apply([Edit(0, 7, "", "share-bar")])
    assert (draft.text, draft.changes) == ("Share! Snow fell.", ())


@pytest.mark.parametrize(
    ("line", "word", "origin"),
    [
        ("[Share! >]Snow fell.", "Snow", "Snow"),
        ("Snow[  > ]fell.", "Snow fell", "Snow  fell"),
        ("Ca[fÃ©>fé] is open.", "é", "fÃ©"),
        ("Snow fell.[ Share!>]", "fell.", "fell."),
        ("Snow [>has ]fallen.", "has ", ""),
        ("Snow [Share! >]fell.", "Snow ", "Snow "),
        ("Snow [Share! >]fell.", "ow fe", "ow Share! fe"),
    ],
)
def test_a_word_of_the_text_leads_to_where_it_stood_in_raw(line, word, origin):
    draft = walked(line)
    start = draft.text.index(word)
    low, high = draft.to_raw(start, start + len(word))
    assert draft.raw[low:high] == origin


@given(drafts(), st.data())
def test_spans_lead_into_raw(draft, data):
    start = data.draw(st.integers(0, len(draft.text)))
    end = data.draw(st.integers(start, len(draft.text)))
    low, high = draft.to_raw(start, end)
    assert 0 <= low <= high <= len(draft.raw)


@given(drafts())
def test_later_spans_lead_to_later_places(draft):
    places = [draft.to_raw(at, at) for at in range(len(draft.text) + 1)]
    assert places == sorted(places)
    letters = [draft.to_raw(at, at + 1) for at in range(len(draft.text))]
    assert [low for low, _ in letters] == sorted(low for low, _ in letters)
    assert [high for _, high in letters] == sorted(high for _, high in letters)


@given(drafts())
def test_every_letter_leads_to_itself_or_to_the_change_that_put_it_there(draft):
    changed = {(change.start, change.end) for change in draft.changes}
    for at, letter in enumerate(draft.text):
        low, high = draft.to_raw(at, at + 1)
        assert draft.raw[low:high] == letter or (low, high) in changed


@given(drafts())
def test_a_wider_span_leads_to_a_span_at_least_as_wide(draft):
    for at in range(len(draft.text) - 1):
        (low, high), (wide_low, wide_high) = draft.to_raw(at, at + 1), draft.to_raw(at, at + 2)
        assert wide_low == low
        assert wide_high >= high


@given(drafts())
def test_lines_are_those_of_the_text(draft):
    assert "".join(line.text + line.ending for line in draft.lines) == draft.text


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_odd_holds_what_is_neither_printable_ascii_nor_a_line_feed(text):
    assert Draft(text).odd == "".join(char for char in text if char != "\n" and not " " <= char <= "~")


@given(st.text(st.sampled_from("ab  \n\n\r\t\xa0")))
def test_a_tidy_text_has_no_white_space_but_single_blanks_inside_lines(text):
    pieces = text.split("\n")
    assert Draft(text).tidy == all(piece == " ".join(piece.split()) for piece in pieces)
