"""Every format in, every format out: ids, order, other columns, and the text of the txt run."""

import base64
import csv
import datetime as dt
import io
import json
import tarfile
import zipfile

import pytest

from cleaner.engines import Job, Reading, run
from cleaner.io import JsonlWriter, find_sources, open_writer, restore
from cleaner.io.compression import compress
from cleaner.io.pairing import read_clean
from cleaner.io.parquet import ParquetReader
from cleaner.io.sources import Source
from cleaner.pipeline import Cleaner, Config

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("fastwarc")

STORY = "Snow closed the pass on Monday, and the police said that it would stay shut until Friday."
DOCUMENTS = {
    "01-plain.txt": f"{STORY}\n",
    "02-chrome.txt": f"Share this article\nPrint this article\n\n{STORY}\n\nShare this article\n\nNobody was hurt.\n",
    "03-curly.txt": "“It’s over,” she said — ‘at last’ … and the hall fell silent for a while.\n",
    "04-crlf.txt": f"{STORY}\r\n\r\nFacebook\r\nTwitter\r\n\r\nThe road\u2019s plough came at six.\r\n",
    "05-nbsp.txt": "The bill came to 12\u00a0000\u00a0euros, and the\u00a0mayor paid it in\u202fMay.\n",
    "06-russian.txt": "Снег закрыл перевал в понедельник, сообщила полиция.\n\nНикто не пострадал.\n",
    "07-garbled.txt": "The cafÃ© in ZÃ¼rich &amp; its owner\u00e2\u20ac\u2122s dog were in the news again on Sunday.\n",
    "08-emoji.txt": "The team won 3–2 😀👩‍👩‍👧, and 日本 sent a telegram: 雪が降った。\n",
    "09-blanks.txt": f"\n\n\n{STORY}   \n\n\n\n\n\t\n{STORY.replace('Monday', 'Sunday')}",
    "10-quoted.txt": 'A "quoted, with commas",\tand a tab; then\n"a line that opens with a quote",, and ends so"\n',
    "11-short.txt": "Rain.",
    "12-odd.txt": "One line\u2028and another\u0085of them\x0cwith feeds, \ufeffand a mark inside it.\n",
}
NAMES = list(DOCUMENTS)
COLUMNS = [
    {"n": 1, "ratio": 0.1, "yes": True, "tags": ["a", "ü"], "who": {"name": "Ann", "since": 2020}, "odd": "1"},
    {"n": -5, "ratio": 2.5, "yes": False, "tags": [], "who": {"name": "Bo", "since": None}, "odd": 1},
    {"n": 2**63 - 1, "ratio": 1e300, "yes": None, "tags": None, "who": None, "odd": [1, {"deep": None}]},
    {"n": None, "ratio": None, "big": 2**70, "day": "2024-05-01", "odd": {"": "no name"}},
]
ROWS = [
    {"id": name, "url": f"https://example.org/{name}", "text": text, **COLUMNS[at % len(COLUMNS)]}
    for at, (name, text) in enumerate(DOCUMENTS.items())
]
CELLS = [{key: row[key] for key in ("id", "url", "text")} | {"note": f'{at}, "x"\r\n'} for at, row in enumerate(ROWS)]
CLEANER = Cleaner.from_config(Config(profile="gentle", enable=("rules",)))
COMPRESSIONS = ("gz", "zst", "bz2", "xz")
OUTPUTS = ("out", "out.jsonl", "out.jsonl.zst", "out.parquet", "-")


def lines(rows):
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def table(rows, kind):
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, rows[0], dialect="excel" if kind == "csv" else "excel-tab")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()


def parquet(rows):
    made = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), made, row_group_size=5)
    return made.getvalue()


def record(name, body, kind, media="text/plain"):
    if kind == "warc":
        body = f"HTTP/1.1 200 OK\r\nContent-Type: {media}; charset=utf-8\r\n\r\n".encode() + body
        head = ["WARC-Type: response", "Content-Type: application/http; msgtype=response"]
    else:
        head = ["WARC-Type: conversion", "Content-Type: text/plain"]
    head += [f"WARC-Target-URI: https://example.org/{name}", f"Content-Length: {len(body)}"]
    return "\r\n".join(("WARC/1.0", *head, "", "")).encode() + body + b"\r\n\r\n"


