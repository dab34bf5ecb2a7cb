"""What a judge reads around a choice, and what it may spend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub_judging import STORY, choice

from cleaner.model import ConfigError
from cleaner.stages.spun.neural.judge import Bounds, Choice, windows


def window(text, spun, original):
    return windows(text, [choice(text, spun, original)])[0]


def test_both_wordings_stand_in_the_same_passage():
    found = window(STORY, "utilized", "used")
    assert found.as_it_stands == STORY
    assert found.turned_back == STORY.replace("utilized", "used")


def test_another_paragraph_is_not_read_but_a_wrapped_line_is():
    text = "Ferries are late.\n\nThe mayor\nutilized a\r\nboat.\n \nShare this story."
    assert window(text, "utilized", "used").turned_back == "The mayor used a boat."


def test_thirty_words_before_and_fifteen_after_are_read():
    text = " ".join(f"w{n}" for n in range(100)).replace("w50 ", "utilized ")
    found = window(text, "utilized", "used")
    assert found.before.split() == [f"w{n}" for n in range(20, 50)]
    assert found.after.split() == [f"w{n}" for n in range(51, 66)]


def test_a_cut_leaves_whole_words():
    text = f"{'long' * 100} {'tall' * 75} utilized {'wide' * 75} {'deep' * 100}"
    found = window(text, "utilized", "used")
    assert found.as_it_stands == f"{'tall' * 75} utilized {'wide' * 75}"


def test_a_wording_of_a_page_is_not_judged():
    assert window(f"So {'very ' * 60}long.", "very " * 60, "") is None
    assert window("So long.", "long", "very " * 60) is None


def test_a_lone_surrogate_is_read_as_a_question_mark():
    assert window("He utilized a \ud800 boat.", "utilized", "used").turned_back == "He used a ? boat."


def test_a_choice_that_does_not_fit_its_text_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="another text"):
        windows(STORY, [Choice(0, 3, "utilized", "used")])


@given(st.text("ab \n\ud800雪", max_size=1500), st.data())
def test_a_window_is_bounded_and_folded_whatever_the_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 20)))
    (found,) = windows(text, [Choice(start, end, text[start:end], "x")])
    assert len(found.before) <= 600
    assert len(found.after) <= 600
    assert "\n" not in found.as_it_stands
    assert "  " not in found.before + "x" + found.after
    assert found.as_it_stands.encode("utf-8").decode("utf-8") == found.as_it_stands


@pytest.mark.parametrize("bound", ["most_choices", "most_tokens", "seconds"])
def test_bounds_of_nothing_are_refused(bound):
    with pytest.raises(ConfigError) as caught:
        Bounds(**{bound: 0})
    assert str(caught.value) == f"spun-judge: its bound `{bound}` is 0; expected more than 0"
