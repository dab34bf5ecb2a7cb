"""Which simulated spinners a command takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.learn.spinner.family import Family

__all__ = ["chosen_spinners"]


def chosen_spinners(without: Sequence[str]) -> list[Family]:
    """The simulated spinners but those that are named.

    Raises:
        ConfigError: where one is unknown, or none is left.
    """
    from cleaner.learn.spinner.family import families
    from cleaner.model import ConfigError, Place, Problem

    names = [family.name for family in families()]
    unknown = [name for name in without if name not in names]
    if unknown:
        told = f"there is no family {', '.join(map(repr, unknown))}; expected one of {', '.join(names)}"
        raise ConfigError([Problem(Place("--without"), told)])
    if set(without) == set(names):
        raise ConfigError([Problem(Place("--without"), "no family is left: leave out fewer")])
    return [family for family in families() if family.name not in without]
