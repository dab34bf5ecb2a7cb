"""Speed and memory: ours beside the peers, in one run, so that the ratios hold on any machine.

    python bench/speed.py DATA_DIR [--sample 200] [--runs 3]

DATA_DIR as for quality.py. Figures are CPU seconds of one process, medians of interleaved runs after one to warm up;
MB are those of the UTF-8 input, pages come one by one, and texts say neither language nor title. Exit code 1 where a
target is missed. datatrove's filters judge pages; one that a filter drops skips the next ones, as in its own runs.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pages import Page, read_pages, sampled, track_files
from peers import JUSTEXT, TRAFILATURA
from quality import OURS, cleaned, table

from cleaner.model import CleanerError
from cleaner.pipeline import Cleaner, parts, read_config

SETTINGS: dict[str, dict[str, Any]] = {**OURS, "gentle": {"profile": "gentle"}}
TARGETS = {"balanced": 3.0, "no model": 8.0}  # MB/s on naive dumps
MOST_MEMORY = 300  # MB, one worker


def ours(name: str) -> Callable:
    return partial(cleaned, Cleaner.from_config(read_config(None, SETTINGS[name])))


def ftfy() -> Callable[[Page], str]:
    import ftfy as tool

    return lambda page: tool.fix_text(page.text)


def datatrove() -> Callable[[Page], str]:
    """FTFY, then the filters of C4 and Gopher, the usual chain for one page of a corpus."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter, GopherRepetitionFilter
    from datatrove.pipeline.formatters import FTFYFormatter

    formatter = FTFYFormatter()
    filters = [C4QualityFilter(), GopherRepetitionFilter(), GopherQualityFilter()]

    def clean(page: Page) -> str:
        document = Document(text=formatter.format(page.text), id=page.id)
        return document.text if all(step.filter(document) is True for step in filters) else ""

    return clean


ON_TEXT: dict[str, Callable[[], Callable]] = {
    **{name: partial(ours, name) for name in SETTINGS},
    "jusText on lines": JUSTEXT.make,
    "datatrove: FTFY, C4, Gopher": datatrove,
    "ftfy alone": ftfy,
}
ON_HTML: dict[str, Callable[[], Callable]] = {
    "balanced": partial(ours, "balanced"),
    "trafilatura alone": TRAFILATURA.make,
}


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


def speeds(track: str, makers: Mapping[str, Callable], pages: Sequence[Page], runs: int) -> Iterator[list[str]]:
    size = sum(len((page.text if page.html is None else page.html).encode()) for page in pages) / 1e6
    seconds = timed(makers, pages, runs)
    base = seconds["balanced"]
    for name, spent in seconds.items():
        if spent is None:
            yield [track, name, "not installed", "–", "–"]
        else:
            ratio = f"{base / spent:.2f}" if base else "–"
            yield [track, name, f"{size / spent:.2f}", f"{spent / len(pages) * 1e3:.2f}", ratio]


def stage_seconds(pages: Sequence[Page]) -> dict[str, float]:
    """CPU seconds of each stage over all pages, `balanced`; what is none of them is `the rest`."""
    cleaner = Cleaner.from_config(read_config(None, SETTINGS["balanced"]))
    for page in pages:
        cleaned(cleaner, page)
    spent = dict.fromkeys((*cleaner.stages, "language, in these"), 0.0)

    def watched(name: str, call: Callable) -> Callable:
        def watch(*arguments):
            start = time.process_time()
            try:
                return call(*arguments)
            finally:
                spent[name] += time.process_time() - start

        return watch

    from cleaner.pipeline import cleaner as pipeline

    with ExitStack() as patches:
        for name in cleaner.stages:
            stage = parts.STAGES.load(name)
            patches.enter_context(patch.object(stage, "propose", watched(name, stage.propose)))
        patches.enter_context(patch.object(pipeline, "detect", watched("language, in these", pipeline.detect)))
        start = time.process_time()
        for page in pages:
            cleaned(cleaner, page)
        whole = time.process_time() - start
    inside = sum(spent[name] for name in cleaner.stages)
    return {**spent, "the rest": whole - inside, "whole": whole}


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
    parser.add_argument("--json", action="store_true", help="print the rows as JSON instead of tables")
    parser.add_argument("--worker", choices=sorted(SETTINGS), help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    arguments = parsed()
    if arguments.worker:
        print(work(arguments.data, arguments.worker))
        return 0
    try:
        files = track_files(arguments.data)
        memory = {f"{track}, {name}": peak_memory(files[track], name) for track in files for name in ("balanced",)}
        rows, stages = [], {}
        for track, path in files.items():
            pages = [bare(page) for page in sampled(read_pages(path), arguments.sample)]
            rows += speeds(track, ON_HTML if track == "html" else ON_TEXT, pages, arguments.runs)
            stages[track] = {name: spent / len(pages) * 1e3 for name, spent in stage_seconds(pages).items()}
    except (CleanerError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps({"speeds": rows, "milliseconds a page": stages, "peak MB": memory}, indent=1))
    else:
        print(table(["track", "system", "MB/s", "ms a page", "speed, balanced = 1"], rows), end="\n\n")
        names = list(dict.fromkeys(name for spent in stages.values() for name in spent))
        body = [[track, *(f"{spent.get(name, 0):.2f}" for name in names)] for track, spent in stages.items()]
        print(table(["ms a page, balanced", *names], body), end="\n\n")
        print(table(["one worker", "peak MB"], [[name, f"{peak:.0f}"] for name, peak in memory.items()]))
    return verdict(rows, memory)


def verdict(rows: Sequence[Sequence[str]], memory: Mapping[str, float]) -> int:
    checks = {f"{name}: {peak:.0f} MB (at most {MOST_MEMORY})": peak <= MOST_MEMORY for name, peak in memory.items()}
    for track, name, speed, *_ in rows:
        if track == "text" and name in TARGETS:
            checks[f"{name}: {speed} MB/s (at least {TARGETS[name]:g})"] = float(speed) >= TARGETS[name]
    for told, held in checks.items():
        print("ok    " if held else "BROKEN", told, file=sys.stderr)
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
