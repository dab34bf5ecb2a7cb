"""Fixed names and collocations that a spinner broke word by word: "White Household", "Protection Secretary"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleaner.model import Edit, Evidence
from cleaner.rules.load import builtin_rules
from cleaner.rules.name_tables import NameRow, name_tables, read_names
from cleaner.stages.spun.tokens import BREAK, Tokens, tokenize

__all__ = ["IN_CAPITALS", "IN_QUOTES", "RULE", "STANDS_ELSEWHERE", "Names", "Naming", "quoted_tokens"]

RULE = "spun.name"
IN_CAPITALS = 4.0
"""How many times likelier the edit of a name is wrong behind another capital: "Family Justice Division"."""
IN_QUOTES = 4.0
"""How many times likelier an edit is wrong between quotation marks: what somebody said may well be odd."""
STANDS_ELSEWHERE = 0.25
"""How many times likelier an edit is wrong where the text writes the name rightly elsewhere."""

# How often an edit is taken to be wrong in a text that is spun. Forms that somebody saw are surer than those made by
# swaps; capitals are evidence of their own.
_WRONG = {
    ("name", "authored"): 0.015,
    ("name", "generated"): 0.03,
    ("collocation", "authored"): 0.03,
    ("collocation", "generated"): 0.05,
    ("collocation", "tortured"): 0.15,
}
_LONG = 0.5  # how many times likelier a form of three words or more is wrong than one of two
# With these a name goes on: "White Home Farm Ltd". What is spun hardly stands before one.
_LONGER_NAMES = """
ag avenue band bros church cottage drive farm farms gmbh grove hotel inc inn lane llc lodge ltd mill place plc road
school street surgery terrace theatre trust vineyard
"""
_LONGER = frozenset(_LONGER_NAMES.split())
# The tables are in American spelling; a text in British spelling is written so.
_BRITISH = (
    ("Defense", "Defence"),
    ("Labor", "Labour"),
    ("Organization", "Organisation"),
    ("Center", "Centre"),
    ("Program", "Programme"),
)
# Words that stand before an office without belonging to its name.
_WHOSE = re.compile("(?:an|ish|ese|ch|eli|aqi|eni|istani|udi|['’]s|U\\.?S\\.?|UK|U\\.K\\.|U\\.N\\.|EU)$")
_STOPS = frozenset({".", "!", "?", BREAK})
_OPENING = frozenset({'"', "'", "(", "["})
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "»", "‘": "’"}  # what closes each


@dataclass(frozen=True, slots=True)
class Naming:
    """A name to put back. Offsets count code points of the text that was tokenized.

    Attributes:
        score: how sure it is, 0 to 1, in a text that is spun.
        reasons: ``name`` or ``collocation``, where the row comes from, then the first that holds of
            ``in_quotes``, ``in_capitals`` and ``stands_elsewhere``.
    """

    start: int
    end: int
    replacement: str
    score: float
    reasons: tuple[str, ...]

    def edit(self) -> Edit:
        """The same for the pipeline."""
        return Edit(self.start, self.end, self.replacement, RULE, Evidence(self.score, "name", self.reasons))


class _Match(NamedTuple):
    """A row, its tokens, how many signs of the last one are a possessive, and whether the text must bear it out."""

    row: NameRow
    first: int
    last: int
    tail: int
    weak: bool


class Names:
    """Tables of names and collocations, by their spun forms; read-only."""

    __slots__ = ("_longest", "_rows", "_tables")

    def __init__(self, rows: Sequence[NameRow], tables: Sequence[Path]) -> None:
        """``rows`` of ``tables``, which another process reads again."""
        self._tables = tuple(tables)
        self._rows: dict[str, tuple[NameRow, ...]] = {}
        self._longest: dict[str, int] = {}
        for row in rows:
            self._rows[row.spun] = (*self._rows.get(row.spun, ()), row)
            words = row.spun.lower().split(" ")
            start = _start(words)
            if len(words) > self._longest.get(start, 0):
                self._longest[start] = len(words)

    def __reduce__(self) -> tuple[object, ...]:
        return Names.load, (self._tables,)

    def __len__(self) -> int:
        return len(self._rows)

    @classmethod
    def load(cls, tables: Sequence[Path] = ()) -> Names:
        """The names in ``tables``; of those that ship where none are given.

        Raises:
            RuleError: where a table is missing or damaged: file, line, column, and what to do.

        >>> len(Names.load()) > 10_000
        True
        """
        tables = tuple(tables) or tuple(name_tables(builtin_rules(), "en"))
        return cls(read_names(tables), tables)

    def find(self, tokens: Tokens) -> list[Naming]:
        """What to put back, disjoint, in order of the text; of two that overlap the longer one.

        A name needs a capital at its start and another one; a collocation needs lower case, but at the start of a
        sentence. Capitals throughout and a possessive stay.

        >>> text = "The White Household’s protection secretary left."
        >>> [(text[found.start : found.end], found.replacement) for found in Names.load().find(tokenize(text))]
        [('White Household’s', 'White House’s'), ('protection secretary', 'defense secretary')]
        """
        matches = sorted(self._matches(tokens), key=lambda match: (match.first - match.last, match.first))
        if not matches:
            return []
        written = _Text(tokens)
        longer = {match.row.spun for match in matches if written.goes_on(match.last)}
        taken: set[int] = set()
        found: list[Naming] = []
        for match in matches:
            if match.row.spun in longer or not taken.isdisjoint(range(match.first, match.last)):
                continue
            elsewhere = written.holds(match.row.original)
            if match.weak and not elsewhere:
                continue
            taken.update(range(match.first, match.last))
            found.append(_naming(match, written, elsewhere=elsewhere))
        return sorted(found, key=lambda naming: naming.start)

    def _matches(self, tokens: Tokens) -> Iterator[_Match]:
        norms = tokens.norms
        for first, norm in enumerate(norms):
            if norm in self._longest:
                yield from self._at(tokens, first, first + 1)
            most = self._longest.get(_start(norms[first : first + 2]), 0)
            for last in range(min(len(norms), first + most), first + 1, -1):
                yield from self._at(tokens, first, last)

    def _at(self, tokens: Tokens, first: int, last: int) -> Iterator[_Match]:
        folded, tail = " ".join(tokens.norms[first:last]), 0
        if folded.endswith("'s") and folded not in self._rows:
            folded, tail = folded[:-2], 2
        for row in self._rows.get(folded, ()):
            words = [tokens.raw(place, place + 1) for place in range(first, last)]
            fits = _name_fits if row.context == "name" else _collocation_fits
            if (weak := fits(row, words, starts=_starts(tokens, first))) is not None:
                yield _Match(row, first, last, tail, weak)
        if tokens.text[tokens.starts[first]].isupper():
            exact = " ".join(tokens.raw(place, place + 1) for place in range(first, last))
            exact = exact[: len(exact) - tail]
            if exact != folded:
                yield from (_Match(row, first, last, tail, weak=False) for row in self._rows.get(exact, ()))


def _start(words: Sequence[str]) -> str:
    """What a form is looked up by: its first two words, the second one without a possessive."""
    return " ".join(words[:2]).removesuffix("'s")


def _name_fits(row: NameRow, words: Sequence[str], *, starts: bool) -> bool | None:
    """Whether the text must bear out a name in this case; None where it is none."""
    capitals = sum(word[0].isupper() for word in words[1:])
    if not words[0][0].isupper():
        return None
    if capitals or " " not in row.spun:
        return False
    return True if starts else None


def _collocation_fits(row: NameRow, words: Sequence[str], *, starts: bool) -> bool | None:
    """The same for a collocation: one in its case is sure, and so is one in capitals throughout."""
    if all(word.isupper() for word in words):
        return False
    kept = row.original.split(" ")
    for place, word in enumerate(words):
        if word[0].isupper() and word not in kept and not (place == 0 and starts and word[1:].islower()):
            return None
    return False


def _starts(tokens: Tokens, place: int) -> bool:
    """Whether a sentence starts at this token."""
    before = place - 1
    while before >= 0 and tokens.norms[before] in _OPENING:
        before -= 1
    return before < 0 or tokens.norms[before] in _STOPS


def _naming(match: _Match, written: _Text, *, elsewhere: bool) -> Naming:
    row, tokens = match.row, written.tokens
    start, end = tokens.starts[match.first], tokens.ends[match.last - 1] - match.tail
    here = tokens.text[start:end]
    right = written.spelled(row.original)
    if len(here) > 1 and here.isupper():
        right = right.upper()
    elif row.context == "collocation" and here[0].isupper():
        right = right[0].upper() + right[1:]
    wrong = _WRONG[row.context, row.evidence]
    reasons = [row.context, row.evidence]
    if row.spun.count(" ") > 1:
        wrong *= _LONG
    if written.quoted(match.first):
        # Here it says little that the name stands elsewhere: a text that speaks of spun words has both.
        wrong *= IN_QUOTES
        reasons.append("in_quotes")
    elif row.context == "name" and written.goes_before(match.first):
        wrong *= IN_CAPITALS
        reasons.append("in_capitals")
    elif elsewhere:
        wrong *= STANDS_ELSEWHERE
        reasons.append("stands_elsewhere")
    possessive = tokens.text[end : tokens.ends[match.last - 1]]
    return Naming(start, end + match.tail, right + possessive, round(1 - wrong, 4), tuple(reasons))


class _Text:
    """What a text says about names in it; made where there is something to ask."""

    __slots__ = ("_in_quotes", "_words", "tokens")

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._words = " ".join(["", *(tokens.raw(place, place + 1) for place in range(len(tokens))), ""])
        self._in_quotes = frozenset(quoted_tokens(tokens))

    def holds(self, original: str) -> bool:
        """Whether the name stands somewhere in its true case."""
        right = tokenize(original)
        words = " ".join(right.raw(place, place + 1) for place in range(len(right)))
        return any(f" {words}{ending} " in self._words for ending in ("", "'s", "’s"))

    def goes_on(self, last: int) -> bool:
        """Whether what ends before token ``last`` is the beginning of a longer name."""
        tokens = self.tokens
        if last == len(tokens) or tokens.norms[last] not in _LONGER:
            return False
        return (
            tokens.text[tokens.starts[last]].isupper()
            and tokens.text[tokens.ends[last - 1] : tokens.starts[last]] == " "
        )

    def goes_before(self, first: int) -> bool:
        """Whether another name seems to end before token ``first``, or the same one to have begun."""
        tokens = self.tokens
        if not first or _starts(tokens, first - 1) or tokens.ends[first - 1] + 1 != tokens.starts[first]:
            return False
        word = tokens.raw(first - 1, first)
        return word[0].isupper() and _WHOSE.search(word) is None

    def quoted(self, place: int) -> bool:
        """Whether the token stands between quotation marks."""
        return place in self._in_quotes

    def spelled(self, original: str) -> str:
        """The name in the spelling of the text."""
        for ours, british in _BRITISH:
            for one, other in ((ours, british), (ours.lower(), british.lower())):
                if one in original and british.lower() in self.tokens.norms and ours.lower() not in self.tokens.norms:
                    original = " ".join(other if word == one else word for word in original.split(" "))
        return original


def quoted_tokens(tokens: Tokens) -> Iterator[int]:
    """The tokens between quotation marks; a quote that is not closed ends with its line."""
    closing = ""
    for place, norm in enumerate(tokens.norms):
        sign = tokens.text[tokens.starts[place]]
        if norm == BREAK or (closing and sign in closing):
            closing = ""
        elif closing:
            yield place
        elif norm in {'"', "'"}:
            closing = _QUOTES.get(sign, "")
