"""Alarms: a rule that jumps on one site is told, one that is at home everywhere or made for the site is not."""

import pytest

from cleaner.model import Change, Cleaned, Document
from cleaner.pipeline import Report, alarms
from cleaner.pipeline.report_markdown import to_markdown

CUT = (Change(0, 4, "", ("share",), (None,)),)


def counted(**sites):
    """A report of sites with so many documents, of which so many were changed by the rule `share`."""
    report = Report()
    for site, (documents, changed) in sites.items():
        for number in range(documents):
            document = Document("Snow fell.", id=f"{site}/{number}", site=site)
            report.count(Cleaned(document, " fell." if number < changed else "Snow fell.", CUT * (number < changed)))
    return report


def test_a_rule_that_changes_one_site_and_hardly_others_jumps():
    [jump] = alarms(counted(odd=(20, 15), plain=(60, 3)), ["share"]).jumps
    assert (jump.site, jump.rule_id, jump.here, jump.elsewhere) == ("odd", "share", 0.75, 0.05)


@pytest.mark.parametrize(
    "sites",
    [
        {"odd": (20, 15), "plain": (60, 9)},  # at home elsewhere, too
        {"odd": (20, 9), "plain": (60, 0)},  # not even half
        {"odd": (19, 19), "plain": (60, 0)},  # too few documents to say so
        {"odd": (20, 20), "plain": (49, 0)},  # too few to compare with
        {"odd": (90, 90)},
    ],
)
def test_others_do_not(sites):
    assert alarms(counted(**sites), ["share"]).jumps == ()


def test_a_rule_of_the_site_is_meant_to_jump():
    assert alarms(counted(odd=(20, 20), plain=(60, 0)), ["share"], local=["share"]).jumps == ()


def test_rules_that_changed_nothing_are_idle():
    assert alarms(counted(odd=(2, 1)), ["tweet", "share", "mail"]).idle == ("mail", "tweet")


def test_people_read_the_same_and_text_of_others_stays_text():
    report = counted(odd=(20, 15), plain=(60, 3))
    report.fail("binary", "a|b<c>.txt: binary\nand more")
    told = to_markdown(report, alarms(report, ["share", "mail"]))
    assert "| `share` | 18 | 18 | 0 | 72 | Snow |" in told
    assert "| odd | `share` | 75% | 5.0% |" in told
    assert "- a\\|b&lt;c>.txt: binary and more" in told
    assert "1 rule that were on changed nothing" in told


def test_an_image_of_theirs_is_not_loaded_by_who_reads_the_report():
    report, line = Report(), "![x](http://example.org/t.png) `now`"
    report.count(Cleaned(Document(line), "", (Change(0, len(line), "", ("share",), (None,)),)))
    told = to_markdown(report, alarms(report, []))
    assert r"\!\[x\](http://example.org/t.png) \`now\`" in told


def test_a_long_list_says_how_many_are_left_out():
    report = Report()
    for number in range(70):
        report.fail("binary", f"{number}.txt: binary")
    assert "and 20 more" in to_markdown(report, alarms(report, []))
