"""Parquet rows become documents, and documents Parquet rows, whatever columns they have."""

import datetime as dt
import decimal
import io
import json
import sys

import pytest

from cleaner.engines import Job, Reading, run
from cleaner.io import Failure, RowKeys, find_sources, open_writer, restore
from cleaner.io.parquet import ParquetReader
from cleaner.io.sources import Source
from cleaner.model import DocumentError
from cleaner.pipeline import Cleaner, Config

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TEXT = "Snow closed the pass on Monday, police said.\n\nShare this article\n\nNobody was hurt, number {}."


def table(path, **columns):
    pq.write_table(pa.table(columns), path)
    return Source(path, path.name, "parquet")


def read(source, **options):
    return list(ParquetReader(**options).read(source))


def meta(document):
    return {key: json.loads(bytes(value)) for key, value in document.meta.items()}


def clean(inputs, out, **options):
    sources = find_sources([str(one) for one in inputs], out=out, mirror=out.suffix == "")
    writer = open_writer(str(out), **options)
    return run(Job(Cleaner.from_config(Config()), Reading(), writer.encoder), sources, writer)


def test_every_column_becomes_a_json_value(tmp_path):
    moment = dt.datetime(2024, 5, 1, 12, 30, 15, 250, tzinfo=dt.timezone.utc)
    source = table(
        tmp_path / "a.parquet",
        id=pa.array([7]),
        text=pa.array(["Snow."]).dictionary_encode(),
        day=pa.array([moment.date()]),
        at=pa.array([moment], pa.timestamp("ns", "UTC")),
        fine=pa.array([1_000_000_001], pa.timestamp("ns")),
        price=pa.array([decimal.Decimal("1.50")]),
        raw=pa.array([b"\x00\xff"]),
        tags=pa.array([["a", None]]),
        who=pa.array([{"name": "Ann", "since": moment.date()}]),
        pairs=pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
        ratio=pa.array([float("nan")]),
        none=pa.array([None], pa.string()),
    )
    [document] = read(source)
    assert (document.id, document.text) == ("7", "Snow.")
    assert meta(document) == {
        "id": 7,
        "text": "Snow.",
        "day": "2024-05-01",
        "at": "2024-05-01T12:30:15.000250Z",
        "fine": "1970-01-01T00:00:01",
        "price": "1.50",
        "raw": "AP8=",
        "tags": ["a", None],
        "who": {"name": "Ann", "since": "2024-05-01"},
        "pairs": [["k", 1]],
        "ratio": None,
        "none": None,
    }


def test_binary_bodies_are_text_in_the_declared_charset_or_base64_columns(tmp_path):
    content = "Зима".encode("cp1251")
    source = table(tmp_path / "a.parquet", text=pa.array([content, b"Snow."]))
    failure, good = read(source)
    assert good.text == "Snow."
    assert failure.reason == "bad_row"
    assert "row 1: 'text' is binary and no utf-8: say its charset with --encoding" in failure.message
    assert read(source, encoding="windows-1251")[0].text == "Зима"
    assert read(table(tmp_path / "b.parquet", text_b64=pa.array([b"Snow."])))[0].text == "Snow."


def test_one_value_that_cannot_be_said_fails_its_row_alone(tmp_path):
    far = pa.array([0, 10**15], pa.timestamp("s"))
    good, failure = read(table(tmp_path / "a.parquet", text=pa.array(["a", "b"]), at=far))
    assert (good.text, failure.row, failure.reason) == ("a", 2, "bad_row")


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"id,text\n1,a\n" * 9, pytest.param(None, id="cut"), pytest.param(b"\0" * 64, id="zero")]
)
def test_what_is_no_parquet_fails_with_what_to_do(tmp_path, content):
    path = tmp_path / "a.parquet"
    if content is None:
        table(path, text=pa.array(["Snow."] * 9))
        content = path.read_bytes()[:-9]
    path.write_bytes(content)
    [failure] = read(Source(path, path.name, "parquet"))
    assert (failure.reason, failure.row) == ("damaged_parquet", None)
    assert "fetch or write it again" in failure.message


def test_damage_in_the_middle_keeps_what_stands_before(tmp_path):
    path = tmp_path / "a.parquet"
    lines = [f"Snow {number * number}." for number in range(4000)]
    rows = pa.table({"text": lines})
    pq.write_table(rows, path, row_group_size=1000, write_page_checksum=True, use_dictionary=False)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(bytes(content))
    *good, failure = read(Source(path, path.name, "parquet"))
    assert (failure.reason, failure.row) == ("damaged_parquet", len(good) + 1)
    assert [document.text for document in good] == lines[: len(good)]
    assert good


def test_columns_that_are_missing_or_doubled_fail_the_file(tmp_path):
    [missing] = read(table(tmp_path / "a.parquet", body=pa.array(["Snow."])))
    assert "found the columns 'body': name the right one with --text-key" in missing.message
    assert read(table(tmp_path / "a.parquet", body=pa.array(["Snow."])), keys=RowKeys(text="body"))[0].text == "Snow."
    pq.write_table(pa.table([pa.array(["a"]), pa.array(["b"])], names=["text", "text"]), tmp_path / "b.parquet")
    [doubled] = read(Source(tmp_path / "b.parquet", "b.parquet", "parquet"))
    assert "'text' stands there twice" in doubled.message


