"""Spun texts whose originals are known: which tokens were swapped, and for what."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spun_town import FAMILIES, PAIRS, small_swaps, texts

from cleaner.learn.spinner import Spun, Swap, families, spin
from cleaner.learn.spun_examples import drawn_families, example_of, examples
from cleaner.stages.spun.tokens import tokenize

TEXTS = texts(6)
SENTENCES = [
    "The U.S. said it won’t help the 5 million people of the town, because the White House is shut.",
    "“Several workers don't know who will pay,” an adviser to NATO said near the road.",
    "He said the house has been big for two years;\nit's a week since they began to shut it.",
]


@pytest.fixture(scope="module")
def swaps(tmp_path_factory):
    return small_swaps(tmp_path_factory.mktemp("swaps"))


@given(
    st.lists(st.sampled_from([*SENTENCES, *TEXTS]), min_size=1, max_size=3).map(" ".join),
    st.sampled_from([*FAMILIES, *families()]),
    st.floats(0, 1),
    st.integers(0, 99),
)
def test_exactly_the_tokens_that_the_spinner_put_are_marked(text, family, share, seed):
    spun = spin(text, family, share, seed)
    found = example_of(spun)
    tokens = found.tokens
    put = [
        any(start < swap.end and swap.start < end for swap in spun.swaps)
        for start, end in zip(tokens.starts, tokens.ends, strict=True)
    ]
    assert found.swapped == put
    assert found.count == len(spun.swaps)
    told = {(swap.start, swap.end): swap.original for swap in spun.swaps}
    for (first, last), original in found.originals.items():
        assert tuple(tokenize(told[tokens.starts[first], tokens.ends[last - 1]]).norms) == original
    if len(found.originals) == found.count:
        undone = list(tokens.norms)
        for (first, last), original in sorted(found.originals.items(), reverse=True):
            undone[first:last] = original
        assert undone == tokenize(text).norms


def test_a_swap_inside_a_token_marks_the_token_and_has_no_original():
    found = example_of(Spun("It cost 5m here.", (Swap(9, 10, " million", "number"),)))
    assert found.tokens.norms == ["it", "cost", "<num>", "m", "here", "."]
    assert found.originals == {(3, 4): ("million",)}
    found = example_of(Spun("A well-known man.", (Swap(7, 12, "kept", "word"),)))
    assert found.swapped == [False, True, False, False]
    assert found.originals == {}


def test_a_word_that_was_put_in_has_no_original():
    found = example_of(Spun("He said that it rained.", (Swap(7, 12, "", "insert"),)))
    assert (found.swapped, found.originals) == ([False, False, True, False, False, False], {})


def test_drawn_families_swap_what_the_tables_hold_and_differ(swaps):
    pairs = {frozenset(pair) for pair in PAIRS}
    drawn = list(islice(drawn_families(swaps, "a"), 6))
    for family in drawn:
        assert all(frozenset((original, form)) in pairs for original, own in family.table.swaps.items() for form in own)
    assert len({tuple(sorted(family.table.swaps)) for family in drawn}) > 3
    assert [family.habits for family in islice(drawn_families(swaps, "a"), 6)] == [family.habits for family in drawn]


def test_some_examples_are_not_spun_and_the_same_seed_gives_the_same(swaps):
    def first(seed):
        return list(islice(examples(TEXTS, FAMILIES, drawn_families(swaps, seed), seed), 60))

    found = first("a")
    clean = [one for one in found if not one.count]
    assert 3 < len(clean) < 30
    assert {one.tokens.text for one in clean} <= set(TEXTS)
    assert found == first("a")
    assert found != first("b")


def test_without_families_all_are_drawn_from_the_tables(swaps):
    found = list(islice(examples(TEXTS, [], drawn_families(swaps, "a"), "a"), 30))
    assert any(one.count for one in found)


def test_a_part_of_a_phrase_that_was_swapped_is_restored_by_its_word() -> None:
    one = example_of(Spun("They mentioned that it rained.", (Swap(5, 19, "said", "phrase"),)))
    assert one.restored_by(1, 3, ("said",))
    assert one.restored_by(1, 2, ("said",))
    assert not one.restored_by(1, 2, ("told",))
    assert not one.restored_by(3, 4, ("she",))
