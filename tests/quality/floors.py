"""The floors under the quality figures: `floors.toml`, read, compared and written."""

import math
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FLOORS = Path(__file__).parent / "floors.toml"
HEAD = """\
# Line precision and recall that tests/quality asks of each operating point, for each look and language of the pages.
# Written by `pytest tests/quality --update-floors`, which only raises; `--lower-floors` lowers, see tests/README.md.
"""


def read_floors():
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def floored(figure):
    """Rounded down, so that the figure itself never lies below its floor."""
    return math.floor(figure * 1_000) / 1_000


def each(measured):
    for group, figures in measured.items():
        for name, figure in figures.items():
            yield group, name, figure


def below(floors, measured):
    """What lies below its floor, or has none, in words."""
    for group, name, figure in each(measured):
        floor = floors.get(group, {}).get(name)
        if floor is None:
            yield f"{name} on `{group}` has no floor yet: run pytest tests/quality --update-floors"
        elif figure < floor:
            yield f"{name} on `{group}` fell to {figure:.3f}; the floor is {floor:.3f}"


def above(floors, measured):
    """What could be raised by a hundredth or more, in words."""
    for group, name, figure in each(measured):
        if figure >= floors.get(group, {}).get(name, 1) + 0.01:
            yield f"{name} on `{group}` is {figure:.3f}; the floor is {floors[group][name]:.3f}"


def write_floors(point, measured, *, lower):
    """Raises the floors of `point` to what was measured; with `lower` sets them to it."""
    floors = read_floors()
    old = floors.get(point, {})
    floors[point] = {
        group: {
            name: floored(figure) if lower else max(floored(figure), old.get(group, {}).get(name, 0.0))
            for name, figure in figures.items()
        }
        for group, figures in measured.items()
    }
    tables = [
        f"\n[{point}.{group}]\n" + "".join(f"{name} = {floor:.3f}\n" for name, floor in figures.items())
        for point, groups in floors.items()
        for group, figures in groups.items()
    ]
    FLOORS.write_text(HEAD + "".join(tables), encoding="utf-8", newline="\n")
