"""The tiers together: siblings before names before words, quotes more carefully, and a judge that is heard."""

import math

import numpy as np
import pytest
from spun_stories import STORY
from spun_town import candidates_of

from cleaner.learn.learner import observed
from cleaner.learn.siblings import SiblingLearner
from cleaner.model import Document, splice
from cleaner.stages.spun.channel import COLUMNS
from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.names import Names
from cleaner.stages.spun.sibling_index import read_siblings
from cleaner.stages.spun.tiers import EDITED, QUOTED, Tiers
from cleaner.stages.spun.tokens import tokenize

ORIGINAL = "The White House said on Monday that the workers had found a big iron wheel under the floor of the old mill."
TEXT = (
    "The White Household mentioned on Monday that the labourers had found a sizeable iron wheel under the floor of "
    "the old mill. “We located it,” the foreman mentioned."
)
NAMES = Names.load()


class Judge:
    """Gives the odds it was told to, by spun word; remembers what it was asked."""

    def __init__(self, **odds):
        self.odds, self.asked = odds, []

    def judge(self, text, choices):
        self.asked += choices
        assert all(text[choice.start : choice.end] == choice.spun for choice in choices)
        return [self.odds.get(choice.spun) for choice in choices]


def turn(*guesses, text=TEXT, **settings):
    """What the tiers say of guesses (spun word, its how manieth, original, chance)."""
    tokens = tokenize(text)
    made = []
    for spun, nth, original, _ in guesses:
        form = tokenize(spun).norms
        at = [first for first in range(len(tokens)) if tokens.norms[first : first + len(form)] == form]
        made.append(Guess(at[nth], at[nth] + len(form), tuple(original.split())))
    rows = np.zeros((len(made), len(COLUMNS)), np.float32)
    chances = [chance for *_, chance in guesses]
    return Tiers(NAMES, **settings).propose(tokens, candidates_of(made, rows, len(tokens)), chances, text)


def made(turned):
    return [(TEXT[edit.start : edit.end], edit.replacement, edit.evidence.tier) for edit in turned.edits]


NAME = ("White Household", "White House", "name")


def test_a_word_is_turned_back_from_nine_tenths_on_and_told_from_a_half_on():
    turned = turn(("mentioned", 0, "said", EDITED), ("labourers", 0, "workers", 0.899), ("sizeable", 0, "big", 0.49))
    assert made(turned) == [NAME, ("mentioned", "said", "word")]
    assert [TEXT[one.start : one.end] for one in turned.findings] == ["labourers"]
    assert [edit.replacement for edit in turned.doubtful] == ["workers"]


def test_a_quote_is_somebodys_own_words():
    below, above = (turn(("located", 0, "found", chance)) for chance in (QUOTED - 0.001, QUOTED))
    assert made(below) == [NAME]
    assert [TEXT[one.start : one.end] for one in below.findings] == ["located"]
    assert made(above) == [NAME, ("located", "found", "word")]


def test_a_name_goes_before_a_word_that_would_overlap_it():
    turned = turn(("household mentioned", 0, "house said", 0.999))
    assert made(turned) == [NAME]
    assert turned.findings == turned.doubtful == ()


def test_a_name_in_quotes_is_told_and_not_turned_back():
    text = f"“The White Household is shut,” he said. {ORIGINAL}"
    turned = turn(text=text)
    assert turned.edits == ()
    assert [(text[one.start : one.end], one.rule_id) for one in turned.findings] == [("White Household", "spun.name")]
    assert "'White Household' for 'White House'" in turned.findings[0].message


def test_what_a_word_turns_back_for_sure_is_no_longer_in_doubt():
    text = f"“The White Household is shut,” he said. {ORIGINAL}"
    turned = turn(("household", 0, "house", 0.99), text=text)
    assert [(text[edit.start : edit.end], edit.rule_id) for edit in turned.edits] == [("Household", "spun.word")]
    assert turned.findings == turned.doubtful == ()


def test_siblings_go_before_names_and_words(tmp_path):
    swaps = {
        "White House": "White Household", "destroyed": "demolished", "discuss": "deliberate", "roads": "roadways",
        "teacher": "educator", "broken": "shattered", "mountains": "alps", "heavy": "weighty", "answer": "rejoinder",
    }  # fmt: skip
    spun = STORY
    for original, other in swaps.items():
        spun = spun.replace(original, other)
    text = f"{spun}\nHe mentioned it to the White Household."
    learner = SiblingLearner()
    path = tmp_path / "siblings.model"
    path.write_bytes(learner.fit(observed(learner, [Document(text), Document(STORY)])))
    guesses = (("demolished", 0, "ruined", 0.999), ("weighty", 0, "big", 0.999), ("mentioned", 0, "said", 0.95))
    turned = turn(*guesses, text=text, siblings=read_siblings(path))
    put = [(edit.replacement, edit.evidence.tier) for edit in turned.edits]
    assert {("destroyed", "sibling"), ("heavy", "sibling"), ("said", "word")} <= set(put)
    assert not {"ruined", "big"} & {words for words, _ in put}
    assert put[-1] == ("White House", "name")  # no sibling holds this sentence
    ends = [0, *(place for edit in turned.edits for place in (edit.start, edit.end))]
    assert ends == sorted(ends)


def test_a_judge_vetoes_backs_and_is_not_asked_about_names():
    guesses = [("mentioned", 0, "said", 0.97), ("labourers", 0, "workers", 0.8), ("sizeable", 0, "big", 0.91)]
    judge = Judge(mentioned=-2.1, labourers=9.0, sizeable=None)
    turned = turn(*guesses, judge=judge)
    assert made(turned) == [NAME, ("labourers", "workers", "word"), ("sizeable", "big", "word")]
    assert turned.findings == turned.doubtful == ()
    assert [choice.spun for choice in judge.asked] == ["sizeable", "mentioned", "labourers"]  # the most doubtful first
    backed = turned.edits[1].evidence.score
    assert backed == pytest.approx(1 / (1 + math.exp(-(0.8 * math.log(4) + 0.2 * 9.0 - 0.42))), abs=1e-4)


def test_a_judge_that_speaks_softly_against_it_takes_away_but_no_veto():
    turned = turn(("mentioned", 0, "said", 0.92), judge=Judge(mentioned=-1.0))
    assert made(turned) == [NAME]
    [edit] = turned.doubtful
    assert 0.5 < edit.evidence.score < 0.92


def test_what_is_put_in_leaves_the_rest_as_it_was():
    turned = turn(("mentioned", 0, "said", 0.95), ("labourers", 0, "workers", 0.95), ("sizeable", 0, "big", 0.95))
    assert splice(TEXT, turned.edits).startswith(ORIGINAL)


def test_without_guesses_names_remain():
    assert made(turn()) == [NAME]
    assert turn(text="Snow fell.").edits == ()
