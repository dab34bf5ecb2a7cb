"""How well a cleaned text matches the article: the metric of bench/quality.py.

The document measure is that of scrapinghub/article-extraction-benchmark (MIT): precision and recall over runs of four
words, averaged over pages, and their harmonic mean. The line measures say what became of each labelled raw line: it is
kept where at least half of its tokens stand in the cleaned text, in order (longest common subsequence, first of lines,
else of runs of 4, 2 and 1 tokens). Intervals are percentiles of a bootstrap that draws whole sites.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

# Letters of Japanese, Chinese, Thai and Korean are tokens of their own: blanks tell little of words there.
_APART = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af"
_TOKEN = re.compile(f"[{_APART}]|[^\\W{_APART}]+")
_WORD = re.compile(r"\w+")
# Bounds on the alignment: pairs of equal items, and cells of single tokens. Other bounds give other figures.
_MOST_PAIRS = 2_000_000
_MOST_CELLS = 250_000
_FINER = {4: 2, 2: 1, 1: 0}


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Runs of ``size`` words, case kept; of a shorter text its one run."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))) if words else Counter()


class Score(NamedTuple):
    """What one page adds to each figure; scores of pages add up column by column."""

    pages: int = 1
    precision: float = 0.0
    precision_pages: int = 0  # pages with any output: an empty one has no precision
    recall: float = 0.0
    recall_pages: int = 0
    same: int = 0
    content_tokens: int = 0
    content_tokens_lost: int = 0
    chrome_lines: int = 0
    chrome_lines_removed: int = 0


class Figures(NamedTuple):
    """``lost``: share of the content tokens that stood in removed lines; ``removed``: share of the chrome lines."""

    f1: float
    precision: float
    recall: float
    same: float
    lost: float
    removed: float


def score(labels: Sequence[tuple[str, str]], gold: str, text: str) -> Score:
    """The score of the cleaned ``text`` of a page with the raw lines ``labels`` (none: no line measures)."""
    wanted, found = shingles(gold), shingles(text)
    right = (wanted & found).total()
    wrong, missed = found.total() - right, wanted.total() - right
    same = not wrong and not missed
    lines = Counter[str]()
    for (line, label), kept in zip(labels, kept_lines([line for line, _ in labels], text), strict=True):
        if kept is not None:
            lines[label] += 1
            lines[f"{label} tokens"] += len(tokens(line))
            if not kept:
                lines[f"{label} removed"] += 1
                lines[f"{label} tokens removed"] += len(tokens(line))
    return Score(
        precision=right / (right + wrong) if right + wrong else 0.0,
        precision_pages=int(right + wrong > 0),
        recall=right / (right + missed) if right + missed else 0.0,
        recall_pages=int(right + missed > 0),
        same=int(same),
        content_tokens=lines["content tokens"],
        content_tokens_lost=lines["content tokens removed"],
        chrome_lines=lines["chrome"],
        chrome_lines_removed=lines["chrome removed"],
    )


def kept_lines(raw: Sequence[str], text: str) -> list[bool | None]:
    """For each raw line, whether it is kept in ``text``; None for a line without tokens."""
    if not raw:
        return []
    split = [tokens(line) for line in raw]
    inked = [index for index, line in enumerate(split) if line]
    cleaned = [line for line in (tokens(line) for line in text.split("\n")) if line]
    kept: list[bool | None] = [False if line else None for line in split]
    pairs = common_subsequence([tuple(split[index]) for index in inked], [tuple(line) for line in cleaned])
    if len(pairs) == len(cleaned):  # whole lines went, nothing else changed
        for index, _ in pairs:
            kept[inked[index]] = True
        return kept
    found = aligned([token for index in inked for token in split[index]], [token for line in cleaned for token in line])
    start = 0
    for index in inked:
        end = start + len(split[index])
        kept[index] = sum(found[start:end]) * 2 >= end - start
        start = end
    return kept


class _Link(NamedTuple):
    left: int
    right: int
    before: _Link | None


def common_subsequence(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of a longest common subsequence, ascending; empty where there are more equal pairs than the bound.

    Method: Hunt and Szymanski 1977, CACM 20(5): the work grows with the equal pairs, not with both lengths.
    """
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, item in enumerate(right):
        places[item].append(at)
    if sum(len(places.get(item, ())) for item in left) > _MOST_PAIRS:
        return []
    ends: list[int] = []  # for each length, where the subsequence of that length that ends first ends in `right`
    links: list[_Link] = []
    for here, item in enumerate(left):
        for there in reversed(places.get(item, ())):
            length = bisect_left(ends, there)
            link = _Link(here, there, links[length - 1] if length else None)
            ends[length : length + 1] = [there]
            links[length : length + 1] = [link]
    pairs: list[tuple[int, int]] = []
    last = links[-1] if links else None
    while last is not None:
        pairs.append((last.left, last.right))
        last = last.before
    return pairs[::-1]


