"""Labelled pages for the line model: read from rows, counted into cue tables, cut up as extractors would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.chrome.cues import Cues, CueTable, Spots, cue_columns, find_spots
from cleaner.stages.chrome.features import page_features
from cleaner.stages.chrome.shapes import read_shapes

__all__ = ["Example", "LinePage", "Seen", "cue_tables", "cut_up", "example", "parse_page", "read_pages", "seen_by_site"]

Array = NDArray[Any]

# A line that says more than this is prose or nearly so, and its words are not cues.
_CUE_LINE = 25
# Fewer sites than this make no cue: of words, of pairs, of whole lines (which are long, so that two say enough).
_FEWEST_SITES = (3, 3, 2)
_TABLES = ("words", "pairs", "lines")

# How often pages are cut up in training, and how: set by hand, not swept.
_CUT, _CUT_LINES, _CUT_ENDS, _CUT_RULES = 0.6, 0.5, 0.7, 0.3
_CLEAN, _NEARLY_CLEAN = 0.15, 0.15
_NO_TITLE, _NO_RULES = 0.4, 0.2


class _Line(msgspec.Struct, frozen=True):
    text: str
    label: str


class _Row(msgspec.Struct, frozen=True):
    raw_lines: tuple[_Line, ...]
    id: str
    domain: str
    title: str | None = None
    source_dataset: str = ""


@dataclass(frozen=True, slots=True)
class LinePage:
    """One page with a label for each line that is not blank.

    Attributes:
        id, site, source: of the page; ``source`` names the collection it comes from.
        lines: without blanks at either end.
        title: of the page, where known.
        prose, chrome: what each line is labelled, bool [lines]; neither where annotators left it open.
        taken: which lines rules take, float64 [lines].
    """

    id: str
    site: str
    source: str
    lines: tuple[str, ...]
    title: str | None
    prose: Array
    chrome: Array
    taken: Array

    @property
    def dumped(self) -> bool:
        """True where half of the labelled lines and more are chrome: a whole page, not an extraction of it."""
        return bool(2 * self.chrome.sum() >= self.chrome.sum() + self.prose.sum())

    def without(self, gone: Array) -> LinePage:
        """The page without the lines that ``gone`` marks; the whole page where fewer than two would be left."""
        kept = ~gone
        if kept.sum() < 2:
            return self
        lines = tuple(line for line, stays in zip(self.lines, kept, strict=True) if stays)
        return replace(self, lines=lines, prose=self.prose[kept], chrome=self.chrome[kept], taken=self.taken[kept])


def parse_page(row: bytes, place: Place) -> LinePage:
    """The page in one JSON row: ``id``, ``domain``, ``title``, ``source_dataset``, ``raw_lines`` (``text``, ``label``).

    Labels are ``content``, ``chrome`` and anything else for lines that are not judged.

    Raises:
        ConfigError: where the row is no such page.

    >>> row = b'{"id": "a", "domain": "a.example", "raw_lines": [{"text": "Snow fell.", "label": "content"}]}'
    >>> parse_page(row, Place("a.jsonl", 1)).lines
    ('Snow fell.',)
    """
    try:
        read = msgspec.json.decode(row, type=_Row)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        told = f"expected a page with `id`, `domain` and `raw_lines` of `text` and `label`: {error}"
        raise ConfigError([Problem(place, told)]) from None
    lines = [line for line in read.raw_lines if line.text.strip()]
    labels = np.array([line.label for line in lines], dtype=object)
    return LinePage(
        read.id,
        read.domain,
        read.source_dataset,
        tuple(" ".join(line.text.split("\n")).strip() for line in lines),
        read.title,
        labels == "content",
        labels == "chrome",
        np.zeros(len(lines)),
    )


class Seen(NamedTuple):
    """Numbers that one site, or one page, showed in chrome and in content: ascending, distinct, by table."""

    chrome: Mapping[str, Array]
    content: Mapping[str, Array]

    def pair(self, table: str) -> tuple[Array, Array]:
        """Both of one table."""
        return self.chrome[table], self.content[table]


def seen_by_site(pages: Iterable[LinePage]) -> dict[str, Seen]:
    """What each site showed, over all its pages."""
    found: dict[str, tuple[dict[str, list[Array]], dict[str, list[Array]]]] = {}
    for page in pages:
        if not page.lines:
            continue
        shapes = read_shapes(page.lines)
        chrome, content = found.setdefault(page.site, (defaultdict(list), defaultdict(list)))
        for table, numbers, owner in _looked_up(find_spots(shapes.numbers, shapes.counts)):
            short = shapes.counts[owner] <= _CUE_LINE
            chrome[table].append(numbers[short & page.chrome[owner]])
            content[table].append(numbers[short & page.prose[owner]])
    return {
        site: Seen(*({table: np.unique(np.concatenate(parts[table])) for table in _TABLES} for parts in both))
        for site, both in sorted(found.items())
    }


def cue_tables(seen: Iterable[Seen]) -> Cues:
    """The cue tables over sites: how many showed a number in chrome, and how many in content."""
    sites = list(seen)
    tables = []
    for table, fewest in zip(_TABLES, _FEWEST_SITES, strict=True):
        chrome = np.concatenate([site.chrome[table] for site in sites])
        content = np.concatenate([site.content[table] for site in sites])
        numbers, place = np.unique(np.concatenate([chrome, content]), return_inverse=True)
        counts = [np.bincount(part, minlength=len(numbers)) for part in (place[: len(chrome)], place[len(chrome) :])]
        enough = counts[0] + counts[1] >= fewest
        tables.append(CueTable(numbers[enough], *(count[enough].astype(np.uint16) for count in counts)))
    return Cues(*tables)


def _looked_up(spots: Spots) -> list[tuple[str, Array, Array]]:
    lines = np.arange(len(spots.lines))
    return [
        ("words", spots.words, spots.word_lines),
        ("pairs", spots.pairs, spots.pair_lines),
        ("lines", spots.lines, lines),
    ]


class Example(NamedTuple):
    """One page as the network learns it; ``n`` lines.

    Attributes:
        columns: features and cues, float32 [n, columns].
        text: which lines look like running text, bool [n].
        target: 1 for content, float32 [n].
        weight: words of each labelled line, at least 1; 0 for the others; float32 [n].
    """

    columns: Array
    text: Array
    target: Array
    weight: Array


def example(page: LinePage, cues: Cues, seen: Seen | None = None) -> Example:
    """``page`` as an :class:`Example`; the site's own lines, ``seen``, are left out of the cue tables."""
    shapes = read_shapes(page.lines)
    without = None if seen is None else {table: seen.pair(table) for table in _TABLES}
    cue = cue_columns(find_spots(shapes.numbers, shapes.counts), cues, without)
    weight = np.where(page.prose | page.chrome, np.maximum(shapes.counts, 1), 0)
    columns = np.concatenate([page_features(shapes, page.title, page.taken), cue], 1)
    return Example(columns, shapes.prose, page.prose.astype(np.float32), weight.astype(np.float32))


