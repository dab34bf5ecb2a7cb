"""The cleaner as its users set it up: what is on, and what is off."""

import pytest
from packs import PROSE, SHOUT, cleaner, pack, rules_of

from cleaner import CleanerError, Document, clean
from cleaner.model import ConfigError, RuleError


def test_text_comes_out_without_its_chrome():
    assert clean(f"Share this\n\n{PROSE}\nShare this\n") == PROSE


def test_a_document_keeps_what_is_known_of_it():
    cleaned = cleaner().clean(Document(PROSE, site="a.example", language="en", title="Mill shut"))
    known = {name: value for name, value in cleaned.metadata.items() if name != "spun_score"}
    assert known == {"site": "a.example", "language": "en", "title": "Mill shut"}
    assert cleaned.verdict.decision == "keep"


def test_a_stage_can_be_switched_off():
    text = f"Share this\n{PROSE}Caf&eacute;  food was sold.\n"
    assert cleaner(disable=["rules", "chrome"]).clean(text).text == f"Share this\n{PROSE}Café food was sold.\n"
    assert cleaner(disable=["repair", "chrome"]).clean(text).text == f"{PROSE}Caf&eacute; food was sold.\n"
    assert cleaner(disable=["layout", "repair"]).stages == ("page", "chrome", "rules", "spun", "repeats")


def test_a_stage_can_be_added_to_a_profile():
    gentle = cleaner(profile="gentle", enable=["rules"])
    assert gentle.stages == ("page", "repair", "rules", "layout")
    assert gentle.clean(f"{PROSE}Share this\n").text == PROSE


@pytest.mark.parametrize("word", ["my", "my.site", "my.site.shout", "shout"], ids=["folder", "pack", "rule", "bare id"])
def test_rules_can_be_switched_off_by_any_of_their_names(with_rules, word):
    text = f"Hear ye\n{PROSE}"
    assert with_rules(pack(SHOUT)).clean(text).text == PROSE
    assert with_rules(pack(SHOUT), disable=[word]).clean(text).text == text


def test_one_sort_of_edit_of_a_stage_can_be_switched_off():
    text = PROSE + "Caf&eacute;\x00  food was sold.\n"
    assert cleaner(disable=["repair.entity", "chrome"]).clean(text).text == PROSE + "Caf&eacute; food was sold.\n"
    assert cleaner(disable=["layout.blank-run", "chrome"]).clean(text).text == PROSE + "Café  food was sold.\n"


@pytest.mark.parametrize("why", ["safety: risky", "status: preview", "status: deprecated"])
def test_a_rule_that_is_off_can_be_switched_on_by_its_name(with_rules, why):
    packs = pack(SHOUT + f"    {why}\n")
    text = f"Hear ye\n{PROSE}"
    assert with_rules(packs).clean(text).text == text
    assert with_rules(packs, enable=["shout"]).clean(text).text == PROSE


def test_risky_rules_come_on_together(with_rules):
    packs = pack(SHOUT + "    safety: risky\n")
    assert with_rules(packs, risky=True).clean(f"Hear ye\n{PROSE}").text == PROSE
    assert with_rules(packs, profile="strict").clean(f"Hear ye\n{PROSE}").text == PROSE


def test_a_pack_that_is_off_can_be_switched_on(with_rules):
    packs = pack(SHOUT, head="default: false\n")
    assert rules_of(with_rules(packs).clean(f"Hear ye\n{PROSE}")) == set()
    assert rules_of(with_rules(packs, enable=["my.site"]).clean(f"Hear ye\n{PROSE}")) == {"my.site.shout"}


def test_a_name_that_nothing_has_is_refused_with_the_nearest():
    with pytest.raises(ConfigError) as caught:
        cleaner(disable=["share-buton"])
    assert "no rule, pack or folder is called `share-buton`; did you mean `share-button`?" in str(caught.value)


def test_a_broken_rule_file_is_refused_with_its_place(with_rules):
    with pytest.raises(RuleError) as caught:
        with_rules(pack(SHOUT.replace("phrases:", "phrase:")))
    assert "pack-0.yml:7:13: `phrase` is not known here; did you mean `phrases`?" in str(caught.value)


def test_a_missing_rule_folder_is_refused(tmp_path):
    with pytest.raises(CleanerError) as caught:
        cleaner(rules=[str(tmp_path / "nowhere")])
    assert "there is no such rule folder" in str(caught.value)
