"""Rows become native Parquet columns where they can, and come back as they were in any case."""

import io
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.io import parquet_columns
from cleaner.io.parquet import ParquetReader
from cleaner.io.parquet_columns import layout_of
from cleaner.io.rows import RowKeys
from cleaner.io.sources import Source

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

KEEP = {"verdict": "keep", "reasons": []}


def line(row):
    row = {"id": "a", "text": "Snow.", "metadata": KEEP, **row}
    return (row if isinstance(row, str) else json.dumps(row)).encode() + b"\n"


def written(lines, **options):
    out = io.BytesIO()
    layout_of(lines, **options).write(lines, out)
    return out.getvalue()


def both(*rows, **options):
    """The rows as an Arrow table, and as our reader gives them back."""
    lines = [one if isinstance(one, bytes) else line(one) for one in rows]
    content = written(lines, **options)
    keys = options.get("keys") or RowKeys()
    pieces = ParquetReader(keys=keys).pieces(Source(None, "o.parquet", "parquet"), io.BytesIO(content))
    return pq.read_table(io.BytesIO(content)), [json.loads(piece.content) for piece in pieces]


def values(*values):
    """How the column ``n`` of rows with these values is typed; after a check that they come back."""
    table, back = both(*({"n": value} for value in values))
    kind, found = str(table.schema.field("n").type), [row["n"] for row in back]
    assert found == list(values)
    assert kind == "double" or repr(found) == repr(list(values))  # a whole number among broken ones is one of them
    return kind


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (["a", None, "Zürich \u2028 \0 😀"], "string"),
        ([1, -(2**63), 2**63 - 1, None], "int64"),
        ([1.5, 0.1, -0.0, 1e300, None], "double"),
        ([1, 2.5], "double"),
        ([True, False, None], "bool"),
        ([None, None], "string"),
        ([["a"], [], None, [None]], "list<element: string>"),
        ([[[1]], [[2, 3], []]], "list<element: list<element: int64>>"),
        ([{"a": 1, "b": None}, {"a": 2, "b": "x"}, None], "struct<a: int64, b: string>"),
        ([[{"a": [1]}], [{"a": []}]], "list<element: struct<a: list<element: int64>>>"),
    ],
)
def test_values_that_agree_have_a_native_column(column, kind):
    assert values(*column).replace("item", "element") == kind


@pytest.mark.parametrize(
    "column",
    [
        [1, "1"],
        [True, 1, 0],
        [2**63, 1],
        [-(2**70)],
        [2**53 + 1, 0.5],
        [[1, "a"]],
        [{"a": 1}, {"b": 1}],
        [{}],
        [{}, None],
        [[{}]],
        ["a", ["a"]],
        [[2**64]],
        ["null", None, 1],
        ['"', "{}", 3],
        ["\ud800", "a"],
        [[[[[[[[[[[1]]]]]]]]]]],
    ],
)
def test_values_that_do_not_agree_are_json_and_come_back(column):
    assert values(*column) == "string"


def test_numbers_that_no_type_holds_keep_their_spelling():
    raw = b'{"id":"a","text":"b","n":1e400,"m":' + b"7" * 5000 + b',"metadata":{}}\n'
    content = written([raw])
    [piece] = ParquetReader().pieces(Source(None, "o.parquet", "parquet"), io.BytesIO(content))
    assert b'"n":1e400' in piece.content
    assert b'"m":' + b"7" * 5000 in piece.content


def test_what_python_writes_beside_json_is_a_float_and_comes_back():
    rows = [{"n": value, "deep": [value]} for value in (math.nan, math.inf, -math.inf, 1.5)]
    table, back = both(*rows)
    assert [str(table.schema.field(name).type) for name in ("n", "deep")] == ["double", "string"]
    assert repr([(row["n"], row["deep"]) for row in back]) == repr([(row["n"], row["deep"]) for row in rows])
    assert math.isnan(table["n"][0].as_py())


def test_a_column_that_is_lacking_is_not_null():
    rows = [{}, {"n": None, "m": None}, {"n": 1}, {"n": None, "m": None}, {"m": 2, "k": None}]
    table, back = both(*rows)
    assert [{key: row[key] for key in row if key in "nmk"} for row in back] == rows
    assert table["n"].to_pylist() == [None, None, 1, None, None]
    assert "_rest" in table.schema.names
    table, back = both({"n": 1}, {})  # without such a row there is no such column
    assert table.schema.names == ["id", "text", "n", "metadata"]
    assert "n" not in back[1]
    table, back = both({"n": 1}, {"n": None})
    assert table.schema.names == ["id", "text", "n", "metadata"]
    assert back[1]["n"] is None


def test_one_row_that_lacks_a_column_costs_only_itself():
    table, back = both(*[{"n": None}] * 5, {"n": 1}, {})
    assert [cell is not None for cell in table["_rest"].to_pylist()] == [False] * 6 + [True]
    assert ["n" in row for row in back] == [True] * 6 + [False]


def test_metadata_can_be_asked_for_and_has_the_same_fields_whatever_was_found():
    first = {"metadata": {"source": {"deep": 1}, "title": None, **KEEP, "spun_score": 0.25}}
    second = {"metadata": {"source": "x", "verdict": "flag", "reasons": ["spun"], "byline": "Ann"}}
    table, back = both(first, second)
    assert [row["metadata"] for row in back] == [first["metadata"], second["metadata"]]
    assert table["metadata"].combine_chunks().field("verdict").to_pylist() == ["keep", "flag"]
    assert table["metadata"].combine_chunks().field("spun_score").to_pylist() == [0.25, None]
    ours = [field.name for field in both({})[0].schema.field("metadata").type]
    assert ours == ["verdict", "reasons", "language", "site", "title", "byline", "date", "section", "spun_score"]
    assert pq.read_schema(io.BytesIO(written([]))).field("metadata").type == both({})[0].schema.field("metadata").type


