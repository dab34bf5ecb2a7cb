"""The detector: four looks, one after the other, and a score that is comparable between them."""

import numpy as np
import pytest
from spun_stories import SPUN_STORY, STORY, news, spun_news
from spun_town import candidates_of

from cleaner.stages.spun.channel import COLUMNS
from cleaner.stages.spun.detector import (
    DOCUMENT_COLUMNS,
    SKIMMED,
    SPUN,
    Detector,
    document_row,
    first_norms,
    glance_row,
    skim_row,
)
from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.recognition import Recognition
from cleaner.stages.spun.screen import Screen
from cleaner.stages.spun.signs import COUNTED_SIGNS, SIGNS
from cleaner.stages.spun.stage import Spun
from cleaner.stages.spun.tokens import tokenize

SHIPPED = Spun()
CHANNEL, DETECTOR = SHIPPED.channel, SHIPPED.model.detector


class Trees:
    """A forest of one number, whatever the row; knows how many rows it saw."""

    def __init__(self, odds):
        self.odds, self.rows = odds, []

    def leaves(self, rows):
        self.rows += rows.tolist()
        return rows

    def scores(self, leaves):
        return [self.odds] * len(leaves)


def detector(first, skim, glance, full):
    """One that scores the story so in its four looks; the points all stand at 0."""
    points = {"screen": 0.0, "skim": 0.0, "glance": 0.0, "full": 0.0}
    trees = Trees(skim), Trees(glance), Trees(full)
    return Detector(Screen({"the": 10.0 * first}), *trees, DETECTOR.confidence, points)


def test_a_heavily_spun_story_is_spun_and_its_original_is_not():
    before, after = (DETECTOR.judge(text, CHANNEL) for text in (STORY, SPUN_STORY))
    assert after.spun
    assert not before.spun
    assert before.score < SPUN <= after.score


def test_honest_news_is_not_spun_and_most_of_it_is_once_a_spinner_was_at_it():
    honest = [DETECTOR.judge(text, CHANNEL).spun for text in news().values()]
    spun = [DETECTOR.judge(text, CHANNEL).spun for text in spun_news().values()]
    assert sum(honest) == 0
    assert sum(spun) >= 0.8 * len(spun)


def test_a_text_that_the_screen_lets_pass_gets_no_other_look():
    one = detector(-1, 9, 9, 9)
    judgement = one.judge(STORY, CHANNEL)
    assert judgement.score < 0.05
    assert (judgement.looked, judgement.sentences, judgement.spun) == (None, (), False)
    assert (one.skim.rows, one.glance.rows, one.full.rows) == ([], [], [])


def test_a_suspect_gets_the_next_look_only_where_the_last_one_bears_it_out():
    skimmed, glanced, suspect = detector(1, -1, 9, 9), detector(1, 1, -1, 9), detector(1, 1, 1, 1)
    assert 0.05 <= skimmed.judge(STORY, CHANNEL).score < SKIMMED
    assert (len(skimmed.skim.rows), len(skimmed.glance.rows), len(skimmed.full.rows)) == (1, 0, 0)
    assert SKIMMED <= glanced.judge(STORY, CHANNEL).score < 0.25
    assert (len(glanced.skim.rows), len(glanced.glance.rows), len(glanced.full.rows)) == (1, 1, 0)
    assert suspect.judge(STORY, CHANNEL).spun
    widths = [len(forest.rows[0]) for forest in (suspect.skim, suspect.glance, suspect.full)]
    assert widths == [len(COUNTED_SIGNS), len(SIGNS), len(DOCUMENT_COLUMNS)]


def test_scores_rise_with_each_look_and_stand_at_a_half_where_a_text_becomes_spun():
    scores = [
        detector(*odds).judge(STORY, CHANNEL).score
        for odds in (
            *((-2, 0, 0, 0), (-0.1, 0, 0, 0), (1, -5, 0, 0), (1, -0.1, 0, 0), (1, 1, -5, 0), (1, 1, -0.1, 0)),
            *((1, 1, 1, -5), (1, 1, 1, -0.1), (1, 1, 1, 0), (1, 1, 1, 5)),
        )
    ]
    assert scores == sorted(set(scores))
    assert scores[-2] == SPUN
    assert scores[-1] <= 1


@pytest.mark.parametrize("odds", [(-1, 0, 0, 9), (1, -1, 0, 9), (1, 1, -1, 9), (1, 1, 1, 9)])
def test_who_wants_to_see_sentences_gets_them_with_the_score_of_the_look_that_was_enough(odds):
    quick, full = (detector(*odds).judge(STORY, CHANNEL, fully=fully) for fully in (False, True))
    assert quick.score == full.score
    assert full.sentences
    assert full.looked.candidates.rows.shape[1] == len(COLUMNS)
    assert len(full.looked.chances) == len(full.looked.candidates.guesses)
    assert "".join(full.looked.tokens.text.split()) == "".join(STORY.split())


