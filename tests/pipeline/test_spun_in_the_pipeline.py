"""The stage ``spun`` among the others: when it runs, what it edits, what it says. Its judgement is made up here."""

import json
import subprocess
import sys

import numpy as np
import pytest
from packs import PROSE, cleaner, pack, rules_of
from spun_town import candidates_of

from cleaner import Document, Report
from cleaner.io.edits_file import Fingerprints, record_of
from cleaner.io.row_out import row_of
from cleaner.io.rows import RowKeys
from cleaner.model import Edit, Evidence, Finding
from cleaner.stages.spun.channel import COLUMNS
from cleaner.stages.spun.detector import Judgement, Looked
from cleaner.stages.spun.stage import Spun
from cleaner.stages.spun.tiers import Turned
from cleaner.stages.spun.tokens import tokenize

SAID = PROSE.replace("the council said it", "the council said that it") * 2
MENTIONED = SAID.replace("said", "mentioned")


class MadeUp:
    """Turns "mentioned" back, and suspects "loose"."""

    def propose(self, tokens, _candidates, _chances, _raw):
        found = list(zip(tokens.norms, tokens.starts, tokens.ends, strict=True))
        evidence = Evidence(0.95, "word", ("fits_better",))
        return Turned(
            tuple(Edit(a, b, "said", "spun.word", evidence) for norm, a, b in found if norm == "mentioned"),
            tuple(Finding(a, b, "spun.word", "probably spun", "slack") for norm, a, b in found if norm == "loose"),
        )


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    def judge(_stage, text, _context, *, fully=False):
        score = 0.9 if "mentioned" in text else 0.01
        tokens = tokenize(text)
        nothing = candidates_of((), np.zeros((0, len(COLUMNS)), np.float32), len(tokens))
        return Judgement(score, Looked(tokens, nothing, np.zeros(0)))

    monkeypatch.setattr(Spun, "passed", lambda *_: None)
    monkeypatch.setattr(Spun, "judge", judge)
    monkeypatch.setattr(Spun, "tiers", MadeUp())


def test_it_runs_after_chrome_and_before_repeats_but_not_in_gentle():
    for profile in ("news", "strict"):
        assert cleaner(profile=profile).stages == ("page", "repair", "chrome", "rules", "spun", "repeats", "layout")
    assert "spun" not in cleaner(profile="gentle").stages
    assert cleaner(profile="gentle", enable=["spun"]).stages == ("page", "repair", "spun", "layout")
    assert "spun" not in cleaner(disable=["spun"]).stages


def test_a_spun_text_is_turned_back_and_flagged():
    cleaned = cleaner().clean(MENTIONED)
    assert cleaned.text == SAID
    assert rules_of(cleaned) == {"spun.word"}
    assert (cleaned.verdict.decision, cleaned.verdict.reasons) == ("flag", ("spun",))
    assert cleaned.metadata["spun_score"] == 0.9
    assert {MENTIONED[found.start : found.end] for found in cleaned.findings} == {"loose"}
    assert cleaned.changes[0].evidence == (Evidence(0.95, "word", ("fits_better",)),)
    again = cleaner().clean(cleaned.text)
    assert (again.changes, again.verdict.decision, again.metadata["spun_score"]) == ((), "keep", 0.01)


@pytest.mark.parametrize(("action", "decision"), [("flag", "flag"), ("drop", "drop")])
def test_who_does_not_want_it_repaired_gets_it_flagged_or_dropped(action, decision):
    cleaned = cleaner(spun=action).clean(MENTIONED)
    assert (cleaned.text, cleaned.findings) == (MENTIONED, ())
    assert (cleaned.verdict.decision, cleaned.verdict.reasons) == (decision, ("spun",))
    assert cleaner(spun=action).clean(SAID).verdict.decision == "keep"


def test_the_stage_or_one_of_its_tiers_can_be_switched_off():
    off = cleaner(disable=["spun"]).clean(MENTIONED)
    assert (off.text, off.verdict.decision, "spun_score" in off.metadata) == (MENTIONED, "keep", False)
    without_words = cleaner(disable=["spun.word"]).clean(MENTIONED)
    assert (without_words.text, without_words.verdict.reasons) == (MENTIONED, ("spun",))


def test_what_a_rule_keeps_stays_as_it_is(with_rules):
    rule = """\
  - id: minutes
    kind: keep
    why: The minutes of the council are quoted to the letter.
    pattern: 'council mentioned'
    tests: {drop: [the council mentioned it], keep: [the council said it]}
"""
    cleaned = with_rules(pack(rule)).clean(MENTIONED)
    assert cleaned.text == MENTIONED
    assert cleaned.verdict.reasons == ("spun",)


def test_the_score_goes_into_rows_and_edits():
    cleaned = cleaner().clean(Document(MENTIONED, id="a.txt"))
    row = row_of(cleaned, RowKeys())
    assert row["metadata"]["spun_score"] == 0.9
    assert record_of(cleaned, "a.txt", Fingerprints()).spun_score == 0.9
    assert record_of(cleaner(profile="gentle").clean(SAID), "a.txt", Fingerprints()).spun_score is None


def test_the_report_counts_spun_documents_and_their_changes():
    report = Report()
    for text in (MENTIONED, SAID, MENTIONED):
        report.count(cleaner(disable=["repeats", "chrome"]).clean(text))
    told = report.as_dict()
    assert told["reasons"] == {"spun": 2}
    assert told["stages"]["spun"]["changes"] == 4


def test_a_document_that_lost_too_much_says_what_its_first_score_was():
    text = f"{MENTIONED}\n" + "Follow us on Facebook\nShare this story\n" * 40
    cleaned = cleaner(gates={"too-much-removed": 0.5}, disable=["chrome"]).clean(text)
    assert "too_much_removed" in cleaned.verdict.reasons
    assert ("spun" in cleaned.verdict.reasons) == ("spun_score" in cleaned.metadata)


def test_a_text_in_another_language_loads_nothing_of_it():
    code = """
import json, sys
from cleaner import clean
clean("Die Mühle am Fluss blieb am Montag geschlossen, und der Rat sagte, dass sie bis Mai nicht öffnet. " * 6)
print(json.dumps(sorted(name for name in sys.modules if name.startswith("cleaner.stages.spun."))))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == ["cleaner.stages.spun.screen", "cleaner.stages.spun.stage"]
