"""What the cleaner says of a document, and what its rules may know of it."""

from types import SimpleNamespace

import pytest
from packs import PERCENT, PROSE, SHOUT, cleaner, pack, rules_of

from cleaner import Cleaner, Config, Document, Edit
from cleaner.model import ConfigError, DocumentError, Proposal
from cleaner.plugins import registry
from cleaner.rules import patterns


def test_too_much_removed_keeps_the_gentle_result_and_says_so():
    text = (
        f"Share this\nCaf&eacute; shut.\n\n\n\n{'Follow us on Facebook' + chr(10)}{'Share this story' + chr(10) * 3}"
        * 4
    )
    config = {"too-much-removed": 0.5}
    cleaned = cleaner(gates=config).clean(text)
    assert cleaned.text == cleaner(profile="gentle", gates=config).clean(text).text
    assert "Follow us on Facebook" in cleaned.text
    assert "Café shut.\n\nFollow" in cleaned.text
    assert cleaned.verdict.decision == "flag"
    assert "too_much_removed" in cleaned.verdict.reasons


def test_a_document_kept_by_that_gate_is_judged_by_what_is_left_of_it():
    cleaned = cleaner(profile="strict", gates={"too-short": "8"}).clean("Share this story\n" * 4)
    assert cleaned.verdict.decision == "flag"
    assert cleaned.verdict.reasons == ("too_much_removed",)
    assert cleaned.text == "Share this story\n" * 4


def test_words_that_repair_alone_takes_do_not_bring_the_chrome_back():
    garbled = PROSE.replace(" ", " \x08 \x08 ")
    cleaned = cleaner(gates={"too-much-removed": 0.5}).clean(f"Share this\n{garbled}")
    assert "Share this" not in cleaned.text
    assert cleaned.verdict.reasons == ("too_much_removed",)
    assert cleaner(gates={"too-much-removed": 0.5}).clean(cleaned.text).changes == ()


def test_the_gate_can_be_switched_off():
    cleaned = cleaner(gates={"too-much-removed": 1, "too-short": 0}).clean("Share this story\n" * 4)
    assert (cleaned.text, cleaned.verdict.decision) == ("", "keep")


@pytest.mark.parametrize("text", ["", " ", "\r\n\n", "\xa0\u3000"], ids=ascii)
def test_an_empty_text_is_flagged(text):
    verdict = cleaner().clean(text).verdict
    assert verdict.decision == "flag"
    assert "empty" in verdict.reasons


def test_short_and_foreign_documents_get_the_verdict_that_was_asked_for():
    gates = {"too-short": 5, "languages": ["de"], "verdict": "drop"}
    assert cleaner(gates=gates).clean("Snow fell.").verdict.reasons == ("too_short",)
    foreign = cleaner(gates=gates).clean(PROSE)
    assert (foreign.verdict.decision, foreign.verdict.reasons) == ("drop", ("language",))
    assert foreign.metadata["language"] == "en"
    assert foreign.text == PROSE


def test_document_measures_that_are_on_judge():
    published = cleaner(enable=["published.gopher.word-count"], disable=["chrome"]).clean(
        Document("Snow fell. It stayed. It is cold.", language="en")
    )
    assert published.verdict.decision == "drop"
    assert published.verdict.reasons == ("published.gopher.word-count",)


KEEP = """\
  - id: alarm
    kind: keep
    why: These words carry the story of this site.
    phrases: [Share this]
    pattern: 'harbour master'
    tests: {keep: [Share this], drop: [Shares]}
"""


def test_a_keep_rule_protects_from_other_rules(with_rules):
    text = f"Share this\n{PROSE}Print this article\n"
    assert cleaner().clean(text).text == PROSE
    assert with_rules(pack(KEEP)).clean(text).text == f"Share this\n{PROSE}"


def test_a_keep_rule_protects_from_repeats_but_not_from_repair(with_rules):
    long = PROSE.replace("\n", " ").replace("Workers", "The harbour master and his workers") + "&amp; more.\n"
    text = f"{long}\n{long}"
    repaired = text.replace("&amp;", "&")
    assert "repeats.paragraph" in rules_of(cleaner().clean(text))
    assert with_rules(pack(KEEP)).clean(text).text == repaired


def test_captures_reach_the_metadata(with_rules):
    byline = """\
  - id: desk-line
    kind: line
    why: The desk is named above the text.
    pattern: 'Desk: (?P<byline>\\w+ \\w+), (?P<date>\\d{4}-\\d\\d-\\d\\d)'
    capture: [byline, date]
    tests:
      fix: [{raw: "Desk: Ann Lee, 2024-05-06\\nSnow fell.", clean: "Snow fell.", byline: Ann Lee, date: "2024-05-06"}]
      keep: ["Desk: wood"]
"""
    cleaned = with_rules(pack(byline)).clean(f"Desk: Ann Lee, 2024-05-06\n{PROSE}")
    assert cleaned.text == PROSE
    assert (cleaned.metadata["byline"], cleaned.metadata["date"]) == ("Ann Lee", "2024-05-06")


