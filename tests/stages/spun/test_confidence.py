"""The confidence: a first look at all candidates, and a second at those with a chance."""

import numpy as np
import pytest
from spun_town import candidates_of

from cleaner.stages.chrome.forest import Forest, Tree
from cleaner.stages.spun.channel import COLUMNS
from cleaner.stages.spun.confidence import ASKED, Confidence, chances_of
from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.recognition import Recognition
from cleaner.stages.spun.second_look import SECOND_COLUMNS

RECOGNITION = Recognition(np.array([4.0, 1.0, 1.0]))
CHANCE, SWAPS = SECOND_COLUMNS.index("first_chance"), SECOND_COLUMNS.index("swaps")


class FirstTrees:
    """The first column as log odds."""

    def leaves(self, rows):
        return rows

    def scores(self, leaves):
        return leaves[:, 0].astype(float)


class SecondTrees:
    """The same log odds for each row; keeps the rows."""

    def __init__(self, odds):
        self.odds, self.rows = odds, []

    def leaves(self, rows):
        self.rows += rows.tolist()
        return rows

    def scores(self, leaves):
        return np.full(len(leaves), self.odds)


def judged(odds, second, slope=1.0, start=0.0):
    """Chances of guesses at every second token with these log odds by the first look."""
    rows = np.zeros((len(odds), len(COLUMNS)), np.float32)
    rows[:, 0] = odds
    guesses = [Guess(2 * place, 2 * place + 1, ("said",)) for place in range(len(odds))]
    candidates = candidates_of(guesses, rows, 2 * len(odds) + 1)
    return Confidence(FirstTrees(), second, RECOGNITION, slope, start).of(candidates)


def test_only_guesses_with_a_first_chance_get_a_second_look():
    second = SecondTrees(2.0)
    odds = [-2.25, -2.15, 3.0, -9.0]  # a tenth is at -2.197
    first = chances_of(np.array(odds))
    assert [chance >= ASKED for chance in first] == [False, True, True, False]
    assert judged(odds, second) == pytest.approx([first[0], chances_of(2.0), chances_of(2.0), first[3]])
    assert [row[CHANCE] for row in second.rows] == pytest.approx(first[1:3])


def test_the_second_look_counts_the_swaps_that_get_none():
    second = SecondTrees(2.0)
    judged([-2.25, 3.0], second)
    [row] = second.rows
    assert row[SWAPS] == pytest.approx(chances_of(-2.25))


def test_the_second_look_is_judged_by_the_line_that_was_fitted():
    chances = judged([3.0, -9.0], SecondTrees(2.0), slope=0.5, start=-4.0)
    assert chances == pytest.approx([chances_of(-3.0), chances_of(-9.0)])
    assert chances[0] < ASKED  # what the second look turns down is not what the first said


def test_where_no_guess_has_a_chance_nothing_is_asked():
    second = SecondTrees(2.0)
    assert judged([-3.0, -4.0], second) == pytest.approx(chances_of(np.array([-3.0, -4.0])))
    assert second.rows == []


def test_without_guesses_there_are_no_chances():
    leaf = [Tree([], [], [], [], [3.0], [1])]
    confidence = Confidence(Forest(leaf, len(COLUMNS)), Forest(leaf, len(SECOND_COLUMNS)), RECOGNITION, 1.0, 0.0)
    nothing = candidates_of((), np.zeros((0, len(COLUMNS)), np.float32), 5)
    assert confidence.of(nothing).shape == (0,)
