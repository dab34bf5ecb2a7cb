"""Word vectors that somebody else learned, from their text form."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from math import isfinite

from cleaner.model import ConfigError, Place, Problem

__all__ = ["SIZE", "read_vectors"]

SIZE = 100
"""Numbers of a vector."""

_EXPECTED = f"expected a word and {SIZE} numbers with one blank between them"


def read_vectors(rows: Iterable[tuple[Place, bytes]]) -> dict[str, array[float]]:
    """The vector of each word, float32 [100], in the order of the rows.

    Args:
        rows: each a word and 100 numbers with one blank between them, UTF-8, and its place, as GloVe's files have them
            (Pennington, Socher, Manning 2014).

    Raises:
        ConfigError: at the first row that is none, or whose word stands above already; where there are no rows.

    >>> read_vectors([(Place("a.txt", 1), b"snow" + b" 0.5" * 100)])["snow"][:2].tolist()
    [0.5, 0.5]
    """
    vectors: dict[str, array[float]] = {}
    for place, row in rows:
        first, *fields = row.rstrip().split(b" ")
        try:
            word = first.decode()
            vector = array("f", map(float, fields))
        except (UnicodeDecodeError, ValueError) as error:
            raise _refused(place, f"{_EXPECTED}: {error}") from None
        if len(vector) != SIZE:
            header = "; a first row of two numbers, as word2vec writes it, must go" if len(fields) == 1 else ""
            raise _refused(place, f"{_EXPECTED}; found {len(vector)} numbers{header}")
        if not isfinite(sum(vector)):
            raise _refused(place, f"{_EXPECTED}; one of them is too large, or is none")
        if word in vectors:
            raise _refused(place, f"the word {word!r} stands above already; leave one of the rows out")
        vectors[word] = vector
    if not vectors:
        raise ConfigError([Problem(Place("--vectors"), f"there are no rows in the file; {_EXPECTED}")])
    return vectors


def _refused(place: Place, told: str) -> ConfigError:
    return ConfigError([Problem(place, told)])
