"""Learning to recognise spinners: from texts whose spinner is known, and others."""

import numpy as np
import pytest

from cleaner.learn.spun_recognition import learn_recognition
from cleaner.stages.spun.recognition import WEIGHTS, Evidence

SPINNERS = 3


def text_of(spinner, dice):
    """What is found in a text of a spinner: four in five swaps are its own, and others' by chance; None is unknown."""
    count = dice.integers(8, 30)
    places = (dice.random((count, SPINNERS)) < 0.2) * dice.integers(1, 4, (count, SPINNERS))
    kept = dice.integers(20, 60, SPINNERS).astype(float)
    if spinner is not None:
        own = dice.random(count) < 0.8
        places[own, spinner] = dice.integers(1, 4, own.sum())
        kept[spinner] = dice.integers(0, 20)
    return Evidence(places.astype(np.uint8), dice.uniform(0.3, 1, count), kept)


def texts(seed, number):
    dice = np.random.default_rng(seed)
    spinners = [dice.choice([None, *range(SPINNERS)]) for _ in range(number)]
    return [text_of(spinner, dice) for spinner in spinners], spinners


@pytest.fixture(scope="module")
def recognition():
    return learn_recognition(*texts(0, 300))


def test_spinners_are_recognised_in_texts_that_were_not_learned_from(recognition):
    found, spinners = texts(1, 200)
    told = [recognition.found(one).argmax() for one in found]
    right = [SPINNERS if spinner is None else spinner for spinner in spinners]
    assert np.mean(np.array(told) == right) > 0.9


def test_more_swaps_of_its_own_speak_for_a_spinner_and_kept_words_against_it(recognition):
    def chance(own, kept):
        places = np.zeros((20, SPINNERS), np.uint8)
        places[:own, 1] = 1
        return recognition.found(Evidence(places, np.full(20, 0.9), np.array([40.0, kept, 40.0])))[1]

    assert chance(18, 10.0) > 0.5 > chance(2, 10.0)
    assert chance(18, 1.0) > chance(18, 100.0)


def test_the_same_texts_give_the_same_weights(recognition):
    again = learn_recognition(*texts(0, 300))
    assert again.weights.tolist() == recognition.weights.tolist()
    assert len(again.weights) == WEIGHTS + SPINNERS


def test_a_spinner_that_made_no_text_is_the_least_likely():
    dice = np.random.default_rng(2)
    spinners = [None, 0, 1] * 30
    recognition = learn_recognition([text_of(spinner, dice) for spinner in spinners], spinners)
    nothing = Evidence(np.zeros((0, SPINNERS), np.uint8), np.zeros(0), np.full(SPINNERS, 30.0))
    assert recognition.found(nothing)[:SPINNERS].argmin() == 2


def test_where_no_spinner_is_known_there_is_nobody_to_recognise():
    nothing = Evidence(np.zeros((4, 0), np.uint8), np.full(4, 0.9), np.zeros(0))
    recognition = learn_recognition([nothing] * 5, [None] * 5)
    assert recognition.found(nothing).tolist() == [1]
