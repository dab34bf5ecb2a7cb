"""What all writers do: encode a document, then put it in its place; here at once, in a batch run in two processes."""

from __future__ import annotations

from abc import abstractmethod

from cleaner.io.closing import ClosesOrDiscards
from cleaner.io.encoded import Encoded, Encoder
from cleaner.io.failure import Failure
from cleaner.io.journal import Note
from cleaner.io.sources import Source
from cleaner.model import Cleaned

__all__ = ["Writing"]


class Writing(ClosesOrDiscards):
    """A writer in two halves; ``encoder`` is the one that any process can do."""

    encoder: Encoder

    @abstractmethod
    def put(self, encoded: Encoded, source: Source) -> None:
        """Writes one document; raises DocumentError where it alone cannot be written, CleanerError where none can."""

    def skip(self, source: Source) -> None:
        """A document of ``source`` was written by a run that stopped, which this one goes on with."""

    def checkpoint(self, note: Note) -> None:
        """Makes sure of what was written so far; raises CleanerError where it cannot. On a stream, it is out."""

    def write(self, cleaned: Cleaned, source: Source) -> None:
        """Writes a cleaned document; raises as ``put``, and DocumentError where it cannot be encoded."""
        self.put(self.encoder.cleaned(cleaned, source), source)

    def fail(self, failure: Failure, source: Source) -> None:
        """Writes what is left of one that failed; raises as ``put``."""
        self.put(self.encoder.failed(failure, source), source)
