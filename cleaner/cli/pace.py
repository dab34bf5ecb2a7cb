"""How fast a run is and how long it will take: arithmetic on what the engine tells of each batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.engines import Batch
    from cleaner.io import Source
    from cleaner.pipeline import Report

__all__ = ["Pace"]

_SAMPLE = 1_000_000  # bytes, of which the ratio of a compression is told


class Pace:
    """Documents and bytes a second, the share that is done, and the time left.

    Args:
        sources: of the run; their sizes say what there is to do.
        done: the index of the source in which a former run stopped.
        now: seconds on any clock.
    """

    def __init__(self, sources: Sequence[Source], *, done: int, now: float) -> None:
        from cleaner.io.stamps import size_of

        self._sources = sources
        self._sizes = [size_of(source) for source in sources]
        known = [size for size in self._sizes if size is not None]
        self._total = sum(known) if len(known) == len(self._sizes) else None  # once: there may be a million
        self._index, self._before = done, sum(size or 0 for size in self._sizes[:done])
        self._begun = now
        self._start: float | None = None
        self._spread: tuple[int, float] | None = None
        self.documents = self.flagged = self.failed = 0
        self.position = float(self._before)
        self.characters = 0

    def add(self, batch: Batch, counted: Report) -> None:
        """One more batch is written."""
        if self._start is None:
            self._start = self._before + self._done_before(batch)
        verdicts = counted.verdicts
        self.documents += sum(verdicts.values())
        self.flagged += verdicts["flag"] + verdicts["drop"]
        self.failed += verdicts["failed"]
        self.characters += counted.characters["raw"]
        while self._index < batch.end.source:
            self._before += self._sizes[self._index] or 0
            self._index += 1
        self.position = self._before + self._inside(batch)

    def _inside(self, batch: Batch) -> float:
        """Bytes of the present source, as it is stored, that are done."""
        size, span = self._sizes[self._index], batch.items[-1][1].span
        if size is None:
            return 0.0
        if span is None:
            return float(size) if not self._sources[self._index].rows else 0.0
        return self._stored(span[1], size)

    def _done_before(self, batch: Batch) -> float:
        """Bytes that a former run has done of the source in which it stopped; ``batch`` is the first behind them."""
        source, piece = batch.items[0]
        size = self._sizes[self._index] or 0
        if (source.archive or source) != self._sources[self._index]:  # it was at its end
            return float(size)
        return 0.0 if piece.span is None else self._stored(piece.span[0], size)

    def _stored(self, read: int, size: int) -> float:
        """How many bytes of the present source, as it is stored, gave ``read`` bytes."""
        if self._spread is None or self._spread[0] != self._index:
            self._spread = self._index, _spread(self._sources[self._index])
        return min(float(size), read / self._spread[1])

    def seconds(self, now: float) -> float:
        """Since the run began."""
        return max(now - self._begun, 1e-9)

    @property
    def share(self) -> float | None:
        """What is done of all there is, from 0 to 1; None where nobody knows."""
        return min(1.0, self.position / self._total) if self._total else None

    def left(self, now: float) -> float | None:
        """Seconds until the end, at the pace so far; None where nobody knows."""
        share = self.share
        worked = 0.0 if self._start is None else self.position - self._start
        if share is None or self._total is None or worked <= 0:
            return None
        return (self._total - self.position) * self.seconds(now) / worked

    def told(self, now: float) -> str:
        """One line for people."""
        seconds = self.seconds(now)
        parts = [
            f"{self.documents:,} documents",
            f"{self.documents / seconds:,.0f}/s",
            f"{self.characters / seconds / 1e6:.1f} MB/s",
        ]
        parts += [f"{count:,} {word}" for count, word in ((self.flagged, "flagged"), (self.failed, "failed")) if count]
        left = self.left(now)
        if left is not None and self.share is not None:
            parts += [f"{self.share:.0%}", f"{_clock(left)} left"]
        return ", ".join(parts)


def _clock(seconds: float) -> str:
    """A time for people.

    >>> _clock(59), _clock(3_700)
    ('0:59', '1:01:40')
    """
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _spread(source: Source) -> float:
    """How many bytes come out of one stored byte, at the beginning of ``source``."""
    from cleaner.io.compression import pieces
    from cleaner.io.opened import open_source
    from cleaner.model import DocumentError

    if source.compression is None:
        return 1.0
    size = 0
    try:
        with open_source(source) as stream:
            for piece in pieces(stream, source.compression):
                size += len(piece)
                if size >= _SAMPLE:
                    break
            return max(1.0, size / max(1, stream.tell()))
    except (DocumentError, OSError):  # whoever reads it says so
        return 1.0
