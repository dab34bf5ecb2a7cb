"""A judge that asks an OpenAI-compatible endpoint. The passages around each choice leave the machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cleaner.stages.spun.neural.answers import log_odds, question, request_body
from cleaner.stages.spun.neural.judge import Bounds, Choice, config_error, tell_once, windows
from cleaner.stages.spun.tokens import tokenize

__all__ = ["KEY_VARIABLE", "EndpointJudge", "endpoint_judge"]

KEY_VARIABLE = "CLEANER_NEURAL_API_KEY"
"""The environment variable that may hold the endpoint's key: it is read when it is sent, and kept nowhere."""

_PAUSES = (0.5, 2.0)  # seconds before the second and the third attempt; there is no fourth
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})  # what may be gone at the next attempt
_FAILURES = 3  # choices in a row without an answer: the endpoint is not asked about the rest of the document
_TIMEOUT = 60.0  # seconds of silence of the endpoint; the first answer may wait until a model is loaded
_MOST_BYTES = 1_000_000  # of an answer; one letter with its alternatives has a thousand


class _UnansweredError(Exception):
    """The endpoint gave no answer that can be read; says why, without a word of what it sent."""


class _OutOfTimeError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class EndpointJudge:
    """A judge that is asked twice a choice, with the passages swapped, so that a liking for one letter cancels out.

    It speaks HTTP itself, without proxies and redirects, which could carry the key elsewhere.

    Attributes:
        url: of the interface, with its path: ``…/chat/completions`` or ``…/completions``.
        model: its name there.
        bounds: on one document; tokens are counted as ours, words and signs of the prompts.
        clock, pause: seconds; what waits before another attempt.
    """

    url: str
    model: str
    bounds: Bounds
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep

    def judge(self, text: str, choices: Sequence[Choice]) -> list[float | None]:
        """As :class:`~cleaner.stages.spun.neural.judge.Judge` says, rounded to .001.

        Raises:
            ConfigError: where the key has characters that no key has.
        """
        if not choices:
            return []
        odds: list[float | None] = [None] * len(choices)
        call = _Call(self, _headers(), self.clock() + self.bounds.seconds)
        tokens = failures = 0
        try:
            for place, window in enumerate(windows(text, choices[: self.bounds.most_choices])):
                if window is None:
                    continue
                prompts = [question(window, original_first=first) for first in (False, True)]
                tokens += sum(len(tokenize(prompt)) for prompt in prompts)
                if tokens > self.bounds.most_tokens:
                    break
                try:
                    odds[place] = call.both(prompts)
                    failures = 0
                except _UnansweredError as error:
                    tell_once(f"{self.url} does not judge some spun words: {error}")
                    failures += 1
                if failures == _FAILURES:
                    break
        except _OutOfTimeError:
            tell_once(f"{self.url} ran out of time; the document at hand is not judged")
            return [None] * len(choices)
        finally:
            call.connection.close()
        if tokens > self.bounds.most_tokens or len(choices) > self.bounds.most_choices:
            tell_once("the judge of spun words reached its bounds in a document; the rest of its choices is not judged")
        return odds


class _Call:
    """One document's talk with the endpoint, over one connection while it lasts."""

    def __init__(self, judge: EndpointJudge, headers: dict[str, str], last: float) -> None:
        self.judge = judge
        self.headers = headers
        self.last = last
        parts = urlsplit(judge.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.path = parts.path
        self.chat = parts.path.endswith("/chat/completions")
        self.connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)

    def both(self, prompts: Sequence[str]) -> float:
        """The mean log odds of the original: it is B in the first prompt and A in the second."""
        original_b, original_a = (self._log_odds(prompt) for prompt in prompts)
        return round((original_a - original_b) / 2, 3)

    def _log_odds(self, prompt: str) -> float:
        body = request_body(self.judge.model, prompt, chat=self.chat)
        try:
            told = log_odds(self._answer(body), chat=self.chat)
        except ValueError as error:
            raise _UnansweredError(str(error)) from None
        if told is None:
            raise _UnansweredError("its answer is neither A nor B")
        return told

    def _answer(self, body: bytes) -> bytes:
        reason = ""
        for pause in (*_PAUSES, None):
            try:
                status, answer = self._sent(body)
            except (OSError, HTTPException) as error:
                self.connection.close()  # the next request opens another
                reason = f"it cannot be reached ({type(error).__name__})"
            else:
                if status == 200:
                    return answer
                reason = f"HTTP {status}"
                if status not in _PASSING:
                    break
            if pause is not None:
                self.judge.pause(pause)
        raise _UnansweredError(reason)

    def _sent(self, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer, or no more of it than its bounds allow."""
        self.connection.timeout = self._left()
        if self.connection.sock is not None:
            self.connection.sock.settimeout(self._left())
        self.connection.request("POST", self.path, body, self.headers)
        response = self.connection.getresponse()
        read = b""
        while piece := response.read1(65_536):
            read += piece
            self._left()
            if len(read) > _MOST_BYTES:
                self.connection.close()
                raise _UnansweredError(f"its answer has more than {_MOST_BYTES:,} bytes")
        response.close()
        return response.status, read

    def _left(self) -> float:
        """Seconds to wait for one piece of an answer."""
        left = self.last - self.judge.clock()
        if left <= 0:
            raise _OutOfTimeError
        return min(_TIMEOUT, left)


def endpoint_judge(spec: str, bounds: Bounds) -> EndpointJudge:
    """The judge that ``spec`` names: ``http(s)://host[:port]/v1#model``.

    Chat is asked, or plain completions where the path says so: ``…/v1/completions#model``.

    Raises:
        ConfigError: where the model's name is missing, where the address holds a user, a password or a query, and where
            the key has characters that no key has.

    >>> endpoint_judge("http://localhost:8080/v1#tiny", Bounds()).url
    'http://localhost:8080/v1/chat/completions'
    """
    _headers()
    try:
        parts = urlsplit(spec)
        _port = parts.port  # that it is a number shows when it is read
    except ValueError as error:
        raise config_error(f"the address of its endpoint cannot be read: {error}") from None
    if parts.username is not None or parts.password is not None or parts.query:
        raise config_error(f"its address holds more than host and path; a key belongs into {KEY_VARIABLE}")
    if not parts.hostname or not parts.fragment or not (spec.isprintable() and spec.isascii()) or " " in spec:
        raise config_error(f"`{spec}` names no model at an endpoint; expected http(s)://HOST/v1#MODEL")
    path = parts.path.rstrip("/")
    if not path.endswith("/completions"):
        path += "/chat/completions"
    return EndpointJudge(f"{parts.scheme}://{parts.netloc}{path}", parts.fragment, bounds)


def _headers() -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise config_error(f"the key in {KEY_VARIABLE} has a character that no key has; copy it anew")
    return {**headers, "Authorization": f"Bearer {key}"} if key else headers
