"""Swaps: spans of tokens that a spinner may have put, what may have stood there, and which known spinner puts it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.chrome.model_file import is_model, read_model
from cleaner.stages.spun import SHIPPED as FILES

__all__ = [
    "CONTEXTS",
    "FORMAT",
    "LAST_PLACE",
    "LONGEST",
    "MOST_SPINNERS",
    "SHIPPED",
    "UNTABLED",
    "VERSION",
    "Original",
    "Swaps",
    "is_swaps",
    "shipped_swaps",
]

FORMAT = "cleaner.swaps"
VERSION = 2
LONGEST = 5  # tokens of a spun form
MOST_SPINNERS = 16
"""Spinners that a file can tell of: two bits a pair and spinner say whether it puts this for that, and how gladly."""
LAST_PLACE = 3  # among what a spinner puts for a word; what comes behind is put there, too
SHIPPED = FILES[1]
# Bit n of a pair's contexts is the n-th of these: noun, verb, adjective, adverb, one form only.
CONTEXTS = "nvarx"
_CONTEXTS_OF = tuple("".join(c for bit, c in enumerate(CONTEXTS) if bits >> bit & 1) for bits in range(32))
UNTABLED = 1 << len(CONTEXTS)  # beside these bits: only spinners know the pair, no repair table
_PLACES = np.uint32(0x55555555)  # the lower bit of each spinner
_REMEDY = "make it anew with `cleaner learn swaps`, or take the file of this version"


class Original(NamedTuple):
    """What may have stood where a spun form stands.

    Attributes:
        tokens: folded, as ``tokenize`` gives them.
        rank: of the spun form among those of this original in the tables: 1 for the most typical.
        contexts: the parts of speech it comes from, of ``CONTEXTS``.
        known: two bits for each known spinner, the first one's lowest: 0 where it does not put the spun form for this
            original, else at which place, 1 to 3, among what it puts.
    """

    tokens: tuple[str, ...]
    rank: int
    contexts: str
    known: int = 0


@dataclass(frozen=True, slots=True)
class Swaps:
    """The compiled swap tables.

    Attributes:
        fingerprint: of the tables that it was made from (``cleaner.rules.swaps.fingerprint``).
        pairs: how many pairs of surface forms there are.
        spinners: names of those whose own tables are in it, as many as :class:`Original` has bits for.
        swapped: bit n of a word is set where the n-th spinner puts something for it.
    """

    fingerprint: str
    pairs: int
    spinners: tuple[str, ...]
    swapped: Mapping[str, int]
    _numbers: dict[str, int]
    _lengths: dict[str, int]
    _starts: list[int]
    _pairs: list[int]
    _known: list[int]
    _originals: list[tuple[str, ...]]
    _asked: dict[str, list[Original]] = field(default_factory=dict)  # what was asked for before

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
            known = arrays["known"]
            fingerprint, spinners = content.card["fingerprint"], tuple(content.card["spinners"])
            fit = len(starts) == len(spun) + 1 and len(lengths) == len(firsts) and starts[-1] == len(pairs)
            fit = fit and isinstance(fingerprint, str) and max(pairs, default=0) >> 16 < len(originals)
            fit = fit and len(known) == len(pairs) and len(spinners) <= MOST_SPINNERS
        except (KeyError, IndexError, TypeError, ValueError):
            fit = False
        if not fit:
            raise ConfigError([Problem(Place(str(path)), f"its parts do not fit each other; {_REMEDY}")])
        numbers = {form: number for number, form in enumerate(spun)}
        parted = [tuple(original.split(" ")) for original in originals]
        swapped = _swapped(arrays["pairs"], known, parted)
        firsts_of = dict(zip(firsts, lengths, strict=True))
        return cls(
            fingerprint, len(pairs), spinners, swapped, numbers, firsts_of, starts, pairs, known.tolist(), parted
        )

    def without(self, spinner: str) -> Swaps:
        """The same as if nobody knew a spinner: neither what only its table holds, nor that it puts what others do.

        Raises:
            ValueError: where its table is not in it.
        """
        number = self.spinners.index(spinner)
        own, bit = 3 << 2 * number, 1 << number
        pairs, known, starts = [], [], [0]
        for first, last in itertools.pairwise(self._starts):
            for pair, bits in zip(self._pairs[first:last], self._known[first:last], strict=True):
                if pair & UNTABLED and not bits & ~own:
                    continue
                pairs.append(pair)
                known.append(bits & ~own)
            starts.append(len(pairs))
        swapped = {word: bits & ~bit for word, bits in self.swapped.items()}
        return replace(self, pairs=len(pairs), swapped=swapped, _starts=starts, _pairs=pairs, _known=known, _asked={})

    def __len__(self) -> int:
        return len(self._numbers)

    def forms(self) -> Iterator[str]:
        """All spun forms, their tokens joined by blanks, sorted."""
        return iter(sorted(self._numbers))

    def originals(self, form: str) -> list[Original]:
        """What ``form``, tokens joined by blanks, may be spun from, best rank first; none where unknown.

        The possessive of a noun has those of the noun, too, each with its ``'s``.
        """
        known = self._asked.get(form)
        if known is not None:
            return known
        found = self._of(self._numbers.get(form))
        if form.endswith("'s"):
            found += [
                Original((*one.tokens[:-1], f"{one.tokens[-1]}'s"), one.rank, "n", one.known)
                for one in self._of(self._numbers.get(form[:-2]))
                if "n" in one.contexts
            ]
        if found:  # each form of the tables once, and no other words
            self._asked[form] = found
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
        originals, part = self._originals, slice(self._starts[number], self._starts[number + 1])
        return [
            Original(originals[pair >> 16], pair >> 8 & 255, _CONTEXTS_OF[pair & 31], known)
            for pair, known in zip(self._pairs[part], self._known[part], strict=True)
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


def _swapped(
    pairs: NDArray[np.uint32], known: NDArray[np.uint32], originals: Sequence[Sequence[str]]
) -> dict[str, int]:
    """Which spinners put something for each original of one word: a bit each."""
    some = known & _PLACES | known >> 1 & _PLACES
    bits = np.zeros(len(originals), np.uint32)
    np.bitwise_or.at(bits, pairs >> 16, some)
    packed = np.zeros(len(originals), np.uint32)
    for number in range(MOST_SPINNERS):
        packed |= (bits >> (2 * number) & 1) << number
    return {originals[at][0]: int(packed[at]) for at in np.flatnonzero(packed).tolist() if len(originals[at]) == 1}


def _lines(array: NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode("utf-8").split("\n")
