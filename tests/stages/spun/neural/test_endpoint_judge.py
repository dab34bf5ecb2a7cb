"""A judge behind an endpoint: what it is asked, what counts as an answer, and that nothing it does stops a document."""

import logging
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub_endpoint import Endpoint, chat, completion, passages, prompt_of
from stub_judging import STORY, Ticks, choice

from cleaner.model import ConfigError
from cleaner.stages.spun.neural import endpoint as module
from cleaner.stages.spun.neural.answers import log_odds
from cleaner.stages.spun.neural.endpoint import KEY_VARIABLE, EndpointJudge
from cleaner.stages.spun.neural.judge import Bounds
from cleaner.stages.spun.neural.load import judge_fingerprint, load_judge

USED = choice(STORY, "utilized", "used")
KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _no_key(monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


@pytest.fixture
def serve():
    opened = []

    def start(answer):
        opened.append(Endpoint(answer).__enter__())
        return opened[-1]

    yield start
    for one in opened:
        one.__exit__()


def likes(word):
    """Answers the passage with ``word`` in it, without probabilities."""
    return lambda asked, _: (200, chat(next(k for k, v in passages(asked).items() if word in v.split())))


def judged(served, *choices, path="/v1", pauses=None, clock=Ticks(0), **bounds):  # noqa: B008  # it stands still
    url = load_judge(f"{served.url.removesuffix('/v1')}{path}#tiny", Bounds()).url
    pause = (pauses if pauses is not None else []).append
    return EndpointJudge(url, "tiny", Bounds(**bounds), clock, pause).judge(STORY, choices or [USED])


def test_the_wording_it_prefers_is_backed_and_the_other_vetoed(serve):
    assert judged(serve(likes("used"))) == [2.0]
    assert judged(serve(likes("utilized"))) == [-2.0]


def test_it_is_asked_twice_with_the_passages_swapped(serve):
    served = serve(likes("used"))
    judged(served)
    turned = STORY.replace("utilized", "used")
    assert [passages(asked) for asked in served.requests] == [{"A": STORY, "B": turned}, {"A": turned, "B": STORY}]


def test_a_liking_for_a_letter_is_no_opinion(serve):
    assert judged(serve(lambda *_: (200, chat("A")))) == [0.0]


def test_it_is_asked_for_one_likeliest_token_and_its_alternatives(serve):
    served = serve(likes("used"))
    judged(served)
    asked = served.requests[0]
    assert served.paths == ["/v1/chat/completions"] * 2
    assert (asked["model"], asked["max_tokens"], asked["temperature"], asked["logprobs"]) == ("tiny", 1, 0, True)
    assert len(served.connections) == 1


def test_probabilities_count_where_they_are_given(serve):
    def answer(asked, _):
        a, b = (0.7, 0.2) if "used" in passages(asked)["A"].split() else (0.4, 0.5)
        letter = "A" if a > b else "B"
        return 200, chat(letter, ("A", math.log(a)), (" B", math.log(b)), ("The", math.log(0.05)))

    assert judged(serve(answer)) == [round((math.log(0.7 / 0.2) + math.log(0.5 / 0.4)) / 2, 3)]


def test_a_letter_that_is_not_listed_is_as_likely_as_the_last_that_is(serve):
    def answer(asked, _):
        letter = "A" if "used" in passages(asked)["A"].split() else "B"
        return 200, chat(letter, (letter, math.log(0.9)), ("The", math.log(0.01)))

    assert judged(serve(answer)) == [round(math.log(0.9 / 0.01), 3)]


def test_plain_completions_are_asked_where_the_path_says_so(serve):
    def answer(asked, _):
        good = "A" if "used" in passages(asked)["A"].split() else "B"
        return 200, completion(f" {good}", **{f" {good}": -0.1, " C": -5.0})

    served = serve(answer)
    assert judged(served, path="/v1/completions") == [4.9]
    assert served.paths[0] == "/v1/completions"
    assert served.requests[0]["logprobs"] == 5
    assert prompt_of(served.requests[0]).endswith("Answer:")


@pytest.mark.parametrize(
    "body",
    [
        chat("The mayor used a boat."),
        chat("C"),
        chat("AB"),
        chat(""),
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"error": "no such model"}',
        b"<html>A</html>",
        b'"A"',
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"x":' + b"[" * 100_000,
        b'{"choices": [{"message": {"content": "\xff"}}]}',
        b" " * 1_100_000,
        b'{"choices": [{"message": {"content": "A"}, "logprobs": {"content": "A"}}]}',
    ],
    ids=lambda body: repr(body[:40]),
)
def test_any_other_answer_judges_nothing(serve, fresh_log, body):
    assert judged(serve(lambda *_: (200, body))) == [None]
    assert [record.levelno for record in fresh_log.records] == [logging.WARNING]


