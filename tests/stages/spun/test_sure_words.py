"""Tier 3: which guesses are taken, where two want the same words, and what is said of them."""

import numpy as np
import pytest
from spun_town import candidates_of

from cleaner.stages.spun.channel import COLUMNS
from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.tokens import tokenize
from cleaner.stages.spun.words import RULE, sure_words

TEXT = "The mayor mentioned at minimum twice that the road was shut. “We mentioned it,” he mentioned."


def sure(text, *guesses, least=0.5, **columns):
    """The sure words of guesses (first token, last, original, chance)."""
    rows = np.zeros((len(guesses), len(COLUMNS)), np.float32)
    for name, value in columns.items():
        rows[:, COLUMNS.index(name)] = value
    made = [Guess(first, last, tuple(words.split())) for first, last, words, _ in guesses]
    tokens = tokenize(text)
    chances = [chance for *_, chance in guesses]
    return sure_words(tokens, candidates_of(made, rows, len(tokens)), chances, least)


def test_the_surest_of_those_that_overlap_is_taken():
    found = sure(TEXT, (3, 4, "on", 0.7), (3, 5, "at least", 0.9), (4, 5, "least", 0.8), (2, 3, "said", 0.6))
    assert [(TEXT[word.start : word.end], word.replacement) for word in found] == [
        ("mentioned", "said"),
        ("at minimum", "at least"),
    ]


def test_those_below_the_least_are_left():
    assert sure(TEXT, (2, 3, "said", 0.49)) == []
    assert len(sure(TEXT, (2, 3, "said", 0.49), least=0.4)) == 1
    assert sure(TEXT) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("He mentioned. “She mentioned,” he mentioned.", [False, True, False]),
        ('He mentioned. "She mentioned," he mentioned.', [False, True, False]),
        ("“They mentioned.\n\n“She mentioned,” he mentioned.", [True, True, False]),  # goes on in a new paragraph
        ('It was 5" wide, he mentioned.\nHe mentioned. “She mentioned.”', [True, False, True]),
    ],
)
def test_words_between_quotation_marks_are_known(text, told):
    norms = tokenize(text).norms
    guesses = [(place, place + 1, "said", 0.9) for place, norm in enumerate(norms) if norm == "mentioned"]
    assert [word.quoted for word in sure(text, *guesses)] == told


def test_an_edit_says_how_sure_it_is_and_why():
    [word] = sure(TEXT, (2, 3, "said", 0.91234), gain=1.0, same_places=0.7)
    edit = word.edit()
    assert (edit.start, edit.end, edit.replacement, edit.rule_id) == (10, 19, "said", RULE)
    assert (edit.evidence.score, edit.evidence.reasons) == (0.9123, ("fits_better", "again"))
    [known] = sure(TEXT, (2, 3, "said", 0.9), recognised=0.51)
    assert known.reasons == ("known_spinner",)
    [plain] = sure(TEXT, (2, 3, "said", 0.9), gain=-1.0, recognised=0.5)
    assert plain.reasons == ()
    [known] = sure(TEXT, (2, 3, "said", 0.9), recognised=0.8)
    assert known.reasons == ("known_spinner",)


def test_a_finding_tells_both_wordings():
    [word] = sure(TEXT, (3, 5, "at least", 0.6))
    finding = word.finding("at minimum")
    assert finding.message == "probably spun (60%): 'at minimum' for 'at least'"
    assert (finding.start, finding.end, finding.rule_id) == (20, 30, RULE)