def archive(files, kind):
    made = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
            for name, content in files.items():
                opened.writestr(name, content)
    else:
        with tarfile.open(fileobj=made, mode="w:gz" if kind == "tar.gz" else "w") as opened:
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                opened.addfile(member, io.BytesIO(content))
    return made.getvalue()


TEXTS = {name: text.encode() for name, text in DOCUMENTS.items()}
RECORDS = {kind: b"".join(record(*one, kind) for one in TEXTS.items()) for kind in ("warc", "wet")}
JSONL = lines(ROWS)
BASE64 = [{"id": row["id"], "text_b64": base64.b64encode(row["text"].encode()).decode()} for row in ROWS]
# What is read, and the rows that it is made of: only these columns can come out.
INPUTS = {
    "a.jsonl": (JSONL, ROWS),
    **{f"a.jsonl.{kind}": (compress(JSONL, kind), ROWS) for kind in COMPRESSIONS},
    "b64.jsonl": (lines(BASE64), [{"id": name} for name in NAMES]),
    "a.csv": (table(CELLS, "csv"), CELLS),
    "a.tsv.gz": (compress(table(CELLS, "tsv"), "gz"), CELLS),
    "a.parquet": (parquet(CELLS), CELLS),
    "a.warc": (RECORDS["warc"], [{"id": row["url"]} for row in ROWS]),
    "a.warc.gz": (
        b"".join(compress(record(*one, "warc"), "gz") for one in TEXTS.items()),
        [{"id": row["url"]} for row in ROWS],
    ),
    "a.wet.zst": (compress(RECORDS["wet"], "zst"), [{"id": row["url"]} for row in ROWS]),
    **{
        f"a.{kind}": (archive(TEXTS, kind), [{"id": f"a.{kind}/{n}"} for n in NAMES])
        for kind in ("zip", "tar", "tar.gz")
    },
    "rows.zip": (archive({"in/a.jsonl.bz2": compress(JSONL, "bz2")}, "zip"), ROWS),
    "rows.tar": (archive({"a.parquet": parquet(CELLS)}, "tar"), CELLS),
    "warc.tar.gz": (archive({"a.wet": RECORDS["wet"]}, "tar.gz"), [{"id": row["url"]} for row in ROWS]),
}


def clean(given, out, **options):
    """What is written under ``out``: file to rows, or to the text where it is one. ``-`` is a stream."""
    single = out.name == "-" or "." in out.name
    sources = find_sources([str(given)], out=out, mirror=not single)
    stream = io.BytesIO()
    writer = JsonlWriter(stream, **options) if out.name == "-" else open_writer(str(out), **options)
    report = run(Job(CLEANER, Reading(), writer.encoder), sources, writer)
    assert not report.failures
    if out.name == "-":
        return decoded(stream.getvalue())
    found = []
    for path in [out] if single else sorted(out.rglob("*")):
        if path.suffix == ".parquet":
            pieces = ParquetReader().pieces(Source(path, path.name, "parquet"))
            found += [json.loads(piece.content) for piece in pieces]
        elif ".jsonl" in path.suffixes and ".edits" not in path.suffixes:
            found += decoded(read_clean(path))
        elif path.suffix == ".txt":
            name = json.loads(read_clean(path.with_name(f"{path.name}.edits.json")))["id"]
            found.append({"id": name, "text": path.read_bytes().decode()})
    return found


def decoded(content):
    return [json.loads(line) for line in content.splitlines()]


def without(rows, *keys):
    return [{key: value for key, value in row.items() if key not in keys} for row in rows]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """The clean texts of the run over a folder of text files."""
    folder = tmp_path_factory.mktemp("wanted")
    (folder / "in").mkdir()
    for name, content in TEXTS.items():
        (folder / "in" / name).write_bytes(content)
    outputs = [clean(folder / "in", folder / out) for out in OUTPUTS]
    texts = {row["id"]: row["text"] for row in outputs[0]}
    assert list(texts) == NAMES
    assert all([(row["id"], row["text"]) for row in rows] == list(texts.items()) for rows in outputs)
    assert sum(texts[name] != DOCUMENTS[name] for name in NAMES) >= 4  # else it would tell little
    assert "Share" not in texts["02-chrome.txt"]
    return list(texts.values())