def test_sentences_stand_in_order_hold_all_words_and_have_chances():
    judgement = DETECTOR.judge(SPUN_STORY, CHANNEL, fully=True)
    end = 0
    for sentence in judgement.sentences:
        assert not any(sign.isalnum() for sign in SPUN_STORY[end : sentence.start])
        assert end <= sentence.start < sentence.end
        assert 0 <= sentence.score <= 1
        end = sentence.end
    assert not any(sign.isalnum() for sign in SPUN_STORY[end:])
    assert len(judgement.sentences) >= 17


def test_too_short_and_foreign_texts_are_not_judged():
    assert DETECTOR.judge("The mill is shut.", CHANNEL, fully=True) is None
    assert DETECTOR.judge("Die Mühle am Fluss ist zu. " * 20, CHANNEL, fully=True) is None


@pytest.mark.parametrize("tail", [" " * 9_000, "\n" * 9_000, "\ud800" * 99, "x" * 9_000, "9" * 9_000])
def test_a_strange_tail_stops_no_look(tail):
    judgement = DETECTOR.judge(STORY + tail + STORY, CHANNEL, fully=True)
    assert 0 <= judgement.score <= 1


def test_of_a_very_long_text_the_beginning_is_read_in_full_and_that_bounds_the_memory():
    text = SPUN_STORY * 60
    looked = DETECTOR.judge(text, CHANNEL, fully=True).looked
    assert 59_000 < len(looked.tokens.text) <= 60_000
    assert text.startswith(looked.tokens.text)
    assert text[len(looked.tokens.text)].isspace()


@pytest.mark.parametrize(("odds", "looks"), [(-3.1, 1), (-2.9, 2)])
def test_a_long_text_is_read_to_its_end_only_where_its_beginning_comes_near_the_point(odds, looks):
    one, other = detector(1, 1, 1, odds), detector(1, 1, 1, odds)
    quick, full = one.judge(STORY * 9, CHANNEL), other.judge(STORY * 9, CHANNEL, fully=True)
    assert (len(one.full.rows), quick.looked is None, quick.spun) == (looks, looks == 1, False)
    assert quick.score == full.score
    assert len(full.looked.tokens.text) == len(STORY * 9)


def test_rows_are_as_wide_as_their_columns():
    tokens = tokenize(STORY)
    candidates = CHANNEL.candidates(tokens)
    norms = first_norms(STORY)
    signs = glance_row(norms, CHANNEL.network.read(norms), CHANNEL, DETECTOR.screen)
    assert (skim_row(STORY, CHANNEL, DETECTOR.screen).shape, signs.shape) == ((len(COUNTED_SIGNS),), (len(SIGNS),))
    chances, recognition = DETECTOR.confidence.of(candidates), DETECTOR.confidence.recognition
    row = document_row(signs, tokens, candidates, chances, recognition)
    assert row.shape == (len(DOCUMENT_COLUMNS),)


def told(chances, *places, kept=(8.0, 90.0)):
    """What the last look sees of guesses at the tokens 2, 4, 6, ..., each put by the spinners so."""
    tokens = tokenize(STORY)
    guesses = [Guess(2 * place, 2 * place + 1, ("said",)) for place in range(1, len(chances) + 1)]
    rows = np.zeros((len(guesses), len(COLUMNS)), np.float32)
    spinners = len(places[0])
    candidates = candidates_of(guesses, rows, len(tokens), places, kept[:spinners])
    recognition = Recognition(np.array([4.0, 1.0, 1.0, *[0.0] * spinners]))
    row = document_row(np.zeros(len(SIGNS)), tokens, candidates, np.array(chances), recognition)
    return dict(zip(DOCUMENT_COLUMNS, row.tolist(), strict=True))


def test_the_last_look_sees_how_much_of_the_text_one_known_spinner_explains():
    of_one, of_none = told([0.9] * 8, *[(1, 0)] * 8), told([0.9] * 8, *[(0, 0)] * 8)
    assert of_one["known_spinner"] > 0.5 > of_none["known_spinner"]
    hundred = len(tokenize(STORY)) / 100
    assert of_one["spinner_swaps"] == pytest.approx(7.2 / hundred)
    assert of_one["swapped_share"] == pytest.approx(7.2 / (7.2 + 8 + 1))
    assert of_none["spinner_swaps"] == of_none["swapped_share"] == 0
    assert of_one["swaps"] == of_none["swaps"] == pytest.approx(7.2 / hundred)


def test_where_no_spinner_is_known_the_last_look_sees_none():
    row = told([0.9, 0.9], (), ())
    assert (row["known_spinner"], row["spinner_swaps"], row["swapped_share"]) == (0, 0, 0)
    assert row["swaps"] > 0