def aligned(left: Sequence[str], right: Sequence[str]) -> list[bool]:
    """For each token of ``left``, whether it has a partner in ``right``; partners never cross.

    Runs of four tokens are paired first, then runs of two and single tokens in the gaps between.
    """
    found = [False] * len(left)
    gaps = [(0, len(left), 0, len(right), 4)]
    while gaps:
        start, end, from_, to, size = gaps.pop()
        if start >= end or from_ >= to or not size:
            continue
        if size == 1 and (end - start) * (to - from_) > _MOST_CELLS:
            continue
        pairs = common_subsequence(runs(left[start:end], size), runs(right[from_:to], size))
        last, last_there = start - 1, from_ - 1
        for run, run_there in pairs:
            for step in range(size):
                here, there = start + run + step, from_ + run_there + step
                if here > last and there > last_there:  # runs overlap: each token is paired once
                    found[here] = True
                    gaps.append((last + 1, here, last_there + 1, there, _FINER[size]))
                    last, last_there = here, there
        gaps.append((last + 1, end, last_there + 1, to, _FINER[size]))
    return found


def runs(items: Sequence[str], size: int) -> list[Hashable]:
    return [tuple(items[at : at + size]) for at in range(len(items) - size + 1)]


def figures(total: Sequence[float]) -> Figures:
    """The figures of the column sums of scores."""
    sums = Score._make(total)
    precision, recall = ratio(sums.precision, sums.precision_pages), ratio(sums.recall, sums.recall_pages)
    return Figures(
        f1=ratio(2 * precision * recall, precision + recall),
        precision=precision,
        recall=recall,
        same=ratio(sums.same, sums.pages),
        lost=ratio(sums.content_tokens_lost, sums.content_tokens),
        removed=ratio(sums.chrome_lines_removed, sums.chrome_lines),
    )


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def summed(scores: Iterable[Score]) -> list[float]:
    return [sum(column) for column in zip(*scores, strict=True)] or [0.0] * len(Score._fields)


def intervals(
    domains: Sequence[str], scores: Sequence[Score], draws: int = 1_000, seed: int = 7
) -> tuple[Figures, Figures]:
    """Lower and upper end of the 95 % interval of each figure.

    Sites are drawn, not pages: pages of one site are alike, and counting them as independent would flatter us.
    """
    by_domain: defaultdict[str, list[Score]] = defaultdict(list)
    for domain, one in zip(domains, scores, strict=True):
        by_domain[domain].append(one)
    columns = list(zip(*(summed(by_domain[domain]) for domain in sorted(by_domain)), strict=True))
    places = range(len(by_domain))
    chance = random.Random(seed)  # noqa: S311  # the same draws in each run
    drawn: list[Figures] = []
    for _ in range(draws):
        chosen = chance.choices(places, k=len(places))
        drawn.append(figures([sum(map(column.__getitem__, chosen)) for column in columns]))
    ordered = [sorted(values) for values in zip(*drawn, strict=True)]
    low, high = int(0.025 * draws), int(0.975 * draws)
    return Figures._make(values[low] for values in ordered), Figures._make(values[high] for values in ordered)
