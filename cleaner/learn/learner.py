"""What a learner is, and how it goes through a corpus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from cleaner.model import Document

__all__ = ["Counts", "Learner", "Model_co", "observed"]

Counts = TypeVar("Counts")
Model_co = TypeVar("Model_co", covariant=True)


class Learner(Protocol[Counts, Model_co]):
    """Learns one sort of thing from a corpus; ``merge`` is associative and commutative, so order does not count."""

    def observe(self, document: Document) -> Counts:
        """What one document adds."""
        ...

    def merge(self, a: Counts, b: Counts) -> Counts:
        """What two parts of a corpus add together; neither is changed."""
        ...

    def fit(self, counts: Counts) -> Model_co:
        """What all the documents together teach."""
        ...


def observed(learner: Learner[Counts, Model_co], documents: Iterable[Document]) -> Counts | None:
    """The counts of all ``documents``; None where there are none.

    Parts of the same size are merged, as carries are in a binary counter, so that what is counted of a document is
    copied some twenty times in a corpus of a million, not a million times.
    """
    parts: list[tuple[int, Counts]] = []
    for document in documents:
        size, counts = 1, learner.observe(document)
        while parts and parts[-1][0] == size:
            _, earlier = parts.pop()
            size, counts = 2 * size, learner.merge(earlier, counts)
        parts.append((size, counts))
    if not parts:
        return None
    _, total = parts.pop()
    while parts:
        total = learner.merge(parts.pop()[1], total)
    return total
