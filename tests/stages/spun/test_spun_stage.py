"""The stage ``spun`` by itself: when it judges anew, and what its gate says. The model is made up here."""

import pytest

from cleaner.model import ConfigError, Document, Draft
from cleaner.stages.spun import SHIPPED, first_look
from cleaner.stages.spun.detector import Judgement
from cleaner.stages.spun.model import SpunModel
from cleaner.stages.spun.stage import Spun, SpunGate
from cleaner.stages.stage import Context

ENGLISH = "The mill on the river was closed to visitors, and the council said that it will stay shut. " * 4
GERMAN = "Die Mühle am Fluss blieb am Montag geschlossen, und der Rat sagte, dass sie bis Mai nicht öffnet. " * 4


class MadeUp:
    """A model and its detector in one: counts the texts that it looked at."""

    def __init__(self, score, passes):
        self.score, self.passes, self.looks = score, passes, []

    @property
    def detector(self):
        return self

    def passed(self, _text):
        return 0.01 if self.passes else None

    def judge(self, text, _channel, **_):
        self.looks.append(text)
        return Judgement(self.score)


@pytest.fixture
def stage_with(monkeypatch):
    def make(score=0.9, *, passes=False, action="repair", channel="a channel"):
        model = MadeUp(score, passes)
        monkeypatch.setattr(Spun, "model", model)
        monkeypatch.setattr(first_look, "built_in_look", lambda: model)
        monkeypatch.setattr(Spun, "channel", channel)
        return Spun(action), model

    return make


def context(text=ENGLISH, language="en"):
    return Context(Document(text), lambda _: language)


def test_what_the_screen_lets_pass_is_not_looked_up(stage_with):
    stage, model = stage_with(passes=True)
    proposal = stage.propose(Draft(ENGLISH), context())
    assert (proposal.metadata, proposal.edits, model.looks) == ({"spun_score": 0.01}, (), [])
    assert stage.judge(ENGLISH, context(), fully=True).score == 0.9
    assert model.looks == [ENGLISH]


@pytest.mark.parametrize("text", [GERMAN, "The mill was closed.", "", "\x00\ud800" * 99])
def test_short_and_foreign_texts_are_not_judged(stage_with, text):
    stage, _ = stage_with()
    here = context(text, "de")
    assert stage.propose(Draft(text), here).metadata == {}
    assert SpunGate("drop").judge(Draft(text), here).decision == "keep"


def test_a_suspect_that_turns_out_to_be_in_another_language_is_not_judged(stage_with):
    stage, model = stage_with()
    scots = context(language="sco")
    assert stage.propose(Draft(ENGLISH), scots).metadata == {}
    assert model.looks == [ENGLISH]


def test_the_same_text_is_judged_once_and_anew_where_its_language_is_another(stage_with):
    stage, model = stage_with()
    here = Context(Document(f"{GERMAN}{ENGLISH}"), lambda text: "de" if "Mühle" in text else "en")
    assert here.language == "de"
    assert [stage.propose(Draft(ENGLISH), here).metadata for _ in range(2)] == [{}, {}]
    assert here.reread(ENGLISH)
    assert [stage.propose(Draft(ENGLISH), here).metadata for _ in range(2)] == [{"spun_score": 0.9}] * 2
    assert model.looks == [ENGLISH]
    assert SpunGate("repair").judge(Draft(ENGLISH), here).reasons == ("spun",)


def test_the_first_score_is_the_one_that_is_told(stage_with):
    stage, model = stage_with(0.9)
    here = context()
    stage.propose(Draft(ENGLISH), here)
    model.score = 0.2
    assert stage.propose(Draft(ENGLISH.replace("mill", "house")), here).metadata == {"spun_score": 0.9}
    assert SpunGate("drop").judge(Draft(ENGLISH), here).decision == "drop"


def test_without_the_word_counts_a_suspect_is_not_judged(stage_with):
    stage, _ = stage_with(channel=None)
    assert stage.propose(Draft(ENGLISH), context()).metadata == {}


@pytest.mark.parametrize("settings", [("none.siblings", ""), ("", "ftp://host/v1#m"), ("", "no-such-folder")])
def test_an_index_or_judge_that_cannot_be_had_is_refused_at_once(tmp_path, settings):
    siblings, judge = settings
    with pytest.raises(ConfigError):
        Spun.from_settings("repair", str(tmp_path / siblings) if siblings else "", judge)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda content: content[:-1] + b"?", "is damaged"),
        (lambda content: content[:1000], "is damaged"),
        (lambda _: b"", "is no model of the format `cleaner.spun`"),
    ],
)
def test_a_damaged_model_is_refused_at_the_first_look(tmp_path, damage, told):
    path = tmp_path / "a.spun"
    path.write_bytes(damage(SHIPPED[0].read_bytes()))
    with pytest.raises(ConfigError) as caught:
        first_look.FirstLook.load(path)
    assert told in str(caught.value)
    assert "cleaner learn spun" in str(caught.value)


def test_the_first_look_is_the_detectors():
    look, detector = first_look.FirstLook.load(), SpunModel.load().detector
    assert (look.screen.weights, look.least) == (detector.screen.weights, detector.points["screen"])