@pytest.mark.parametrize("out", OUTPUTS)
@pytest.mark.parametrize("name", INPUTS)
def test_ids_order_columns_and_text_are_those_of_the_input(tmp_path, wanted, name, out):
    content, rows = INPUTS[name]
    (tmp_path / name).write_bytes(content)
    found = clean(tmp_path / name, tmp_path / out)
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert [row["text"] for row in found] == wanted
    assert without(found, "text", "metadata") == without(rows, "text")
    assert repr(without(found, "text", "metadata", "who")) == repr(without(ordered(rows, found), "text", "who"))


def ordered(rows, found):
    """The rows with their columns in the order in which they were found: Parquet has one for all rows."""
    return [{key: row[key] for key in (*other, *row) if key in row} for row, other in zip(rows, found, strict=True)]


@pytest.mark.parametrize("out", OUTPUTS)
def test_what_only_parquet_has_is_the_same_in_every_output(tmp_path, out):
    moment = dt.datetime(2024, 5, 1, 12, 30, tzinfo=dt.timezone.utc)
    rows = pa.table(
        {
            "text": [STORY, "Rain."],
            "day": [moment.date(), None],
            "at": pa.array([moment, None], pa.timestamp("ns", "UTC")),
            "vector": pa.array([[0.5, 1.0], []], pa.list_(pa.float32())),
            "id": [7, 8],
        }
    )
    pq.write_table(rows, tmp_path / "in.parquet")
    found = clean(tmp_path / "in.parquet", tmp_path / out)
    assert without(found, "metadata", "text") == [
        {"day": "2024-05-01", "at": "2024-05-01T12:30:00Z", "vector": [0.5, 1.0], "id": 7},
        {"day": None, "at": None, "vector": [], "id": 8},
    ]


def page(text):
    return f"<html><head><title>Snow</title></head><body><article><p>{text}</p><p>{STORY}</p></article></body></html>"


def test_a_page_is_the_same_document_in_every_format(tmp_path):
    pages = {f"{at}.html": page(text) for at, text in enumerate(("Nobody was hurt.", "Никто не пострадал."))}
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in pages.items():
        (folder / name).write_text(content, encoding="utf-8")
    raw = clean(folder, tmp_path / "raw.jsonl", with_raw=True)
    texts = tmp_path / "texts"
    texts.mkdir()
    for row in raw:
        (texts / f"{row['id']}.txt").write_text(row["raw"], encoding="utf-8")
    wanted = [row["text"] for row in clean(texts, tmp_path / "of-texts")]
    assert [row["text"] for row in raw] == wanted
    assert STORY in wanted[0]

    rows = [{"id": name, "html": content} for name, content in pages.items()]
    kinds = {
        "a.jsonl": lines(rows),
        "b.jsonl": lines({"html_b64": base64.b64encode(row["html"].encode()).decode()} for row in rows),
        "a.csv": table(rows, "csv"),
        "a.parquet": parquet(rows),
        "a.zip": archive({name: content.encode() for name, content in pages.items()}, "zip"),
        "a.warc": b"".join(record(name, text.encode(), "warc", "text/html") for name, text in pages.items()),
    }
    for name, content in kinds.items():
        (tmp_path / name).write_bytes(content)
        for out in OUTPUTS:
            found = clean(tmp_path / name, tmp_path / name.replace(".", "-") / out)
            assert [row["text"] for row in found] == wanted, (name, out)
            assert not any("html" in row or "html_b64" in row for row in found)


@pytest.mark.parametrize("first", ["out.jsonl.xz", "out.parquet"])
@pytest.mark.parametrize("second", ["again.jsonl", "again.parquet"])
def test_an_output_is_an_input_and_stays_as_it_is(tmp_path, wanted, first, second):
    (tmp_path / "a.jsonl").write_bytes(JSONL)
    once = clean(tmp_path / "a.jsonl", tmp_path / first, with_raw=True)
    again = clean(tmp_path / first, tmp_path / second)
    assert again == once
    assert [row["text"] for row in again] == wanted


@pytest.mark.parametrize("out", ["out.jsonl", "out.parquet"])
def test_raw_comes_back_with_its_columns(tmp_path, out):
    (tmp_path / "a.jsonl").write_bytes(JSONL)
    clean(tmp_path / "a.jsonl", tmp_path / out)
    [done] = restore(tmp_path / out, tmp_path / "back")
    back = decoded(read_clean(done.path))
    assert without(back, "metadata") == ROWS
