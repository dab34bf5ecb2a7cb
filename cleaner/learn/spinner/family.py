"""Families of spinners: the table of swaps and the habits of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.spun.tokens import tokenize

__all__ = ["Family", "Habits", "Table", "families", "read_table", "table_path"]

_TABLES = Path(__file__).with_name("tables")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a spinner works, as rates from 0 to 1. Each counts among the places where the habit could show.

    All but ``articles`` and ``consistency`` are times the ``share`` that ``spin`` is asked for.

    Attributes:
        words, phrases: rows of the table of one word and of several.
        names: rows of the table that damage names: "White House" to "White Household".
        contractions: "don't" to "do not", and back.
        inserts: small words more: "said the" to "said that the", "has been" to "has also been".
        numbers: "two" to "2", "several" to "a few", "5 million" to "5m". No other habit touches a number.
        lowering: names that lose their capital in the middle of a sentence.
        acronyms: "U.S." to "Us", "NATO" to "Nato".
        articles: "a" and "an" follow the new word.
        consistency: a document gets the same spun form for the same original.
        favour: not a rate: at 1 all spun forms of a row are as likely, above the first ones are preferred.
    """

    words: float = 1.0
    phrases: float = 1.0
    names: float = 0.0
    contractions: float = 0.0
    inserts: float = 0.0
    numbers: float = 0.0
    lowering: float = 0.0
    acronyms: float = 0.0
    articles: float = 0.0
    consistency: float = 0.0
    favour: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """What a spinner puts for what.

    Attributes:
        swaps: spun forms by original, lower case, words parted by one space; the preferred form first.
        names: the same for names, with their capitals.
        lengths: how many tokens the rows have that begin with a token (as the row writes it), longest first.
    """

    swaps: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, tuple[str, ...]]]) -> Table:
        """The table of ``rows``: original and its spun forms. An original with a capital is a name.

        >>> Table.of([("well known", ("famous",)), ("well", ("good",))]).lengths
        {'well': (2, 1)}
        """
        swaps: dict[str, tuple[str, ...]] = {}
        names: dict[str, tuple[str, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for original, spun in rows:
            tokens = tokenize(original)
            (swaps if original == original.lower() else names)[original] = spun
            lengths.setdefault(tokens.raw(0, 1), set()).add(len(tokens))
        return cls(swaps, names, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


@dataclass(frozen=True, slots=True)
class Family:
    """One spinner: its name, what it knows, and how it works."""

    name: str
    table: Table
    habits: Habits


# Made up to differ: what one does always another never does, so that a detector cannot live on one sign.
_HABITS = {
    "blog": Habits(
        names=0.6, contractions=0.5, inserts=0.35, numbers=0.1, acronyms=0.3, articles=0.3, consistency=0.3, favour=1.3
    ),
    "bookish": Habits(phrases=0.7, names=0.4, contractions=0.2, consistency=1.0, favour=2.5),
    "contextual": Habits(
        phrases=0.9, names=0.3, contractions=0.15, inserts=0.1, numbers=0.05, acronyms=0.1, articles=0.9, favour=1.6
    ),
    "phrases": Habits(
        names=1.0,
        contractions=0.9,
        inserts=0.25,
        numbers=0.6,
        lowering=0.1,
        acronyms=0.8,
        articles=0.5,
        consistency=0.8,
        favour=1.5,
    ),
    "observed": Habits(articles=0.5, consistency=0.3, favour=1.5),
    "formal": Habits(
        phrases=0.9, contractions=0.6, inserts=0.1, numbers=0.05, articles=0.9, consistency=0.2, favour=1.4
    ),
    "rewriter": Habits(
        names=0.7, contractions=0.3, inserts=0.3, numbers=0.05, lowering=0.1, acronyms=0.6, articles=0.2, favour=1.8
    ),
    "roget": Habits(phrases=0.6, names=0.5, inserts=0.05, articles=0.3, consistency=0.5, favour=1.2),
    "script": Habits(names=0.8, contractions=0.2, acronyms=0.4, articles=0.6, consistency=1.0, favour=3.0),
    "spintax": Habits(names=0.4, contractions=0.8, inserts=0.4, numbers=0.1, articles=0.7, consistency=0.1),
    "tortured": Habits(
        names=0.5, contractions=0.1, inserts=0.05, acronyms=0.2, articles=0.4, consistency=0.8, favour=1.5
    ),
    "translated": Habits(
        names=0.6, contractions=0.7, inserts=0.3, numbers=0.1, lowering=0.2, acronyms=0.3, articles=0.8, consistency=0.7
    ),
    "wire": Habits(names=0.9, contractions=0.2, inserts=0.15, acronyms=0.7, articles=0.4, consistency=0.4, favour=1.6),
    "plain": Habits(phrases=0.8, names=0.2, contractions=0.4, articles=1.0, consistency=0.3, favour=1.4),
    "vectors": Habits(lowering=0.3, acronyms=0.5, consistency=0.9, favour=2.0),
    "wordnet": Habits(numbers=0.15, lowering=0.05, articles=0.1, consistency=0.2),
}


@cache
def families() -> tuple[Family, ...]:
    """The families that come with the package, sorted by name; their tables are read at the first call.

    Raises:
        ConfigError: where a table is damaged.

    >>> [family.name for family in families()]  # doctest: +NORMALIZE_WHITESPACE
    ['blog', 'bookish', 'contextual', 'formal', 'observed', 'phrases', 'plain', 'rewriter', 'roget', 'script',
     'spintax', 'tortured', 'translated', 'vectors', 'wire', 'wordnet']
    """
    return tuple(Family(name, read_table(table_path(name)), _HABITS[name]) for name in sorted(_HABITS))


def table_path(name: str) -> Path:
    """The file of the table of a family that comes with the package."""
    return _TABLES / f"{name}.tsv"


def read_table(path: Path) -> Table:
    """The table in the file at ``path``: lines of ``original TAB spun; spun; spun``.

    Raises:
        ConfigError: with every line that is no such row, or one that stands there already.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(Place(str(path)), f"cannot be read: {error}; install the package anew")]) from None
    rows: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        original, tab, rest = line.partition("\t")
        spun = tuple(rest.split("; "))
        if not original.strip() or not tab or not all(form.strip() for form in spun):
            told = "expected `original TAB spun; spun`, each with a word in it"
            problems.append(Problem(Place(str(path), number, len(original) + 1), told))
        elif original in rows:
            told = f"`{original}` stands above already; make one row of both"
            problems.append(Problem(Place(str(path), number, 1), told))
        else:
            rows[original] = spun
    if problems:
        raise ConfigError(problems)
    return Table.of(rows.items())
