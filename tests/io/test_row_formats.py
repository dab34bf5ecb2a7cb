"""The same rows in any format give the same rows in any other."""

import csv
import json
import zipfile

import pytest

from cleaner.engines import Job, Reading, run
from cleaner.io import find_sources, open_writer, restore
from cleaner.io.overwriting import inputs_overwritten
from cleaner.io.parquet import ParquetReader
from cleaner.io.sources import Source
from cleaner.pipeline import Cleaner

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TEXT = 'Snow closed the pass on Monday, "{}" said.\n\nShare this article\n\nNobody was hurt, the police said.\n'
ROWS = [
    {"id": f"page-{number}", "url": f"https://example.org/{number}", "text": TEXT.format(number), "note": "a, b\tc"}
    for number in range(150)
]
FORMATS = ("jsonl", "csv", "tsv", "parquet")


def source_file(folder, kind):
    folder.mkdir(exist_ok=True)
    path = folder / f"rows.{kind}"
    if kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=40)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, ROWS[0], dialect="excel" if kind == "csv" else "excel-tab")
            writer.writeheader()
            writer.writerows(ROWS)
    return path


def clean(given, out, workers=1):
    sources = find_sources([str(given)], out=out, mirror=out.suffix == "")
    writer = open_writer(str(out))
    job = Job(Cleaner.from_config(), Reading(), writer.encoder)
    return run(job, sources, writer, workers=workers).as_dict()


def written(path):
    if path.suffix == ".parquet":
        lines = [piece.content for piece in ParquetReader().pieces(Source(path, path.name, "parquet"))]
    else:
        lines = path.read_bytes().splitlines()
    return [json.loads(line) for line in lines]


def cells(rows):
    return [(row["id"], row["url"], row["text"], row["note"], row["metadata"]) for row in rows]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wanted")
    clean(source_file(folder, "jsonl"), folder / "out.jsonl")
    rows = written(folder / "out.jsonl")
    assert [row["id"] for row in rows] == [row["id"] for row in ROWS]
    assert not any("Share this" in row["text"] for row in rows)
    return cells(rows)


@pytest.mark.parametrize("out", ["out.jsonl", "out.jsonl.zst", "out.parquet", "out"])
@pytest.mark.parametrize("kind", FORMATS)
def test_ids_order_columns_and_text_are_the_same(tmp_path, wanted, kind, out):
    given = source_file(tmp_path / "raw", kind)
    report = clean(given, tmp_path / out)
    assert report["verdicts"] == {"keep": len(ROWS)}
    if out.endswith("zst"):
        from cleaner.io.pairing import read_clean

        assert cells(map(json.loads, read_clean(tmp_path / out).splitlines())) == wanted
        return
    target = tmp_path / out
    if out == "out":
        target = target / ("rows.jsonl" if kind == "jsonl" else f"rows.{kind}.jsonl")
    assert cells(written(target)) == wanted


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_number_of_workers_changes_no_byte(tmp_path, kind):
    given = source_file(tmp_path / "raw", kind)
    made = []
    for workers in (1, 2):
        out = tmp_path / str(workers) / "out.parquet"
        clean(given, out, workers)
        made.append((out.read_bytes(), out.with_name("out.parquet.edits.jsonl").read_bytes()))
    assert made[0] == made[1]


def test_a_mirrored_folder_has_rows_of_every_format_and_gives_raw_back(tmp_path):
    for kind in FORMATS:
        source_file(tmp_path / "raw", kind)
    names = ["rows.csv.jsonl", "rows.jsonl", "rows.parquet.jsonl", "rows.tsv.jsonl"]
    for _ in range(2):  # the second time over our own files
        clean(tmp_path / "raw", tmp_path / "out")
        found = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert found == sorted([*names, *(f"{name}.edits.jsonl" for name in names)])
    done = list(restore(tmp_path / "out", tmp_path / "back"))
    assert [(one.path.name, one.rows) for one in done] == [(name, len(ROWS)) for name in names]
    for name in names:
        rows = written(tmp_path / "back" / name)
        assert [(row["id"], row["text"], row["note"]) for row in rows] == [
            (row["id"], row["text"], row["note"]) for row in ROWS
        ]


def test_a_source_whose_output_another_one_writes_is_told(tmp_path):
    source_file(tmp_path / "raw", "csv")
    (tmp_path / "raw" / "rows.csv.jsonl").write_text('{"text": "Snow."}\n')
    found = find_sources([str(tmp_path / "raw")])
    assert [source.name for source in found.sources] == ["rows.csv"]
    assert [problem.reason for problem in found.problems] == ["same_output"]


def test_an_input_is_never_written_over(tmp_path):
    given = source_file(tmp_path, "parquet")
    single = inputs_overwritten([Source(given, given.name, "parquet")], given, single=True)
    assert [problem.reason for problem in single] == ["input_is_output"]
    csv_file = source_file(tmp_path, "csv")
    mirrored = Source(tmp_path / "rows.csv.jsonl.edits.jsonl", "x.jsonl", "jsonl")
    mirrored.path.write_text("{}\n")
    problems = inputs_overwritten([Source(csv_file, csv_file.name, "csv"), mirrored], tmp_path, single=False)
    assert [problem.reason for problem in problems] == ["input_is_output"]


def test_a_file_that_is_no_table_fails_and_the_others_are_cleaned(tmp_path):
    given = source_file(tmp_path / "raw", "csv")
    given.with_name("a.csv").write_text("no,columns\n1,2\n")
    given.with_name("b.parquet").write_bytes(b"no table")
    report = clean(tmp_path / "raw", tmp_path / "out")
    assert report["verdicts"]["keep"] == len(ROWS)
    assert report["verdicts"]["failed"] == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "rows.csv.jsonl",
        "rows.csv.jsonl.edits.jsonl",
    ]


def test_tables_inside_an_archive_are_read(tmp_path, wanted):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for kind in FORMATS:
            archive.write(source_file(tmp_path / "raw", kind), f"{kind}/rows.{kind}")
    report = clean(tmp_path / "all.zip", tmp_path / "out.jsonl")
    assert report["verdicts"] == {"keep": len(ROWS) * len(FORMATS)}
    rows = written(tmp_path / "out.jsonl")
    assert cells(rows) == wanted * len(FORMATS)
