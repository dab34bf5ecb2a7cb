"""Bombs, and other input that is made to cost much: each in a run of its own; Linux only.

    python bench/bombs.py [--size 10000000000] [--workers 1,2] [--wall 60] [--memory 400]

Each must end within the wall time (seconds) and the memory (MB of the largest process), with its reason and exit code
1, and nothing may be written outside of OUT. What unpacks to ``--size`` bytes is some 10 MB with gzip and 300 KB with
zstd. Prints a row a bomb; the exit code is 1 where one is broken.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import bad_archives as archives
from watched import ran


class Bomb(NamedTuple):
    """One of them.

    Attributes:
        sort: what it is.
        name: of its file.
        make: what stands in that.
        reason: that must be given; None where it is good.
        more: times the memory that others have: the fixers of mojibake find all places of a line before any is counted.
    """

    sort: str
    name: str
    make: Callable[[], bytes]
    reason: str | None
    more: int = 1


def bombs(size: int) -> Iterator[Bomb]:
    """All of them, as they are asked for: some take seconds to make."""
    row, blank = b'{"text": "', b"\n"
    record = archives.warc_record(b"", length=size)[:-4]
    for kind in ("gz", "zst"):
        for suffix, head, filler, reason in (
            ("txt", b"", b"Snow. ", "too_large"),
            ("html", b"<p>", b"Snow. ", "too_large"),
            ("jsonl", row, b"a", "bomb"),
            ("csv", b'text\n"', b"a", "too_large"),
            ("tar", b"", b"\0", None),
            ("warc", record, b"a", "bomb"),
            ("parquet", b"PAR1", b"\0", "bomb"),
        ):
            yield Bomb(
                f"{suffix} in {kind}",
                f"a.{suffix}.{kind}",
                lambda kind=kind, filler=filler, head=head: archives.bomb(kind, size, filler, head),
                reason,
            )
    yield Bomb("body of a WARC record", "a.warc", lambda: _body("gzip", archives.bomb("gz", size)), "too_large")
    yield Bomb("body in zstd", "b.warc", lambda: _body("zstd", archives.bomb("zst", size)), "too_large")
    yield Bomb("member of a zip", "a.zip", lambda: archives.zip_bomb("a.txt", size), "bomb")
    yield Bomb("rows in a zip", "b.zip", lambda: archives.zip_bomb("a.jsonl", size), "bomb")
    inner = archives.bomb("zst", size)
    yield Bomb("zst in a zip", "c.zip", lambda: archives.zipped({"a.txt.zst": inner}), "too_large")
    slip = {"../../slip.txt": archives.GOOD.encode(), "/tmp/slip.txt": archives.GOOD.encode()}  # noqa: S108
    yield Bomb("one text, 100,000 rows", "a.parquet", _table, "bomb")
    yield Bomb("zip slip", "d.zip", lambda: archives.zipped(slip), "unsafe_name")
    yield Bomb("100,000 nested <div>", "a.html", lambda: b"<html>" + b"<div>" * 100_000 + b"Snow.", "nothing_extracted")
    yield Bomb("100,000 nested <b>", "b.html", lambda: b"<p>" + b"<b>" * 100_000 + b"Snow.", "nothing_extracted")
    yield Bomb("16 MB of <b>", "c.html", lambda: b"<p>" + b"<b>x</b>" * 1_999_000, "too_many_tags")
    yield Bomb("124,900 tags", "d.html", lambda: b"<p>" + b"Snow fell.<br>" * 124_900, None)
    yield Bomb("100,000 nested lists", "a.jsonl", lambda: b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "bad_row")
    for text in ("Share", "", "Snow fell.", "a &amp; b"):
        line = text.encode() + blank
        yield Bomb(f"1M lines {text!r}", "a.txt", lambda line=line: line * 1_000_000, "too_many_lines")
        yield Bomb(f"249,999 lines {text!r}", "a.txt", lambda line=line: line * 249_999, None)
    yield Bomb("15 MB, one line", "b.txt", lambda: b"Snow fell. " * 1_400_000, None)
    for text in ("&amp; ", "a  ", "Ã© "):
        line = text.encode()
        line *= 15_000_000 // len(line)
        yield Bomb(f"15 MB of {text!r}", "c.txt", lambda line=line: line, "too_many_changes", 1 + ("Ã" in text))


def _body(encoding: str, body: bytes) -> bytes:
    return archives.warc_record(body, encoding=encoding) + archives.warc_record(archives.PAGE, number=1)


def _table() -> bytes:
    """1.7 TB in 10 KB: a text over the bound that stands once, in the dictionary of its column."""
    import pyarrow as pa
    from pyarrow import parquet

    file = io.BytesIO()
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array(["Snow. " * 2_900_000]))
    parquet.write_table(pa.table({"text": text}), file, compression="zstd", store_schema=False)
    return file.getvalue()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    given.add_argument("--size", type=int, default=10_000_000_000)
    given.add_argument("--workers", default="1,2")
    given.add_argument("--wall", type=float, default=60)
    given.add_argument("--memory", type=int, default=400)
    given.add_argument("--only", default="", help="bombs whose sort holds this")
    told = given.parse_args()
    broken = 0
    print(f"{'sort':<28}{'KB':>8}{'workers':>9}{'wall s':>8}{'MB':>6}  reason", flush=True)
    for bomb in bombs(told.size):
        for workers in told.workers.split(",") if told.only in bomb.sort else ():
            broken += not held(bomb, workers, told.wall, told.memory)
    broken += not held(None, "1", told.wall, told.memory)
    print("all is well" if not broken else f"{broken} BROKEN")
    sys.exit(1 if broken else 0)


def held(bomb: Bomb | None, workers: str, wall: float, memory: int) -> bool:
    """Whether one of them stays within the bounds; None is a loop of links. Prints its row."""
    with tempfile.TemporaryDirectory() as made:
        inside = Path(made, "work/in")
        inside.mkdir(parents=True)
        if bomb is None:
            bomb = Bomb("loop of links", "up", bytes, "link_loop")
            (inside / "deep").mkdir()
            for name in "abc":
                (inside / "deep" / name).symlink_to("..")
        else:
            (inside / bomb.name).write_bytes(bomb.make())
        size = sum(path.stat().st_size for path in inside.iterdir() if path.is_file())
        done = ran(["clean", "in", "--out", "out", "--jobs", workers], cwd=inside.parent, limit=4 * wall)
        report = inside.parent / "out/report.json"
        failures = json.loads(report.read_text(encoding="utf-8"))["failures"] if report.is_file() else ["no report"]
        well = (
            done.code == (bomb.reason is not None)
            and done.wall <= wall
            and done.peak <= bomb.more * memory
            and all(f": {bomb.reason}: " in line for line in failures[-1:])
            and [path.name for path in Path(made).iterdir()] == ["work"]
        )
    shown = failures[-1].partition(": ")[2][:90] if failures else "none, it is good"
    print(f"{bomb.sort:<28}{size // 1000:>8,}{workers:>9}{done.wall:>8.1f}{done.peak:>6}  {shown}", end="", flush=True)
    print("" if well else f"  BROKEN: code {done.code}, {len(failures)} failures {done.said[-300:]}", flush=True)
    return well


if __name__ == "__main__":
    main()
