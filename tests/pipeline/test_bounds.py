"""The work on one document is bounded by its lines and changes, whatever its bytes."""

import pytest

from cleaner.model import DocumentError
from cleaner.pipeline import Cleaner, Config
from cleaner.stages.repair.stage import repair_line

STORY = "Snow closed the pass on Monday, the police said.\n"


def test_a_document_of_a_million_lines_fails_and_says_what_to_do():
    told = "the document has 1,000,000 lines, more than max-lines = 250,000: .* split it, or raise the bound with --set"
    with pytest.raises(DocumentError, match=told) as raised:
        Cleaner.from_config().clean("Share\n" * 1_000_000)
    assert raised.value.reason == "too_many_lines"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "The end."])
def test_as_many_lines_as_may_be_are_cleaned(ending, last):
    text = STORY.replace("\n", ending) * 9 + last
    allowed = 10 if last else 9
    cleaned = Cleaner.from_config(Config(max_lines=allowed)).clean(text)
    assert cleaned.text == text
    with pytest.raises(DocumentError, match="too_many_lines"):
        Cleaner.from_config(Config(max_lines=allowed - 1)).clean(text)


def test_a_document_that_changes_in_too_many_places_fails():
    text = STORY + "Caf&eacute; and bar. " * 9
    assert Cleaner.from_config(Config(max_lines=20)).clean(text).text.count("Café") == 9
    with pytest.raises(
        DocumentError, match="9 places of the document are to change, more than max-lines = 8"
    ) as raised:
        Cleaner.from_config(Config(max_lines=8)).clean(text)
    assert raised.value.reason == "too_many_changes"


@pytest.mark.parametrize("text", ["&amp; " * 300_000, "\xc3\xa9 " * 300_000])
def test_one_line_with_too_much_to_repair_fails(text):
    with pytest.raises(DocumentError, match=r"too_many_changes: one line has .* split it into lines, or leave it out"):
        repair_line(text)


def test_blanks_that_are_everywhere_fail_before_they_fill_the_memory():
    with pytest.raises(DocumentError, match="too_many_changes: more than 500,000 runs of blanks"):
        Cleaner.from_config(Config(profile="gentle", max_lines=5_000_000)).clean("a  " * 600_000)
