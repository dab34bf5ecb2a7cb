"""The stage with the model that ships: what it does to spun stories, and what it never does to any text."""

import logging
import pickle
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spun_stories import NEGATIVES, SPUN_STORY, STORY, english, news, spun_news

from cleaner.model import ConfigError, Document, Draft, splice
from cleaner.rules.protected import kept_apart
from cleaner.stages.language import detect
from cleaner.stages.spun import first_look, language_model, model
from cleaner.stages.spun.detector import Detector
from cleaner.stages.spun.names import quoted_tokens
from cleaner.stages.spun.neural.judge import tell_once
from cleaner.stages.spun.stage import Spun, SpunGate
from cleaner.stages.spun.tokens import tokenize
from cleaner.stages.stage import Context

STAGE = Spun()
TEXTS = {"wire": SPUN_STORY, **spun_news()}
QUOTED = "\n\n".join(
    f"“{part}" for part in SPUN_STORY.replace("“", "").replace("”", "").strip().split("\n\n")
)  # one quote that goes on and on
TIERS = {"spun.sibling": "sibling", "spun.name": "name", "spun.word": "word"}
WORDS_OF = re.compile(r"[^\W\d_]+")


@pytest.fixture(scope="module")
def proposals():
    return {name: STAGE.propose(Draft(text), english(text)) for name, text in TEXTS.items()}


def test_a_spun_story_is_repaired_and_its_original_left_alone(proposals):
    assert len(proposals["wire"].edits) >= 20
    assert proposals["wire"].metadata["spun_score"] >= 0.5
    honest = STAGE.propose(Draft(STORY), english(STORY))
    assert (honest.edits, honest.findings) == ((), ())
    assert honest.metadata["spun_score"] < 0.5


def test_most_edits_put_back_a_word_of_the_original(proposals):
    there = Counter(tokenize(STORY).norms)
    before, after = (
        sum((Counter(tokenize(text).norms) & there).values())
        for text in (SPUN_STORY, splice(SPUN_STORY, proposals["wire"].edits))
    )
    assert after >= before + 20
    put = [norm for edit in proposals["wire"].edits for norm in tokenize(edit.replacement).norms]
    assert sum(norm in there for norm in put) > 0.85 * len(put)


@pytest.mark.parametrize("name", TEXTS)
def test_edits_lie_in_the_text_in_order_with_tier_score_and_reasons(proposals, name):
    text, end = TEXTS[name], 0
    for edit in proposals[name].edits:
        assert end <= edit.start < edit.end <= len(text)
        assert edit.replacement != text[edit.start : edit.end]
        assert edit.evidence.tier == TIERS[edit.rule_id]
        assert 0.9 <= edit.evidence.score <= 1
        assert edit.rule_id == "spun.word" or edit.evidence.reasons
        end = edit.end


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_unsure_is_told_and_not_done(proposals, name):
    text, proposal = TEXTS[name], proposals[name]
    edited = {place for edit in proposal.edits for place in range(edit.start, edit.end)}
    for finding in proposal.findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert edited.isdisjoint(range(finding.start, finding.end))
        assert finding.suggestion
        assert re.search(r"probably spun \((\d+)%\)", finding.message)
    assert proposal.findings or not proposal.edits


@pytest.mark.parametrize("name", TEXTS)
def test_digits_names_and_negations_are_untouched(proposals, name):
    text = TEXTS[name]
    for edit in proposals[name].edits:
        stood = text[edit.start : edit.end]
        assert not re.search(r"\d", stood + edit.replacement)
        assert "\n" not in stood + edit.replacement
        assert kept_apart(stood.lower(), edit.replacement.lower()) is None or edit.rule_id == "spun.name"
        if edit.rule_id == "spun.word":  # a capital stays one, and no word gets one
            capitals = [[word[0].isupper() for word in WORDS_OF.findall(words)] for words in (stood, edit.replacement)]
            assert capitals[0][:1] == capitals[1][:1]
            assert not any(capitals[0][1:])


@pytest.mark.parametrize("text", [*TEXTS.values(), QUOTED], ids=[*TEXTS, "quoted"])
def test_nothing_below_its_threshold_is_edited_in_quotes(text):
    tokens = tokenize(text)
    quoted = {place for token in quoted_tokens(tokens) for place in range(tokens.starts[token], tokens.ends[token])}
    for edit in STAGE.propose(Draft(text), english(text)).edits:
        assert edit.evidence.score >= 0.98 or quoted.isdisjoint(range(edit.start, edit.end))


def test_a_quote_that_goes_on_in_the_next_paragraph_is_one():
    plain = QUOTED.replace("“", "").replace("”", "")
    quoted, unquoted = (len(STAGE.propose(Draft(text), english(text)).edits) for text in (QUOTED, plain))
    assert 0 < quoted < 0.7 * unquoted


def test_the_same_text_gets_the_same_proposal_here_and_in_another_process(proposals):
    for stage in (STAGE, Spun(), pickle.loads(pickle.dumps(STAGE))):  # noqa: S301  # our own bytes
        assert stage.propose(Draft(SPUN_STORY), english(SPUN_STORY)) == proposals["wire"]


