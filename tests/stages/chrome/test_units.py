"""What the line model judges as one: a line, or a paragraph that was wrapped."""

from cleaner.model import split_lines
from cleaner.rules.page import Page
from cleaner.stages.chrome.units import find_units

WRAPPED = (
    "The suit, which lawyers of the two towns had now\n"
    "filed in the court of the district on Monday, asks\n"
    "to share the cost of the bridge.\n"
)


def units(text):
    lines = split_lines(text)
    return list(zip(*find_units(lines, Page(lines)), strict=True))


def test_each_line_that_is_not_blank_is_a_unit():
    assert units("Home\n\n  News \n\t\nSnow fell.") == [(0, 0, "Home"), (2, 2, "News"), (4, 4, "Snow fell.")]


def test_a_wrapped_paragraph_is_one_unit():
    assert units(f"Home\n\n{WRAPPED}") == [(0, 0, "Home"), (2, 4, WRAPPED.replace("\n", " ").strip())]


def test_two_wrapped_paragraphs_are_two():
    assert [unit[:2] for unit in units(f"{WRAPPED}\n{WRAPPED}")] == [(0, 2), (4, 6)]
    assert [unit[:2] for unit in units(WRAPPED * 2)] == [(0, 2), (3, 5)]


def test_a_menu_below_a_wrapped_paragraph_is_no_part_of_it():
    assert [unit[:2] for unit in units(f"{WRAPPED}Share this\nPrint\n")] == [(0, 2), (3, 3), (4, 4)]


def test_windows_line_ends_make_no_difference():
    assert units(WRAPPED.replace("\n", "\r\n")) == units(WRAPPED)


def test_a_text_of_blanks_has_no_units():
    assert units("") == units("\n \n\t\n") == []
