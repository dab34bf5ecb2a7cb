"""How far a run is, on stderr: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cleaner.cli.pace import Pace

if TYPE_CHECKING:
    from cleaner.engines import Batch, Progress
    from cleaner.io import Source
    from cleaner.pipeline import Report

__all__ = ["progress", "steps"]

_A_LINE_EACH = 30.0  # seconds, where nobody looks at a terminal: a log of a night then has a thousand lines


@contextmanager
def steps(total: int, *, shown: bool, doing: str) -> Iterator[Callable[[], None]]:
    """A function to call after each of ``total`` steps; it moves a bar on stderr, where that is a terminal."""
    if not shown or total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def progress(sources: Sequence[Source], *, done: int, shown: bool) -> Iterator[Progress | None]:
    """What the engine tells of each batch; None where nothing is shown.

    Args:
        sources: of the run.
        done: how many of them a former run had done.
        shown: see above.
    """
    if not shown:
        yield None
        return
    pace = Pace(sources, done=done, now=time.monotonic())
    if not sys.stderr.isatty():
        yield _Lines(pace)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(bar_width=30), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4) as bar:
        task = bar.add_task("", total=1.0, visible=False)

        def tell(batch: Batch, counted: Report) -> None:
            now = time.monotonic()
            pace.add(batch, counted)
            bar.update(task, completed=pace.share or 0.0, description=pace.told(now), visible=True)

        yield tell


class _Lines:
    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._next = time.monotonic() + _A_LINE_EACH

    def __call__(self, batch: Batch, counted: Report) -> None:
        now = time.monotonic()
        self._pace.add(batch, counted)
        if now >= self._next:
            self._next = now + _A_LINE_EACH
            sys.stderr.write(self._pace.told(now) + "\n")
