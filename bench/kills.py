"""Runs that are killed at random moments and gone on with: each must end with the bytes of one that was left alone.

    python bench/kills.py [--kills 200] [--documents 4000] [--profile gentle] [--seed 0]

The inputs are generated: texts, rows (compressed too) and an archive, some of them broken. Each trial writes one of
the kinds of output in turn, with two workers; at a moment drawn from the time that an undisturbed run takes, its
parent, a worker, or all of its processes are killed with SIGKILL, and `--resume` goes on, itself killed in every fourth
trial.
Compared are all files below OUT, hidden ones too. Exit code 1 where any differs. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

from batch import family, stories

OUTS: dict[str, list[str]] = {
    "folder": ["out"],
    "folder, no edits": ["out", "--edits", "none"],
    "rows, zstd": ["out/corpus.jsonl.zst"],
    "rows, gzip, inline": ["out/corpus.jsonl.gz", "--edits", "inline"],
    "shards": ["out/corpus.jsonl.zst", "--shard-size", "700"],
    "Parquet": ["out/corpus.parquet"],
    "Parquet shards": ["out/corpus.parquet", "--shard-size", "1MB"],
}
WHOM = ("parent", "worker", "both")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=4_000)
    parser.add_argument("--profile", default="gentle")
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args()
    dice = Random(told.seed)  # noqa: S311 - no secret
    seen: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs(folder / "in", told.documents)
        wanted: dict[str, tuple[str, float]] = {}
        for kind, out in OUTS.items():
            start = time.monotonic()
            finished([*command(out, told.profile), "--jobs", "1"], folder)
            wanted[kind] = digest(folder / "out"), time.monotonic() - start
            shutil.rmtree(folder / "out")
            print(f"{kind}: {wanted[kind][1]:.1f} s undisturbed", file=sys.stderr)
        for trial in range(told.kills):
            kind = list(OUTS)[trial % len(OUTS)]
            run = [*command(OUTS[kind], told.profile), "--jobs", "2"]
            target, seconds = wanted[kind]
            whom = dice.choice(WHOM)
            seen[kind, killed(run, folder, whom, dice.uniform(0.2, seconds), dice)] += 1
            if trial % 4 == 3:
                seen[kind, killed([*run, "--resume"], folder, "parent", dice.uniform(0.2, seconds), dice)] += 1
            finished([*run, "--resume"], folder)
            same = digest(folder / "out") == target
            seen[kind, "same bytes" if same else "OTHER BYTES"] += 1
            if not same:
                kept = Path(tempfile.mkdtemp(prefix="kills-"))
                shutil.copytree(folder, kept, dirs_exist_ok=True)
                print(f"trial {trial}: {kind}, {whom}: other bytes, kept in {kept}", file=sys.stderr)
            shutil.rmtree(folder / "out")
    columns = ("parent killed", "worker killed", "both killed", "ended before", "same bytes", "OTHER BYTES")
    print(f"| output | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for kind in OUTS:
        print(f"| {kind} | {' | '.join(str(seen[kind, column]) for column in columns)} |")
    sys.exit(1 if any(count for (_, what), count in seen.items() if what == "OTHER BYTES") else 0)


def command(out: Sequence[str], profile: str) -> list[str]:
    arguments = ["clean", "in", "--out", *out, "--profile", profile, "-q"]
    return [sys.executable, "-c", "from cleaner.cli.main import main; main()", *arguments]


def inputs(folder: Path, count: int) -> None:
    """Small documents, so that a run has many batches."""
    folder.mkdir()
    short = (f"{text[:600]}\n\nShare\n" for text in stories(count))
    for number, text in zip(range(count // 4), short, strict=False):
        path = folder / "texts" / f"{number % 7}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "texts" / "broken.txt").write_bytes(bytes(range(256)) * 9)
    rows = [json.dumps({"id": f"r{number}", "text": text, "n": number}) for number, text in enumerate(short)]
    quarter = len(rows) // 3
    (folder / "a.jsonl").write_text("\n".join([*rows[:quarter], "no row", '{"text": 7}']) + "\n")
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    content = "".join(f"{row}\n" for row in rows[quarter : 2 * quarter]).encode()
    (folder / "b.jsonl.gz").write_bytes(packer.compress(content) + packer.flush())
    with tarfile.open(folder / "c.tar.gz", "w:gz") as archive:
        for number, row in enumerate(rows[2 * quarter :]):
            path = folder / "member.txt"
            path.write_text(json.loads(row)["text"])
            archive.add(path, f"m/{number % 300}.txt" if number % 11 else f"n/{number}.txt")
            path.unlink()


def killed(run: Sequence[str], folder: Path, whom: str, after: float, dice: random.Random) -> str:
    """What was killed ``after`` so many seconds; a run that goes on without its worker is waited for."""
    process = subprocess.Popen(run, cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
        return "ended before"
    below = sorted(set(family(process.pid)) - {process.pid})
    victims = {"parent": [process.pid], "worker": dice.sample(below, min(1, len(below)))}
    for pid in victims.get(whom, [process.pid, *below]):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    return f"{whom} killed"


def finished(run: Sequence[str], folder: Path) -> None:
    done = subprocess.run(run, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, check=False)
    if done.returncode != 1 or "Traceback" in done.stderr:  # 1: some inputs are broken
        sys.exit(f"exit code {done.returncode}\n{done.stderr}")


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in walked(folder):
        found.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def walked(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
