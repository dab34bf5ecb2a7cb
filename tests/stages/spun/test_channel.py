"""The channel: where a spinner may have been at work, and the columns that say how sure that is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_stories import SPUN_STORY, STORY

from cleaner.stages.spun.channel import COLUMNS, open_spans, starts_of_sentences
from cleaner.stages.spun.stage import Spun
from cleaner.stages.spun.swaps import shipped_swaps
from cleaner.stages.spun.tokens import tokenize

CHANNEL = Spun().channel
PROBABILITY, CHANGE, QUOTED = (COLUMNS.index(name) for name in ("probability", "change_probability", "quoted"))
# What spinners put, what it is put for, names and numbers, in any order and case.
PIECES = st.sampled_from(
    ["mentioned", "Household", "individuals", "exactly where", "The", "officers", "U.S.", "MENTIONED", "Monday", "31",
     "not", "said", "of", "“", "”", "(", ".", "\n", "\n\n", ":", "don’t", "\ud800", "ß", "é"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map(" ".join)


def words_at(tokens, spans):
    return [tokens.raw(first, last) for first, last, *_ in spans]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("He left. She stayed.", ["He", "She"]),
        ("“He left.” “She stayed,” he said.", ["He", "She"]),
        ("Headline\nstory", ["Headline"]),
        ("Was it? Yes! it was.", ["Was", "Yes"]),
        ("He left: She stayed.", ["He"]),
    ],
)
def test_sentences_start_at_capitals_behind_full_stops_and_line_ends(text, begins):
    tokens = tokenize(text)
    found = [place for place, starts in enumerate(starts_of_sentences(tokens)) if starts]
    assert [tokens.raw(place, place + 1) for place in found if tokens.raw(place, place + 1).isalpha()] == begins


def test_names_and_words_in_capitals_are_no_open_spans():
    tokens = tokenize("Individuals of the Household mentioned INDIVIDUALS and (Individuals) too.")
    found = words_at(tokens, open_spans(tokens, shipped_swaps()))
    assert "mentioned" in found
    assert found.count("Individuals") == 2
    assert not {"Household", "INDIVIDUALS"} & set(found)


def test_digits_and_line_ends_are_in_no_span():
    tokens = tokenize("He mentioned 31 individuals\nand 4 officers mentioned 5 more.")
    inside = {
        tokens.norms[place] for first, last, _ in open_spans(tokens, shipped_swaps()) for place in range(first, last)
    }
    assert not inside & {"<num>", "</s>"}
    assert {"mentioned", "individuals"} <= inside


@given(TEXTS)
def test_no_span_holds_a_capital_within_a_sentence(text):
    tokens = tokenize(text)
    begins = starts_of_sentences(tokens)
    for first, last, originals in open_spans(tokens, shipped_swaps()):
        assert originals
        for place in range(first, last):
            behind = place > 0 and tokens.norms[place - 1] in {'"', ":", "("}
            assert tokens.raw(place, place + 1)[0].islower() or begins[place] or behind
            assert len(tokens.raw(place, place + 1)) == 1 or not tokens.raw(place, place + 1).isupper()


@given(TEXTS)
def test_any_text_gets_a_row_a_guess_and_chances_that_are_chances(text):
    tokens = tokenize(text)
    guesses, rows, density, doubts = CHANNEL.candidates(tokens)
    assert rows.shape == (len(guesses), len(COLUMNS))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert ((rows[:, PROBABILITY] >= 0) & (rows[:, PROBABILITY] <= rows[:, CHANGE] + 1e-5)).all()
    assert doubts.shape == (len(tokens),)
    assert 0 <= density <= 100
    for guess in guesses:
        assert 0 <= guess.first < guess.last <= len(tokens)
        assert guess.words != tuple(tokens.norms[guess.first : guess.last])


def test_a_spun_text_is_denser_than_its_original():
    before, after = (CHANNEL.candidates(tokenize(text)) for text in (STORY, SPUN_STORY))
    assert after.density > 2 * before.density
    assert after.doubts.mean() > 2 * before.doubts.mean()


def test_what_a_plain_swap_stands_for_is_guessed():
    tokens = tokenize(SPUN_STORY)
    found = {
        (tokens.raw(guess.first, guess.last), " ".join(guess.words)) for guess in CHANNEL.candidates(tokens).guesses
    }
    assert {("mentioned", "said"), ("at minimum", "at least"), ("exactly where", "where")} <= found


def test_what_stands_between_quotation_marks_is_told():
    tokens = tokenize("The mayor mentioned it. “We mentioned it,” he mentioned.")
    guesses, rows, *_ = CHANNEL.candidates(tokens)
    quoted = {tokens.starts[guess.first]: bool(row[QUOTED]) for guess, row in zip(guesses, rows, strict=True)}
    assert {place: told for place, told in quoted.items() if tokens.text[place:].startswith("mentioned")} == {
        place: 24 < place < 41 for place in quoted if tokens.text[place:].startswith("mentioned")
    }
    assert any(quoted.values())
