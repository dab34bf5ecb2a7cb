"""What the repairs do to clean text, which is nothing, and what that costs beside others."""

from __future__ import annotations

import random
import statistics
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, cycle

import regex
from garble_damage import KINDS
from garble_score import garbled, is_blank

from cleaner.model import Document, Draft
from cleaner.pipeline import Cleaner
from cleaner.stages.language import detect
from cleaner.stages.repair import Repair
from cleaner.stages.stage import Context

__all__ = ["LONG_LINES", "evenly", "line_costs", "peers", "speeds", "stays_clean", "upto"]

LONG_LINES = (1, 5, 15)  # MB


_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\ufffd--[\n\t\u200c\u200d]]", regex.VERSION1)


def pure(text: str) -> str:
    """``text`` composed and without unseen characters, which texts of the web have and clean ones have not."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def stays_clean(
    texts: Mapping[str, list[str]], cleaner: Cleaner, size: float
) -> tuple[float, float, Counter, list[str]]:
    """MB cleaned, MB of them that are not repeated, edits by rule, and examples; languages take turns."""
    found: Counter[str] = Counter()
    told: list[str] = []
    seen: dict[str, list[str]] = {}
    total = unique = 0
    for text in map(pure, evenly(texts)):
        total += len(text.encode())
        if text not in seen:
            unique += len(text.encode())
            seen[text] = []
            for change in cleaner.clean(Document(text)).changes:
                if not is_blank(text[change.start : change.end], change.replacement):
                    seen[text] += change.rule_ids[:1]
                    near = text[max(0, change.start - 30) : change.start], text[change.end : change.end + 20]
                    what = f"{text[change.start : change.end]!r} > {change.replacement!r}"
                    told.append(f"{change.rule_ids[0]}: {near[0]!r} [{what}] {near[1]!r}")
        found.update(seen[text])
        if total >= size * 1e6:
            break
    return total / 1e6, unique / 1e6, found, told


def evenly(texts: Mapping[str, list[str]]) -> Iterator[str]:
    """Texts of one language after the other, over and over; each language keeps its own place."""
    places = [cycle(clean) for clean in texts.values()]
    return chain.from_iterable(zip(*places, strict=True))


def repair_alone(text: str) -> None:
    Repair().propose(Draft(text), Context(Document(text), detect))


def peers() -> dict[str, Callable[[str], object]]:
    """The repair stage and whatever peer is installed."""
    tools: dict[str, Callable[[str], object]] = {"repair stage": repair_alone}
    import ftfy

    tools["ftfy"] = ftfy.fix_text
    try:
        from cleantext import clean
    except ImportError:
        print("clean-text is left out: not installed", file=sys.stderr)
    else:
        tools["clean-text"] = lambda text: clean(text, lower=False, to_ascii=False, keep_two_line_breaks=True)
    return tools


def speeds(texts: Sequence[str], tools: Mapping[str, Callable[[str], object]], runs: int) -> dict[str, float]:
    """MB/s of CPU time, medians of interleaved runs after one to warm up."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(runs + 1):
        for name, call in tools.items():
            start = time.process_time()
            for text in texts:
                call(text)
            if turn:
                spent[name].append(time.process_time() - start)
    return {name: size / statistics.median(times) for name, times in spent.items()}


def line_costs(texts: Sequence[str]) -> list[tuple[str, float, float]]:
    """Seconds a megabyte for one line of each length, clean and garbled in a word of a hundred."""
    line = " ".join(" ".join(texts).split())
    rows = []
    for sort in ("clean", "garbled"):
        for size in LONG_LINES:
            text = (line * (size * 1_000_000 // len(line) + 1))[: size * 1_000_000]
            if sort == "garbled":
                rnd = random.Random("lines")  # noqa: S311 (no secrets here)
                for name in ("mojibake", "entities", "control", "ocr", "confusables"):
                    text, _, _ = garbled(text, KINDS[name], 0.2, rnd)
            start = time.process_time()
            repair_alone(text)
            rows.append((sort, size, (time.process_time() - start) / size))
    return rows


def upto(texts: Iterator[str], size: float) -> list[str]:
    """The first texts, of ``size`` megabytes in all."""
    out: list[str] = []
    total = 0
    for text in texts:
        if total >= size * 1e6:
            break
        out.append(text)
        total += len(text.encode())
    return out
