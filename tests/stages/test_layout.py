import pytest

from cleaner.model import Document, Draft
from cleaner.stages.layout import Layout
from cleaner.stages.stage import Context


def laid_out(text, language="en"):
    draft = Draft(text)
    return draft.apply(Layout().propose(draft, Context(Document(text), lambda _: language)).edits).text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a\n\n\n\nb\n", "a\n\nb\n"),
        ("a\r\n\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
        ("a\r\r\rb", "a\r\rb"),
        ("a\n \n\t\n\xa0\nb", "a\n\nb"),
        ("\n\n a\n", "a\n"),
        ("a\n\n\n", "a\n"),
        ("a\n\n  ", "a\n"),
        ("a  ", "a"),
        (" \n ", ""),
        ("a \nb\t\r\nc\u3000", "a\nb\r\nc"),
        ("one  two   three", "one two three"),
        ("one \xa0two\xa0 three\xa0\xa0four", "one two three four"),
        (" date 2020", "date 2020"),
        ("\xa0\xa0Text", "Text"),
        ("Name: \tJohn", "Name:\tJohn"),
        ("mot \u202f!", "mot\u202f!"),
        ("  Risk of snow ", "Risk of snow"),
        ("\n    Dear neighbours,\n\nthe bridge is shut.\n", "Dear neighbours,\n\nthe bridge is shut.\n"),
        ("Shut:\n\n\t\tPlace: Harbour\n\nOpen.", "Shut:\n\nPlace: Harbour\n\nOpen."),
        ("Hello,\tneighbour!", "Hello, neighbour!"),
        ("The bridge\t fell on Monday.", "The bridge fell on Monday."),
        ("Snow fell.  More  came.\nIt was cold.", "Snow fell. More came.\nIt was cold."),
    ],
)
def test_surplus_blanks_and_blank_lines_go(text, meant):
    assert laid_out(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "a\nb\nc",  # paragraphs of one line each
        "a\n\nb\r\n\r\nc",  # mixed line endings
        "Roses are red,\n    violets are blue",
        "\tdef f():",
        "　月曜日",
        "田中　　太郎",
        "apples    9\npears    10\nplums    11",  # a table
        "Haus       9 €\nMühle     10 €\nBäckerei   7 €\n",
        "  9 apples\n 10 pears\n100 plums",  # numbers that end in one column
        "if snow:\n  shut\n else:\n  open",
        "    A story begins.\n\n    And goes on.",
        "Run:\n\n\tpip install bridge\n\nand wait.",
        "Run:\n\n\tBridge b = new Bridge();\n\nand wait.",
        "name\tprice\nbread\ttwo",
        "Bread,\tfresh",
        "a\tb\t\tc",
        "5\u202f000 and 7\u2009km",
        "page\x0cpage",
        "one\u2028two",
    ],
)
def test_indentation_tables_and_typography_stay(text):
    assert laid_out(text) == text


def test_a_no_break_space_between_words_goes_where_the_language_does_not_use_it():
    assert laid_out("according\xa0to the\xa0(new) rule.\xa0It", "en") == "according to the (new) rule. It"
    for language in ("fr", "cs", "de", None):
        assert laid_out("according\xa0to", language) == "according\xa0to"


@pytest.mark.parametrize("text", ["10\xa0km", "№\xa07", "«\xa0mot\xa0»", "Ann\xa0– Bob", "В\xa0понедельник"])
def test_a_no_break_space_beside_anything_but_two_latin_words_stays(text):
    assert laid_out(text, "en") == text


def test_the_language_is_asked_for_only_when_a_no_break_space_hangs_on_it():
    def never(text):
        raise AssertionError("asked")

    text = "One  two \n\n\n10\xa0km\xa0\n"
    draft = Draft(text)
    assert Layout().propose(draft, Context(Document(text), never)).edits


def test_edits_name_what_they_take():
    text = "a \n\n\n b  c\xa0d"
    edits = Layout().propose(Draft(text), Context(Document(text), lambda _: "en")).edits
    assert [(edit.start, edit.end, edit.replacement, edit.rule_id) for edit in edits] == [
        (1, 2, "", "layout.trailing-blanks"),
        (4, 5, "", "layout.blank-lines"),
        (5, 6, "", "layout.leading-blank"),
        (8, 9, "", "layout.blank-run"),
        (10, 11, " ", "layout.nbsp"),
    ]
