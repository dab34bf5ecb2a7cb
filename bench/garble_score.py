"""Words garbled in a text, and what became of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import regex
from garble_damage import Kind

from cleaner.model import Change, Cleaned, splice

__all__ = ["Damaged", "Score", "garbled", "is_blank", "scored"]

_WORD = regex.compile(r"[\p{L}\p{M}'’&]+")


class Damaged(NamedTuple):
    """``text[start:end]`` of a garbled text stood for ``meant``."""

    start: int
    end: int
    meant: str


@dataclass(slots=True)
class Score:
    """Words, of one kind at one rate."""

    injected: int = 0
    restored: int = 0
    wrong: int = 0
    damaged: int = 0
    fails: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(
            self.injected + other.injected,
            self.restored + other.restored,
            self.wrong + other.wrong,
            self.damaged + other.damaged,
            self.fails + other.fails,
        )

    @property
    def recall(self) -> float:
        return self.restored / self.injected if self.injected else 1.0

    @property
    def precision(self) -> float:
        touched = self.restored + self.wrong + self.damaged
        return self.restored / touched if touched else 1.0


def garbled(
    text: str, kind: Kind, rate: float, rnd: random.Random, debt: float = 0.0
) -> tuple[str, list[Damaged], float]:
    """``text`` with ``rate`` percent of its words damaged, where they are in the result, and the debt that is left.

    ``debt`` counts words that should be garbled by now and are not: some cannot be, and lines have many at a time.
    """
    pieces: list[str] = []
    damaged: list[Damaged] = []
    done = size = 0
    for match in regex.finditer(r"[^\n]+", text) if kind.whole_lines else _WORD.finditer(text):
        debt += rate / 100 * (len(match.group().split()) if kind.whole_lines else 1)
        if debt < 1 or rnd.random() < 0.5:
            continue
        bad = kind.damage(match.group(), rnd)
        if bad is None or bad == match.group():
            continue
        debt -= len(differing(match.group(), bad)) if kind.whole_lines else 1
        pieces += [text[done : match.start()], bad]
        size += match.start() - done
        damaged.append(Damaged(size, size + len(bad), match.group()))
        size += len(bad)
        done = match.end()
    return "".join([*pieces, text[done:]]), damaged, debt


def differing(meant: str, bad: str) -> list[int]:
    """Which words of a line are garbled; a line that lost its blanks, or has none, is one."""
    words, others = meant.split(), bad.split()
    return [n for n, word in enumerate(words) if word != others[n]] if len(words) == len(others) else [0]


def scored(text: str, damaged: Sequence[Damaged], cleaned: Cleaned) -> Score:
    """What became of the damaged places, and which edits lie anywhere else."""
    score = Score()
    changes = [
        change for change in cleaned.changes if not is_blank(text[change.start : change.end], change.replacement)
    ]
    used: set[int] = set()
    first = 0
    for spot in damaged:
        while first < len(changes) and changes[first].end < spot.start:
            first += 1
        own = list(overlapping(changes, first, spot))
        used |= {change.start for change in own}
        start = min([spot.start, *(change.start for change in own)])
        end = max([spot.end, *(change.end for change in own)])
        out = splice(text[:end], own)[start:]
        meant = text[start : spot.start] + spot.meant + text[spot.end : end]
        weigh(score, text[start:end], out, meant)
    for change in changes:
        if change.start not in used:
            score.damaged += 1
            near = text[max(0, change.start - 20) : change.start], text[change.end : change.end + 20]
            what = f"{text[change.start : change.end]!r} > {change.replacement!r} {change.rule_ids}"
            score.fails.append(f"DAMAGED {near[0]!r} [{what}] {near[1]!r}")
    return score


def weigh(score: Score, bad: str, out: str, meant: str) -> None:
    """Adds one damaged place, word by word where its words can be told apart."""
    wanted, got, had = meant.split(), out.split(), bad.split()
    if not len(wanted) == len(got) == len(had):
        wanted, got, had = [" ".join(wanted)], [" ".join(got)], [" ".join(had)]
    for want, have, broken in zip(wanted, got, had, strict=True):
        if want == broken:
            score.damaged += have != want
            continue
        score.injected += 1
        score.restored += have == want
        if have != want:
            score.wrong += have != broken
            score.fails.append(
                f"{'LEFT ' if have == broken else 'WRONG'} {want[:50]!r} as {broken[:50]!r}: {have[:50]!r}"
            )


def overlapping(changes: Sequence[Change], first: int, spot: Damaged) -> Iterator[Change]:
    for change in islice(changes, first, None):
        if change.start > spot.end:
            return
        if change.end >= spot.start:
            yield change


def is_blank(old: str, new: str) -> bool:
    """True for an edit of white space alone."""
    return not old.strip(" \t\n\xa0") and not new.strip(" \t\n\xa0")