def test_a_row_over_the_bound_fails_alone(tmp_path):
    failure, good = read(table(tmp_path / "a.parquet", text=pa.array(["a" * 200, "b"])), max_document_bytes=100)
    assert (failure.reason, failure.row, good.text) == ("too_large", 1, "b")


def test_it_may_come_through_a_pipe(tmp_path):
    content = table(tmp_path / "a.parquet", text=pa.array(["Snow."])).path.read_bytes()
    [document] = ParquetReader().read(Source(None, "stdin.parquet", "parquet"), io.BytesIO(content))
    assert (document.text, document.id) == ("Snow.", "stdin.parquet:1")


def test_a_missing_package_is_told_with_the_way_to_get_it(tmp_path, monkeypatch):
    source = table(tmp_path / "a.parquet", text=pa.array(["Snow."]))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    [failure] = read(source)
    assert isinstance(failure, Failure)
    assert "pip install 'newswash[parquet]'" in failure.message
    with pytest.raises(DocumentError, match="newswash"):
        open_writer(str(tmp_path / "out.parquet"))
    assert list(tmp_path.iterdir()) == [source.path]


def rows_file(folder):
    path = folder / "rows.jsonl"
    lines = [
        {"id": "a", "text": TEXT.format(1), "n": 1.5, "metadata": {"from": "us"}},
        {"id": 7, "text": TEXT.format(2), "other": {"deep": [1, None]}},
        {"text": None, "n": 3},
        {"id": "d", "text": ""},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + "no row\n")
    return path


def test_columns_are_native_where_they_can_be_and_nothing_is_lost(tmp_path):
    source = rows_file(tmp_path)
    clean([source], tmp_path / "out.parquet")
    clean([source], tmp_path / "out.jsonl")
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.schema.names == ["id", "text", "n", "other", "metadata", "_rest"]
    assert [str(found.schema.field(name).type) for name in ("id", "text", "n")] == ["string", "string", "double"]
    assert found["n"].to_pylist() == [1.5, None, 3, None, None]
    assert found["id"].to_pylist() == ["a", "7", "rows.jsonl:3", "d", "rows.jsonl:5"]
    assert found["text"].to_pylist()[2] is None
    assert json.loads(found["_rest"][1].as_py()) == {"columns": {"id": 7}}
    jsonl = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    again = [json.loads(piece.content) for piece in ParquetReader().pieces(Source(tmp_path / "out.parquet", "o", ""))]
    assert again == jsonl
    assert (tmp_path / "out.parquet.edits.jsonl").read_bytes() == (tmp_path / "out.jsonl.edits.jsonl").read_bytes()


def test_equal_rows_give_equal_bytes_in_groups_of_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setattr("cleaner.io.parquet_columns._BATCH_ROWS", 2)
    source = rows_file(tmp_path)
    for name in ("one.parquet", "two.parquet"):
        clean([source], tmp_path / name)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    footer = pq.read_metadata(tmp_path / "one.parquet")
    assert [footer.row_group(group).num_rows for group in range(footer.num_row_groups)] == [2, 2, 1]


def test_edits_may_stand_inside(tmp_path):
    clean([rows_file(tmp_path)], tmp_path / "out.parquet", edits="inline")
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.schema.names[-2:] == ["edits", "_rest"]
    assert json.loads(found["edits"][0].as_py())["changes"]
    assert not (tmp_path / "out.parquet.edits.jsonl").exists()


@pytest.mark.parametrize("edits", ["sidecar", "inline"])
def test_raw_comes_back_as_rows(tmp_path, edits):
    source = rows_file(tmp_path)
    clean([source], tmp_path / "out.parquet", edits=edits)
    [done] = restore(tmp_path / "out.parquet", tmp_path / "back")
    assert (done.path.name, done.rows) == ("out.parquet.jsonl", 5)
    rows = [json.loads(line) for line in done.path.read_text().splitlines()]
    assert [row["text"] for row in rows] == [TEXT.format(1), TEXT.format(2), None, "", None]
    assert [row.get("n") for row in rows] == [1.5, None, 3, None, None]
    assert "edits" not in rows[0]


def test_our_own_file_is_written_over_and_another_is_not(tmp_path):
    source, out = rows_file(tmp_path), tmp_path / "out.parquet"
    clean([source], out)
    clean([source], out)
    other = table(out, text=pa.array(["Foreign."])).path.read_bytes()
    with pytest.raises(DocumentError, match="--force"):
        open_writer(str(out))
    assert out.read_bytes() == other
    clean([source], out, force=True)
    assert pq.read_metadata(out).num_rows == 5


def test_a_run_that_breaks_off_leaves_nothing(tmp_path):
    writer = open_writer(str(tmp_path / "out.parquet"))
    writer.put(writer.encoder.failed(Failure("-", "a", 1, "bad_row", "no"), Source(None, "-", "jsonl")), None)
    writer.discard()
    assert list(tmp_path.iterdir()) == []
