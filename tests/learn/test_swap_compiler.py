"""Compiling swap tables: which forms are made, and that the shipped file is what the tables give."""

import pytest

from cleaner.learn.inflection import forms, inflected
from cleaner.learn.swaps import MOST_ORIGINALS, compile_swaps
from cleaner.rules.load import builtin_rules
from cleaner.rules.swaps import HEADER, read_swaps, swap_tables
from cleaner.stages.spun.swaps import SHIPPED, Swaps


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
    words = [f"tree{letter}" for letter in "abcdefghijklmnopqr"]
    table = tmp_path / "table.tsv"
    rows = sorted(f"forest\t{word}\tx\t{rank}\tThe [{word}] fell." for rank, word in enumerate(words, 1))
    table.write_text("\n".join(["\t".join(HEADER), *rows, ""]))
    compiled = tmp_path / "table.swaps"
    compiled.write_bytes(compile_swaps(read_swaps([table]), [table]).content)
    kept = Swaps.load(compiled).originals("forest")
    assert [one.tokens[0] for one in kept] == words[:MOST_ORIGINALS]


def test_the_shipped_file_is_what_the_tables_give():
    tables = swap_tables(builtin_rules())
    assert compile_swaps(read_swaps(tables), tables).content == SHIPPED.read_bytes()
