"""The writer of a dry run: everything is done but the writing."""

from __future__ import annotations

from cleaner.io.encoded import Encoded
from cleaner.io.failure import Failure
from cleaner.io.sources import Source
from cleaner.io.writing import Writing
from cleaner.model import Cleaned

__all__ = ["NoWriter"]

_NOTHING = Encoded(None, left=True)


class _NoEncoder:
    def cleaned(self, cleaned: Cleaned, source: Source) -> Encoded:  # noqa: ARG002 - the protocol has it
        return _NOTHING

    def failed(self, failure: Failure, source: Source) -> Encoded:  # noqa: ARG002 - as above
        return _NOTHING


class NoWriter(Writing):
    """Writes nothing."""

    def __init__(self) -> None:
        self.encoder = _NoEncoder()

    def put(self, encoded: Encoded, source: Source) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""

    def discard(self) -> None:
        """Nothing."""