def test_the_same_text_costs_one_judgement(monkeypatch):
    judged = []
    judge = Detector.judge
    monkeypatch.setattr(Detector, "judge", lambda *args, **kw: judged.append(args) or judge(*args, **kw))
    context = english(SPUN_STORY)
    first = STAGE.propose(Draft(SPUN_STORY), context)
    assert STAGE.propose(Draft(SPUN_STORY), context) is first
    assert len(judged) == 1


def test_a_repaired_text_keeps_its_first_score_and_what_was_told_of_it():
    context, draft = english(SPUN_STORY), Draft(SPUN_STORY)
    first = STAGE.propose(draft, context)
    for _ in range(5):
        proposal = STAGE.propose(draft, context)
        if not proposal.edits:
            break
        draft = draft.apply(proposal.edits)
    assert not proposal.edits
    assert proposal.metadata == first.metadata
    assert SpunGate("repair").judge(draft, context).reasons == ("spun",)
    again = STAGE.propose(Draft(draft.text), english(draft.text))
    assert again.edits == ()


@pytest.mark.parametrize("action", ["flag", "drop"])
def test_who_wants_no_repair_gets_a_verdict_only(action, proposals):
    context = english(SPUN_STORY)
    proposal = Spun(action).propose(Draft(SPUN_STORY), context)
    assert (proposal.edits, proposal.findings) == ((), ())
    assert proposal.metadata == proposals["wire"].metadata
    assert SpunGate(action).judge(Draft(SPUN_STORY), context).decision == action


def test_the_gate_keeps_what_is_honest_and_what_nobody_judged():
    context = english(STORY)
    assert SpunGate("drop").judge(Draft(STORY), context).decision == "keep"
    STAGE.propose(Draft(STORY), context)
    assert SpunGate("drop").judge(Draft(STORY), context).decision == "keep"


def test_without_word_counts_nothing_is_judged_and_that_is_said_once(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(language_model, "BUILT_IN", tmp_path / "english.ngrams")
    tell_once.cache_clear()
    with caplog.at_level(logging.WARNING, "cleaner.spun"):
        for _ in range(2):
            proposal = Spun().propose(Draft(SPUN_STORY), english(SPUN_STORY))
            assert (proposal.edits, proposal.metadata) == ((), {})
    [message] = caplog.messages
    assert "english.ngrams is missing" in message
    assert "install newswash again" in message


@pytest.mark.parametrize("content", [b"", b"cleaner.ngrams\n", b"\x00" * 400])
def test_damaged_word_counts_are_refused_with_what_to_do(monkeypatch, tmp_path, content):
    path = tmp_path / "english.ngrams"
    path.write_bytes(content)
    monkeypatch.setattr(language_model, "BUILT_IN", path)
    with pytest.raises(ConfigError) as caught:
        Spun().propose(Draft(SPUN_STORY), english(SPUN_STORY))
    assert str(path) in str(caught.value)
    assert "install newswash again" in str(caught.value)


@pytest.mark.parametrize("module", [first_look, model])
def test_a_damaged_model_is_refused_with_what_to_do(monkeypatch, tmp_path, module):
    path = Path(tmp_path) / "english.spun"
    path.write_bytes(b"cleaner.spun\nnothing")
    if module is first_look:
        monkeypatch.setattr(first_look, "built_in_look", lambda: first_look.FirstLook.load(path))
    else:
        monkeypatch.setattr(model, "built_in_spun", lambda: model.SpunModel.load(path))
    with pytest.raises(ConfigError) as caught:
        Spun().propose(Draft(SPUN_STORY), english(SPUN_STORY))
    assert str(path) in str(caught.value)
    assert "install newswash again" in str(caught.value)


@pytest.mark.parametrize("path", sorted(NEGATIVES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_negative_is_not_judged_spun_and_gets_no_edit(path):
    text = path.read_bytes().decode("utf-8")
    proposal = STAGE.propose(Draft(text), Context(Document(text), detect))
    assert (proposal.edits, proposal.findings) == ((), ())
    score = proposal.metadata.get("spun_score")
    assert score is None or (path.stem.startswith("en-") and score < 0.5)


@given(
    st.lists(
        st.sampled_from([*SPUN_STORY.split("\n\n"), "\ud800", "”", "“ ", "\n", "\t ", "31 ", "ß" * 50, " " * 2_000])
        | st.text(max_size=40),
        max_size=12,
    ).map("".join)
)
@settings(max_examples=40)
def test_any_text_is_answered(text):
    proposal = STAGE.propose(Draft(text), english(text))
    places = [0, *(place for edit in proposal.edits for place in (edit.start, edit.end)), len(text)]
    assert places == sorted(places)


def test_news_that_was_spun_is_flagged_and_the_same_news_before_is_not(proposals):
    scores = {name: proposal.metadata["spun_score"] for name, proposal in proposals.items() if name != "wire"}
    assert sum(score >= 0.5 for score in scores.values()) >= 0.8 * len(scores)
    assert all(
        STAGE.propose(Draft(text), english(text)).metadata["spun_score"] < scores[name] for name, text in news().items()
    )
