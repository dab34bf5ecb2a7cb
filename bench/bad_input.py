"""A folder with every sort of bad input among good documents; Linux only.

    python bench/bad_input.py [--documents 1000] [--workers 1,2] [--keep FOLDER]

The good documents are cleaned alone first. Then the whole folder is, once with each number of workers. Every good
output must be the same file as before; every bad document must fail with its reason, its place and what to do; raw must
stand in the output where it could be read; all runs must write the same bytes, and end with exit code 1. Prints a row a
sort; the exit code is 1 where anything is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import bad_files
from bad_files import Bad
from watched import ran

WALL = 60  # seconds, on two cores that others use too: some 15 when this was written
MEMORY = 400  # MB of the largest process


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    given.add_argument("--documents", type=int, default=1000)
    given.add_argument("--workers", default="1,2")
    given.add_argument("--keep", type=Path, help="an empty folder to work in, which stays")
    told = given.parse_args()
    with tempfile.TemporaryDirectory() as made:
        problems = checked(told.keep or Path(made), told.documents, [int(word) for word in told.workers.split(",")])
    sys.exit(1 if problems else 0)


def checked(folder: Path, documents: int, workers: Sequence[int]) -> list[str]:
    """What is broken, after ``folder`` was filled and cleaned; prints the table."""
    bad_files.good(folder / "in", documents)
    alone = ran(["clean", "in", "--out", "alone", "--jobs", "1"], cwd=folder)
    problems = [] if alone.code == 0 else [f"the good documents alone: exit code {alone.code}: {alone.said}"]
    for sort in bad_files.SORTS:
        bad_files.placed(folder / "in/bad", sort)
    outs = [folder / f"out-{count}" for count in workers]
    try:
        for count, out in zip(workers, outs, strict=True):
            done = ran(["clean", "in", "--out", out.name, "--jobs", str(count)], cwd=folder)
            print(f"{count} workers: {done.wall:.1f} s, largest process {done.peak} MB, exit code {done.code}")
            if done.code != 1 or done.wall > WALL or done.peak > MEMORY or "Traceback" in done.said:
                problems.append(f"{count} workers: not exit code 1 in {WALL} s and {MEMORY} MB: {done.said[-2000:]}")
    finally:
        for name in ("shut", "shut.txt"):  # else the folder cannot be cleared away
            (folder / "in/bad" / name).chmod(0o700)
    report = json.loads((outs[0] / "report.json").read_text(encoding="utf-8"))
    own = {sort: _own(sort, report["failures"]) for sort in bad_files.SORTS}
    print(f"\n{'sort':<16}{'reason':<20}message")
    for sort, failures in own.items():
        wrong = list(_wrong(sort, failures, outs[0]))
        shown = failures[0].partition(f"{sort.reason}: ")[2] if failures else "(odd, but good)"
        name = os.fsencode(sort.name).decode("utf-8", "replace")
        print(f"{name:<16}{sort.reason or 'none':<20}{'BROKEN ' if wrong else ''}{shown[:110]}")
        problems += wrong
    unknown = set(report["failures"]) - {line for failures in own.values() for line in failures}
    problems += [f"not bad, but failed: {line}" for line in sorted(unknown)]
    found, expected = report["verdicts"], documents + sum(sort.beside for sort in bad_files.SORTS)
    if found.get("keep", 0) + found.get("flag", 0) != expected:
        problems.append(f"{expected:,} documents are good, but {found} were found")
    wanted = _tree(folder / "alone/good")
    problems += [
        f"{out.name}: the good outputs are not those without bad input" for out in outs if _tree(out / "good") != wanted
    ]
    problems += [f"{out.name} is not {outs[0].name}" for out in outs[1:] if _tree(out) != _tree(outs[0])]
    print(f"\n{documents:,} good documents: {'BROKEN' if problems else 'all is well'}")
    print("\n".join(problems))
    return problems


def _own(sort: Bad, failures: Sequence[str]) -> list[str]:
    """The failures of ``sort`` and of what stands inside it."""
    name = f"in/bad/{sort.name}"
    return [line for line in failures if line.startswith((f"{name}:", f"{name}/"))]


def _wrong(sort: Bad, failures: Sequence[str], out: Path) -> Iterator[str]:
    if len(failures) != (sort.reason is not None):
        yield f"{sort.name}: expected {'one failure' if sort.reason else 'none'}, found {failures}"
    for piece in (f": {sort.reason}: ", *sort.told):
        yield from (f"{sort.name}: {piece!r} is not in: {line}" for line in failures if piece not in line)
    if sort.raw:
        written = (out / "bad" / sort.output).read_text(encoding="utf-8")
        if sort.raw not in written:
            yield f"{sort.name}: raw ({sort.raw!r}) is not in the output"


def _tree(folder: Path) -> dict[str, object]:
    """All files of ``folder``; of the report what does not hang on the run."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name, content = path.relative_to(folder).as_posix(), path.read_bytes()
            found[name] = content
            if name == "report.json":
                found[name] = {key: value for key, value in json.loads(content).items() if key != "run"}
    return found


if __name__ == "__main__":
    main()
