"""The matcher: what is found in lines, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import DocumentError
from cleaner.rules.literals import Shape, shape_of
from cleaner.rules.matcher import Found, Matcher, PlainMatcher, Query
from cleaner.rules.patterns import FLAGS, LONGEST_LINE
from cleaner.rules.rule import Probe


def query(name="x", **keys):
    pattern = keys.get("pattern")
    return Query(Probe(**keys), shape_of(pattern, FLAGS) if pattern else Shape((), steady=True), name)


def both(queries, lines):
    quick = Matcher(queries).find(lines)
    assert quick == PlainMatcher(queries).find(lines)
    return quick


def test_a_phrase_is_a_whole_line_without_regard_to_case_blanks_and_marks_at_the_ends():
    lines = ["Read more", "  READ\u00a0 MORE » ", "• Read more:", "Read more books", "Read-more", ""]
    found = both([query(phrases=("Read more",))], lines)
    assert [bool(there) for there in found] == [True, True, True, False, False, False]
    assert found[1] == (Found(0, 2, 14),)


def test_a_line_of_marks_is_no_phrase():
    assert both([query(phrases=("***", "Share"))], ["***", "...", "Share"]) == [(), (), (Found(0, 0, 5),)]


def test_lines_are_alike_whatever_number_or_date_stands_in_them():
    lines = ["12 Comments »", "1,204 comments", "no comments", "3 May 2001", "Fr, 17 Oktober 2009", "Mayor of 2001"]
    found = both([query(alike=("# comments", "7 june #", "sat, # march #"))], lines)
    assert [bool(there) for there in found] == [True, True, False, True, True, False]


def test_a_number_counts_where_it_is_part_of_what_is_said():
    sentence, score, long = "Snow fell on 12 of the days.", "3–1", f"12 readers of {'snow ' * 16}"
    lines = [sentence, sentence.replace("12", "13"), score, "2–1", long, long.replace("12", "13"), "Over 12."]
    found = both([query(alike=(sentence, score, long, "over #"))], lines)
    assert [bool(there) for there in found] == [True, False, True, False, True, False, True]


def test_a_whole_pattern_leaves_out_blanks_at_the_ends():
    assert both([query(pattern=r"\d+ shares")], ["\t12 shares ", "12 shares sold"]) == [(Found(0, 1, 10),), ()]


def test_a_pattern_inside_a_line_is_found_each_time():
    found = both([query(pattern=r"\(read more\)", whole=False)], ["Snow (Read more) and wind (read more)"])
    assert [(hit.start, hit.end) for hit in found[0]] == [(5, 16), (26, 37)]


def test_unless_and_max_words_hold_a_pattern_back():
    bars = query(pattern=".*shares", unless="sold", max_words=3)
    assert both([bars], ["12 shares", "sold 12 shares", "one two three shares"]) == [(Found(0, 0, 9),), (), ()]


def test_unless_and_max_words_hold_phrases_back_too():
    bars = query(phrases=("Share", "Share it with all"), unless="SHARE:", max_words=3)
    assert both([bars], ["Share", "share: ", "Share it with all"]) == [(Found(0, 0, 5),), (), ()]


def test_a_pattern_without_a_literal_is_tried_on_every_line():
    assert both([query(pattern=r"\w+ \w+")], ["Read more", "Read"]) == [(Found(0, 0, 9),), ()]


def test_hits_of_several_rules_come_sorted_by_rule():
    queries = [query(pattern="read more"), query(phrases=("Read more",)), query(pattern="more", whole=False)]
    assert both(queries, ["read more"]) == [(Found(0, 0, 9), Found(1, 0, 9), Found(2, 5, 9))]


def test_a_phrase_and_a_pattern_of_one_rule_are_one_hit():
    assert both([query(phrases=("read more",), pattern="read more")], ["read more"]) == [(Found(0, 0, 9),)]


def test_lines_over_the_bound_are_left_alone():
    long = "read more" + "x" * LONGEST_LINE
    queries = [query(pattern="read more", whole=False), query(pattern=r"\w", whole=False)]
    assert both(queries, [long, "read more"])[0] == ()


def test_no_lines_and_no_rules_give_nothing():
    assert Matcher([query(phrases=("Share",))]).find([]) == []
    assert Matcher([]).find(["Share", ""]) == [(), ()]


def test_numbers_of_any_script_and_length_fit_a_literal_with_a_number():
    lines = ["1 comments", "12345 comments", "١٢ comments", "𝟘 comments", "x comments"]
    found = both([query(pattern=r"\d+ comments")], lines)
    assert [bool(there) for there in found] == [True, True, True, True, False]


def test_lone_surrogates_do_no_harm():
    assert both([query(pattern="read more", whole=False)], ["\ud800 read more"]) == [(Found(0, 2, 11),)]


def test_many_rules_share_one_literal():
    queries = [query(pattern=rf"read more {number}") for number in range(30)]
    found = both(queries, ["read more 7", "read more 29", "read more"])
    assert [[hit.query for hit in there] for there in found] == [[7], [29], []]


def test_a_pattern_that_explodes_fails_the_document_and_says_which_rule(monkeypatch):
    monkeypatch.setattr("cleaner.rules.patterns._PATIENCE", 0.05)
    with pytest.raises(DocumentError) as caught:
        Matcher([query("en.demo.bomb", pattern="(?:a|aa)+b")]).find(["a" * 200 + "b!"])
    assert caught.value.reason == "pattern_timeout"
    assert "en.demo.bomb" in str(caught.value)


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=30), max_size=6))
def test_arbitrary_lines_give_what_the_plain_loop_gives(lines):
    queries = [
        query(phrases=("a", "İ", "ß", "0 0")),
        query(pattern=r"\d+\s+\w", whole=False),
        query(pattern="é|ß|k|s", whole=False),
        query(pattern="a b"),
        query(alike=("a", "#", "# a", "0 0", "a may #")),
    ]
    both(queries, lines)


@given(st.lists(st.sampled_from(["read more", "Read", "more", "", "12 shares", "shares 12 read  more"]), max_size=12))
def test_what_is_found_in_a_line_depends_on_that_line_alone(lines):
    matcher = Matcher([query(pattern="read more", whole=False), query(phrases=("more",)), query(pattern=r"\d+ shares")])
    assert matcher.find(lines) == [matcher.find([line])[0] for line in lines]


def test_what_is_found_stays_the_same_after_a_megabyte():
    queries = [Query(Probe(pattern=pattern), shape_of(pattern, FLAGS), pattern) for pattern in (r"\d+ shares?", "more")]
    matcher = Matcher(queries)
    lines = ["12 Shares", "Read", "more", "snow fell " * 900]
    expected = PlainMatcher(queries).find(lines)
    assert [matcher.find(lines) for _ in range(200)] == [expected] * 200
