"""Spun words are turned back by what other documents of the batch say, and nothing else is."""

import pytest

from cleaner.learn.learner import observed
from cleaner.learn.siblings import SiblingLearner
from cleaner.model import Document, splice
from cleaner.stages.spun.sibling_index import document_key, read_siblings
from cleaner.stages.spun.siblings import plainer, restore
from cleaner.stages.spun.tokens import tokenize

ORIGINAL = (
    "The council of Ely decided on Monday to close the old mill, which has stood by the river for many winters. "
    "Residents said the building was part of the town and asked the mayor to keep it. "
    "“We will find the money to help the miller and his family,” said Ann Lee, the leader of the council. "
    "Workers started to clear the yard in May, and they found a big iron wheel under the floor of the mill. "
    "The wheel was taken to the museum, where 12 children showed it to their parents the same evening. "
    "Nobody could say who made it, but a teacher thought that the smith of the next village had done so."
)
# What a spinner makes of it.
SWAPS = {
    "decided": "determined",
    "close": "shutter",
    "residents": "inhabitants",
    "asked": "requested",
    "keep": "retain",
    "money": "funds",
    "help": "assist",
    "workers": "laborers",
    "started": "commenced",
    "found": "discovered",
    "big": "enormous",
    "children": "youngsters",
    "taken": "transported",
    "thought": "opined",
    "smith": "blacksmith",
    "village": "hamlet",
}


def spun(text, swaps=SWAPS):
    for word, other in swaps.items():
        text = text.replace(f" a {word} ", f" an {other} " if other[0] in "aeiou" else f" a {other} ")
        text = text.replace(f" {word}", f" {other}").replace(word.capitalize(), other.capitalize())
    return text


@pytest.fixture
def index(tmp_path):
    """An index of texts."""

    def made(*texts):
        learner = SiblingLearner()
        path = tmp_path / "siblings.model"
        path.write_bytes(learner.fit(observed(learner, map(Document, texts))))
        return read_siblings(path)

    return made


@pytest.fixture
def repaired(index):
    """``text`` as siblings restore it, and what they find in it."""

    def done(text, *texts, plausible=plainer):
        said = restore(tokenize(text), document_key(text), index(text, *texts), plausible)
        return splice(text, [one.edit() for one in said.restorations]), said

    return done


def test_a_spun_copy_gets_its_words_back(repaired):
    text, said = repaired(spun(ORIGINAL), ORIGINAL)
    assert text.replace("Inhabitants", "Residents").replace("Laborers", "Workers") == ORIGINAL
    assert len(said.restorations) == 13
    assert all(one.support == 1 and one.score >= 0.98 for one in said.restorations)


def test_a_sentences_first_word_is_restored_only_where_it_is_no_name(repaired):
    assert "Laborers started to clear" in repaired(spun(ORIGINAL), ORIGINAL)[0]
    also = " The laborers were paid by the town, and other workers were not."
    assert "Workers started to clear" in repaired(spun(ORIGINAL) + also, ORIGINAL)[0]


def test_an_article_goes_with_its_word(repaired):
    assert "found a big iron wheel" in repaired(spun(ORIGINAL), ORIGINAL)[0]


def test_an_edit_names_its_rule_and_its_evidence(repaired):
    _, said = repaired(spun(ORIGINAL), ORIGINAL)
    edit = said.restorations[0].edit()
    assert (edit.rule_id, edit.evidence.tier, edit.evidence.reasons) == ("spun.sibling", "sibling", ("siblings:1",))


def test_a_document_is_no_sibling_of_its_own(repaired):
    assert repaired(spun(ORIGINAL))[1].restorations == ()
    assert repaired(ORIGINAL)[1].restorations == ()


def test_the_original_is_never_spun(repaired):
    text, said = repaired(ORIGINAL, spun(ORIGINAL))
    assert (text, said.findings) == (ORIGINAL, ())


def test_a_later_edition_is_not_turned_back(repaired):
    changes = {"decided": "voted", "close": "shut", "money": "funds", "keep": "save"}
    later = spun(ORIGINAL, changes)
    assert repaired(later, ORIGINAL)[0] == later


def test_wire_copies_say_what_a_second_spun_copy_does_not(repaired):
    rival = spun(ORIGINAL, {**SWAPS, "decided": "resolved", "big": "gigantic", "found": "unearthed", "help": "aid"})
    text, said = repaired(spun(ORIGINAL), ORIGINAL, f"By our own reporter. {ORIGINAL}", rival)
    assert "council of Ely decided on Monday" in text
    assert "to help the miller" in text
    assert max(one.support for one in said.restorations) == 2


@pytest.mark.parametrize(
    ("stood", "said"),
    [("12 children", "14 youngsters"), ("Monday", "Tuesday"), ("Ann Lee", "Ann Day"), ("will find", "will not find")],
)
def test_numbers_dates_names_and_negations_are_nobodys_to_change(repaired, stood, said):
    other = spun(ORIGINAL).replace(stood.replace("children", "youngsters"), said)
    assert said in other
    text, _ = repaired(other, ORIGINAL)
    assert said in text
    assert "a big iron wheel" in text, "other sentences are restored"


def test_a_quantity_that_differs_is_a_finding(repaired):
    other = spun(ORIGINAL).replace("12 youngsters", "14 youngsters")
    _, said = repaired(other, ORIGINAL)
    assert [(other[found.start : found.end], found.suggestion) for found in said.findings] == [
        ("14 youngsters", "12 children")
    ]


def test_what_stood_in_curly_quotes_keeps_them_and_offsets_hold_anywhere(repaired):
    text = "A few words that nobody else has.\n\n" + spun(ORIGINAL).replace(". ", ".\n")
    told, _ = repaired(text, ORIGINAL)
    assert told.startswith("A few words that nobody else has.\n\nThe council of Ely decided on Monday to close")
    assert "“We will find the money to help the miller and his family,” said" in told


def test_who_is_plainer_is_the_callers_to_say(repaired):
    asked = []

    def never(before, after, left, right):
        asked.append((*left, *after, *right))
        return -1.0

    text, _ = repaired(spun(ORIGINAL), ORIGINAL, plausible=never)
    assert text == spun(ORIGINAL)
    assert ("workers", "started", "to", "clear") in {words[:4] for words in asked}


@pytest.mark.parametrize("text", ["", "\n", "…", "A b c.", "word " * 5000, "9 " * 500, "\ud800 is no letter. " * 20])
def test_any_text_is_answered(repaired, text):
    assert repaired(text, ORIGINAL)[0] == text
