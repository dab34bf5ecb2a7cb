"""Spun text, which a machine paraphrased: the detector, and what turns its words back where that is certain."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

__all__ = ["ACTIONS", "SHIPPED", "Action"]

Action = Literal["repair", "flag", "drop"]
#: What is done about a document that is taken for spun; ``repair`` flags it, too.
ACTIONS: tuple[Action, ...] = ("repair", "flag", "drop")

#: The files that ship and are learned or compiled: detector and confidence, swaps, counts of words.
SHIPPED = tuple(Path(__file__).with_name(f"english.{name}") for name in ("spun", "swaps", "ngrams"))
