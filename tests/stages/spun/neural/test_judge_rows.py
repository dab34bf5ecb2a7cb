"""How log odds follow from what a language model says, on models of a few words that a reader can check."""

import logging
import math

import pytest
from stub_judging import STORY, Ticks, choice

from cleaner.stages.spun.neural.judge import Bounds, Choice
from cleaner.stages.spun.neural.rows import Encoded, judge_rows

# How likely a word is, whatever stands around; all others are a hundredth.
LIKELY = {"used": 0.2, "utilized": 0.05, "sea": 0.1, "boat.": 0.4}


class Words:
    """A model that knows words alone. ``mask`` None: a causal one, which begins with a token of its own."""

    def __init__(self, mask=None, longest=1000, begins=True):
        self.mask = mask
        self.longest = longest
        self.begins = begins
        self.words = ["<s>", "<mask>"]
        self.rows = []

    def encode(self, passage):
        ids, spans, at = ([0], [(0, 0)], 0) if self.begins else ([], [], 0)
        for word in passage.split(" "):
            if word not in self.words:
                self.words.append(word)
            ids.append(self.words.index(word))
            spans.append((at, at + len(word)))
            at += len(word) + 1
        return Encoded(tuple(ids), tuple(spans))

    def score(self, rows):
        self.rows += rows
        return [sum(math.log(LIKELY.get(self.words[token], 0.01)) for _, token in row.reads) for row in rows]


@pytest.fixture(params=[None, 1], ids=["causal", "masked"])
def words(request):
    return Words(request.param)


def judged(scorer, text, *choices, clock=Ticks(0), **bounds):  # noqa: B008  # a clock that stands still
    return judge_rows(scorer, text, choices, Bounds(**bounds), clock)


def test_the_likelier_wording_is_backed_and_the_other_vetoed(words):
    used = choice(STORY, "utilized", "used")
    worse = choice(STORY, "boat", "ocean going vessel")
    found = judged(words, STORY, used, worse)
    assert found[0] == round(math.log(0.2 / 0.05), 3)
    assert found[1] < 0


def test_a_word_more_must_be_worth_it(words):
    found = judged(words, "They left the sea at noon.", Choice(14, 17, "sea", "open sea"))
    assert found == [round(math.log(0.01), 3)]


def test_a_masked_model_sees_no_later_word_of_a_wording():
    scorer = Words(mask=1)
    judged(scorer, "They left the sea at noon.", Choice(14, 17, "sea", "open wide sea"))
    shown = [" ".join(scorer.words[token] for token in row.ids[4:7]) for row in scorer.rows if len(row.ids) == 9]
    assert sorted(shown) == ["<mask> <mask> <mask>", "open <mask> <mask>", "open wide <mask>"]


def test_a_wording_that_vanishes_is_judged_by_causal_models_only():
    gone = Choice(9, 14, "very ", "")
    assert judged(Words(), "They are very late.", gone) == [round(-math.log(0.01), 3)]
    assert judged(Words(mask=1), "They are very late.", gone) == [None]


def test_a_first_word_is_judged_where_the_model_has_a_beginning():
    first = Choice(0, 8, "utilized", "used")
    assert judged(Words(), "utilized boats", first)[0] > 0
    assert judged(Words(begins=False), "utilized boats", first) == [None]


def test_what_the_model_cannot_tell_apart_is_even(words):
    assert judged(words, STORY, choice(STORY, "boat", "boat")) == [0.0]
    assert words.rows == []


def test_what_is_too_long_for_the_model_is_not_judged(words):
    words.longest = 5
    assert judged(words, STORY, choice(STORY, "utilized", "used")) == [None]
    assert words.rows == []


def test_the_first_choices_are_judged_up_to_the_bound(words, fresh_log):
    used = choice(STORY, "utilized", "used")
    first, second, third = judged(words, STORY, used, used, used, most_choices=2)
    assert first == second > 0
    assert third is None
    assert [record.levelno for record in fresh_log.records] == [logging.WARNING]


def test_the_model_reads_no_more_tokens_than_the_bound(words, fresh_log):
    used = choice(STORY, "utilized", "used")
    found = judged(words, STORY, *[used] * 20, most_tokens=100)
    assert sum(len(row.ids) for row in words.rows) <= 100
    assert found.count(None) == 17
    assert found[:3] == [found[0]] * 3
    assert "reached its bounds" in fresh_log.text


def test_out_of_time_nothing_is_judged(words, fresh_log):
    used = choice(STORY, "utilized", "used")
    assert judged(words, STORY, *[used] * 60, clock=Ticks(), seconds=1.5) == [None] * 60
    assert words.rows, "the first batch was in time"
    assert "ran out of time" in fresh_log.text


def test_a_warning_is_told_once_and_without_the_text(words, fresh_log):
    used = choice(STORY, "utilized", "used")
    for _ in range(3):
        judged(words, STORY, used, used, most_choices=1)
    assert len(fresh_log.records) == 1
    assert "utilized" not in fresh_log.text


def test_a_score_that_is_no_number_is_no_judgement(words):
    words.score = lambda rows: [math.nan for _ in rows]
    assert judged(words, STORY, choice(STORY, "utilized", "used")) == [None]


def test_other_choices_do_not_change_the_odds_of_one(words):
    used, sea = choice(STORY, "utilized", "used"), choice(STORY, "island", "sea")
    both = judged(words, STORY, used, sea)
    assert both == [*judged(words, STORY, used), *judged(words, STORY, sea)]
    assert both == judged(words, STORY, sea, used)[::-1]
