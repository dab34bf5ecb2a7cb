"""What an endpoint is asked about two wordings, and what its answer says. Only a letter counts, never a rewriting."""

from __future__ import annotations

from math import exp, isfinite, log
from typing import Any

import msgspec

from cleaner.stages.spun.neural.judge import Window

__all__ = ["log_odds", "question", "request_body"]

_QUESTION = """\
Below are two versions of one passage of a news article. One is as the journalist wrote it; in the other a program has \
replaced words by synonyms. Which one did the journalist write? Answer with one letter, A or B.

A: {a}

B: {b}

Answer:"""
# A letter without probabilities counts as seven to one: the model was made to choose, and did not say how sure it is.
_PLAIN = 2.0
_ALTERNATIVES = 5  # what OpenAI's completions give at most


class _Alternative(msgspec.Struct, frozen=True):
    token: str
    logprob: float


class _Position(msgspec.Struct, frozen=True):
    top_logprobs: tuple[_Alternative, ...] = ()


class _ChatProbabilities(msgspec.Struct, frozen=True):
    content: tuple[_Position, ...] | None = None


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None


class _ChatChoice(msgspec.Struct, frozen=True):
    message: _Message
    logprobs: _ChatProbabilities | None = None


class _Chat(msgspec.Struct, frozen=True):
    choices: tuple[_ChatChoice, ...]


class _Probabilities(msgspec.Struct, frozen=True):
    top_logprobs: tuple[dict[str, float] | None, ...] | None = None


class _Completion(msgspec.Struct, frozen=True):
    text: str
    logprobs: _Probabilities | None = None


class _Completions(msgspec.Struct, frozen=True):
    choices: tuple[_Completion, ...]


def question(window: Window, *, original_first: bool) -> str:
    """The fixed prompt with both passages; ``original_first``: the original is A, else B.

    >>> question(Window("He ", "utilized", "used", " it."), original_first=True).splitlines()[2]
    'A: He used it.'
    """
    spun, original = window.as_it_stands, window.turned_back
    return _QUESTION.format(a=original, b=spun) if original_first else _QUESTION.format(a=spun, b=original)


def request_body(model: str, prompt: str, *, chat: bool) -> bytes:
    """The JSON that asks for one token, the likeliest, with its alternatives."""
    body: dict[str, Any] = {"model": model, "max_tokens": 1, "temperature": 0}
    if chat:
        body |= {"messages": [{"role": "user", "content": prompt}], "logprobs": True, "top_logprobs": _ALTERNATIVES}
    else:
        body |= {"prompt": prompt, "logprobs": _ALTERNATIVES}
    return msgspec.json.encode(body)


def log_odds(answer: bytes, *, chat: bool) -> float | None:
    """Natural log odds of A over B; None where the answer is not one of the two letters.

    Where only one letter is among the alternatives, the other is taken for as likely as the last of them.

    Raises:
        ValueError: where it is not the JSON of the interface.

    >>> log_odds(b'{"choices": [{"text": " B"}]}', chat=False), log_odds(b'{"choices": [{"text": "C"}]}', chat=False)
    (-2.0, None)
    """
    try:
        letter, alternatives = _chat(answer) if chat else _completion(answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ValueError("its answer is not the JSON of the OpenAI interface") from None
    if letter not in ("A", "B"):
        return None
    chances = {"A": 0.0, "B": 0.0}
    for token, value in alternatives:
        if token.strip() in chances and isfinite(value):
            chances[token.strip()] += exp(min(value, 0.0))
    least = min((exp(min(value, 0.0)) for _, value in alternatives if isfinite(value)), default=0.0)
    a, b = chances["A"] or least, chances["B"] or least
    if not chances[letter] or not a or not b:
        return _PLAIN if letter == "A" else -_PLAIN
    return log(a / b)


def _chat(answer: bytes) -> tuple[str, list[tuple[str, float]]]:
    told = msgspec.json.decode(answer, type=_Chat).choices[:1]
    positions = told[0].logprobs.content if told and told[0].logprobs else None
    letter = (told[0].message.content or "").strip() if told else ""
    return letter, [(one.token, one.logprob) for one in (positions[0].top_logprobs if positions else ())]


def _completion(answer: bytes) -> tuple[str, list[tuple[str, float]]]:
    told = msgspec.json.decode(answer, type=_Completions).choices[:1]
    positions = told[0].logprobs.top_logprobs if told and told[0].logprobs else None
    return (told[0].text.strip() if told else ""), list(((positions[0] if positions else None) or {}).items())
