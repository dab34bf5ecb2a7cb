"""The time budget: what each stage may take of a text document of 11 KB, and what it took."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from pages import Page

from cleaner.io.documents import Arrival, document_of
from cleaner.model import Document, DocumentError
from cleaner.pipeline import Cleaner, parts
from cleaner.pipeline import cleaner as pipeline

DOCUMENT = 11_000  # bytes that the budget is for
LANGUAGE, READING, WRITING = "language", "reading", "writing"
# Milliseconds on one core, and what was watched for it. What is none of these is composing: it counts as writing.
BUDGET: dict[str, tuple[float, tuple[str, ...]]] = {
    "repair": (0.30, ("repair",)),
    "rules": (0.55, ("rules",)),
    "language": (0.10, (LANGUAGE,)),
    "spun": (0.15, ("spun",)),
    "repeats": (0.10, ("repeats",)),
    "reading, layout, composing, writing": (0.20, (READING, "page", "layout", WRITING)),
    "line model": (2.20, ("chrome",)),
}


class Watch:
    """CPU seconds by name; those of a call inside another one are its own, and not the outer one's."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        self._inner.append(0.0)
        start = time.process_time()
        try:
            yield
        finally:
            spent = time.process_time() - start
            self.seconds[name] += spent - self._inner.pop()
            self._inner[-1] += spent

    def watched(self, name: str, call: Callable) -> Callable:
        def watch(*arguments, **options):
            with self.of(name):
                return call(*arguments, **options)

        return watch


def read(page: Page) -> Document:
    """From the bytes, as a file brings them; without language and title, as most come."""
    if page.html is None:
        return document_of(page.text.encode("utf-8", "surrogatepass"), Arrival("-", page.id, site=page.domain))
    return document_of(page.html.encode("utf-8", "surrogatepass"), Arrival("-", page.id, site=page.domain), page=True)


def through(cleaner: Cleaner, page: Page, watch: Watch) -> None:
    """A page from bytes to bytes; formats and files are batch.py's."""
    with watch.of(WRITING):
        try:
            with watch.of(READING):
                document = read(page)
        except DocumentError:
            return  # no text in that page: that took its time, too
        cleaner.clean(document).text.encode("utf-8", "surrogatepass")


def stage_seconds(cleaner: Cleaner, pages: Sequence[Page]) -> dict[str, float]:
    """CPU seconds over all pages of each stage, of finding the language, of reading the bytes; the rest is writing."""
    warm, watch = Watch(), Watch()
    for page in pages:
        through(cleaner, page, warm)
    with ExitStack() as patches:
        for name in cleaner.stages:
            stage = parts.STAGES.load(name)
            patches.enter_context(patch.object(stage, "propose", watch.watched(name, stage.propose)))
        patches.enter_context(patch.object(pipeline, "detect", watch.watched(LANGUAGE, pipeline.detect)))
        for page in pages:
            through(cleaner, page, watch)
    return dict(watch.seconds)


def budget_rows(cleaner: Cleaner, pages: Sequence[Page], runs: int) -> list[list[str]]:
    """Stage, budget, and medians of what it took: milliseconds a page as it came, and for 11 KB of text."""
    turns = [stage_seconds(cleaner, pages) for _ in range(runs)]
    size = sum(len(page.text.encode("utf-8", "surrogatepass")) for page in pages)
    rows, sums = [], [0.0, 0.0, 0.0]
    for name, (budget, parts_of_it) in BUDGET.items():
        spent = statistics.median(sum(turn.get(part, 0.0) for part in parts_of_it) for turn in turns) * 1e3
        figures = [budget, spent / len(pages), spent / size * DOCUMENT]
        sums = [total + figure for total, figure in zip(sums, figures, strict=True)]
        rows.append([name, *(f"{figure:.2f}" for figure in figures)])
    return [*rows, ["all", *(f"{total:.2f}" for total in sums)]]
