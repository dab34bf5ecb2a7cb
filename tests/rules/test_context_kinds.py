"""Rules that look at neighbours: endings, tables of contents, and what runs take from their gaps."""

import pytest

PROSE = "The ferry between the two islands will run again on Monday, the harbour office said."
MORE = "Two tugs broke a lane through the ice on Friday, and a first test crossing went well."
TEASERS = "Harvest fair draws a crowd\nMill Lane market opens"


def test_an_ending_takes_the_short_lines_below_the_article_and_no_prose(cleaned, make_rule):
    rule = make_rule("ending", "phrases: [Parish links]")
    assert cleaned(f"{PROSE}\n{MORE}\nParish links\n{TEASERS}", rule) == f"{PROSE}\n{MORE}\n"
    tale = "The oldest keeper of the mill said that he had never seen so much water under its wheel."
    wordy = "one " * 21
    text = f"{PROSE}\n{MORE}\n{PROSE}\n{MORE}\nParish links\nMill Lane\n{tale}\n{wordy}\nMarket"
    assert cleaned(text, rule) == f"{PROSE}\n{MORE}\n{PROSE}\n{MORE}\n{tale}\n{wordy}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"Parish links\n{TEASERS}",
        f"{PROSE}\nParish links\n{TEASERS}",
        f"{PROSE}\nParish links\n{TEASERS}\n{MORE}",
    ],
    ids=["no prose", "too little prose", "prose below"],
)
def test_an_ending_needs_the_prose_above_it(cleaned, make_rule, text):
    assert cleaned(text, make_rule("ending", "phrases: [Parish links]\nafter_prose: 0.9")) == text


def test_an_ending_may_ask_for_several_marks_near_each_other(cleaned, make_rule):
    rule = make_rule("ending", "phrases: [Fair, Market]\nat_least: 2")
    article = f"{PROSE}\n{MORE}\n"
    assert cleaned(f"{article}Fair\nMill Lane\nMarket\nParish", rule) == article
    apart = f"{article}Fair\n" + "Mill Lane\n" * 9 + "Market\n"
    assert cleaned(apart, rule) == apart


def test_an_ending_reaches_a_bounded_way_beyond_its_last_mark(cleaned, make_rule):
    rule = make_rule("ending", "phrases: [Fair]\nmax_lines: 2")
    article = f"{PROSE}\n{MORE}\n"
    assert cleaned(f"{article}Fair\n1 | 2\n3 | 4\n5 | 6\n", rule) == f"{article}5 | 6\n"


def test_a_table_of_contents_ends_with_the_last_line_that_stands_again_below(cleaned, make_rule):
    rule = make_rule("section", "phrases: [Chapters]\nuntil: contents")
    body = f"The mill\n{PROSE}\nThe market\n{MORE}\n"
    assert cleaned(f"Chapters\nThe mill\nOddments\nThe market\n{body}", rule) == body
    listed = f"Chapters\nThe mill\nThe fair\n{PROSE}\n"
    assert cleaned(listed, rule) == listed


def test_a_section_ends_before_a_longer_line_and_may_need_lines(cleaned, make_rule):
    rule = make_rule("section", "phrases: [Pen of]\nline_words: 3\nmax_lines: 1\nat_least: 1\nwhere: head")
    assert cleaned(f"Pen of\nAnn Lee\nMarket day\n{PROSE}", rule) == f"Market day\n{PROSE}"
    for text in (f"Pen of\n{PROSE}", f"{PROSE}\n{MORE}\nPen of\nAnn Lee", "Pen of\nAnn Lee of Mill Lane"):
        assert cleaned(text, rule) == text


def test_a_run_takes_short_lines_in_its_gaps_but_no_prose_and_no_headline(cleaned, make_rule):
    rule = make_rule("run", "phrases: [Basket, Wardrobe]\nat_least: 2\nallow_gap: 5\ngap_words: 5")
    assert cleaned("Basket\nMill Lane\nWardrobe\nMarket", rule) == "Market"
    headline = "Ferry between islands runs again"
    text = f"Basket\n{headline}\nA line of more than five words\nWardrobe\n{PROSE}"
    assert cleaned(text, rule) == f"{headline}\nA line of more than five words\n{PROSE}"
