"""Spun texts whose originals are known: what the models of spun text learn from."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from cleaner.learn.spinner.family import Family, Habits, Table
from cleaner.learn.spinner.spin import Spun, spin
from cleaner.stages.spun.swaps import Swaps
from cleaner.stages.spun.tokens import Tokens, tokenize

__all__ = ["SpunExample", "drawn_families", "example_of", "examples"]

# Of the texts that are learned from, a fifth is not spun. The others are spun by families with tables of their own or
# by ones that are drawn from the repair tables, half and half: what no table holds must be learned, too.
_CLEAN, _DRAWN = 0.2, 0.5
_SHARES = (0.1, 0.95)
_EACH_DRAWN = 25  # texts that a drawn family spins


@dataclass(frozen=True, slots=True)
class SpunExample:
    """A text as a spinner left it.

    Attributes:
        tokens: of the spun text.
        swapped: for each token, whether the spinner put it there.
        originals: the folded tokens of the original, by first and last token (not in it) of what was put for it.
        count: how many swaps there are, those that no candidate can undo among them.
    """

    tokens: Tokens
    swapped: list[bool]
    originals: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    count: int = 0

    def restored_by(self, first: int, last: int, words: tuple[str, ...]) -> bool:
        """Whether ``words`` in place of the tokens from ``first`` up to ``last`` are the original.

        Also where they are only a part of it: "said that" is nearer to "said" than "mentioned that" is, which a spinner
        put as a whole.
        """
        original = self.originals.get((first, last))
        if original is not None:
            return original == words
        for (start, end), whole in self.originals.items():
            if start <= first and last <= end:
                norms = self.tokens.norms
                after = [*norms[start:first], *words, *norms[last:end]]
                nearer = Levenshtein.distance(after, whole) < Levenshtein.distance(norms[start:end], whole)
                return nearer and set(words) <= set(whole)
        return False


def example_of(spun: Spun) -> SpunExample:
    """The spun text with its swaps in tokens.

    >>> from cleaner.learn.spinner.spin import Swap
    >>> found = example_of(Spun("Officers mentioned it.", (Swap(0, 8, "Officials", "word"),)))
    >>> found.swapped, found.originals
    ([True, False, False, False], {(0, 1): ('officials',)})
    """
    tokens = tokenize(spun.text)
    swapped = [False] * len(tokens)
    originals = {}
    for swap in spun.swaps:
        first = bisect_left(tokens.starts, swap.start)
        last = bisect_left(tokens.starts, swap.end, first)
        if first and tokens.ends[first - 1] > swap.start:  # it begins inside a token
            first -= 1
        swapped[first:last] = [True] * (last - first)
        exact = last > first and (tokens.starts[first], tokens.ends[last - 1]) == (swap.start, swap.end)
        if exact and swap.original:
            originals[first, last] = tuple(tokenize(swap.original).norms)
    return SpunExample(tokens, swapped, originals, len(spun.swaps))


def drawn_families(swaps: Swaps, seed: str) -> Iterator[Family]:
    """Families without end, each with a part of the originals of the repair tables, and some spun forms of each."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    forms: dict[str, list[tuple[int, str]]] = {}
    for form in swaps.forms():
        for original in swaps.originals(form):
            forms.setdefault(" ".join(original.tokens), []).append((original.rank, form))
    rows = [(original, [form for _, form in sorted(found)]) for original, found in sorted(forms.items())]
    while True:
        share, most = dice.choice((0.15, 0.3, 0.5, 0.8)), dice.choice((1, 2, 3))
        table = []
        for row, found in rows:
            if dice.random() < share:
                table.append((row, tuple(dice.sample(found, min(most, len(found))))))
        habits = Habits(
            contractions=0.3 * dice.random(),
            inserts=0.2 * dice.random(),
            lowering=0.1 * dice.random(),
            articles=dice.random(),
            consistency=dice.random(),
            favour=1 + dice.random(),
        )
        yield Family("drawn", Table.of(table), habits)


def examples(
    texts: Sequence[str], families: Sequence[Family], drawn: Iterator[Family], seed: str
) -> Iterator[SpunExample]:
    """Examples without end, of texts drawn anew each time."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    number = 0
    own = next(drawn)
    while True:
        number += 1
        if number % _EACH_DRAWN == 0:
            own = next(drawn)
        text = dice.choice(texts)
        if dice.random() < _CLEAN:
            yield example_of(Spun(text, ()))
            continue
        family = own if not families or dice.random() < _DRAWN else dice.choice(families)
        yield example_of(spin(text, family, dice.uniform(*_SHARES), dice.getrandbits(32)))
