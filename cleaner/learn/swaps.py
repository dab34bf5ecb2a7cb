"""Swap tables, compiled: every inflected pair of forms, in a file that loads fast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.inflection import inflected
from cleaner.rules.swaps import SwapRow, fingerprint
from cleaner.stages.chrome.model_file import to_bytes
from cleaner.stages.lexicon import lexicon
from cleaner.stages.spun.swaps import CONTEXTS, FORMAT, LONGEST, VERSION, Swaps
from cleaner.stages.spun.tokens import tokenize

__all__ = ["MOST_ORIGINALS", "CompiledSwaps", "compile_swaps", "stale"]

MOST_ORIGINALS = 16  # of a spun form: what comes after is a guess among too many
_MOST_SURFACES = 1 << 16  # originals are numbered in 16 bits


@dataclass(frozen=True, slots=True)
class CompiledSwaps:
    """Compiled tables and their size.

    Attributes:
        content: the file.
        spun: surface forms that spinners put.
        pairs: of a spun surface form and an original.
    """

    content: bytes
    spun: int
    pairs: int


def compile_swaps(rows: Iterable[SwapRow], tables: Sequence[Path]) -> CompiledSwaps:
    """The rows in all their inflections, as ``cleaner.stages.spun.swaps`` reads them; the same rows, the same bytes.

    A spun form keeps the ``MOST_ORIGINALS`` originals of best rank; of equals the more frequent ones (wordfreq).
    The file knows ``tables``, where the rows come from, by their fingerprint.
    """
    surfaces = _surfaces(rows)
    originals = sorted({original for found in surfaces.values() for original in found})
    if len(originals) > _MOST_SURFACES:
        raise OverflowError(f"{len(originals)} originals do not fit into 16 bits: widen the pairs of the format")
    numbers = {original: number for number, original in enumerate(originals)}
    starts, pairs = [0], []
    lengths: dict[str, int] = {}
    spun = sorted(surfaces)
    for form in spun:
        pairs += [numbers[one] << 16 | rank << 8 | contexts for one, (rank, contexts) in surfaces[form].items()]
        starts.append(len(pairs))
        first, blanks = form.split(" ")[0], form.count(" ")
        lengths[first] = lengths.get(first, 0) | 2 << blanks
    firsts = sorted(lengths)
    arrays: dict[str, NDArray[Any]] = {
        "spun": _text(spun),
        "firsts": _text(firsts),
        "originals": _text(originals),
        "starts": np.array(starts, np.uint32),
        "pairs": np.array(pairs, np.uint32),
        "lengths": np.array([lengths[first] for first in firsts], np.uint8),
    }
    card = {"fingerprint": fingerprint(tables), "spun": len(spun), "originals": len(originals), "pairs": len(pairs)}
    return CompiledSwaps(to_bytes(FORMAT, VERSION, (), {}, card, arrays), len(spun), len(pairs))


def stale(compiled: Path, tables: Sequence[Path]) -> bool:
    """True where ``compiled`` was made from other tables than these, or from these before they changed.

    Raises:
        ConfigError: where ``compiled`` is no file of ours.
    """
    return Swaps.load(compiled).fingerprint != fingerprint(tables)


def _surfaces(rows: Iterable[SwapRow]) -> dict[str, dict[str, tuple[int, int]]]:
    """Spun forms with their originals, each with rank and context bits, best first."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows:
        bit = 1 << CONTEXTS.index(row.context)
        for spun, original in inflected(row.spun, row.original, row.context):
            one, other = _tokens(spun), _tokens(original)
            if one == other or one.count(" ") >= LONGEST:
                continue
            rank, bits = found.setdefault(one, {}).get(other, (row.rank, 0))
            found[one][other] = (min(rank, row.rank), bits | bit)
    share = lexicon("en").frequency

    def order(pair: tuple[str, tuple[int, int]]) -> tuple[int, float, str]:
        original, (rank, _) = pair
        return rank, -min(map(share, original.split(" "))), original

    return {one: dict(sorted(others.items(), key=order)[:MOST_ORIGINALS]) for one, others in found.items()}


def _tokens(form: str) -> str:
    return " ".join(tokenize(form).norms)


def _text(lines: list[str]) -> NDArray[Any]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)
