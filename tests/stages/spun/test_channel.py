"""The channel: where a spinner may have been at work, and the columns that say how sure that is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_stories import SPUN_STORY, STORY
from spun_town import drawn_network

from cleaner.stages.spun.channel import CHANNEL_COLUMNS, COLUMNS, Channel
from cleaner.stages.spun.language_model import BUILT_IN, LanguageModel
from cleaner.stages.spun.recognition import (
    RECOGNITION_COLUMNS,
    WEIGHTS,
    Evidence,
    Recognition,
    chosen_chances,
    kept_words,
)
from cleaner.stages.spun.spans import open_spans, starts_of_sentences
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
    found = words_at(tokens, open_spans(tokens, shipped_swaps(), starts_of_sentences(tokens)))
    assert "mentioned" in found
    assert found.count("Individuals") == 2
    assert not {"Household", "INDIVIDUALS"} & set(found)


def test_digits_and_line_ends_are_in_no_span():
    tokens = tokenize("He mentioned 31 individuals\nand 4 officers mentioned 5 more.")
    inside = {
        tokens.norms[place]
        for first, last, _ in open_spans(tokens, shipped_swaps(), starts_of_sentences(tokens))
        for place in range(first, last)
    }
    assert not inside & {"<num>", "</s>"}
    assert {"mentioned", "individuals"} <= inside


@given(TEXTS)
def test_no_span_holds_a_capital_within_a_sentence(text):
    tokens = tokenize(text)
    begins = starts_of_sentences(tokens)
    for first, last, originals in open_spans(tokens, shipped_swaps(), begins):
        assert originals
        for place in range(first, last):
            behind = place > 0 and tokens.norms[place - 1] in {'"', ":", "("}
            assert tokens.raw(place, place + 1)[0].islower() or begins[place] or behind
            assert len(tokens.raw(place, place + 1)) == 1 or not tokens.raw(place, place + 1).isupper()


@given(TEXTS)
def test_any_text_gets_a_row_a_guess_and_chances_that_are_chances(text):
    tokens = tokenize(text)
    guesses, rows, density, doubts, places, kept = CHANNEL.candidates(tokens)
    assert rows.shape == (len(guesses), len(COLUMNS))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert ((rows[:, PROBABILITY] >= 0) & (rows[:, PROBABILITY] <= rows[:, CHANGE] + 1e-5)).all()
    assert doubts.shape == (len(tokens),)
    assert places.shape == (len(guesses), len(CHANNEL.swaps.spinners))
    assert kept.tolist() == kept_words(tokens.norms, CHANNEL.swaps).tolist()
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


TOKENS = tokenize(SPUN_STORY)


def drawn(recognition, swaps=None):
    """A channel whose network knows the words of the story and of what may have stood there, and nothing else."""
    swaps = shipped_swaps() if swaps is None else swaps
    words = {word for _, _, found in swaps.spans(TOKENS.norms) for one in found for word in one.tokens}
    network = drawn_network(["", "<unk>", *sorted(words | set(TOKENS.norms))])
    return Channel(swaps, LanguageModel.load(BUILT_IN), network, recognition)


def recognises(spinner):
    """That the known spinner of this number made every text."""
    starts = np.full(len(shipped_swaps().spinners), -50.0)
    starts[spinner] = 50
    return Recognition(np.concatenate([np.zeros(WEIGHTS), starts]))


NOBODY = Recognition.of_nobody(len(shipped_swaps().spinners))


def test_each_candidate_has_its_places_from_the_tables():
    candidates = drawn(NOBODY).candidates(TOKENS)
    assert candidates.places.any(axis=0).sum() > 5  # of many spinners
    for guess, own in zip(candidates.guesses, candidates.places.tolist(), strict=True):
        originals = shipped_swaps().originals(" ".join(TOKENS.norms[guess.first : guess.last]))
        [known] = {one.known for one in originals if one.tokens == guess.words}
        assert own == [known >> 2 * number & 3 for number in range(len(own))]


@pytest.mark.parametrize("name", ["blog", "rewriter", "wordnet"])
def test_of_what_a_recognised_spinner_puts_less_chance_is_enough(name):
    number = shipped_swaps().spinners.index(name)
    plain, keen = drawn(NOBODY).candidates(TOKENS), drawn(recognises(number)).candidates(TOKENS)
    more = set(keen.guesses) - set(plain.guesses)
    assert set(plain.guesses) <= set(keen.guesses)
    assert more
    for guess, row, own in zip(keen.guesses, keen.rows, keen.places, strict=True):
        if guess in more:
            assert own[number] > 0
            assert row[PROBABILITY] < 0.05


def test_a_recognised_spinner_is_told_in_the_columns_and_alters_no_other():
    number = shipped_swaps().spinners.index("blog")
    plain, keen = drawn(NOBODY).candidates(TOKENS), drawn(recognises(number)).candidates(TOKENS)
    recognised = keen.rows[:, COLUMNS.index("recognised")]
    assert recognised == pytest.approx((keen.places[:, number] > 0).astype(float), abs=1e-4)
    assert plain.rows[:, COLUMNS.index("recognised")] == pytest.approx(0)
    own = dict(zip(keen.guesses, keen.rows, strict=True))
    for guess, row in zip(plain.guesses, plain.rows, strict=True):
        for name in ("logit_over_kept", "probability", "gain", "rank", "likeness", "before_original"):
            assert own[guess][COLUMNS.index(name)] == row[COLUMNS.index(name)]


def test_recognition_has_the_last_columns_and_judges_by_the_networks_chances():
    channel = drawn(Recognition(np.array([4.0, 1.0, 1.0, *[0.0] * len(shipped_swaps().spinners)])))
    candidates = channel.candidates(TOKENS)
    chances = chosen_chances([(one.first, one.last) for one in candidates.guesses], candidates.rows[:, PROBABILITY])
    told = channel.recognition.columns(Evidence(candidates.places, chances, candidates.kept))
    assert COLUMNS[len(CHANNEL_COLUMNS) :] == RECOGNITION_COLUMNS
    for name, column in zip(RECOGNITION_COLUMNS, told, strict=True):
        assert candidates.rows[:, COLUMNS.index(name)] == pytest.approx(column, abs=1e-4)


def test_the_evidence_of_a_text_knows_more_than_what_is_asked_about():
    channel = drawn(NOBODY)
    evidence, candidates = channel.evidence(TOKENS), channel.candidates(TOKENS)
    assert len(evidence.places) == len(evidence.chances) > len(candidates.guesses)
    assert evidence.kept.tolist() == candidates.kept.tolist()
    assert 0 < evidence.chances.max() <= 1


def test_a_text_without_swaps_gives_no_evidence_and_no_candidates():
    channel = drawn(NOBODY)
    for text in ("", "Xqzzt 9", "\n"):
        evidence, candidates = channel.evidence(tokenize(text)), channel.candidates(tokenize(text))
        assert evidence.places.shape == candidates.places.shape == (0, len(channel.swaps.spinners))
        assert (len(evidence.chances), len(candidates.guesses)) == (0, 0)


def test_a_spinner_that_is_not_known_is_in_no_place():
    number = shipped_swaps().spinners.index("blog")
    candidates = drawn(NOBODY, shipped_swaps().without("blog")).candidates(TOKENS)
    assert candidates.guesses
    assert not candidates.places[:, number].any()
    assert candidates.kept[number] == 0
