"""What a judge is: it says which of two wordings is the better text, within bounds. And the windows that it reads."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from cleaner.model import ConfigError, Place, Problem

__all__ = ["SETTING", "Bounds", "Choice", "Judge", "Window", "config_error", "tell_once", "windows"]

SETTING = "spun-judge"
"""The setting that names a judge; errors stand at it."""

# A sentence of news has 22 words on average, so nearly always the whole one. What follows says less, and is read by a
# causal model once for each wording.
_WORDS_BEFORE = 30
_WORDS_AFTER = 15
# On each side, so that text without blanks is bounded too; thirty words have about 180.
_CHARACTERS = 600
_LONGEST_CHOICE = 200  # characters of one wording; the longest spun form in the tables has 5 words
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_WORD = re.compile(r"\S+")
_FIRST_WORD = re.compile(r"\A\S+")
_LAST_WORD = re.compile(r"\S+\Z")
_BLANKS = re.compile(r"\s+")
_LOG = logging.getLogger("cleaner.spun")


@dataclass(frozen=True, slots=True)
class Choice:
    """Two wordings of one place.

    Attributes:
        start, end: code points of the text at hand.
        spun: what stands there.
        original: what may have stood there, in the case that the place asks for.
    """

    start: int
    end: int
    spun: str
    original: str


class Judge(Protocol):
    """Whoever says which wording is better. Must be deterministic and keep no state between documents."""

    def judge(self, text: str, choices: Sequence[Choice]) -> list[float | None]:
        """For each choice the natural log odds that ``original`` is the better text there.

        Above 0 backs the swap, below 0 speaks against it; None: not judged, since a bound was reached or the backend
        failed. Choices are judged in the order given, so the doubtful ones should come first. Never raises for a text.
        """
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a judge may spend on one document.

    Attributes:
        most_choices: so many are judged, the first ones.
        most_tokens: that the model reads, both wordings of all choices together. 64 choices took 10,400 with a causal
            and 12,500 with a masked model; one of GPT-2's size (124M parameters) read 120 a second on one core.
        seconds: a last resort, far above that: then the document is not judged at all, since what a slow machine judged
            in time would hang on its load.

    Raises:
        ConfigError: where one is not above 0.
    """

    most_choices: int = 64
    most_tokens: int = 32_768
    seconds: float = 900.0

    def __post_init__(self) -> None:
        for name in ("most_choices", "most_tokens", "seconds"):
            if not getattr(self, name) > 0:
                raise config_error(f"its bound `{name}` is {getattr(self, name)}; expected more than 0")


class Window(NamedTuple):
    """A choice with what stands around it; runs of blanks and line ends are one blank.

    Attributes:
        before, after: at most 30 and 15 words, none of another paragraph.
        spun, original: the two wordings.
    """

    before: str
    spun: str
    original: str
    after: str

    @property
    def as_it_stands(self) -> str:
        """The passage with the wording that the text has."""
        return f"{self.before}{self.spun}{self.after}"

    @property
    def turned_back(self) -> str:
        """The passage with the original wording."""
        return f"{self.before}{self.original}{self.after}"


def windows(text: str, choices: Sequence[Choice]) -> list[Window | None]:
    r"""The window of each choice; None where a wording has more than 200 characters.

    Raises:
        ValueError: where ``spun`` of a choice is not what stands there.

    >>> windows("News.\n\nHe utilized\na boat.", [Choice(10, 18, "utilized", "used")])[0].turned_back
    'He used a boat.'
    """
    return [_window(text, choice) for choice in choices]


def config_error(message: str) -> ConfigError:
    """An error at the setting that names the judge."""
    return ConfigError([Problem(Place(SETTING), message)])


@lru_cache(maxsize=64)
def tell_once(message: str) -> None:
    """Warns on the log the first time it is given ``message``. Messages hold no text of documents, no key, no count."""
    _LOG.warning("cleaner: %s", message)


def _window(text: str, choice: Choice) -> Window | None:
    start, end = choice.start, choice.end
    if text[start:end] != choice.spun:
        raise ValueError(f"at {start} to {end} stands another text than the choice says")
    if max(end - start, len(choice.original)) > _LONGEST_CHOICE:
        return None
    return Window(
        _folded(_before(text, start)).lstrip(),
        _folded(choice.spun),
        choice.original,
        _folded(_after(text, end)).rstrip(),
    )


def _before(text: str, start: int) -> str:
    at = max(0, start - _CHARACTERS)
    piece = text[at:start]
    if at and not text[at - 1].isspace():  # else it begins with the end of a word
        piece = _FIRST_WORD.sub("", piece)
    piece = _BLANK_LINE.split(piece)[-1]
    words = [word.start() for word in _WORD.finditer(piece)]
    return piece[words[-_WORDS_BEFORE] :] if len(words) > _WORDS_BEFORE else piece


def _after(text: str, end: int) -> str:
    stop = end + _CHARACTERS
    piece = text[end:stop]
    if stop < len(text) and not text[stop].isspace():
        piece = _LAST_WORD.sub("", piece)
    piece = _BLANK_LINE.split(piece)[0]
    words = [word.end() for word in _WORD.finditer(piece)]
    return piece[: words[_WORDS_AFTER - 1]] if len(words) > _WORDS_AFTER else piece


def _folded(piece: str) -> str:
    """Runs of blanks and line ends as one blank; lone surrogates, which no model reads, as question marks."""
    return _BLANKS.sub(" ", piece).encode("utf-8", "replace").decode("utf-8")
