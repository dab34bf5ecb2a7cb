"""Recognising the spinner of a text: what speaks for each, what against it, and what that says of each candidate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_town import KNOWN, small_swaps

from cleaner.stages.spun.recognition import (
    RECOGNITION_COLUMNS,
    WEIGHTS,
    Evidence,
    Recognition,
    chosen_chances,
    kept_words,
    places_of,
)
from cleaner.stages.spun.swaps import MOST_SPINNERS

SHARED = (4.0, 1.0, 1.0)
RECOGNITION = Recognition(np.array([*SHARED, 0.0, 0.0]))  # of two spinners
NOBODY = 2


def evidence(places, chances, kept=(3.0, 3.0)):
    return Evidence(np.array(places, np.uint8).reshape(len(chances), len(kept)), np.array(chances), np.array(kept))


def columns(found, recognition=RECOGNITION):
    return dict(zip(RECOGNITION_COLUMNS, recognition.columns(found), strict=True))


def without(found, place):
    return Evidence(np.delete(found.places, place, axis=0), np.delete(found.chances, place), found.kept)


def test_a_spinner_whose_pairs_the_swaps_are_is_recognised():
    assert RECOGNITION.found(evidence([(1, 0)] * 9, [0.9] * 9)).argmax() == 0
    assert RECOGNITION.found(evidence([(0, 3)] * 9, [0.9] * 9)).argmax() == 1
    assert RECOGNITION.found(evidence([(0, 0)] * 9, [0.9] * 9)).argmax() == NOBODY
    assert RECOGNITION.found(evidence([(1, 0)] * 9, [0.01] * 9)).argmax() == NOBODY


def test_words_that_it_left_unswapped_speak_against_a_spinner():
    chances = [RECOGNITION.found(evidence([(1, 1)] * 9, [0.9] * 9, (kept, 3.0)))[0] for kept in (0.0, 3.0, 30.0, 300.0)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.5
    assert RECOGNITION.found(evidence([(1, 1)] * 9, [0.9] * 9, (300.0, 3.0))).argmax() == 1


def test_swaps_that_it_does_not_put_speak_against_a_spinner():
    chances = [
        RECOGNITION.found(evidence([(1, 0)] * 6 + [(0, 0)] * more, [0.9] * (6 + more)))[0] for more in (0, 3, 20)
    ]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.5 > chances[-1]


def test_candidates_of_the_recognised_spinner_are_told_from_the_rest():
    found = columns(evidence([(2, 0)] * 9 + [(0, 1)], [0.9] * 10))
    assert found["recognised"][0] > 0.5 > found["recognised"][-1]
    assert found["best_place"].tolist() == [2] * 9 + [0]  # the likeliest spinner does not put the last one
    assert found["spinners"].tolist() == [1] * 10
    assert found["mean_place"][:9] == pytest.approx(found["recognised"][:9] / 2)
    assert found["most_swapped_own"][0] > found["most_swapped_own"][-1]


def test_a_candidate_is_not_its_own_evidence():
    alone = columns(evidence([(1, 0)], [0.99]))
    nothing = RECOGNITION.found(evidence([], []))
    assert alone["unknown_spinner"] == pytest.approx(nothing[NOBODY])
    assert alone["recognised"] == pytest.approx(nothing[0])
    # However likely it is itself, the others say the same of it.
    likely, unlikely = (columns(evidence([(1, 0)] * 5, [own, 0.9, 0.9, 0.9, 0.9])) for own in (0.99, 0.0))
    assert {name: column[0] for name, column in likely.items()} == pytest.approx(
        {name: column[0] for name, column in unlikely.items()}
    )
    assert likely["recognised"][1] > unlikely["recognised"][1]


@st.composite
def evidences(draw):
    spinners, count = draw(st.integers(0, 4)), draw(st.integers(0, 8))
    places = [[draw(st.integers(0, 3)) for _ in range(spinners)] for _ in range(count)]
    chances = [draw(st.floats(0, 1)) for _ in range(count)]
    return evidence(places, chances, [float(draw(st.integers(0, 10_000))) for _ in range(spinners)])


@st.composite
def weighed(draw):
    """Evidence, and a recognition of as many spinners with any weights."""
    found = draw(evidences())
    weights = [draw(st.floats(-50, 50)) for _ in range(WEIGHTS + len(found.kept))]
    return found, Recognition(np.array(weights))


@given(weighed())
def test_chances_sum_to_one_and_columns_are_finite(given_):
    found, recognition = given_
    chances = recognition.found(found)
    assert chances.shape == (len(found.kept) + 1,)
    assert chances.sum() == pytest.approx(1)
    told = columns(found, recognition)
    for column in told.values():
        assert np.shape(column) == (len(found.chances),)
        assert np.isfinite(column).all()
    for name in ("recognised", "unknown_spinner", "best_spinner", "mean_place", "swapped_share", "most_swapped"):
        assert ((told[name] >= 0) & (told[name] <= 1 + 1e-9)).all()
    assert (told["mean_place"] <= told["recognised"] + 1e-9).all()
    assert (told["most_swapped_own"] <= told["most_swapped"]).all()


@given(weighed())
def test_each_candidate_is_judged_by_all_others(given_):
    found, recognition = given_
    told = columns(found, recognition)
    for place, own in enumerate(found.places):
        chances = recognition.found(without(found, place))
        assert told["unknown_spinner"][place] == pytest.approx(chances[-1], abs=1e-6)
        assert told["recognised"][place] == pytest.approx(chances[:-1][own > 0].sum(), abs=1e-6)


def test_where_no_spinner_is_known_nobody_is_recognised():
    recognition = Recognition(np.array(SHARED))
    assert recognition.found(evidence([[]] * 3, [0.9] * 3, ())).tolist() == [1]
    told = columns(evidence([[]] * 3, [0.9] * 3, ()), recognition)
    assert told.pop("unknown_spinner").tolist() == [1, 1, 1]
    assert not np.array(list(told.values())).any()


@given(evidences())
def test_one_that_recognises_nobody_says_so_of_any_text(found):
    recognition = Recognition.of_nobody(len(found.kept))
    assert recognition.found(found)[-1] == pytest.approx(1)
    assert columns(found, recognition)["recognised"] == pytest.approx(np.zeros(len(found.chances)))


@given(st.lists(st.lists(st.integers(0, 3), min_size=MOST_SPINNERS, max_size=MOST_SPINNERS), max_size=5))
def test_the_bits_of_as_many_spinners_as_there_may_be_are_parted(places):
    known = np.array([sum(place << 2 * number for number, place in enumerate(own)) for own in places], np.uint32)
    assert places_of(known, MOST_SPINNERS).tolist() == places
    assert places_of(known, 2).tolist() == [own[:2] for own in places]


def test_words_that_each_spinner_could_swap_are_counted_each_time(tmp_path):
    norms = ["people", "said", "said", "the", "house", "was", "near", "full", "of", "sizeable", "things"]
    # "near" is one, which becomes a phrase; "full of" is a phrase itself, and no word of it counts.
    assert kept_words(norms, small_swaps(tmp_path, KNOWN)).tolist() == [4, 1]
    assert kept_words([], small_swaps(tmp_path, KNOWN)).tolist() == [0, 0]
    assert kept_words(norms, small_swaps(tmp_path)).tolist() == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 3), st.floats(0, 1)), max_size=10))
def test_of_those_that_overlap_the_likeliest_is_chosen(drawn):
    spans = [(first, first + length) for first, length, _ in drawn]
    chances = np.array([chance for *_, chance in drawn])
    chosen = chosen_chances(spans, chances)
    for place, (first, last) in enumerate(spans):
        assert chosen[place] in (0, chances[place])
        rivals = [
            chances[other]
            for other, span in enumerate(spans)
            if other != place and span[0] < last and first < span[1] and chosen[other]
        ]
        if chosen[place]:
            assert not rivals
            assert chances[place] > 0.02
        else:
            assert chances[place] <= 0.02 or max(rivals) >= chances[place]
