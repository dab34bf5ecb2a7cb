"""Our own small pages never come out worse unnoticed, at any operating point; tests/README.md says more."""

import sys

import pytest
from floors import above, below, read_floors, write_floors
from labelled_pages import LOOKS, measure, read_pages

from cleaner import Cleaner, read_config

POINTS = {
    "no-model": {"disable": ["chrome"]},
    "precise": {"point": "precise"},
    "balanced": {"point": "balanced"},
    "thorough": {"point": "thorough"},
}


@pytest.mark.parametrize("point", POINTS)
def test_no_figure_falls_below_its_floor(point, request, capsys):
    measured = measure(Cleaner.from_config(read_config(overrides=POINTS[point])), read_pages())
    # The switches are known only to a run that names this folder: nobody lowers a floor in passing.
    lower = request.config.getoption("--lower-floors", default=False)
    if lower or request.config.getoption("--update-floors", default=False):
        write_floors(point, measured, lower=lower)
    floors = read_floors().get(point, {})
    with capsys.disabled():
        sys.stdout.writelines(f"\n{point}: {told}; raise it with --update-floors" for told in above(floors, measured))
    assert list(below(floors, measured)) == []


def test_each_floor_belongs_to_a_point_and_to_pages_that_exist():
    pages = read_pages()
    groups = {page.look for page in pages} | {page.language for page in pages}
    floors = read_floors()
    assert set(floors) == set(POINTS)
    assert all(set(floors[point]) == groups for point in POINTS)


def test_raw_pages_are_many_and_of_both_looks():
    pages = read_pages()
    assert len(pages) >= 12
    assert {page.look for page in pages} == set(LOOKS)
    assert {"en", "de", "fr", "es", "ja", "ru", "ar"} <= {page.language for page in pages}
    assert all({label for label, _ in page.lines} >= {"+", "-"} for page in pages)


def test_a_point_that_removes_nothing_is_seen_as_such():
    gentle = measure(Cleaner.from_config(read_config(overrides={"profile": "gentle"})), read_pages())
    assert all(figures == {"precision": 1.0, "recall": 0.0} for figures in gentle.values())
