"""Swap tables: what is read, what is refused, and that the shipped ones are compiled as they stand."""

import pytest

from cleaner.learn.swaps import stale
from cleaner.model import RuleError
from cleaner.rules.load import builtin_rules, rule_files
from cleaner.rules.protected import kept_apart
from cleaner.rules.swaps import HEADER, fingerprint, read_swaps, swap_tables
from cleaner.stages.spun.swaps import SHIPPED

HEAD = "\t".join(HEADER) + "\n"
GOOD = "commence\tstart\tv\t2\tThe trial [started] late.\n"


@pytest.fixture
def table(tmp_path):
    def written(*rows, head=HEAD, name="table.tsv"):
        path = tmp_path / name
        path.write_bytes((head + "".join(rows)).encode())
        return path

    return written


def problems(*tables):
    with pytest.raises(RuleError) as raised:
        read_swaps(tables)
    return [str(problem).replace(f"{tables[0].parent}/", "") for problem in raised.value.problems]


def test_a_row_is_read_with_its_place_and_its_example_in_three_parts(table):
    (row,) = read_swaps([table(GOOD)])
    assert (row.spun, row.original, row.context, row.rank) == ("commence", "start", "v", 2)
    assert row.parted() == ("The trial ", "started", " late.")
    assert str(row.place).endswith("table.tsv:2:1")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a\tb\n", "table.tsv:2:1: 5 columns"),
        ("Commence\tstart\tv\t2\tIt [started].\n", "table.tsv:2:1: `Commence` is no form"),
        ("12 months\tyear\tx\t2\tLast [year] was dry.\n", "table.tsv:2:1: `12 months` is no form"),
        ("a b c d e f\tstart\tv\t2\tIt [started].\n", "more than 5 words"),
        ("get* going*\tstart\tv\t2\tIt [started].\n", "one `*`"),
        ("nice*\tgood\ta\t2\tIt is [good].\n", "one `*`"),
        ("commence\tstart\tverb\t2\tIt [started].\n", "table.tsv:2:16: `verb` is no context"),
        ("commence\tstart\tv\tfirst\tIt [started].\n", "table.tsv:2:18: `first` is no rank"),
        ("commence\tstart\tv\t0\tIt [started].\n", "`0` is no rank"),
        ("commence\tstart\tv\t2\tIt started.\n", "table.tsv:2:20: the example must hold one pair of brackets"),
        ("commence\tstart\tv\t2\t[It] [started].\n", "one pair of brackets"),
        ("commence\tstart\tv\t2\tIt [started].\r\n", "carriage return"),
        ("shield council\tsecurity council\tn\t1\tThe [Security Council] met.\n", "is a name by its capital"),
        ("a dozen\tseveral\tx\t1\tIt has [several] rooms.\n", "it changes a number: dozen"),
        ("the\ttable\tx\t1\tIt has a [table].\n", "stands everywhere"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_line_column_and_what_was_expected(table, row, told):
    (said,) = problems(table(row))
    assert told in said


def test_all_problems_of_all_tables_are_told_at_once(table, tmp_path):
    first = table("zeal\tzest\tn\t1\tHe has [zest].\n", GOOD, "x\n", name="a.tsv")
    second = table(GOOD.rstrip("\n"), head="spun\n", name="b.tsv")
    third = tmp_path / "c.tsv"
    third.write_bytes(HEAD.encode() + b"\xff\n")
    told = problems(first, second, third, tmp_path / "none.tsv")
    assert [problem.split(": ")[0] for problem in told] == [
        "a.tsv:3:1",
        "a.tsv:4:1",
        "b.tsv:1:1",
        "b.tsv:2:1",
        "c.tsv:2",
        "none.tsv",
    ]
    assert "sorted" in told[0]
    assert "columns: spun, original" in told[2]
    assert "cut off" in told[3]
    assert "UTF-8" in told[4]


def test_a_swap_that_stands_in_two_tables_is_told_with_the_first_place(table):
    (told,) = problems(table(GOOD, name="a.tsv"), table(GOOD, name="b.tsv"))
    assert told.startswith("b.tsv:2:1: `commence` for `start` (v) stands already in")
    assert told.count("a.tsv:2:1") == 1


@pytest.mark.parametrize(
    ("spun", "original"),
    [
        ("initial", "first"),
        ("two", "couple of two twos"),
        ("hours", "days"),
        ("a long time", "years"),
        ("does not fail", "fails"),
        ("hardly", "nearly"),
        ("won't", "will"),
        ("won't", "will not"),
        ("they're", "they are"),
        ("friday night", "weekend"),
        ("most", "many"),
        ("per cent", "percent"),
        ("on-line", "online"),
        ("organise", "organize"),
        ("programme", "program"),
        ("of", "table"),
    ],
)
def test_what_no_swap_may_change(spun, original):
    assert kept_apart(spun, original)


@pytest.mark.parametrize(
    ("spun", "original"),
    [
        ("these days", "now"),
        ("every day", "daily"),
        ("last calendar year", "last year"),
        ("one another", "each other"),
        ("considered one of the", "one of the"),
        ("no one", "nobody"),
        ("a few", "several"),
        ("of", "about"),
        ("might", "may"),
        ("non-public", "private"),
    ],
)
def test_what_a_swap_may_change(spun, original):
    assert kept_apart(spun, original) is None


def test_the_fingerprint_knows_the_tables_whatever_their_order(table):
    one, other = table(GOOD, name="a.tsv"), table(name="b.tsv")
    before = fingerprint([one, other])
    assert fingerprint([other, one]) == before
    one.write_bytes(one.read_bytes() + b" ")
    assert fingerprint([one, other]) != before


def test_the_shipped_tables_are_many_and_compiled_as_they_stand():
    tables = swap_tables(builtin_rules())
    assert len(read_swaps(tables)) > 25_000
    assert not stale(SHIPPED, tables), "run `cleaner learn swaps rules/repair/en --out` with the path of english.swaps"
    assert stale(SHIPPED, tables[1:])
    assert all(table.stat().st_size < 1_200_000 for table in tables), "part it by theme: people have to find their way"


def test_tables_are_no_packs():
    assert not [path for path in rule_files(builtin_rules()) if "repair" in path.parts]
