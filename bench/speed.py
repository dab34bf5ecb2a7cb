"""Speed and memory: ours beside the peers, in one run, so that the ratios hold on any machine.

    python bench/speed.py DATA_DIR [--sample 200] [--runs 3] [--tracks text,mixed,html] [--genre news]

DATA_DIR as for quality.py. Figures are CPU seconds of one process, medians of interleaved runs after one to warm up;
MB are those of the UTF-8 input, pages come one by one, and texts say neither language nor title. Of a page (HTML)
neither we nor trafilatura read metadata. Exit code 1 where a target is missed: a ratio on its track, or the memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from budget import budget_rows
from pages import TRACKS, Page, read_pages, sampled, track_files
from peers import JUSTEXT
from quality import OURS, cleaned, table
from speed_peers import DOLMA_C4, DOLMA_GOPHER, FAST, HTML_PEERS, TEXT_PEERS

from cleaner.model import CleanerError
from cleaner.pipeline import Cleaner, read_config

SETTINGS: dict[str, dict[str, Any]] = {**OURS, "gentle": {"profile": "gentle"}}
MOST_MEMORY = 400  # MB, one worker


class Target(NamedTuple):
    """``ours`` must be ``least`` times as fast as ``peer`` on each of ``tracks``."""

    ours: str
    peer: str
    least: float
    tracks: tuple[str, ...] = ("text", "mixed")


TARGETS = (
    *(Target("balanced", f"dolma: {c4}, {DOLMA_GOPHER}", 2) for c4 in DOLMA_C4),
    Target("balanced", "datatrove: FTFY, C4, Gopher", 7),
    *(Target("no model", f"dolma: {c4}, {DOLMA_GOPHER}", 6) for c4 in DOLMA_C4),
    Target("no model", "datatrove: FTFY, C4, Gopher", 20),
    Target("gentle", "ftfy alone", 6),
    Target("balanced", FAST, 0.85, ("html",)),
)


def ours(name: str) -> Callable:
    return partial(cleaned, Cleaner.from_config(read_config(None, SETTINGS[name])))


ON_TEXT: dict[str, Callable[[], Callable]] = {
    **{name: partial(ours, name) for name in SETTINGS},
    "jusText on lines": JUSTEXT.make,
    **TEXT_PEERS,
}
ON_HTML: dict[str, Callable[[], Callable]] = {name: partial(ours, name) for name in ("balanced", "gentle")} | HTML_PEERS


def timed(makers: Mapping[str, Callable], pages: Sequence[Page], runs: int) -> dict[str, float | None]:
    """CPU seconds for all pages, the median of interleaved runs; None for a peer that is not installed."""
    made: dict[str, Callable] = {}
    for name, make in makers.items():
        try:
            made[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(runs + 1):
        for name, clean in made.items():
            print(f"run {turn} of {runs}: {name}", file=sys.stderr, flush=True)
            start = time.process_time()
            for page in pages:
                clean(page)
            if turn:  # the first run compiles patterns and loads models
                spent[name].append(time.process_time() - start)
    return {name: statistics.median(spent[name]) if name in spent else None for name in makers}


def speed_rows(track: str, pages: Sequence[Page], seconds: Mapping[str, float | None]) -> list[list[str]]:
    size = sum(len((page.text if page.html is None else page.html).encode()) for page in pages) / 1e6
    base, rows = seconds["balanced"], []
    for name, spent in seconds.items():
        if spent is None:
            rows.append([track, name, "not installed", "–", "–", "–"])
        else:
            each = f"{spent / len(pages) * 1e3:.2f}"
            rows.append([track, name, f"{spent:.2f}", f"{size / spent:.2f}", each, f"{(base or 0) / spent:.2f}"])
    return rows


def target_rows(seconds: Mapping[str, Mapping[str, float | None]]) -> tuple[list[list[str]], bool]:
    """Each target on each of its tracks, and whether all that could be measured hold."""
    rows, held = [], True
    for target in TARGETS:
        for track in target.tracks:
            mine, theirs = (seconds.get(track, {}).get(name) for name in (target.ours, target.peer))
            ratio = theirs / mine if mine and theirs else None
            held &= ratio is None or ratio >= target.least
            told = "not measured" if ratio is None else f"{ratio:.2f}"
            mark = "–" if ratio is None else "ok" if ratio >= target.least else "BROKEN"
            rows.append([track, target.ours, target.peer, told, f"{target.least:g}", mark])
    return rows, held


def peak_memory(path: Path, name: str) -> float:
    """MB that a process of its own takes which cleans the pages of ``path`` one by one.

    Ask before anything is loaded here: on Linux a child's peak counts from what its parent held when it was started.
    """
    command = [sys.executable, __file__, str(path), "--worker", name]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def work(path: Path, name: str) -> float:
    clean = ours(name)
    for page in read_pages(path):
        clean(bare(page))
    unit = 1 if sys.platform == "darwin" else 1024  # what getrusage counts in
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def bare(page: Page) -> Page:
    """The page without what the label says beside its text, as most input comes."""
    return replace(page, language=None, title=None)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=200, help="pages of each track, of whole sites")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tracks", default=",".join(TRACKS))
    parser.add_argument("--genre", help="pages of this genre alone, such as news")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON instead of tables")
    parser.add_argument("--worker", choices=sorted(SETTINGS), help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    arguments = parsed()
    if arguments.worker:
        print(work(arguments.data, arguments.worker))
        return 0
    rows, seconds, budget = [], {}, []
    try:
        files = {track: path for track, path in track_files(arguments.data).items() if track in arguments.tracks}
        memory = {f"{track}, balanced": peak_memory(path, "balanced") for track, path in files.items()}
        for track, path in files.items():
            own = (page for page in read_pages(path) if arguments.genre in (None, page.genre))
            pages = [bare(page) for page in sampled(own, arguments.sample)]
            if not pages:
                continue
            seconds[track] = timed(ON_HTML if track == "html" else ON_TEXT, pages, arguments.runs)
            rows += speed_rows(track, pages, seconds[track])
            if track != "html":
                cleaner = Cleaner.from_config(read_config(None, SETTINGS["balanced"]))
                budget += [[track, *row] for row in budget_rows(cleaner, pages, arguments.runs)]
    except (CleanerError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    targets, held = target_rows(seconds)
    report = (
        ("speeds", ["track", "system", "CPU s", "MB/s", "ms a page", "speed, balanced = 1"], rows),
        ("targets", ["track", "ours", "peer", "times as fast", "at least", ""], targets),
        ("budget", ["track", "stage", "budget, ms", "ms a page", "ms for 11 KB"], budget),
        ("memory", ["one worker", "peak MB"], [[name, f"{peak:.0f}"] for name, peak in memory.items()]),
    )
    if arguments.json:
        print(json.dumps({name: [dict(zip(head, row, strict=True)) for row in body] for name, head, body in report}))
    else:
        print("\n\n".join(table(head, body) for _, head, body in report))
    for name, peak in memory.items():
        if peak > MOST_MEMORY:
            print(f"BROKEN {name}: {peak:.0f} MB (at most {MOST_MEMORY})", file=sys.stderr)
            held = False
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
