"""A batch as it grows: CPU seconds per MB, documents a second, and peak memory of parent and workers; Linux only.

    python bench/batch.py [--documents 5000,50000] [--workers 1,2] [--profile news]

Documents are generated: stories of some 4 KB, of words that English has, with site furniture around every third. Each
run is a process of its own; its processes are looked at twenty times a second. All outputs of one size must have the
same SHA-256, or the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FURNITURE = ("Share this article", "Most Popular", "Read more", "Sign up for our newsletter", "Related Articles")
STARTS = ("The council", "A spokeswoman", "Police", "The company", "Two farmers", "Her neighbour", "The minister")
VERBS = ("said on Monday that", "had told reporters that", "denied that", "agreed that", "warned the town that")
ENDS = (
    "the bridge over the river would stay shut until the spring",
    "nobody had been hurt when the roof of the mill fell in",
    "prices of bread had risen for the third month in a row",
    "a second school would open near the harbour next year",
    "the court had not yet heard all of the witnesses",
)
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Seen(NamedTuple):
    """What a run took: seconds, CPU seconds of all processes, and peaks in MB of the parent and the largest other."""

    wall: float
    cpu: float
    parent: int
    worker: int


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    given.add_argument("--documents", default="5000,50000")
    given.add_argument("--workers", default="1,2")
    given.add_argument("--profile", default="news")
    told = given.parse_args()
    same = True
    print("documents       MB  workers   wall s  docs/s  CPU s/MB  of one  parent MB  worker MB  output")
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, told.documents.split(",")):
            rows = Path(folder, f"{count}.jsonl")
            size = written(rows, count)
            first: tuple[float, str] | None = None
            for workers in map(int, told.workers.split(",")):
                out = Path(folder, f"{count}-{workers}.jsonl.zst")
                arguments = ["clean", str(rows), "--out", str(out), "--jobs", str(workers), "--profile", told.profile]
                seen = watched([sys.executable, "-c", "from cleaner.cli.main import main; main()", *arguments, "-q"])
                digest = hashlib.sha256(out.read_bytes()).hexdigest()[:12]
                out.unlink()
                cost = seen.cpu / size
                first = first or (cost, digest)
                same = same and digest == first[1]
                print(
                    f"{count:>9,} {size:>8.1f} {workers:>8} {seen.wall:>8.1f} {count / seen.wall:>7,.0f} {cost:>9.3f} "
                    f"{cost / first[0]:>7.2f} {seen.parent:>10,} {seen.worker:>10,}  {digest}",
                    flush=True,
                )
            rows.unlink()
    sys.exit(0 if same else 1)


def written(path: Path, count: int) -> float:
    """Writes so many rows; their size in MB."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(stories(count)):
            file.write(json.dumps({"id": f"d{number}", "text": text}) + "\n")
    return path.stat().st_size / 1e6


def stories(count: int) -> Iterator[str]:
    dice = random.Random(0)  # noqa: S311 - no secret
    for number in range(count):
        paragraphs = [
            " ".join(f"{dice.choice(STARTS)} {dice.choice(VERBS)} {dice.choice(ENDS)}." for _ in range(4))
            for _ in range(11)
        ]
        if number % 3 == 0:
            paragraphs += dice.sample(FURNITURE, 3)
        yield f"Story number {number} of the day\n\n" + "\n\n".join(paragraphs)


def watched(command: list[str]) -> Seen:
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    ticks: dict[int, int] = {}
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for pid, (own, pages) in family(process.pid).items():
            ticks[pid] = max(ticks.get(pid, 0), own)
            peaks[pid] = max(peaks.get(pid, 0), pages)
        time.sleep(0.05)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    others = [pages for pid, pages in peaks.items() if pid != process.pid]
    parent, worker = (pages * _PAGE // 1_000_000 for pages in (peaks[process.pid], max(others, default=0)))
    return Seen(time.perf_counter() - started, sum(ticks.values()) / _TICKS, parent, worker)


def family(pid: int) -> dict[int, tuple[int, int]]:
    """CPU ticks and resident pages of a process and all below it."""
    known: dict[int, tuple[int, int, int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:  # it ended meanwhile
                continue
            known[int(entry.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[21]))
    own = {pid}
    while more := {one for one, (parent, _, _) in known.items() if parent in own} - own:
        own |= more
    return {one: known[one][1:] for one in own if one in known}


if __name__ == "__main__":
    main()
