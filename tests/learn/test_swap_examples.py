"""Each row of the shipped swap tables, proved by its own example."""

import pytest

from cleaner.learn.inflection import TAGS, forms
from cleaner.learn.swaps import MOST_ORIGINALS
from cleaner.rules.load import builtin_rules
from cleaner.rules.swaps import read_swaps, swap_tables
from cleaner.stages.spun.swaps import shipped_swaps
from cleaner.stages.spun.tokens import tokenize

TABLES = swap_tables(builtin_rules())


def fault(row, swaps):
    """What is wrong with a row; None where its example, once spun, is turned back by it."""
    before, inside, after = row.parted()
    held = tuple(tokenize(inside).norms)
    tags = [
        tag for tag in TAGS[row.context] for form in forms(row.original, row.context, tag) if form == inside.lower()
    ]
    if not tags:
        return f"[{inside}] is no inflection of {row.original}"
    if row.context in "nv" and row.spun in [
        form for tag in TAGS[row.context] for form in forms(row.original, row.context, tag)
    ]:
        return f"{row.spun} is a form of {row.original}"
    spun = [form for tag in tags for form in forms(row.spun, row.context, tag)]
    if not spun:
        return f"{row.spun} has no form that stands for [{inside}]"
    return next((told for form in spun if (told := lost(before, form, after, held, row, swaps))), None)


def lost(before, form, after, held, row, swaps):
    tokens = tokenize(before + form + after)
    first, count = len(tokenize(before)), len(tokenize(form))
    originals = next(
        (
            found
            for one, end, found in swaps.spans(tokens.norms[: first + count])
            if (one, end) == (first, first + count)
        ),
        [],
    )
    if any(one.tokens == held for one in originals):
        back = tokenize(before + " ".join(held) + after).norms
        return (
            None if back == tokenize(row.example.replace("[", "").replace("]", "")).norms else f"{form}: other sentence"
        )
    # A word that is put for very many keeps the most typical of them.
    crowded = len([one for one in originals if one.rank <= row.rank]) >= MOST_ORIGINALS
    return None if crowded else f"{form}: {row.original} is not among the originals"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_example_once_spun_is_turned_back_by_its_row(table):
    swaps = shipped_swaps()
    faults = [f"{row.place}: {told}" for row in read_swaps([table]) if (told := fault(row, swaps))]
    assert faults == []
