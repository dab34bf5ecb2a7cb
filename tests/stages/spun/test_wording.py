"""How restored words are written: case, apostrophe and article, and not a sign more of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_stories import SPUN_STORY

from cleaner.stages.spun.tokens import tokenize
from cleaner.stages.spun.wording import worded

STORY_TOKENS = tokenize(SPUN_STORY)


def turned(text, spun, *words):
    """``text`` with ``words`` in place of ``spun``."""
    tokens = tokenize(text)
    form = tokenize(spun).norms
    [first] = [at for at in range(len(tokens)) if tokens.norms[at : at + len(form)] == form]
    wording = worded(tokens, first, first + len(form), words)
    return text[: wording.start] + wording.text + text[wording.end :]


@pytest.mark.parametrize(
    ("text", "spun", "words", "result"),
    [
        ("He mentioned it.", "mentioned", ("said",), "He said it."),
        ("Individuals left.", "individuals", ("people",), "People left."),
        ("Weather conditions improved.", "weather conditions", ("weather",), "Weather improved."),
        ("At minimum two left.", "at minimum", ("at", "least"), "At least two left."),
        ("It was an massive hall.", "massive", ("old",), "It was an old hall."),  # the spinner left the article
        ("It was an old hall.", "old", ("big",), "It was a big hall."),
        ("It was a big hall.", "big", ("old",), "It was an old hall."),
        ("A big hall stood.", "big", ("old",), "An old hall stood."),
        ("A big hall stood.", "big", ("honest",), "An honest hall stood."),
        ("An old club met.", "old", ("united",), "A united club met."),
        ("An old club met.", "old", ("useful",), "A useful club met."),
        ("A long wait.", "long", ("hour",), "An hour wait."),
        ("It’s so; we will not.", "will not", ("won't",), "It’s so; we won’t."),
        ("It's so; we will not.", "will not", ("won't",), "It's so; we won't."),
        ("Then myself left.", "myself", ("i",), "Then I left."),
    ],
)
def test_it_is_written_as_it_would_stand_there(text, spun, words, result):
    assert turned(text, spun, *words) == result


def test_an_article_on_another_line_stays():
    text = "It was a\nbig hall."
    assert turned(text, "big", "old") == "It was a\nold hall."


@given(
    st.integers(0, len(STORY_TOKENS) - 3),
    st.integers(1, 2),
    st.lists(st.sampled_from(["old", "said", "hour"]), min_size=1, max_size=2),
)
def test_the_rest_of_the_text_stays(first, size, words):
    tokens = STORY_TOKENS
    start, end, text = worded(tokens, first, first + size, tuple(words))
    assert (end, text.lower().endswith(" ".join(words))) == (tokens.ends[first + size - 1], True)
    if start != tokens.starts[first]:  # the article before, and nothing else
        assert start == tokens.starts[first - 1]
        assert {tokens.norms[first - 1], text.split()[0].lower()} == {"a", "an"}
    else:
        assert text.lower() == " ".join(words)
