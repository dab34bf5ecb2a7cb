"""Labelled pages as the benches read them: tracks found by the ends of their file names, and samples of whole sites.

A track is a JSONL file, plain or gzip, whose name ends in `_text`, `_mixed` or `_html`. Rows of text and mixed hold
`raw_lines` (`text`, `label`: content, chrome or unclear) and `gold_text`; rows of html hold `html` and `gold`. All hold
`id`, `domain`, `lang`, `genre`, `title`, `source_dataset`.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.io.languages import language_code

TRACKS = ("text", "mixed", "html")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``text`` is what a tool for texts is given, ``html`` what an extractor is given (else None)."""

    id: str
    domain: str
    language: str | None
    genre: str
    source: str
    title: str | None
    text: str
    html: str | None
    labels: tuple[tuple[str, str], ...]
    gold: str


def track_files(folder: Path) -> dict[str, Path]:
    """The file of each track in ``folder``.

    Raises:
        FileNotFoundError: where there is none at all.
        FileExistsError: where a track has two: figures of two data sets are never mixed.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.jsonl*")):
        track = path.name.partition(".")[0].rpartition("_")[2]
        if track in TRACKS:
            if track in found:
                raise FileExistsError(
                    f"{folder} holds two files of the track {track}: {found[track].name}, {path.name}"
                )
            found[track] = path
    if not found:
        raise FileNotFoundError(f"{folder}: expected files named like NAME_text.jsonl.gz, one for a track of {TRACKS}")
    return found


def read_pages(path: Path) -> Iterator[Page]:
    """The pages of a track, one at a time: a bench that measures memory must not hold them all."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from (page_of(json.loads(line)) for line in file if line.strip())


def page_of(row: dict[str, Any]) -> Page:
    labels = tuple((line["text"], line["label"]) for line in row.get("raw_lines", ()))
    return Page(
        id=row["id"],
        domain=row["domain"],
        language=language_code(row["lang"]) if row.get("lang") else None,
        genre=row.get("genre", ""),
        source=row.get("source_dataset", ""),
        title=row.get("title") or None,
        text="\n".join(text for text, _ in labels),
        html=row.get("html"),
        labels=labels,
        gold=row["gold_text"] if labels else row["gold"],
    )


def sampled(pages: Iterable[Page], count: int | None) -> list[Page]:
    """``count`` pages, site by site (all where there are no more), in their order; the same ones each time."""
    pages = list(pages)
    if count is None:
        return pages
    domains = sorted({page.domain for page in pages})
    random.Random(11).shuffle(domains)  # noqa: S311  # the same sites in each run
    rank = {domain: place for place, domain in enumerate(domains)}
    chosen = {page.id for page in sorted(pages, key=lambda page: rank[page.domain])[:count]}
    return [page for page in pages if page.id in chosen]
