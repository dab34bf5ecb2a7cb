"""Reports of parts add up to that of the whole, in whatever parts a run is cut."""

import json

from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Change, Cleaned, Document, Finding, Verdict
from cleaner.pipeline import Report
from cleaner.pipeline.report import OTHER_SITES

CHANGES = [
    Change(0, 7, "", ("en.share-bars.share-button",), (None,)),
    Change(9, 12, " ", ("repair.entity", "layout.blank-run"), (None, None)),
    Change(14, 20, "", ("repeats.headline", "layout.blank-lines", "repeats.headline"), (None, None, None)),
]
CLEANED = st.builds(
    Cleaned,
    st.builds(Document, st.just("Share! Snow fell on Monday.\n"), id=st.sampled_from(["a.txt", "b.txt"])),
    st.sampled_from(["", "Snow fell."]),
    st.lists(st.sampled_from(CHANGES), max_size=3).map(tuple),
    st.sampled_from([Verdict(), Verdict("flag", ("too_short", "language")), Verdict("drop", ("too_short",))]),
    findings=st.sampled_from([(), (Finding(0, 9, "chrome.unknown-script", "rules only"),) * 2]),
    metadata=st.sampled_from([{}, {"language": "en"}, {"language": "de", "byline": "Ann Lee"}]),
)
FAILED = st.tuples(st.sampled_from(["binary", "too_large"]), st.sampled_from(["a.txt: binary", "b.txt: 17 MB"]))
RUNS = st.lists(st.one_of(CLEANED, FAILED), max_size=6)


def report(run):
    counted = Report()
    for one in run:
        if isinstance(one, Cleaned):
            counted.count(one)
        else:
            counted.fail(*one)
    return counted


def said(counted):
    return json.dumps(counted.as_dict())


@given(RUNS, RUNS)
def test_two_parts_add_up_to_the_whole(one, other):
    assert said(report(one).merge(report(other))) == said(report(one + other))


@given(RUNS, RUNS, RUNS)
def test_it_does_not_matter_which_parts_are_added_first(one, two, three):
    a, b, c = report(one), report(two), report(three)
    assert said(a.merge(b).merge(c)) == said(a.merge(b.merge(c)))


@given(RUNS)
def test_an_empty_part_adds_nothing(run):
    assert said(report(run).merge(Report())) == said(Report().merge(report(run))) == said(report(run))


@given(RUNS, RUNS)
def test_merging_leaves_both_parts_as_they_were(one, other):
    a, b = report(one), report(other)
    a.merge(b)
    assert (said(a), said(b)) == (said(report(one)), said(report(other)))


@given(RUNS)
def test_counts_are_sorted_and_every_document_is_counted_once(run):
    told = report(run).as_dict()
    assert sum(told["verdicts"].values()) == len(run)
    assert len(told["failures"]) == sum(not isinstance(one, Cleaned) for one in run)
    for name in ("verdicts", "reasons", "characters", "languages", "skipped", "stages", "rules"):
        assert list(told[name]) == sorted(told[name])


def test_a_change_of_two_rules_counts_for_each_of_them_once():
    told = report([Cleaned(Document("x" * 30, id="a.txt"), "x" * 21, tuple(CHANGES))]).as_dict()
    assert told["rules"] == {
        rule_id: {"documents": 1, "changes": 1, "lines": 0, "characters": characters, "examples": ["x" * characters]}
        for rule_id, characters in (
            ("en.share-bars.share-button", 7),
            ("layout.blank-lines", 6),
            ("layout.blank-run", 3),
            ("repair.entity", 3),
            ("repeats.headline", 6),
        )
    }
    assert told["stages"] == {
        "layout": {"changes": 2, "lines": 0, "characters": 9},
        "repair": {"changes": 1, "lines": 0, "characters": 3},
        "repeats": {"changes": 1, "lines": 0, "characters": 6},
        "rules": {"changes": 1, "lines": 0, "characters": 7},
    }
    assert told["characters"] == {"clean": 21, "raw": 30}


def test_flagged_documents_are_named_with_their_reasons_in_the_order_of_the_input():
    flagged = [Cleaned(Document("", id=name), "", verdict=Verdict("flag", ("empty",))) for name in ("b.txt", "a.txt")]
    assert report(flagged).flagged == ["b.txt: empty", "a.txt: empty"]


def test_a_long_run_names_a_thousand_and_counts_all():
    half = report([("binary", f"{number}.txt: binary") for number in range(900)])
    whole = half.merge(half)
    assert len(whole.failures) == 1_000
    assert whole.verdicts["failed"] == 1_800


def test_what_was_seen_in_a_document_counts_once():
    document, seen = Document("Snow fell."), Finding(0, 4, "repair.replacement-character", "lost")
    counted = report([Cleaned(document, "Snow fell.", findings=(seen, seen)), Cleaned(document, "Snow fell.")])
    assert counted.as_dict()["findings"] == {"repair.replacement-character": 1}


def test_a_rule_shows_three_pieces_on_one_line_each_and_none_twice():
    pieces = ["Share\nthis  page", "Share this page", "Tweet", "x" * 200, "Mail"]
    texts = [Cleaned(Document(piece), "", (Change(0, len(piece), "", ("share",), (None,)),)) for piece in pieces]
    assert report(texts).as_dict()["rules"]["share"] == {
        "documents": 5,
        "changes": 5,
        "lines": 1,
        "characters": sum(map(len, pieces)),
        "examples": ["Share this page", "Tweet", "x" * 79 + "…"],
    }


def test_sites_are_told_apart_with_their_rules():
    cut = (Change(0, 5, "", ("share",), (None,)),)
    texts = [
        Cleaned(Document("Share snow", id="a", site="a.org"), " snow", cut),
        Cleaned(Document("Snow", id="b", site="a.org"), "Snow"),
        Cleaned(Document("Snow", id="c"), "Snow"),
    ]
    assert report(texts).as_dict()["sites"] == {
        "a.org": {"documents": 2, "changes": 1, "lines": 0, "characters": 5, "rules": {"share": 1}}
    }


@given(RUNS)
def test_it_comes_back_from_a_journal_as_it_was(run):
    counted = report(run)
    assert Report.of_record(json.loads(json.dumps(counted.as_record()))) == counted


def test_of_very_many_sites_the_later_ones_are_counted_together():
    texts = [Cleaned(Document("Snow", site=f"{number}.org"), "Snow") for number in range(5_003)]
    whole = report(texts[:4_999]).merge(report(texts[4_999:]))
    assert whole.sites[OTHER_SITES] == 3
    assert sum(whole.sites.values()) == 5_003
    assert said(whole) == said(report(texts))


def test_documents_that_lost_more_than_half_are_named():
    texts = [Cleaned(Document("Snow fell here.", id=name), text) for name, text in (("a", "Snow"), ("b", "Snow fell"))]
    assert report(texts).halved == ["a: 73% removed"]
