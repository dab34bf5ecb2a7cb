"""``--with-raw``: rows hold the raw text beside the clean one, and nothing of the user's is lost for it."""

import json

import pytest

from cleaner.io.parquet import ParquetReader
from cleaner.io.sources import Source

pytest.importorskip("pyarrow")


def rows_of(path):
    if path.suffix == ".parquet":
        pieces = ParquetReader().pieces(Source(path, path.name, "parquet"))
        return [json.loads(piece.content) for piece in pieces]
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize("out", ["o.jsonl", "o.parquet"])
def test_rows_of_files_hold_raw_beside_the_clean_text(run, grow, words, tmp_path, out):
    dirty, clean, good = words
    page = f"<html><body><article><p>{good}</p><p>{good}</p></article><p>Share this</p></body></html>"
    grow({"in/a.txt": dirty, "in/b.txt.gz": b"no gzip", "in/c.html": page})
    assert run("clean", "in", "--out", out, "--with-raw").code == 1
    text, failed, of_page = rows_of(tmp_path / out)
    assert (text["raw"], text["text"]) == (dirty, clean)
    assert (failed["raw"], failed["text"], failed["metadata"]["verdict"]) == (None, None, "failed")
    assert good.strip() in of_page["raw"]
    assert "<p>" not in of_page["raw"]
    assert list(text) == ["text", "id", "raw", "metadata"] or out == "o.parquet"


def test_rows_of_a_mirror_and_of_standard_output_hold_it_too(run, grow, words, tmp_path):
    dirty, clean, _ = words
    grow({"in/a.jsonl": lines({"text": dirty}), "in/b.txt": dirty})
    assert run("clean", "in", "--out", "out", "--with-raw").code == 0
    [row] = rows_of(tmp_path / "out/a.jsonl")
    assert (row["text"], row["raw"]) == (clean, dirty)
    assert (tmp_path / "out/b.txt").read_text() == clean
    done = run("clean", "-", "--format", "jsonl", "--with-raw", stdin=lines({"text": dirty}).encode())
    assert json.loads(done.stdout)["raw"] == dirty


def test_a_row_whose_text_was_read_and_not_cleaned_has_it_in_both(run, grow, tmp_path):
    grow({"a.jsonl": lines({"text": "Snow.", "id": [1]}, {"text": None}, {"text": "", "raw": None})})
    run("clean", "a.jsonl", "--out", "o.jsonl", "--with-raw")
    found = [(row["text"], row["raw"]) for row in rows_of(tmp_path / "o.jsonl")]
    assert found == [("Snow.", "Snow."), (None, None), ("", "")]


def test_a_column_of_that_name_is_not_overwritten(run, grow, words, tmp_path):
    dirty, clean, _ = words
    rows = [{"text": dirty, "raw": "mine"}, {"text": dirty, "raw": 7}, {"text": dirty, "raw": dirty}]
    grow({"a.jsonl": lines(*rows)})
    done = run("clean", "a.jsonl", "--out", "o.jsonl", "--with-raw")
    assert done.code == 1
    assert "row 'a.jsonl:1' has a column 'raw' of its own, which --with-raw would overwrite" in done.stderr
    mine, seven, same = rows_of(tmp_path / "o.jsonl")
    assert (mine["raw"], mine["text"], mine["metadata"]["reasons"]) == ("mine", dirty, ["raw_column"])
    assert (seven["raw"], seven["text"]) == (7, dirty)
    assert (same["raw"], same["text"], same["metadata"]["verdict"]) == (dirty, clean, "keep")
    assert run("clean", "a.jsonl", "--out", "plain.jsonl").code == 0  # without, it is a column like others
    assert [row["raw"] for row in rows_of(tmp_path / "plain.jsonl")] == ["mine", 7, dirty]


@pytest.mark.parametrize("edits", ["sidecar", "inline"])
@pytest.mark.parametrize("out", ["o.jsonl", "o.parquet"])
def test_raw_comes_back_and_may_be_cleaned_the_same_way_again(run, grow, words, tmp_path, out, edits):
    dirty, _, good = words
    grow({"a.jsonl": lines({"id": "a", "text": dirty, "n": 1}, {"id": "b", "text": good, "n": None})})
    assert run("clean", "a.jsonl", "--out", out, "--with-raw", "--edits", edits).code == 0
    assert run("clean", "a.jsonl", "--out", out, "--with-raw", "--edits", edits).code == 0  # over our own
    once = rows_of(tmp_path / out)
    assert run("restore", out, "--to", "back").code == 0
    [path] = (tmp_path / "back").iterdir()
    assert [(row["text"], row["raw"], row["n"]) for row in rows_of(path)] == [(dirty, dirty, 1), (good, good, None)]
    assert run("clean", path, "--out", "again.jsonl", "--with-raw", "--edits", edits).code == 0
    again = rows_of(tmp_path / "again.jsonl")
    assert [(row["text"], row["raw"]) for row in again] == [(row["text"], row["raw"]) for row in once]


@pytest.mark.parametrize("out", ["o.jsonl", "o.parquet"])
def test_cleaning_an_output_once_more_keeps_the_first_raw(run, grow, words, tmp_path, out):
    dirty, clean, _ = words
    grow({"a.txt": dirty})
    run("clean", "a.txt", "--out", out, "--with-raw")
    assert run("clean", out, "--out", "again.jsonl").code == 0
    [row] = rows_of(tmp_path / "again.jsonl")
    assert (row["text"], row["raw"]) == (clean, dirty)


@pytest.mark.parametrize("arguments", [["--out", "folder"], ["--out", "-"], []])
def test_where_all_outputs_are_plain_texts_there_is_no_place_for_it(run, grow, words, tmp_path, arguments):
    grow({"a.txt": words[0]})
    done = run("clean", "a.txt", "--with-raw", *arguments)
    assert (done.code, done.stdout) == (2, b"")
    assert "there is no place for raw in plain text: name a .jsonl or .parquet file with --out" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("key", ["--text-key", "--id-key", "--html-key"])
def test_a_column_with_a_meaning_cannot_be_called_so(run, grow, tmp_path, key):
    grow({"a.jsonl": lines({"raw": "Snow.", "text": "Rain."})})
    done = run("clean", "a.jsonl", "--out", "o.jsonl", key, "raw", "--with-raw")
    assert done.code == 2
    assert "`raw` is a column that cleaner writes" in done.stderr
    assert run("clean", "a.jsonl", "--out", "o.jsonl", key, "raw").code == 0
