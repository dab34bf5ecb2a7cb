"""Counts of grams by key: a table that finds thousands of them at once, as it lies in a file."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_WORDS", "GramTable", "gram_keys"]

Array = NDArray[Any]

MOST_WORDS = (1 << 21) - 1
"""The largest vocabulary: three ids then fit into 63 bits."""

# 2^64 over the golden ratio, made odd (Knuth, TAOCP 3, 6.4): multiplying by it loses nothing and spreads keys evenly.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def gram_keys(words: int, first: Array, *others: Array) -> Array:
    """A number for each gram that no other has, uint64, the shape of the ids; they are spread evenly over 64 bits.

    Args:
        words: how many there are, at most :data:`MOST_WORDS`.
        first: ids of the first words, int64, below ``words``.
        others: of the next one or two.

    >>> gram_keys(10, np.array([0, 4]), np.array([1, 2])) >> np.uint64(60)
    array([ 9, 15], dtype=uint64)
    """
    keys = np.atleast_1d(np.asarray(first, np.int64))
    for other in others:
        keys = keys * words + other
    spread: Array = np.ascontiguousarray(keys).view(np.uint64) * _SPREAD
    return spread.reshape(np.broadcast_shapes(np.shape(first), *map(np.shape, others)))


class GramTable(NamedTuple):
    """Counts of grams by key.

    Attributes:
        keys: those of :func:`gram_keys`, ascending [n].
        counts: uint32 [n].
        shift: how many low bits of a key do not say its bucket.
        starts: where in ``keys`` each bucket begins, one more at the end, uint32 [buckets + 1].
    """

    keys: Array
    counts: Array
    shift: np.uint64
    starts: Array

    @classmethod
    def of(cls, keys: Array, counts: Array) -> GramTable:
        """The table of ascending ``keys`` and their ``counts``, as they lie in a file: neither is copied."""
        # As many buckets as keys and more: of 0.5 million, the fullest holds 8. The plain binary search, which misses
        # the cache at most of its 19 steps, takes nine times as long.
        bits = max(len(keys).bit_length(), 1)
        shift = np.uint64(64 - bits)
        sizes = np.bincount((keys >> shift).view(np.int64), minlength=1 << bits)
        starts = np.zeros((1 << bits) + 1, np.uint32)
        np.cumsum(sizes, out=starts[1:])
        return cls(keys, counts, shift, starts)

    def look_up(self, keys: Array) -> Array:
        """The count of each of ``keys`` (uint64 of any shape), int64 of that shape; 0 where there is none.

        >>> keys = np.sort(gram_keys(10, np.arange(10)))
        >>> GramTable.of(keys, np.arange(10, dtype=np.uint32)).look_up(np.array([keys[3], 5, keys[9]], np.uint64))
        array([3, 0, 9])
        """
        wanted = keys.reshape(-1)
        bucket = (wanted >> self.shift).view(np.int64)
        at, end = self.starts[bucket].astype(np.int64), self.starts[bucket + 1]
        found = np.zeros(len(wanted), np.int64)
        left = np.flatnonzero(at < end)
        while left.size:
            here = at[left]
            hit = self.keys[here] == wanted[left]
            found[left[hit]] = self.counts[here[hit]]
            at[left] = here = here + 1
            left = left[~hit & (here < end[left])]
        return found.reshape(keys.shape)