def cut_up(page: LinePage, draw: np.random.Generator) -> LinePage:
    """``page`` as another extractor might have left it, or as it is: part of its chrome gone, title or rules unknown.

    So the network meets pages of every share of chrome, among them those that it has cleaned itself: of these it must
    take nothing more, or one removal would lead to the next.
    """
    n = len(page.lines)
    gone = np.zeros(n, bool)
    look = draw.random()
    if n > 6 and look < _CLEAN + _NEARLY_CLEAN:
        spared = 0 if look < _CLEAN else 0.1 * draw.random()
        gone |= page.chrome & (draw.random(n) >= spared)
    elif n > 6 and draw.random() < _CUT:
        if draw.random() < _CUT_LINES:
            gone |= page.chrome & (draw.random(n) < 0.9 * draw.random())
        else:
            others = np.flatnonzero(~page.chrome)
            if len(others):
                if draw.random() < _CUT_ENDS:
                    gone[: int(draw.integers(0, others[0] + 1))] = True
                if draw.random() < _CUT_ENDS:
                    gone[n - int(draw.integers(0, n - others[-1])) :] = True
    if draw.random() < _CUT_RULES:
        gone |= page.taken > 0
    cut = page.without(gone)
    if draw.random() < _NO_TITLE:
        cut = replace(cut, title=None)
    return replace(cut, taken=np.zeros(len(cut.lines))) if draw.random() < _NO_RULES else cut


def read_pages(paths: Sequence[Path], without_sources: frozenset[str] = frozenset()) -> list[LinePage]:
    """The pages in JSONL files (``.gz`` too), but those of ``without_sources``, in the order given.

    Raises:
        ConfigError: where a file cannot be read, or a row is no labelled page.
    """
    import gzip
    import zlib

    pages = []
    for path in paths:
        try:
            content = path.read_bytes()
            rows = (gzip.decompress(content) if path.suffix == ".gz" else content).split(b"\n")
        except (OSError, EOFError, zlib.error) as error:
            raise ConfigError([Problem(Place(str(path)), f"cannot be read: {error}")]) from None
        for number, row in enumerate(rows, 1):
            if not row.strip():
                continue
            page = parse_page(row, Place(str(path), number))
            if page.lines and page.source not in without_sources:
                pages.append(page)
    return pages
