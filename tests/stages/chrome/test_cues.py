"""Cue words: on how many sites a word was chrome, and on how many content."""

import numpy as np
import pytest
from small_models import NO_CUES, table_of

from cleaner.stages.chrome.characters import word_numbers
from cleaner.stages.chrome.cues import CUES, Cues, CueTable, cue_columns, find_spots
from cleaner.stages.chrome.shapes import read_shapes


def numbers(*values):
    return np.array(values, np.uint32)


def spots_of(*lines):
    shapes = read_shapes(lines)
    return find_spots(shapes.numbers, shapes.counts)


def words_seen(**counts):
    """Cue tables that know words alone: ``subscribe=(9, 0)`` is chrome on nine sites."""
    found = sorted((int(word_numbers(word)[0]), pair) for word, pair in counts.items())
    chrome, content = (np.array([pair[side] for _, pair in found], np.uint16) for side in (0, 1))
    return Cues(CueTable(numbers(*(number for number, _ in found)), chrome, content), table_of(), table_of())


def column(name, columns):
    return columns[:, CUES.index(name)].tolist()


def test_a_number_that_is_chrome_on_more_sites_has_higher_odds():
    table = table_of(n3=(9, 0), n5=(5, 5), n8=(0, 9))
    odds, known = table.odds(numbers(3, 5, 8, 4))
    assert odds[0] > odds[1] > odds[2]
    assert odds[0] > 0 > odds[2]
    assert (odds[3], known.tolist()) == (0, [True, True, True, False])


def test_odds_with_the_own_site_left_out_are_those_of_the_other_sites():
    mine = numbers(3, 5), numbers(8)
    with_own, without_own = table_of(n3=(4, 1), n5=(3, 3), n8=(2, 6)), table_of(n3=(3, 1), n5=(2, 3), n8=(2, 5))
    asked = numbers(3, 5, 8)
    assert with_own.odds(asked, mine)[0].tolist() == without_own.odds(asked)[0].tolist()


def test_what_only_the_own_site_showed_is_unknown():
    odds, known = table_of(n3=(1, 0)).odds(numbers(3), (numbers(3), numbers()))
    assert (odds.tolist(), known.tolist()) == ([0], [False])


def test_an_empty_table_knows_nothing():
    odds, known = table_of().odds(numbers(1, 2))
    assert (odds.tolist(), known.tolist()) == ([0, 0], [False, False])
    assert not cue_columns(spots_of("Subscribe now", "Snow fell."), NO_CUES).any()


def test_a_line_with_a_word_of_chrome_is_told_from_one_with_a_word_of_stories():
    cues = words_seen(subscribe=(9, 0), minister=(0, 9))
    columns = cue_columns(spots_of("Subscribe here", "The minister left", "Snow fell"), cues)
    chrome, story, neither = column("cue_words", columns)
    assert chrome > neither == 0 > story
    assert column("most_chrome_word", columns)[0] > 0
    assert column("most_content_word", columns)[1] < 0
    assert column("known_words", columns)[2] == 0


def test_the_first_and_the_last_word_have_columns_of_their_own():
    columns = cue_columns(spots_of("subscribe to us", "we ask to subscribe"), words_seen(subscribe=(9, 0)))
    assert [odds > 0 for odds in column("first_word", columns)] == [True, False]
    assert [odds > 0 for odds in column("last_word", columns)] == [False, True]


def test_a_word_in_the_midst_of_a_long_line_is_no_cue():
    cues = words_seen(subscribe=(9, 0))
    inside = f"{'snow ' * 30}subscribe {'snow ' * 30}"
    columns = cue_columns(spots_of("subscribe", inside, f"subscribe {inside}"), cues)
    assert [odds > 0 for odds in column("cue_words", columns)] == [True, False, True]


def test_what_is_looked_up_of_a_line_does_not_hang_on_the_lines_around_it():
    line = "Read more on this story"
    alone, among = spots_of(line), spots_of("Home", line, "© 2021")
    assert among.lines[1] == alone.lines[0]
    assert among.words[among.word_lines == 1].tolist() == alone.words.tolist()
    assert among.pairs[among.pair_lines == 1].tolist() == alone.pairs.tolist()


def test_word_order_tells_pairs_and_lines_apart():
    one, other = spots_of("read more"), spots_of("more read")
    assert one.pairs.tolist() != other.pairs.tolist()
    assert one.lines.tolist() != other.lines.tolist()


@pytest.mark.parametrize("line", ["…", "|", "Share", "雪"])
def test_lines_of_no_word_or_one_have_figures_too(line):
    columns = cue_columns(spots_of(line, "Share this page"), words_seen(share=(9, 0)))
    assert columns.shape == (2, len(CUES))
    assert np.isfinite(columns).all()
