"""What a learning command reads: the documents of all its sources, and what failed; rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.cli.streams import say
from cleaner.cli.target import site_giver

if TYPE_CHECKING:
    from cleaner.io import Failure, Reader, Source, Sources
    from cleaner.model import Document, Place

__all__ = ["Reading", "text_rows"]

_LONGEST_ROW = 1 << 16  # a row of a table is never so long: what is over it is no such file


class Reading:
    """The documents of all sources, with their sites; what fails is told and counted."""

    def __init__(self, sources: Sources, site: str | None, *, quiet: bool) -> None:
        self.sources = sources
        self.site = site_giver(site)
        self.quiet = quiet
        self.failed = self.read = 0

    def documents(self, reader_of: Callable[[Source], Reader]) -> Iterator[Document]:
        from cleaner.cli.progress import steps
        from cleaner.io import Failure as Failed

        for problem in self.sources.problems:
            self.fail(problem)
        with steps(len(self.sources.sources), shown=not self.quiet, doing="learning") as tell:
            for source in self.sources.sources:
                for item in reader_of(source).read(source):
                    if isinstance(item, Failed):
                        self.fail(item)
                        continue
                    self.read += 1
                    yield item if self.site is None or item.site is not None else replace(item, site=self.site(item))
                tell()

    def fail(self, failure: Failure) -> None:
        self.failed += 1
        say(f"failed: {failure}")


def text_rows(paths: Iterable[Path], expected: str) -> Iterator[tuple[Place, bytes]]:
    """The rows of all files (.gz and .zst too) that are not blank, with their places.

    Args:
        paths: the files.
        expected: what a row holds, for the message about one that is too long.

    Raises:
        ConfigError: where a file cannot be read, or a row is over 65,536 bytes.
    """
    from cleaner.io.compression import compression_of, pieces
    from cleaner.io.rows import numbered_lines
    from cleaner.model import ConfigError, DocumentError, Place, Problem

    for path in paths:
        try:
            with path.open("rb") as file:
                for number, _, row in numbered_lines(pieces(file, compression_of(path.name)), _LONGEST_ROW):
                    place = Place(str(path), number)
                    if row is None:
                        told = f"is over {_LONGEST_ROW:,} bytes: expected {expected}"
                        raise ConfigError([Problem(place, told)])
                    if row.strip():
                        yield place, row
        except OSError as error:
            raise ConfigError([Problem(Place(str(path)), f"cannot be read: {error.strerror or error}")]) from None
        except DocumentError as error:
            raise ConfigError([Problem(Place(str(path)), error.message)]) from None
