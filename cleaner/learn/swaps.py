"""Swap tables, compiled: every inflected pair of forms, and the pairs of known spinners, in a file that loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.inflection import inflected
from cleaner.learn.spinner.family import Family, table_path
from cleaner.rules.protected import kept_apart
from cleaner.rules.swaps import SwapRow, fingerprint
from cleaner.stages.chrome.model_file import to_bytes
from cleaner.stages.lexicon import lexicon
from cleaner.stages.spun.swaps import (
    CONTEXTS,
    FORMAT,
    LAST_PLACE,
    LONGEST,
    MOST_SPINNERS,
    UNTABLED,
    VERSION,
    Swaps,
)
from cleaner.stages.spun.tokens import tokenize

__all__ = ["MOST_ORIGINALS", "CompiledSwaps", "compile_swaps", "stale"]

MOST_ORIGINALS = 20  # of a spun form: what comes after is a guess among too many
_MOST_SURFACES = 1 << 16  # originals are numbered in 16 bits
_LAST_RANK = 9  # of a pair that only spinners know
_FORM = re.compile(r"[a-z][a-z'.-]*(?: [a-z][a-z'.-]*)*")

# A pair's rank, its context bits, and the places that it has with the spinners, two bits each.
_Pair = tuple[int, int, int]


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


def compile_swaps(rows: Iterable[SwapRow], tables: Sequence[Path], spinners: Sequence[Family] = ()) -> CompiledSwaps:
    """The rows in all their inflections, as ``cleaner.stages.spun.swaps`` reads them; the same rows, the same bytes.

    A spun form keeps the ``MOST_ORIGINALS`` originals of best rank; of equals the more frequent ones (wordfreq).
    The file knows where the rows come from, ``tables`` and those of the spinners, by their fingerprint.

    Args:
        rows: of the repair tables.
        tables: their files.
        spinners: whose own pairs are added: their texts are recognised, and turned back with what they are known to do.

    Raises:
        OverflowError: where there are more spinners, or more originals, than the format has bits for.
    """
    if len(spinners) > MOST_SPINNERS:
        raise OverflowError(f"{len(spinners)} spinners are too many: the format has bits for {MOST_SPINNERS}")
    surfaces = _kept(_known(_surfaces(rows), spinners))
    originals = sorted({original for found in surfaces.values() for original in found})
    if len(originals) > _MOST_SURFACES:
        raise OverflowError(f"{len(originals)} originals do not fit into 16 bits: widen the pairs of the format")
    numbers = {original: number for number, original in enumerate(originals)}
    starts, pairs, known = [0], [], []
    lengths: dict[str, int] = {}
    spun = sorted(surfaces)
    for form in spun:
        for original, (rank, contexts, places) in surfaces[form].items():
            pairs.append(numbers[original] << 16 | rank << 8 | contexts)
            known.append(places)
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
        "known": np.array(known, np.uint32),
        "lengths": np.array([lengths[first] for first in firsts], np.uint8),
    }
    names = [family.name for family in spinners]
    card = {
        "fingerprint": _fingerprint(tables, names),
        "spinners": names,
        "spun": len(spun),
        "originals": len(originals),
        "pairs": len(pairs),
    }
    return CompiledSwaps(to_bytes(FORMAT, VERSION, (), {}, card, arrays), len(spun), len(pairs))


def stale(compiled: Path, tables: Sequence[Path]) -> bool:
    """True where ``compiled`` was made from other tables than these, or these or its spinners' have changed since.

    Raises:
        ConfigError: where ``compiled`` is no file of ours.
    """
    swaps = Swaps.load(compiled)
    return swaps.fingerprint != _fingerprint(tables, swaps.spinners)


def _fingerprint(tables: Sequence[Path], spinners: Sequence[str]) -> str:
    return fingerprint([*tables, *map(table_path, spinners)])


def _surfaces(rows: Iterable[SwapRow]) -> dict[str, dict[str, _Pair]]:
    """Spun forms with their originals."""
    found: dict[str, dict[str, _Pair]] = {}
    for row in rows:
        bit = 1 << CONTEXTS.index(row.context)
        for spun, original in inflected(row.spun, row.original, row.context):
            one, other = _tokens(spun), _tokens(original)
            if one == other or one.count(" ") >= LONGEST:
                continue
            rank, bits, _ = found.setdefault(one, {}).get(other, (row.rank, 0, 0))
            found[one][other] = (min(rank, row.rank), bits | bit, 0)
    return found


def _known(found: dict[str, dict[str, _Pair]], spinners: Sequence[Family]) -> dict[str, dict[str, _Pair]]:
    """The same with what spinners put: those pairs that no table had, and the place of each with each spinner.

    What no repair table may hold is left out here, too: other numbers, units, negations, dates.
    """
    fixed = 1 << CONTEXTS.index("x") | UNTABLED
    for number, family in enumerate(spinners):
        for original, forms in family.table.swaps.items():
            other = _tokens(original)
            for place, form in enumerate(forms, 1):
                one = _tokens(form)
                if one == other or one.count(" ") >= LONGEST or not (_FORM.fullmatch(one) and _FORM.fullmatch(other)):
                    continue
                if other not in found.get(one, ()) and kept_apart(one, other):
                    continue  # a spinner may change a quantity; we must not guess it
                rank, bits, places = found.setdefault(one, {}).get(other, (min(place, _LAST_RANK), fixed, 0))
                if bits & UNTABLED:
                    rank = min(rank, place)
                if not places >> 2 * number & 3:
                    places |= min(place, LAST_PLACE) << 2 * number
                found[one][other] = (rank, bits, places)
    return found


def _kept(found: dict[str, dict[str, _Pair]]) -> dict[str, dict[str, _Pair]]:
    """The best originals of each spun form, best first."""
    share = lexicon("en").frequency

    def order(pair: tuple[str, _Pair]) -> tuple[int, float, str]:
        original, (rank, _, _) = pair
        return rank, -min(map(share, original.split(" "))), original

    return {one: dict(sorted(others.items(), key=order)[:MOST_ORIGINALS]) for one, others in found.items()}


def _tokens(form: str) -> str:
    return " ".join(tokenize(form).norms)


def _text(lines: list[str]) -> NDArray[Any]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)