@given(
    st.sampled_from(["A", "B", " A\n", "a", "C", ""]),
    st.lists(st.tuples(st.sampled_from(["A", " B", "B", "C"]), st.floats())),
)
def test_odds_are_finite_whatever_the_probabilities(letter, alternatives):
    try:
        odds = log_odds(chat(letter, *alternatives), chat=True)
    except ValueError:
        assert any(not math.isfinite(value) for _, value in alternatives), "NaN is no JSON"
    else:
        assert (odds is None) == (letter.strip() not in ("A", "B"))
        assert odds is None or math.isfinite(odds)


def test_a_busy_server_is_asked_again_after_a_pause(serve):
    pauses = []
    letter = likes("used")
    served = serve(lambda asked, number: letter(asked, number) if number not in (0, 1) else (503, b"busy"))
    assert judged(served, pauses=pauses) == [2.0]
    assert pauses == [0.5, 2.0]
    assert len(served.requests) == 4


def test_a_server_that_fails_is_given_up_and_told_once(serve, fresh_log):
    served = serve(lambda *_: (500, KEY.encode()))
    assert judged(served, *[USED] * 10) == [None] * 10
    assert len(served.requests) == 3 * 3
    assert judged(served, USED) == [None]
    assert [record.getMessage().rpartition(": ")[2] for record in fresh_log.records] == ["HTTP 500"]


def test_a_refusal_is_not_repeated(serve, fresh_log):
    served = serve(lambda *_: (401, b"wrong key"))
    assert judged(served) == [None]
    assert len(served.requests) == 1
    assert "HTTP 401" in fresh_log.text


def test_one_bad_answer_leaves_the_others_judged(serve):
    letter = likes("used")
    served = serve(lambda asked, number: (200, chat("?")) if number == 2 else letter(asked, number))
    assert judged(served, USED, USED, USED) == [2.0, None, 2.0]


def test_a_server_that_is_not_there_stops_no_document(serve, fresh_log):
    served = serve(likes("used"))
    served.__exit__()
    assert judged(served) == [None]
    assert "cannot be reached" in fresh_log.text


def test_a_server_that_never_answers_is_waited_for_only_so_long(serve, fresh_log, monkeypatch):
    monkeypatch.setattr(module, "_TIMEOUT", 0.05)
    served = serve(lambda *_: (served.closing.wait(10), (200, chat("A")))[1])
    assert judged(served) == [None]
    assert "TimeoutError" in fresh_log.text or "timeout" in fresh_log.text


def test_out_of_time_nothing_is_judged(serve, fresh_log):
    served = serve(likes("used"))
    assert judged(served, *[USED] * 50, clock=Ticks(), seconds=60) == [None] * 50
    assert 2 < len(served.requests) < 100
    assert "ran out of time" in fresh_log.text


def test_bounds_end_the_questions(serve, fresh_log):
    served = serve(likes("used"))
    assert judged(served, *[USED] * 5, most_choices=2) == [2.0, 2.0, None, None, None]
    assert len(served.requests) == 4
    found = judged(served, *[USED] * 5, most_tokens=400)
    assert found == [2.0, 2.0, None, None, None]
    assert "reached its bounds" in fresh_log.text


def test_redirects_are_not_followed(serve, fresh_log):
    served = serve(lambda *_: (307, b""))
    assert judged(served) == [None]
    assert len(served.requests) == 1
    assert "HTTP 307" in fresh_log.text


def test_the_key_goes_to_the_server_and_nowhere_else(serve, fresh_log, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, f" {KEY}\n")
    fresh_log.set_level(logging.DEBUG)
    served = serve(lambda *_: (500, f"wrong key {KEY}".encode()))
    spec = f"{served.url}#tiny"
    judge = load_judge(spec)
    assert judged(served) == [None]
    assert served.keys == [f"Bearer {KEY}"] * 3
    for told in (fresh_log.text, repr(judge), pickle.dumps(judge).decode("latin-1"), judge_fingerprint(spec)):
        assert "secret" not in told


def test_without_a_key_none_is_sent(serve):
    served = serve(likes("used"))
    judged(served)
    assert served.keys == [None, None]


def test_a_key_that_is_none_is_refused_without_telling_it(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "sk-secret\nHost: elsewhere")
    with pytest.raises(ConfigError) as caught:
        load_judge("http://localhost/v1#tiny")
    assert KEY_VARIABLE in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "spec",
    [
        "http://localhost/v1",
        "http://localhost/v1#",
        "http:///v1#tiny",
        "http://localhost:port/v1#tiny",
        "http://localhost:99999/v1#tiny",
        "http://[::1/v1#tiny",
        "http://me:secret@localhost/v1#tiny",
        "http://localhost/v1?key=secret#tiny",
        "http://local host/v1#tiny",
        "http://lokal\u00e4/v1#tiny",
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(spec):
    with pytest.raises(ConfigError) as caught:
        load_judge(spec)
    assert str(caught.value).startswith("spun-judge: ")
    assert "secret" not in str(caught.value)


def test_a_judge_travels_to_another_process(serve):
    judge = pickle.loads(pickle.dumps(load_judge(f"{serve(likes('used')).url}#tiny")))  # noqa: S301  # our own
    assert judge.judge(STORY, [USED]) == [2.0]
    assert judge.judge(STORY, []) == []