@pytest.mark.parametrize(
    ("ids", "kind", "shown"),
    [
        ([1, 2], "int64", [1, 2]),
        (["a", "b"], "string", ["a", "b"]),
        ([1, "rows.jsonl:2"], "string", ["1", "rows.jsonl:2"]),
        ([2**80, 1.5], "string", [str(2**80), "1.5"]),
        ([{"a": 1}, "\ud800"], "string", ['{"a": 1}', "\ufffd"]),
    ],
)
def test_ids_are_numbers_or_strings_and_come_back(ids, kind, shown):
    table, back = both(*({"id": one} for one in ids))
    assert (str(table.schema.field("id").type), table["id"].to_pylist()) == (kind, shown)
    assert [row["id"] for row in back] == ids


def test_edits_inside_are_json_and_a_column_of_that_name_else_is_not():
    rows = [{"edits": {"changes": []}}, {"edits": None}]
    table, back = both(*rows, inline=True)
    assert (str(table.schema.field("edits").type), table.schema.names[-1]) == ("string", "edits")
    assert [row["edits"] for row in back] == [{"changes": []}, None]
    table, back = both({"edits": ["mine"]})
    assert table["edits"].to_pylist() == [row["edits"] for row in back] == [["mine"]]


def test_names_of_columns_are_free():
    row = {"": 1, "a.b": "x", "_rest": None, "columns": [1], "__rest": 2, "raw": "Share! Snow."}
    table, back = both(row, {"raw": "Rain."}, {"raw": "Hail.", "_rest": 1, "columns": [1, 2]})
    assert {key: value for key, value in back[0].items() if key in row} == row
    assert back[1] == {"id": "a", "text": "Snow.", "raw": "Rain.", "metadata": KEEP}
    assert table.schema.names[:3] == ["id", "text", "raw"]
    assert table.schema.names[-1] == "___rest"


def test_text_and_id_may_be_called_otherwise():
    rows = [{"body": "Snow.", "key": 1}, {"body": None, "key": 2}]
    lines = [json.dumps({**row, "metadata": KEEP}).encode() for row in rows]
    table, back = both(*lines, keys=RowKeys(text="body", id="key"))
    assert table.schema.names == ["key", "body", "metadata"]
    assert [{key: row[key] for key in ("body", "key")} for row in back] == rows


def test_rows_that_each_have_columns_of_their_own_stay_a_table(monkeypatch):
    monkeypatch.setattr(parquet_columns, "_MOST_COLUMNS", 12)
    rows = [{f"n{number}": number, "metadata": {**KEEP, f"m{number}": None}} for number in range(30)]
    table, back = both(*rows)
    assert len(table.schema.names) == 12 + 2
    assert back == [{"id": "a", "text": "Snow.", **row} for row in rows]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab") | st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["n", "m", "raw", "edits", "_rest"]) | st.text(max_size=2)


@given(st.lists(st.tuples(st.dictionaries(NAMES, VALUES, max_size=4), st.dictionaries(NAMES, VALUES, max_size=2))))
def test_any_rows_come_back(rows):
    rows = [
        {"id": f"{number}", "text": None, **columns, "metadata": {**metadata, **KEEP}}
        for number, (columns, metadata) in enumerate(rows)
    ]
    lines = [json.dumps(row).encode() for row in rows]
    _, back = both(*lines)
    assert back == rows


def test_batches_are_bounded_by_rows_and_bytes_and_equal_rows_give_equal_bytes(monkeypatch):
    monkeypatch.setattr(parquet_columns, "_BATCH_ROWS", 3)
    monkeypatch.setattr(parquet_columns, "_BATCH_BYTES", 5000)
    lines = [line({"n": number, "text": "Snow. " * size}) for number, size in enumerate((1, 1, 1, 1, 900, 1, 1))]
    content = written(lines)
    footer = pq.read_metadata(io.BytesIO(content))
    assert [footer.row_group(group).num_rows for group in range(footer.num_row_groups)] == [3, 2, 2]
    assert content == written(lines)


def test_one_layout_serves_all_shards():
    lines = [line({"n": 1}), line({"n": 2.5, "m": "x"}), line({})]
    layout = layout_of(lines)
    shards = []
    for shard in (lines[:1], lines[1:]):
        out = io.BytesIO()
        layout.write(shard, out)
        shards.append(pq.read_table(io.BytesIO(out.getvalue())))
    assert shards[0].schema == shards[1].schema
    assert pa.concat_tables(shards)["n"].to_pylist() == [1.0, 2.5, None]


def test_a_table_that_was_altered_is_still_read(tmp_path):
    content = written([line({"n": 1, "x": 1}), line({"n": "1", "x": None}), line({})])
    table = pq.read_table(io.BytesIO(content)).drop_columns(["n"])
    path = tmp_path / "a.parquet"
    pq.write_table(table.append_column("score", pa.array([0.5, 0.25, None])), path)
    rows = [json.loads(piece.content) for piece in ParquetReader().pieces(Source(path, path.name, "parquet"))]
    assert [row.get("score") for row in rows] == [0.5, 0.25, None]
    broken = table.set_column(table.schema.names.index("_rest"), "_rest", pa.array(["[]", '{"absent": 1}', None]))
    pq.write_table(broken, path)
    pieces = list(ParquetReader().pieces(Source(path, path.name, "parquet")))
    assert [piece.failure and piece.failure.reason for piece in pieces] == ["bad_row", "bad_row", None]
