"""What a learning command reads: the documents of all its sources, and what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.cli.streams import say
from cleaner.cli.target import site_giver

if TYPE_CHECKING:
    from cleaner.io import Failure, Reader, Source, Sources
    from cleaner.model import Document

__all__ = ["Reading"]


class Reading:
    """The documents of all sources, with their sites; what fails is told and counted."""

    def __init__(self, sources: Sources, site: str | None, *, quiet: bool) -> None:
        self.sources = sources
        self.site = site_giver(site)
        self.quiet = quiet
        self.failed = self.read = 0

    def documents(self, reader_of: Callable[[Source], Reader]) -> Iterator[Document]:
        from cleaner.cli.summary import progress
        from cleaner.io import Failure as Failed

        for problem in self.sources.problems:
            self.fail(problem)
        with progress(len(self.sources.sources), shown=not self.quiet, doing="learning") as tell:
            for source in self.sources.sources:
                for item in reader_of(source).read(source):
                    if isinstance(item, Failed):
                        self.fail(item)
                        continue
                    self.read += 1
                    yield item if self.site is None or item.site is not None else replace(item, site=self.site(item))
                if tell is not None:
                    tell(source)

    def fail(self, failure: Failure) -> None:
        self.failed += 1
        say(f"failed: {failure}")
