"""What the cards of all models share: a first line by which they are known, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["begins_with", "table"]


def begins_with(path: Path, mark: str) -> bool:
    """True where the file can be read and begins with ``mark``, the heading of a sort of card."""
    try:
        with path.open("rb") as file:
            return file.read(len(mark)) == mark.encode()
    except OSError:
        return False


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table without a line end after it.

    >>> print(table(("point", "score"), [("precise", "-1")]))
    | point | score |
    | --- | --- |
    | precise | -1 |
    """
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
