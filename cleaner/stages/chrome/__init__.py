"""Site furniture that no rule names: a model for the lines of texts, another for the blocks of HTML pages."""

from __future__ import annotations

from typing import Literal

__all__ = ["POINT_NAMES", "PointName"]

PointName = Literal["precise", "balanced", "thorough"]
#: The operating points, from the one that spares most.
POINT_NAMES: tuple[PointName, ...] = ("precise", "balanced", "thorough")
