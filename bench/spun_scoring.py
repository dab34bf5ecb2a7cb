"""What became of a spun text: edits against the swaps that the spinner made, and scores of texts against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from rapidfuzz.distance import Levenshtein

from cleaner.learn.spinner import Spun, Swap
from cleaner.stages.spun.tokens import tokenize

__all__ = ["SORTS", "Made", "Score", "Tally", "area", "found_at", "scored"]

NOT_SPUN, NOT_KNOWN, OTHER, BOUNDS = SORTS = ("not spun", "not in the tables", "another chosen", "bounds")
_ARTICLES = frozenset(["a", "an"])

Known = Callable[[str, str], bool]
"""Whether the tables hold the original (second) for what stands there (first); both as they stand in the text."""


class _Piece(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Made(NamedTuple):
    """An edit of the spun text, by one tier."""

    start: int
    end: int
    replacement: str
    tier: str = ""


@dataclass(slots=True)
class Tally:
    """Edits, and how many of them are right; swaps that these took back.

    ``strict``: the words are those of the original. ``lenient``: the text is nearer to the original, and nothing was
    put that the original has not there.
    """

    edits: int = 0
    strict: int = 0
    lenient: int = 0
    back: int = 0
    nearer: int = 0

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def precision(self, *, lenient: bool = False) -> float:
        return (self.lenient if lenient else self.strict) / self.edits if self.edits else float("nan")

    def recall(self, swaps: int, *, lenient: bool = False) -> float:
        return (self.nearer if lenient else self.back) / swaps if swaps else float("nan")


@dataclass(slots=True)
class Score:
    """Counts of one or many texts.

    Attributes:
        kinds: swaps by what the spinner did; ``known``: those whose original is in the tables; ``undone``: those taken
            back (strict), all by kind.
        tiers: by tier; ``all`` of them together.
        cased: strictly right edits that are so to the letter, capitals and signs included.
        wrong: edits that are not strictly right, by why; ``off``: those that are not leniently right either.
        fails: those of ``off``, for people.
    """

    texts: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    undone: Counter[str] = field(default_factory=Counter)
    tiers: dict[str, Tally] = field(default_factory=dict)
    all: Tally = field(default_factory=Tally)
    cased: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    off: Counter[str] = field(default_factory=Counter)
    fails: list[str] = field(default_factory=list)

    @property
    def swaps(self) -> int:
        return self.kinds.total()

    def add(self, other: Score) -> None:
        self.texts += other.texts
        self.cased += other.cased
        for name in ("kinds", "known", "undone", "wrong", "off"):
            getattr(self, name).update(getattr(other, name))
        for tier, tally in other.tiers.items():
            self.tiers.setdefault(tier, Tally()).add(tally)
        self.all.add(other.all)
        self.fails += other.fails


def scored(spun: Spun, edits: Iterable[Made], known: Known) -> Score:
    """What ``edits`` (disjoint) did to a spun text.

    Edits and swaps that overlap are judged together: all of them are right where the words read as they did before.
    """
    score = Score(1)
    for swap in spun.swaps:
        score.kinds[swap.kind] += 1
        score.known[swap.kind] += known(spun.text[swap.start : swap.end], swap.original)
    for swaps, made in _together(spun.swaps, sorted(edits)):
        if made:
            _judge(score, spun.text, swaps, made, known)
    return score


def _judge(score: Score, text: str, swaps: Sequence[Swap], made: Sequence[Made], known: Known) -> None:
    first = min(piece.start for piece in (*swaps, *made))
    last = max(piece.end for piece in (*swaps, *made))
    was = _written(text, first, last, [(swap.start, swap.end, swap.original) for swap in swaps])
    now = _written(text, first, last, [edit[:3] for edit in made])
    strict = bool(swaps) and _norms(was) == _norms(now)
    score.cased += len(made) * (strict and was == now)
    if strict:
        score.undone.update(swap.kind for swap in swaps)
    for edit in made:
        own = [swap for swap in swaps if _touch(swap, edit)]
        gain = _gain(text, edit, own)
        lenient = strict or gain > 0
        # A swap that two edits took back together is that of the first one.
        mine = [swap for swap in own if next(other for other in made if _touch(swap, other)) is edit]
        tally = Tally(1, strict, lenient, len(mine) * strict, len(mine) if strict else min(gain, len(mine)))
        score.all.add(tally)
        score.tiers.setdefault(edit.tier, Tally()).add(tally)
        if not strict:
            sort = _sort(text, edit, own, known)
            score.wrong[sort] += 1
            if not lenient:
                score.off[sort] += 1
                near = text[max(0, edit.start - 30) : edit.start], text[edit.end : edit.end + 20]
                told = f"{near[0]!r} [{text[edit.start : edit.end]!r} > {edit.replacement!r}] {near[1]!r}"
                score.fails.append(f"{edit.tier} {sort}: {told}, was {'; '.join(swap.original for swap in own)!r}")


def _together(swaps: Sequence[Swap], edits: Sequence[Made]) -> list[tuple[list[Swap], list[Made]]]:
    """Swaps and edits that overlap each other, by any number of steps."""
    found: list[tuple[list[Swap], list[Made]]] = []
    reach = -1
    for piece in sorted((*swaps, *edits), key=lambda one: (one.start, one.end)):
        if piece.start >= reach:
            found.append(([], []))
        reach = max(reach, piece.end)
        if isinstance(piece, Swap):
            found[-1][0].append(piece)
        else:
            found[-1][1].append(piece)
    return found


def _gain(text: str, edit: Made, own: Sequence[Swap]) -> int:
    """By how many words the edit brings the text nearer to the original; 0 where it puts one that is not there."""
    if not own:
        return 0
    first, last = min(edit.start, own[0].start), max(edit.end, own[-1].end)
    was = _norms(_written(text, first, last, [(swap.start, swap.end, swap.original) for swap in own]))
    now, stood = _norms(_written(text, first, last, [edit[:3]])), _norms(text[first:last])
    put = [norm for norm in _norms(edit.replacement) if norm not in _ARTICLES and norm not in stood]
    if any(norm not in was for norm in put):
        return 0
    return max(0, Levenshtein.distance(stood, was) - Levenshtein.distance(now, was))


def _sort(text: str, edit: Made, own: Sequence[Swap], known: Known) -> str:
    if not own:
        return NOT_SPUN
    swap = own[0]
    before = text[edit.start : swap.start].strip().lower()
    if len(own) > 1 or edit.start > swap.start or edit.end != swap.end or (before and before not in _ARTICLES):
        return BOUNDS
    return OTHER if known(text[swap.start : swap.end], swap.original) else NOT_KNOWN


def _touch(one: _Piece, other: _Piece) -> bool:
    return one.start < other.end and other.start < one.end


def _written(text: str, first: int, last: int, pieces: Sequence[tuple[int, int, str]]) -> str:
    """``text[first:last]`` with the pieces, in order, put where they belong."""
    found, at = "", first
    for start, end, put in pieces:
        found += text[at:start] + put
        at = end
    return found + text[at:last]


def _norms(text: str) -> list[str]:
    return tokenize(text).norms


def area(spun: Sequence[float], clean: Sequence[float]) -> float:
    """The area under the ROC curve: how often a spun text scores above a clean one; ties count half.

    >>> area([0.9, 0.4], [0.1, 0.4])
    0.875
    """
    order = np.sort(clean)
    below = np.searchsorted(order, spun, "left") + np.searchsorted(order, spun, "right")
    return float(below.mean() / 2 / len(order))


def found_at(spun: Sequence[float], clean: Sequence[float], share: float) -> tuple[float, float]:
    """The share of spun texts above the score that at most ``share`` of the clean ones exceed, and that score.

    >>> found_at([0.9, 0.4], [0.1, 0.5, 0.3, 0.2], 0.25)
    (1.0, 0.3)
    """
    least = float(np.sort(clean)[::-1][int(share * len(clean))])
    return float((np.asarray(spun) > least).mean()), least
