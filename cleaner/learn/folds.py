"""Folds of sites, and what learning with folds gives back."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

__all__ = ["Learned", "fold_of"]


class Learned(NamedTuple):
    """A model, and those of the folds.

    Attributes:
        content: the model file.
        folds: the file of each fold's model, which has not seen the fold's sites.
        card: what the model file says of itself.
    """

    content: bytes
    folds: tuple[bytes, ...]
    card: dict[str, Any]


def fold_of(site: str, folds: int) -> int:
    """The fold of a site: by the SHA-256 of its name, so that it never moves.

    >>> fold_of("a.example", 5)
    4
    """
    return int(hashlib.sha256(b"f" + site.encode()).hexdigest(), 16) % folds
