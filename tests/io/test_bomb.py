"""Bombs: what unpacks to absurdly much ends early, with what stood before it."""

import gzip
import io
import zipfile

import pytest

from cleaner.io import Source
from cleaner.io.compression import pieces
from cleaner.io.readers import open_reader
from cleaner.model import Document, DocumentError

ROW = b'{"text": "Snow fell on the town all day."}\n'


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Bombs of a few MB are enough."""
    monkeypatch.setattr("cleaner.io.bomb._LEAST", 2_000_000)


@pytest.fixture
def read(tmp_path):
    """What a reader makes of a file with these bytes."""

    def go(name, content, format_of_file, compression=None):
        path = tmp_path / name
        path.write_bytes(content)
        return list(open_reader(format_of_file).read(Source(path, name, format_of_file, compression)))

    return go


def test_rows_before_the_bomb_are_read_and_the_rest_is_one_failure(read):
    content = gzip.compress(ROW * 3) + gzip.compress(b"a" * 9_000_000)
    *rows, failure = read("a.jsonl.gz", content, "jsonl", "gz")
    assert [type(row) for row in rows] == [Document] * 3
    assert (failure.reason, failure.row) == ("bomb", 4)
    assert "what follows was not read" in failure.message


@pytest.mark.parametrize("line", [b"\n", b"{}"])
def test_rows_that_say_the_same_over_and_over_end_early(read, line):
    assert read("a.jsonl.gz", gzip.compress(line * 20_000_000), "jsonl", "gz")[-1].reason == "bomb"


def test_what_shrinks_as_text_does_is_read_to_its_end():
    told = b"".join(b"Number %d of %d.\n" % (number * 7919 % 100_003, number) for number in range(400_000))
    assert sum(map(len, pieces(io.BytesIO(gzip.compress(told)), "gz"))) == len(told) > 2_000_000


def test_a_bomb_of_rows_in_a_zip_is_not_opened(read, tmp_path):
    with zipfile.ZipFile(tmp_path / "made.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", b"a" * 9_000_000)
        archive.writestr("b.txt", b"Snow fell on the town all day.\n")
    failure, text = read("b.zip", (tmp_path / "made.zip").read_bytes(), "zip")
    assert (failure.reason, failure.id) == ("bomb", "b.zip/a.jsonl")
    assert text.text == "Snow fell on the town all day.\n"


def test_a_bomb_is_told_of_with_its_figures():
    with pytest.raises(DocumentError, match=r"the first [\d,]+ bytes unpack to [\d,]+, and what follows was not read"):
        list(pieces(io.BytesIO(gzip.compress(bytes(9_000_000))), "gz"))


def test_a_page_of_tags_alone_is_not_parsed(read):
    [failure] = read("a.html", b"<html><p>" + b"<b>x</b>" * 70_000, "html")
    assert (failure.reason, failure.id) == ("too_many_tags", "a.html")
    assert "the page has 140,002 tags" in failure.message


def test_one_text_in_every_row_of_a_parquet_file_ends_early(tmp_path):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": ["Snow fell. " * 10_000] * 100}), path, compression="zstd")
    assert path.stat().st_size < 2_000
    *rows, failure = open_reader("parquet").read(Source(path, "a.parquet", "parquet"))
    assert (failure.reason, failure.row) == ("bomb", len(rows) + 1)
    assert 15 < len(rows) < 25


def test_many_bad_rows_are_no_bomb(tmp_path):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": [b"caf\xe9"] * 300}), path, compression="zstd")
    read = list(open_reader("parquet").read(Source(path, "a.parquet", "parquet")))
    assert [failure.reason for failure in read] == ["bad_row"] * 300
