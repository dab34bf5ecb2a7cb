"""The stage of the rules: asked twice about one text it answers as if it were asked for the first time."""

from cleaner.model import Document, Draft
from cleaner.rules.load import load_packs
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.rules import Rules
from cleaner.stages.stage import Context

PACK = """\
pack: my.site
about: Rules for this test.
languages: [en]
rules:
  - id: shout
    kind: phrases
    bound: true
    why: This site shouts between its paragraphs.
    phrases: [Hear ye]
    tests: {drop: [Hear ye], keep: [Hear ye not.]}
"""
TEXT = "Hear ye\nThe mill on the river was closed to visitors on Monday, and the council said it will stay shut.\n"


def test_a_rule_bound_to_a_language_has_its_say_once_the_text_reads_as_that_language(tmp_path):
    (tmp_path / "pack.yml").write_text(PACK, encoding="utf-8")
    rules = Rules(RuleSet.of(load_packs([tmp_path])))
    context = Context(Document(f"{TEXT}Beitrag drucken\n"), lambda text: "de" if "drucken" in text else "en")
    draft = Draft(TEXT)
    assert rules.propose(draft, context).edits == ()
    assert context.reread(TEXT)
    assert [edit.rule_id for edit in rules.propose(draft, context).edits] == ["my.site.shout"]


def test_what_was_answered_for_one_text_is_no_answer_for_another():
    rules = Rules(RuleSet.of(load_packs()))
    context = Context(Document("Share this\n"), lambda _: "en")
    assert rules.propose(Draft("Share this\n" * 2), context).edits
    assert rules.propose(Draft(TEXT), context).edits == ()
