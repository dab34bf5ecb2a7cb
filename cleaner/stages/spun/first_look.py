"""The first look: the screen and where it ends, read without the rest of the model; most texts need no other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.chrome.model_file import read_model
from cleaner.stages.spun import SHIPPED
from cleaner.stages.spun.screen import Screen, passing_score

__all__ = ["FORMAT", "REMEDY", "VERSION", "FirstLook", "built_in_look"]

FORMAT, VERSION = "cleaner.spun", 3
"""Of the file, as :mod:`cleaner.stages.spun.model` has all of it."""
REMEDY = "learn one anew with `cleaner learn spun DATA --out M`, or install newswash again for the one that ships"


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The screen, and the mean log odds from which a text needs the next look."""

    screen: Screen
    least: float

    @classmethod
    def load(cls, path: Path = SHIPPED[0]) -> FirstLook:
        """The first look of the model in the file at ``path``.

        Raises:
            ConfigError: where it cannot be read, is damaged, of another version, or lacks a part.
        """
        content = read_model(path, FORMAT, VERSION, None, REMEDY)
        try:
            return cls(Screen.of(content.arrays()), content.points["screen"])
        except (KeyError, ValueError) as error:
            told = f"lacks a part, or holds one that this version cannot read: {error}; {REMEDY}"
            raise ConfigError([Problem(Place(str(path)), told)]) from None

    def passed(self, text: str) -> float | None:
        """The score, 0 to .05, of a text that needs no other look; None for suspects and what is not judged.

        >>> FirstLook(Screen({"mentioned": 2.0, "said": -1.0}), 0.5).passed("the of and to in said " * 10)
        0.0018
        """
        odds = self.screen.score(text)
        return None if odds is None or odds >= self.least else passing_score(odds - self.least)


@cache
def built_in_look() -> FirstLook:
    """That of the model that ships, read once."""
    return FirstLook.load()
