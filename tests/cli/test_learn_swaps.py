"""``cleaner learn swaps``: from tables to the file that the stage reads."""

import pytest

from cleaner.learn.spinner import families
from cleaner.rules.swaps import HEADER
from cleaner.stages.spun.swaps import SHIPPED, Swaps

NAMES = [family.name for family in families()]
ALL_BUT_TWO = [part for name in NAMES if name not in ("blog", "bookish") for part in ("--without", name)]
TABLE = "\t".join(HEADER) + "\ncommence\tstart\tv\t1\tThe trial [started] late.\n"


@pytest.fixture
def table(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables/verbs.tsv").write_text(TABLE)
    return "tables/verbs.tsv"


def test_a_table_or_its_folder_is_compiled_to_the_same_file(run, table, tmp_path):
    done = run("learn", "swaps", table, "--out", "a.swaps")
    assert done.code == 0, done.stderr
    assert "1 rows of 1 tables, 4 spun forms, 4 pairs" in done.text
    assert run("learn", "swaps", "tables", "--out", "b.swaps").code == 0
    assert (tmp_path / "a.swaps").read_bytes() == (tmp_path / "b.swaps").read_bytes()
    assert [one.tokens for one in Swaps.load(tmp_path / "a.swaps").originals("commencing")] == [("starting",)]


def test_what_simulated_spinners_put_is_added_where_that_is_asked_for(run, table, tmp_path):
    assert run("learn", "swaps", table, "--out", "plain.swaps").code == 0
    done = run("learn", "swaps", table, "--spinners", *ALL_BUT_TWO, "--out", "known.swaps")
    assert done.code == 0, done.stderr
    assert "1 rows of 1 tables, " in done.text
    plain, known = (Swaps.load(tmp_path / f"{name}.swaps") for name in ("plain", "known"))
    assert (plain.spinners, known.spinners) == ((), ("blog", "bookish"))
    assert f"{known.pairs:,} pairs" in done.text
    assert known.pairs > 2_000 > plain.pairs == 4
    assert plain.originals("constabulary") == []
    assert ("police",) in [one.tokens for one in known.originals("constabulary")]
    assert known.originals("commencing")[0] == plain.originals("commencing")[0]._replace(
        known=known.originals("commencing")[0].known
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--without", "goats"], "--without: there is no family 'goats'; expected one of blog, bookish, contextual, "),
        (
            ["--without", "blog", "--without", "goats", "--without", "hens"],
            "there is no family 'goats', 'hens'; expected",
        ),
        ([part for name in NAMES for part in ("--without", name)], "--without: no family is left: leave out fewer"),
    ],
)
def test_spinners_that_cannot_be_left_out_are_told_and_nothing_is_written(run, table, tmp_path, options, told):
    done = run("learn", "swaps", table, "--spinners", *options, "--out", "a.swaps")
    assert (done.code, told in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert not (tmp_path / "a.swaps").exists()


def test_problems_are_told_with_their_place_and_nothing_is_written(run, table, tmp_path):
    (tmp_path / table).write_text(TABLE.replace("commence", "1st"))
    done = run("learn", "swaps", table, "--out", "a.swaps")
    assert done.code == 2
    assert "verbs.tsv:2:1: `1st` is no form" in done.stderr
    assert not (tmp_path / "a.swaps").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tables/verbs.tsv", "--out", "tables/verbs.tsv", "--force"], "is one of the tables"),
        (["tables/verbs.tsv", "--out", "tables"], "is a folder"),
        (["tables/verbs.tsv", "--out", "notes.txt"], "--force"),
        (["empty", "--out", "a.swaps"], "no tables"),
        (["head.tsv", "--out", "a.swaps"], "no rows"),
        (["none.tsv", "--out", "a.swaps"], "none.tsv: cannot be read"),
    ],
)
def test_what_cannot_be_done_is_refused(run, table, tmp_path, arguments, told):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    (tmp_path / "head.tsv").write_text("\t".join(HEADER) + "\n")
    done = run("learn", "swaps", *arguments)
    assert done.code in (1, 2)
    assert told in done.stderr
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / table).read_text() == TABLE


def test_ours_is_overwritten_and_somebody_elses_only_with_force(run, table, tmp_path):
    (tmp_path / "a.swaps").write_bytes(SHIPPED.read_bytes())
    assert run("learn", "swaps", table, "--out", "a.swaps").code == 0
    (tmp_path / "notes.txt").write_text("mine")
    assert run("learn", "swaps", table, "--out", "notes.txt", "--force").code == 0
    assert (tmp_path / "notes.txt").read_bytes() == (tmp_path / "a.swaps").read_bytes()


def test_without_lemminflect_it_says_what_to_install(run, table, monkeypatch, tmp_path):
    monkeypatch.setattr("cleaner.cli.learn_swaps.find_spec", lambda _: None)
    done = run("learn", "swaps", table, "--out", "a.swaps")
    assert done.code == 2
    assert "pip install 'lemminflect" in done.stderr
    assert not (tmp_path / "a.swaps").exists()


def test_lint_says_where_the_shipped_file_is_older_than_the_tables(run, monkeypatch):
    monkeypatch.setattr("cleaner.rules.lint.lint", lambda *_: [])
    assert run("rules", "lint").code == 0
    monkeypatch.setattr("cleaner.learn.swaps.fingerprint", lambda _: "other")
    done = run("rules", "lint")
    assert done.code == 1
    assert "english.swaps: swaps: older than the swap tables" in done.text
