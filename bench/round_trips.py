"""Every format in, every format out: ids, order, other columns, and the text of the plain run, on real pages.

    python bench/round_trips.py DATA_DIR [--pages 30] [--profile news]

Of the tracks `text` and `html` in DATA_DIR (see pages.py) the first pages are written in every format that is read, and
cleaned into every one that is written. The run over a folder of files, one for each page, says what the texts must
be; where a row holds what a file cannot (an address, numbers, nested values), the row says what must come back. Each
cell of the table says how many rows differ; the exit code is 1 where one does. pytest runs the same with a dozen
texts of our own (`tests/io/test_round_trips.py`).
"""

from __future__ import annotations

import argparse
import base64
import csv
import io
import json
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pages import read_pages, track_files

from cleaner.engines import Job, Reading, run
from cleaner.io import JsonlWriter, find_sources, open_writer
from cleaner.io.compression import compress
from cleaner.io.pairing import read_clean
from cleaner.io.parquet import ParquetReader
from cleaner.io.sources import Source
from cleaner.pipeline import Cleaner, Config

OUTPUTS = ("folder", "out.jsonl", "out.jsonl.zst", "out.parquet", "-")
Row = dict[str, Any]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    given.add_argument("data", type=Path)
    given.add_argument("--pages", type=int, default=30)
    given.add_argument("--profile", default="news")
    told = given.parse_args()
    cleaner = Cleaner.from_config(Config(profile=told.profile))
    wrong = 0
    for track, path in track_files(told.data).items():
        if track == "mixed":
            continue
        bodies = [page.html or page.text for page in islice(read_pages(path), told.pages)]
        bodies = [body.encode("utf-8", "replace").decode() for body in bodies]
        wrong += compared(cleaner, bodies, "html" if track == "html" else "txt")
    sys.exit(1 if wrong else 0)


