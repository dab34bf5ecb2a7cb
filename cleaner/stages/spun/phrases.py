"""What may stand in spans of a text, as arrays for the network; what a form brings along is looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.network import ContextNetwork, Gaps
from cleaner.stages.spun.swaps import Original

__all__ = ["Phrases"]

Array = NDArray[Any]


class _Form(NamedTuple):
    """A form and its originals: word ids, where each begins, the logarithms of ranks, and ``Original.known``."""

    words: Array
    starts: Array
    ranks: Array
    known: Array


class Phrases:
    """Remembers the arrays of each form of the swap tables that a text held: a megabyte for some two thousand."""

    def __init__(self, network: ContextNetwork) -> None:
        """For the ids of ``network``."""
        self._network = network
        self._made: dict[str, _Form] = {}

    def gaps(self, norms: Sequence[str], spans: Sequence[tuple[int, int, list[Original]]]) -> tuple[Gaps, Array]:
        """Gaps for spans of ``norms``, one at least, and of each phrase the bits of ``Original.known``: uint32."""
        forms = [self._form(norms[first:last], originals) for first, last, originals in spans]
        counts = [len(form.starts) for form in forms]
        before = np.cumsum([0, *(len(form.words) for form in forms[:-1])])
        starts = np.concatenate([form.starts for form in forms]) + np.repeat(before, counts)
        gaps = Gaps(
            np.array([first for first, _, _ in spans]),
            np.array([last for _, last, _ in spans]),
            np.repeat(np.arange(len(forms)), counts),
            np.concatenate([form.words for form in forms]),
            starts,
            np.concatenate([form.ranks for form in forms]),
        )
        return gaps, np.concatenate([form.known for form in forms])

    def _form(self, norms: Sequence[str], originals: Sequence[Original]) -> _Form:
        key = " ".join(norms)
        made = self._made.get(key)
        if made is None:
            phrases = [tuple(norms), *(one.tokens for one in originals)]
            words = self._network.ids([word for phrase in phrases for word in phrase])
            starts = np.cumsum([0, *(len(phrase) for phrase in phrases[:-1])])
            ranks = -np.log(np.array([1, *(one.rank for one in originals)], np.float32))
            known = np.array([0, *(one.known for one in originals)], np.uint32)
            made = self._made[key] = _Form(words, starts, ranks, known)
        return made
