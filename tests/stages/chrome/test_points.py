"""Operating points: which lines go, by their scores and the page's own look."""

import numpy as np
import pytest

from cleaner.stages.chrome import POINT_NAMES
from cleaner.stages.chrome.line_model import Judgement
from cleaner.stages.chrome.points import POINTS, choose

PROSE = (9.0, True, 60)
MENU = (-12.0, False, 3)


def chosen(point, *lines, taken=(), least=0.0, announcing=()):
    """Rows that go; a line is its score, whether it reads like prose, and its words."""
    scores, prose, words = zip(*lines, strict=True)
    judgement = Judgement(np.array(scores), np.array(prose), np.array(words, float), 0.0, None)
    certain = np.isin(np.arange(len(lines)), taken)
    gone = choose(judgement, certain, least, POINTS[point], lambda row: row in announcing)
    return np.flatnonzero(gone).tolist()


def test_every_point_has_its_settings():
    assert tuple(POINTS) == POINT_NAMES


@pytest.mark.parametrize("point", POINTS)
def test_where_rules_take_a_line_any_line_below_the_score_goes(point):
    page = [MENU, PROSE, PROSE, (-0.1, False, 3), (0.1, False, 3)]
    assert chosen(point, *page, taken=[0]) == [0, 3]
    assert chosen(point, *page, taken=[0], least=1.0) == [0, 3, 4]


@pytest.mark.parametrize("point", ["precise", "balanced"])
def test_where_rules_take_nothing_only_lines_beyond_doubt_go(point):
    assert chosen(point, MENU, PROSE, PROSE, (-5.0, False, 3), (-7.0, False, 3)) == [0]


def test_the_fewer_lines_rules_take_the_more_is_asked():
    page = [MENU, *[PROSE] * 96, (-1.0, False, 3), (-3.0, False, 3), (-5.0, False, 3)]
    assert chosen("balanced", *page, taken=[0]) == [0, 99]  # half of a line in fifty: half of the caution
    assert chosen("balanced", *page, taken=[0, 1]) == [0, 97, 98, 99]


def test_thorough_takes_a_page_for_a_whole_one_by_its_scores():
    page = [MENU, (-1.0, False, 3), PROSE, PROSE]
    assert chosen("thorough", *page) == [0, 1]
    assert chosen("thorough", *page, *[PROSE] * 20) == [0]


@pytest.mark.parametrize("point", POINTS)
def test_a_page_of_which_nearly_all_would_go_is_no_article(point):
    table = [(-1.0, False, 12)] * 60
    assert chosen(point, PROSE, *table, taken=[1, 2]) == []
    assert chosen(point, PROSE, *[(-14.0, False, 12)] * 60, taken=[1, 2]) == list(range(1, 61))


@pytest.mark.parametrize(("point", "words"), [("precise", 1_100), ("balanced", 2_100), ("thorough", 4_100)])
def test_who_talks_that_long_is_no_furniture(point, words):
    story = [PROSE] * 200
    talk = [(-1.5, False, words // 20)] * 20
    assert chosen(point, *story, *talk, taken=range(5)) == []
    assert chosen(point, *story, *talk[:18], taken=range(5)) == list(range(200, 218))


@pytest.mark.parametrize(("point", "share"), [("precise", 0.4), ("balanced", 0.6), ("thorough", 0.9)])
def test_prose_stays_where_too_much_of_it_would_go(point, share):
    going = round(20 * share)
    page = [MENU, *[(-20.0, True, 10)] * going, *[(*PROSE[:2], 10)] * (20 - going), *[(9.0, False, 10)] * 20]
    assert chosen(point, *page, taken=[0]) == [0, *range(1, 1 + going)]
    page[1 + going] = page[1]
    assert chosen(point, *page, taken=[0]) == [0]


@pytest.mark.parametrize(("point", "gone"), [("precise", [0]), ("balanced", [0]), ("thorough", [0, 1, 3])])
def test_what_may_be_the_headline_and_subheadings_stay_but_at_thorough(point, gone):
    page = [MENU, (-5.0, False, 8), PROSE, (-0.5, False, 4), PROSE, PROSE]
    assert chosen(point, *page, taken=[0], announcing=[1]) == gone


@pytest.mark.parametrize("point", POINTS)
def test_a_page_is_never_emptied(point):
    assert chosen(point, (-40.0, False, 3), (-40.0, False, 3), taken=[0, 1]) == []