def compared(cleaner: Cleaner, bodies: list[str], kind: str) -> int:
    """How many rows differ in all; prints the table of ``kind``."""
    wrong, begun = 0, time.monotonic()
    print(f"\n{len(bodies)} documents, {sum(map(len, bodies)) / 1e6:.1f} M characters, as {kind}; rows that differ:")
    print(f"{'in':16}" + "".join(f"{out:>16}" for out in OUTPUTS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {f"{at:05}.{kind}": body.encode() for at, body in enumerate(bodies)}
        (folder / "plain").mkdir()
        for file, content in files.items():
            (folder / "plain" / file).write_bytes(content)
        wanted = [row["text"] for row in cleaned(cleaner, folder / "plain", folder / "made" / "wanted.jsonl")]
        inputs = {"plain": [{"id": file} for file in files]}
        for file, content, rows in written(files, kind):
            (folder / file).write_bytes(content)
            inputs[file] = rows
        for file, rows in inputs.items():
            line = f"{file:16}"
            for out in OUTPUTS:
                found = cleaned(cleaner, folder / file, folder / "made" / f"{file}-{out}" / out)
                expected = [{**row, "text": text} for row, text in zip(rows, wanted, strict=True)]
                differ = sum(not same(one, other) for one, other in zip_longest(found, expected))
                wrong += differ
                line += f"{differ:>16}"
            print(line, flush=True)
    print(f"{time.monotonic() - begun:.0f} s")
    return wrong


def same(found: Row | None, expected: Row | None) -> bool:
    if found is None or expected is None:
        return False
    return {key: value for key, value in found.items() if key != "metadata"} == expected


def written(files: dict[str, bytes], kind: str) -> Iterator[tuple[str, bytes, list[Row]]]:
    """The documents in every format: the file's name, its content, and what its rows must have beside the text."""
    column = "html" if kind == "html" else "text"
    names = list(files)
    rows = [
        {"id": at if at % 2 else name, column: body.decode(), "n": at, "big": 2**64 + at, "ratio": at / 7, "odd": odd}
        for at, (name, body) in enumerate(files.items())
        for odd in ([None, at, str(at), {"deep": [at, None, "ü"]}][at % 4],)
    ]
    plain = [{"id": name, column: body.decode(), "note": f'"{name}",\t\r\n'} for name, body in files.items()]
    coded = [{"id": name, f"{column}_b64": base64.b64encode(body).decode()} for name, body in files.items()]
    native = [{**row, "n": at, "tags": [row["id"]], "deep": {"ratio": at / 3}} for at, row in enumerate(plain)]

    def beside(made: list[Row]) -> list[Row]:
        return [{key: value for key, value in row.items() if key not in (column, f"{column}_b64")} for row in made]

    yield "rows.jsonl", lines(rows), beside(rows)
    for compression in ("gz", "zst", "bz2", "xz"):
        yield f"rows.jsonl.{compression}", compress(lines(rows), compression), beside(rows)
    yield "b64.jsonl", lines(coded), beside(coded)
    yield "rows.csv", table(plain, ","), beside(plain)
    yield "rows.tsv.gz", compress(table(plain, "\t"), "gz"), beside(plain)
    yield "rows.parquet", parquet(native), beside(native)
    urls = [{"id": f"urn:page:{name}"} for name in names]
    media = "text/html" if kind == "html" else "text/plain"
    records = [record(name, body, media) for name, body in files.items()]
    yield "a.warc", b"".join(records), urls
    yield "a.warc.gz", b"".join(compress(one, "gz") for one in records), urls
    if kind == "txt":
        yield "a.wet.gz", b"".join(compress(record(*one, None), "gz") for one in files.items()), urls
    for suffix in ("zip", "tar", "tar.gz"):
        yield f"a.{suffix}", archive(files, suffix), [{"id": f"a.{suffix}/{name}"} for name in names]
    yield "rows.zip", archive({"rows.jsonl.zst": compress(lines(rows), "zst")}, "zip"), beside(rows)
    yield "rows.tar.gz", archive({"in/rows.parquet": parquet(native)}, "tar.gz"), beside(native)


def lines(rows: list[Row]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def table(rows: list[Row], delimiter: str) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()


def parquet(rows: list[Row]) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), made, row_group_size=10)
    return made.getvalue()


def record(name: str, body: bytes, media: str | None) -> bytes:
    head = ["WARC-Type: conversion", "Content-Type: text/plain"]
    if media is not None:
        body = f"HTTP/1.1 200 OK\r\nContent-Type: {media}; charset=utf-8\r\n\r\n".encode() + body
        head = ["WARC-Type: response", "Content-Type: application/http; msgtype=response"]
    head += [f"WARC-Target-URI: urn:page:{name}", f"Content-Length: {len(body)}"]
    return "\r\n".join(("WARC/1.0", *head, "", "")).encode() + body + b"\r\n\r\n"


def archive(files: dict[str, bytes], suffix: str) -> bytes:
    made = io.BytesIO()
    if suffix == "zip":
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
            for name, content in files.items():
                opened.writestr(name, content)
        return made.getvalue()
    with tarfile.open(fileobj=made, mode="w:gz" if suffix == "tar.gz" else "w") as opened:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return made.getvalue()


def cleaned(cleaner: Cleaner, given: Path, out: Path) -> list[Row]:
    """The rows that come out, in order; of a folder of files, their texts with the ids in their edits files."""
    single = out.name != "folder"
    sources = find_sources([str(given)], out=out, mirror=not single)
    stream = io.BytesIO()
    writer = JsonlWriter(stream) if out.name == "-" else open_writer(str(out))
    report = run(Job(cleaner, Reading(), writer.encoder), sources, writer)
    for failure in report.failures:
        sys.stderr.write(f"{failure}\n")
    if out.name == "-":
        return decoded(stream.getvalue())
    found: list[Row] = []
    for path in [out] if single else sorted(out.rglob("*")):
        if path.suffix == ".parquet":
            pieces = ParquetReader().pieces(Source(path, path.name, "parquet"))
            found += [json.loads(piece.content or b"null") for piece in pieces]
        elif ".jsonl" in path.suffixes and ".edits" not in path.suffixes:
            found += decoded(read_clean(path))
        elif path.suffix == ".txt":
            name = json.loads(read_clean(path.with_name(f"{path.name}.edits.json")))["id"]
            found.append({"id": name, "text": path.read_bytes().decode()})
    return found


def decoded(content: bytes) -> list[Row]:
    return [json.loads(line) for line in content.splitlines()]


if __name__ == "__main__":
    main()
