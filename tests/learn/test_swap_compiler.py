"""Compiling swap tables: which forms are made, and that the shipped file is what the tables give."""

from string import ascii_lowercase

import pytest

from cleaner.learn.inflection import forms, inflected
from cleaner.learn.spinner import Family, Habits, Table, families
from cleaner.learn.swaps import MOST_ORIGINALS, compile_swaps, stale
from cleaner.rules.load import builtin_rules
from cleaner.rules.swaps import HEADER, read_swaps, swap_tables
from cleaner.stages.spun.swaps import LAST_PLACE, MOST_SPINNERS, SHIPPED, Original, Swaps


@pytest.mark.parametrize(
    ("phrase", "context", "tag", "made"),
    [
        ("carry out", "v", "VBD", ("carried out",)),
        ("sit* down", "v", "VBG", ("sitting down",)),
        ("highly value*", "v", "VBD", ("highly valued",)),
        ("police officer", "n", "NNS", ("police officers",)),
        ("member* of staff", "n", "NNS", ("members of staff",)),
        ("travel", "v", "VBD", ("traveled", "travelled")),
        ("get", "v", "VBN", ("got",)),
        ("cost", "v", "VBD", ("cost",)),
        ("information", "n", "NNS", ("information",)),
        ("gas", "n", "NNS", ("gases", "gasses")),
        ("equipment", "n", "NNS", ("equipment", "equipments")),
        ("smartphone", "n", "NNS", ("smartphones",)),
        ("big", "a", "JJR", ("bigger",)),
        ("difficult", "a", "JJR", ("more difficult",)),
        ("worldwide", "v", "VBD", ()),
        ("such as", "x", "X", ("such as",)),
    ],
)
def test_forms_are_those_that_english_has(phrase, context, tag, made):
    assert forms(phrase, context, tag) == made


def test_both_sides_are_inflected_alike():
    assert ("bigger", "more important") in list(inflected("big", "important", "a"))
    assert ("more sizeable", "more important") not in list(inflected("sizeable", "important", "a"))
    assert list(inflected("initially", "early", "r")) == [("initially", "early")]


def test_a_spun_form_keeps_its_best_originals(tmp_path):
    words = [f"tree{letter}" for letter in ascii_lowercase]
    table = tmp_path / "table.tsv"
    rows = sorted(f"forest\t{word}\tx\t{rank}\tThe [{word}] fell." for rank, word in enumerate(words, 1))
    table.write_text("\n".join(["\t".join(HEADER), *rows, ""]))
    compiled = tmp_path / "table.swaps"
    compiled.write_bytes(compile_swaps(read_swaps([table]), [table]).content)
    kept = Swaps.load(compiled).originals("forest")
    assert [one.tokens[0] for one in kept] == words[:MOST_ORIGINALS]
    assert len(kept) == MOST_ORIGINALS


def test_the_shipped_file_is_what_the_tables_give():
    tables = swap_tables(builtin_rules())
    known = [family for family in families() if family.name != "vectors"]
    assert compile_swaps(read_swaps(tables), tables, known).content == SHIPPED.read_bytes()
    assert not stale(SHIPPED, tables)


def spinner(name, *rows):
    return Family(name, Table.of(rows), Habits())


def compiled(folder, *spinners):
    table = folder / "table.tsv"
    table.write_text("\t".join(HEADER) + "\nforest\ttree\tn\t5\tThe [tree] fell.\n")
    path = folder / "table.swaps"
    path.write_bytes(compile_swaps(read_swaps([table]), [table], spinners).content)
    return path


def test_a_pair_of_spinners_has_the_best_place_for_its_rank_and_one_of_the_tables_keeps_its_own(tmp_path):
    one = spinner("blog", ("tree", ("wood", "forest")), ("oak", ("trunk", "log", "bough")))
    other = spinner("wordnet", ("tree", ("forest",)), ("oak", ("bough",)))
    swaps = Swaps.load(compiled(tmp_path, one, other))
    assert swaps.originals("forest") == [Original(("tree",), 5, "n", 2 | 1 << 2)]
    assert swaps.originals("bough") == [Original(("oak",), 1, "x", 3 | 1 << 2)]
    assert swaps.originals("log") == [Original(("oak",), 2, "x", 2)]
    assert swaps.originals("forests") == [Original(("trees",), 5, "n", 0)]


def test_of_two_rows_that_read_alike_the_first_place_counts(tmp_path):
    swaps = Swaps.load(compiled(tmp_path, spinner("blog", ("well-known oak", ("old tree", "Old tree", "big tree")))))
    assert [one.known for one in swaps.originals("old tree")] == [1]
    assert [one.known for one in swaps.originals("big tree")] == [3]


def test_names_numbers_and_long_forms_of_spinners_are_left_out(tmp_path):
    one = spinner(
        "blog",
        ("Oak Street", ("Oak Road",)),
        ("oak", ("2 trees", "oak", "the old tree of a king in town", "an old tree of ours")),
        ("3 oaks", ("oaks",)),
    )
    swaps = Swaps.load(compiled(tmp_path, one))
    assert {*swaps.forms()} - {"forest", "forests"} == {"an old tree of ours"}
    assert swaps.originals("an old tree of ours")[0].known == LAST_PLACE


def test_the_format_has_bits_for_sixteen_spinners(tmp_path):
    names = [family.name for family in families()]
    rows = [
        spinner(name, ("oak", (f"bough{letter}", "branch")))
        for name, letter in zip(names, ascii_lowercase[:16], strict=True)
    ]
    assert len(rows) == MOST_SPINNERS
    swaps = Swaps.load(compiled(tmp_path, *rows))
    assert swaps.spinners == tuple(names)
    assert [one.known for one in swaps.originals("boughp")] == [1 << 30]
    assert [one.known for one in swaps.originals("branch")] == [sum(2 << 2 * number for number in range(16))]
    assert swaps.swapped["oak"] == 0xFFFF
    with pytest.raises(OverflowError) as caught:
        compiled(tmp_path, *rows, rows[0])
    assert "17 spinners are too many: the format has bits for 16" in str(caught.value)


def test_the_fingerprint_tells_which_spinners_are_in_it(tmp_path):
    prints = {
        Swaps.load(compiled(tmp_path, *known)).fingerprint for known in ((), (spinner("blog"),), (spinner("wire"),))
    }
    assert len(prints) == 3
    path = compiled(tmp_path, spinner("blog"))
    assert not stale(path, [tmp_path / "table.tsv"])
    (tmp_path / "table.tsv").write_text("other")
    assert stale(path, [tmp_path / "table.tsv"])
