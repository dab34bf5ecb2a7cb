"""A text as a spinner would leave it, with the place and the original of everything that it changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

from cleaner.learn.spinner.family import Family
from cleaner.learn.spinner.habits import TOUCHED, Put, acronym, cased, contraction, insertion, lowered, number
from cleaner.model import Edit, splice
from cleaner.stages.spun.tokens import BREAK, Tokens, tokenize

__all__ = ["KINDS", "Kind", "Spun", "Swap", "spin"]

Kind = Literal["article", "case", "contraction", "insert", "name", "number", "phrase", "word"]
KINDS: tuple[str, ...] = get_args(Kind)
_Habit = Callable[[Tokens, int], "Put | None"]

_ENDS = frozenset([BREAK, ".", "!", "?", ":", '"', "("])
# A full stop after these ends no sentence; single letters are initials.
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "sen",
        "rep",
        "gov",
        "lt",
        "col",
        "sgt",
        "capt",
        "st",
        "jr",
        "sr",
        "prof",
        "rev",
        "vs",
    ]
)
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Swap:
    """One thing that the spinner changed.

    Attributes:
        start, end: where it stands in the spun text; never empty.
        original: the raw text that stood there; empty for a word that was put in.
        kind: which habit did it, one of ``KINDS``.
    """

    start: int
    end: int
    original: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Spun:
    """A spun text and its swaps, which are sorted and disjoint (they may touch)."""

    text: str
    swaps: tuple[Swap, ...]

    def undone(self) -> str:
        """The raw text.

        >>> Spun("Officers mentioned it.", (Swap(0, 8, "Officials", "word"), Swap(9, 18, "said", "word"))).undone()
        'Officials said it.'
        """
        return splice(self.text, (Edit(swap.start, swap.end, swap.original, swap.kind) for swap in self.swaps))


def spin(text: str, family: Family, share: float, seed: int | str) -> Spun:
    """``text`` as ``family`` spins it: of the places where it could swap something, ``share`` (times its habit's rate).

    Words of names, which are capitalised inside a sentence, are swapped only by rows for names, digits only by the
    habit ``numbers``. The same arguments give the same text on every machine.

    Raises:
        ValueError: where ``share`` is not within 0 and 1.

    >>> from cleaner.learn.spinner.family import Habits, Table
    >>> family = Family("small", Table.of([("officials", ("officers",)), ("said", ("mentioned",))]), Habits())
    >>> spin("Officials said so.", family, 1.0, "a").text
    'Officers mentioned so.'
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share {share} is not within 0 and 1")
    spinning = _Spinning(tokenize(text), family, share, random.Random(f"{family.name}\t{seed}"))  # noqa: S311 - no secret
    return spinning.run()


@dataclass(slots=True)
class _Spinning:
    """One spinner over one text: ``puts`` grow from left to right, in raw offsets, disjoint."""

    tokens: Tokens
    family: Family
    share: float
    dice: random.Random
    puts: list[tuple[Put, Kind]] = field(default_factory=list)
    settled: dict[str, str] = field(default_factory=dict)  # the spun form that an original got before
    line_end: int = -1  # up to where `shouted` has looked
    line_shouts: bool = False

    def run(self) -> Spun:
        norms, count = self.tokens.norms, len(self.tokens)
        lengths, text, starts = self.family.table.lengths, self.tokens.text, self.tokens.starts
        at = 0
        while at < count:
            norm = norms[at]
            if text[starts[at]].isupper():
                at = self.capital(at)
            elif norm in TOUCHED or norm in lengths:
                at = self.small(at)
            else:
                at += 1
        return self.written()

    def capital(self, at: int) -> int:
        """Where to go on after a token with a capital: a name, the begin of a sentence, or a shouted line."""
        tokens, habits = self.tokens, self.family.habits
        raw = tokens.raw(at, at + 1)
        for length in self.family.table.lengths.get(raw, ()):
            name = tokens.raw(at, at + length) if at + length <= len(tokens) else ""
            if name in self.family.table.names:
                if self.falls(habits.names):
                    spun = self.chosen(name, self.family.table.names[name])
                    self.put(Put(tokens.starts[at], tokens.ends[at + length - 1], spun, at + length), "name")
                return at + length
        if self.shouted(at) or tokens.norms[at].startswith("i'") or raw == "I":
            return self.small(at)
        if raw.isupper() and len(raw) > 1:
            return self.tried(acronym, habits.acronyms, "case", at) or at + 1
        if self.begins(at) and not self.named(at + 1):
            return self.small(at)
        return self.tried(lowered, habits.lowering, "case", at) or at + 1

    def small(self, at: int) -> int:
        """Where to go on after a token that is part of no name."""
        habits, norm = self.family.habits, self.tokens.norms[at]
        if norm in TOUCHED:
            done = self.tried(number, habits.numbers, "number", at) or self.tried(
                contraction, habits.contractions, "contraction", at
            )
            if done:
                return done
        for length in self.family.table.lengths.get(norm, ()):
            row = self.row(at, length)
            if row is None:
                continue
            if self.falls(habits.words if length == 1 else habits.phrases):
                raw = self.tokens.raw(at, at + length)
                spun = cased(raw, self.chosen(row, self.family.table.swaps[row]))
                self.article(at, raw, spun)
                place = Put(self.tokens.starts[at], self.tokens.ends[at + length - 1], spun, at + length)
                self.put(place, "word" if length == 1 else "phrase")
                return at + length
            if length == 1:
                break
        return (self.tried(insertion, habits.inserts, "insert", at) if norm in TOUCHED else 0) or at + 1

    def row(self, at: int, length: int) -> str | None:
        """The original of the row that stands here, where its capitals are none of a name's."""
        if at + length > len(self.tokens):
            return None
        raw = self.tokens.raw(at, at + length)
        original = raw.lower() if raw.isascii() else raw.lower().replace("’", "'")
        if original not in self.family.table.swaps:
            return None
        return original if not any(map(str.isupper, raw[1:])) or self.shouted(at) else None

    def tried(self, habit: _Habit, rate: float, kind: Kind, at: int) -> int:
        """Where to go on after what ``habit`` did; 0 where it did nothing."""
        if not rate:
            return 0
        place = habit(self.tokens, at)
        if place is None or not self.falls(rate):
            return 0
        if place.start < self.tokens.starts[at] and self.puts and self.puts[-1][0].end == place.start:
            return 0  # the number before was written as a word: no unit can stick to it
        self.put(place, kind)
        return place.last

    def put(self, place: Put, kind: Kind) -> None:
        """Keeps the put, where it changes anything."""
        if place.replacement != self.tokens.text[place.start : place.end]:
            self.puts.append((place, kind))

    def falls(self, rate: float) -> bool:
        """Throws the dice."""
        return self.dice.random() < self.share * rate

    def chosen(self, original: str, forms: tuple[str, ...]) -> str:
        """One of the spun forms: the one of before, or a new throw."""
        habits = self.family.habits
        before = self.settled.get(original)
        if before is not None and self.dice.random() < habits.consistency:
            return before
        form = forms[int(len(forms) * self.dice.random() ** habits.favour)]
        self.settled[original] = form
        return form

    def article(self, at: int, raw: str, spun: str) -> None:
        """Puts "a" for "an" before a new word, and "an" for "a", for spinners that see to it."""
        habits, tokens = self.family.habits, self.tokens
        if not habits.articles or not at or tokens.norms[at - 1] not in ("a", "an"):
            return
        vowel = spun[0].lower() in _VOWELS
        if vowel == (raw[0].lower() in _VOWELS) or self.dice.random() >= habits.articles:
            return
        start, end = tokens.starts[at - 1], tokens.ends[at - 1]
        if not self.puts or self.puts[-1][0].end <= start:
            old = tokens.text[start:end]
            self.put(Put(start, end, old[0] + "n" if vowel else old[0], at), "article")

    def begins(self, at: int) -> bool:
        """Whether a sentence begins with the token."""
        norms = self.tokens.norms
        if not at or norms[at - 1] != ".":
            return not at or norms[at - 1] in _ENDS
        return at < 2 or (len(norms[at - 2]) > 1 and norms[at - 2] not in _ABBREVIATIONS)

    def named(self, at: int) -> bool:
        """Whether the token looks like a part of a name."""
        if at >= len(self.tokens):
            return False
        return self.tokens.text[self.tokens.starts[at]].isupper() and self.tokens.norms[at] != "i"

    def shouted(self, at: int) -> bool:
        """Whether the line of the token has several letters, and none of them small."""
        start, text = self.tokens.starts[at], self.tokens.text
        if start >= self.line_end:
            first, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            self.line_end = len(text) if end < 0 else end
            line = text[first : self.line_end]
            self.line_shouts = line.isupper() and " " in line.strip()
        return self.line_shouts

    def written(self) -> Spun:
        """The spun text, and the puts as swaps in it."""
        text = self.tokens.text
        pieces: list[str] = []
        swaps: list[Swap] = []
        raw_at = spun_at = 0
        for place, kind in self.puts:
            kept = text[raw_at : place.start]
            start = spun_at + len(kept)
            spun_at, raw_at = start + len(place.replacement), place.end
            pieces += (kept, place.replacement)
            swaps.append(Swap(start, spun_at, text[place.start : place.end], kind))
        pieces.append(text[raw_at:])
        return Spun("".join(pieces), tuple(swaps))