def test_rules_of_a_site_hold_on_that_site_only(with_rules):
    own = with_rules(pack(SHOUT, head="sites: [a.example]\n"))
    text = f"Hear ye\n{PROSE}"
    assert own.clean(Document(text, site="a.example")).text == PROSE
    assert own.clean(Document(text, site="b.example")).text == text
    assert own.clean(text).text == text


def test_a_bound_rule_holds_in_its_language_only(with_rules):
    own = with_rules(pack(SHOUT + "    bound: true\n", head="languages: [de]\n"))
    text = f"Hear ye\n{PROSE}"
    assert own.clean(text).text == text
    assert own.clean(Document(text, language="de")).text == PROSE
    german = "Die alte Mühle am Fluss ist seit Montag für Besucher geschlossen, und das bleibt sie auch bis zum Mai.\n"
    assert own.clean(f"Hear ye\n{german}").text == german


def test_a_bound_rule_has_its_say_once_foreign_chrome_is_gone(with_rules):
    foreign = """\
  - id: druck-hinweis
    kind: line
    why: A long notice in another language than that of the article.
    pattern: 'Dieser Beitrag ist für Sie und .*'
    tests: {drop: [Dieser Beitrag ist für Sie und uns.], keep: [Dieser Beitrag ist gut.]}
"""
    notice = "Dieser Beitrag ist für Sie und für alle, die nicht wissen, was sie mit der Zeit, die sie haben, tun.\n"
    own = with_rules(
        pack(SHOUT + "    bound: true\n", head="languages: [en]\n"),
        pack(foreign, name="my.foreign", head=""),
        gates={"too-much-removed": 1},
    )
    text = f"Hear ye\n{notice * 9}{PROSE}"
    cleaned = own.clean(text)
    assert cleaned.text == PROSE
    assert cleaned.metadata["language"] == "en"


def test_a_pattern_that_explodes_fails_the_document_and_names_its_rule(with_rules, monkeypatch):
    monkeypatch.setattr(patterns, "_PATIENCE", 0.01)
    bomb = """\
  - id: bomb
    kind: line
    why: A pattern as nobody should write it.
    pattern: 'x(?:a|aa|ab?)+c'
    tests: {drop: [xac], keep: [xab]}
"""
    explosive = with_rules(pack(bomb))
    with pytest.raises(DocumentError) as caught:
        explosive.clean("x" + "a" * 200 + "cb\n" + PROSE)
    assert caught.value.reason == "pattern_timeout"
    assert "my.site.bomb" in str(caught.value)
    assert explosive.clean(f"xaac\n{PROSE}").text == PROSE


def swap(name, old, new):
    rule = f"""\
  - id: {old}-for-{new}
    kind: replace
    why: One of two tables that disagree.
    swap: {{{old}: {new}}}
    tests: {{fix: [{{raw: A {old}., clean: A {new}.}}], keep: [A tree.]}}
"""
    return pack(rule, name=f"my.{name}")


def test_swaps_that_chase_each_other_across_packs_end_and_are_flagged(with_rules):
    cleaned = with_rules(swap("one", "mill", "milk"), swap("two", "milk", "mill")).clean(PROSE)
    assert cleaned.verdict.decision == "flag"
    assert "unsettled" in cleaned.verdict.reasons


def test_a_rule_of_the_user_goes_beside_the_built_in_ones(with_rules):
    cleaned = with_rules(pack(SHOUT, PERCENT)).clean(f"Hear ye\nShare this\n{PROSE}Note 7\n")
    assert cleaned.text == PROSE
    assert {"my.site.shout", "my.site.number-note"} < rules_of(cleaned)


class Upper:
    """A stage of another package."""

    name = "upper"

    def propose(self, draft, context):  # noqa: ARG002 - the Stage protocol names it
        at = draft.text.find("mill")
        return Proposal((Edit(at, at + 4, "MILL", "upper.mill"),)) if at >= 0 else Proposal()


@pytest.fixture
def upper_installed(monkeypatch):
    point = SimpleNamespace(name="upper", load=lambda: Upper)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == "cleaner.stages" else [])


def test_a_stage_of_another_package_runs_where_it_is_enabled(upper_installed):
    assert cleaner().stages == ("page", "repair", "chrome", "rules", "spun", "repeats", "layout")
    with_upper = cleaner(enable=["stage:upper"])
    assert with_upper.stages == ("page", "repair", "chrome", "rules", "spun", "repeats", "upper", "layout")
    assert with_upper.clean(PROSE).text == PROSE.replace("mill", "MILL")


def test_a_stage_that_nobody_offers_is_refused():
    with pytest.raises(ConfigError) as caught:
        cleaner(enable=["stage:nowhere"])
    assert "nothing is called `nowhere`; known: chrome, layout, page, repair, repeats, rules" in str(caught.value)


def test_a_misspelt_edit_of_a_stage_is_refused_with_the_nearest_one():
    with pytest.raises(ConfigError) as caught:
        Cleaner.from_config(Config(disable=("repair.entitty",)))
    assert "did you mean `repair.entity`?" in str(caught.value)
