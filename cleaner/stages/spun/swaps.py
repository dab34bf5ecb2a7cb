"""Swaps: spans of tokens that a spinner may have put, and what may have stood there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.chrome.model_file import is_model, read_model
from cleaner.stages.spun import SHIPPED as FILES

__all__ = ["CONTEXTS", "FORMAT", "LONGEST", "SHIPPED", "VERSION", "Original", "Swaps", "is_swaps", "shipped_swaps"]

FORMAT = "cleaner.swaps"
VERSION = 1
LONGEST = 5  # tokens of a spun form
SHIPPED = FILES[1]
# Bit n of a pair's contexts is the n-th of these: noun, verb, adjective, adverb, one form only.
CONTEXTS = "nvarx"
_CONTEXTS_OF = tuple("".join(c for bit, c in enumerate(CONTEXTS) if bits >> bit & 1) for bits in range(32))
_REMEDY = "make it anew with `cleaner learn swaps`, or take the file of this version"


class Original(NamedTuple):
    """What may have stood where a spun form stands.

    Attributes:
        tokens: folded, as ``tokenize`` gives them.
        rank: of the spun form among those of this original in the tables: 1 for the most typical.
        contexts: the parts of speech it comes from, of ``CONTEXTS``.
    """

    tokens: tuple[str, ...]
    rank: int
    contexts: str


@dataclass(frozen=True, slots=True)
class Swaps:
    """The compiled swap tables.

    Attributes:
        fingerprint: of the tables that it was made from (``cleaner.rules.swaps.fingerprint``).
        pairs: how many pairs of surface forms there are.
    """

    fingerprint: str
    pairs: int
    _numbers: dict[str, int]
    _lengths: dict[str, int]
    _starts: list[int]
    _pairs: list[int]
    _originals: list[tuple[str, ...]]

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Swaps:
        """The tables at ``path``, as ``cleaner learn swaps`` writes them.

        Raises:
            ConfigError: where the file cannot be read, is damaged, of another version, or none of ours.
        """
        content = read_model(path, FORMAT, VERSION, (), _REMEDY)
        try:
            arrays = content.arrays()
            spun, firsts, originals = (_lines(arrays[name]) for name in ("spun", "firsts", "originals"))
            starts, pairs, lengths = (arrays[name].tolist() for name in ("starts", "pairs", "lengths"))
            fingerprint = content.card["fingerprint"]
            fit = len(starts) == len(spun) + 1 and len(lengths) == len(firsts) and starts[-1] == len(pairs)
            fit = fit and isinstance(fingerprint, str) and max(pairs, default=0) >> 16 < len(originals)
        except (KeyError, IndexError, TypeError, ValueError):
            fit = False
        if not fit:
            raise ConfigError([Problem(Place(str(path)), f"its parts do not fit each other; {_REMEDY}")])
        numbers = {form: number for number, form in enumerate(spun)}
        parted = [tuple(original.split(" ")) for original in originals]
        return cls(fingerprint, len(pairs), numbers, dict(zip(firsts, lengths, strict=True)), starts, pairs, parted)

    def __len__(self) -> int:
        return len(self._numbers)

    def forms(self) -> Iterator[str]:
        """All spun forms, their tokens joined by blanks, sorted."""
        return iter(sorted(self._numbers))

    def originals(self, form: str) -> list[Original]:
        """What ``form``, tokens joined by blanks, may be spun from: at most 16, best rank first; none where unknown.

        The possessive of a noun has those of the noun, too, each with its ``'s``.
        """
        found = self._of(self._numbers.get(form))
        if form.endswith("'s"):
            found += [
                Original((*one.tokens[:-1], f"{one.tokens[-1]}'s"), one.rank, "n")
                for one in self._of(self._numbers.get(form[:-2]))
                if "n" in one.contexts
            ]
        return found

    def spans(self, norms: Sequence[str]) -> Iterator[tuple[int, int, list[Original]]]:
        """First token, the one after the last, and originals of each span that is a spun form; by first, then last."""
        lengths, numbers = self._lengths, self._numbers
        for first, norm in enumerate(norms):
            # A single possessive begins nothing but may be one.
            known = lengths.get(norm, 0) | (norm.endswith("'s") and lengths.get(norm[:-2], 0) & 2)
            last = first
            while known > 1:
                known >>= 1
                last += 1
                if not known & 1 or last > len(norms):
                    continue
                form = norm if last == first + 1 else " ".join(norms[first:last])
                if form in numbers or (form.endswith("'s") and form[:-2] in numbers):
                    found = self.originals(form)
                    if found:
                        yield first, last, found

    def _of(self, number: int | None) -> list[Original]:
        if number is None:
            return []
        originals = self._originals
        return [
            Original(originals[pair >> 16], pair >> 8 & 255, _CONTEXTS_OF[pair & 31])
            for pair in self._pairs[self._starts[number] : self._starts[number + 1]]
        ]


@cache
def shipped_swaps() -> Swaps:
    """The tables that ship with the package, read once.

    >>> [one.tokens for one in shipped_swaps().originals("utilized")][:1]
    [('used',)]
    """
    return Swaps.load()


def is_swaps(path: Path) -> bool:
    """True where the file begins as compiled swap tables do, whatever their version."""
    return is_model(path, FORMAT)


def _lines(array: NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode("utf-8").split("\n")
