"""The texts of `spun.py`: clean ones of one side of the split, families, and a spun text beside its original."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from cleaner.learn.folds import fold_of
from cleaner.learn.inflection import TAGS, inflected
from cleaner.learn.spinner import Family, Habits, Spun, Swap, Table, read_table
from cleaner.rules.load import builtin_rules
from cleaner.rules.name_tables import name_tables, read_names
from cleaner.stages.spun.swaps import Swaps
from cleaner.stages.spun.tokens import tokenize

__all__ = ["FOLDS", "SIZES", "Clean", "aligned", "cut", "known_by", "read_clean", "read_families", "sample"]

FOLDS = 10
SIZES = (60, 80, 100, 150, 200, 300, 400, 600)
"""Words of the paragraph groups that texts are cut into."""

# Tables without habits of their own: words and phrases only.
_HABITS = Habits(articles=0.5, consistency=0.5, favour=1.5)


class Clean(NamedTuple):
    """A text that nobody spun; ``words`` as blanks part them; ``source`` is empty where the data does not tell."""

    id: str
    text: str
    words: int
    source: str


def read_clean(paths: Iterable[Path], folds: frozenset[int] | None) -> list[Clean]:
    """The texts whose `id` falls into one of ``folds`` of ten; all where None."""
    found = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as rows:
            for number, row in enumerate(map(json.loads, rows)):
                name = str(row.get("id", f"{path.name}:{number}"))
                if folds is None or fold_of(name, FOLDS) in folds:
                    text = row.get("text") or row.get("gold_text") or ""
                    found.append(Clean(name, text, len(text.split()), row.get("src", "")))
    return found


def cut(text: str) -> Iterator[str]:
    """The text as a whole, and groups of its paragraphs of each of :data:`SIZES` words, none twice."""
    seen = {tuple(text.split())}
    yield text
    paragraphs = [line for line in text.splitlines() if line.strip()]
    sizes = [len(line.split()) for line in paragraphs]
    for wanted in SIZES:
        first = 0
        for last in range(1, len(paragraphs) + 1):
            size = sum(sizes[first:last])
            if size >= wanted or (last == len(paragraphs) and size >= SIZES[0]):
                group = "\n".join(paragraphs[first:last])
                first = last
                words = tuple(group.split())
                if size <= SIZES[-1] and words not in seen:
                    seen.add(words)
                    yield group


def read_families(folder: Path) -> list[Family]:
    """A family of each file in ``folder``: lines of `original TAB spun; spun`, or of `original|context|spun; spun`.

    The latter hold base forms; context is n, v, a, r, or anything else for forms that have no other.
    """
    return [
        Family(
            path.stem, _inflected(path) if "|" in path.read_text(encoding="utf-8")[:200] else read_table(path), _HABITS
        )
        for path in sorted(folder.iterdir())
        if path.suffix in (".tsv", ".psv", ".txt")
    ]


def _inflected(path: Path) -> Table:
    rows: dict[str, dict[str, None]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        original, context, spun = line.split("|")[:3]
        for form in filter(None, map(str.strip, spun.split(";"))):
            for put, stood in inflected(form, original, context if context in TAGS else "x"):
                rows.setdefault(stood, {})[put] = None
    return Table.of((original, tuple(forms)) for original, forms in rows.items())


def known_by(swaps: Swaps) -> Callable[[str, str], bool]:
    """Whether the repair tables, swaps or names, hold an original for what was put there."""
    rows = read_names(name_tables(builtin_rules(), "en"))
    names = {(row.spun.lower(), " ".join(tokenize(row.original).norms)) for row in rows}

    def known(spun: str, original: str) -> bool:
        form, norms = " ".join(tokenize(spun).norms), tuple(tokenize(original).norms)
        return (form, " ".join(norms)) in names or any(one.tokens == norms for one in swaps.originals(form))

    return known


def aligned(spun: str, original: str, known: Callable[[str, str], bool]) -> Spun:
    """A spun text and its original, word by word where as many words stand there.

    Else a part that the tables know is taken for a swap of its own, and what is left for another.
    """
    ours, theirs = tokenize(spun), tokenize(original)
    swaps: list[Swap] = []

    def add(first: int, last: int, from_: int, to: int) -> None:
        if ours.norms[first:last] != theirs.norms[from_:to]:
            stood = theirs.raw(from_, to) if to > from_ else ""
            kind = "word" if last - first == 1 == to - from_ else "phrase"
            swaps.append(Swap(ours.starts[first], ours.ends[last - 1], stood, kind))

    def part(first: int, last: int, from_: int, to: int) -> None:
        if last - first == to - from_:
            for step in range(last - first):
                add(first + step, first + step + 1, from_ + step, from_ + step + 1)
            return
        for at in range(first + 1, last):
            for there in range(from_ + 1, to):
                head = known(ours.raw(first, at), theirs.raw(from_, there))
                if head or known(ours.raw(at, last), theirs.raw(there, to)):
                    part(first, at, from_, there)
                    part(at, last, there, to)
                    return
        add(first, last, from_, to)

    for tag, first, last, from_, to in SequenceMatcher(None, ours.norms, theirs.norms, autojunk=False).get_opcodes():
        if tag == "insert" and first < len(ours):  # words that the spinner left out belong to the next one
            add(first, first + 1, from_, to + 1)
        elif tag == "insert":
            add(first - 1, first, from_ - 1, to)
        elif tag != "equal":
            part(first, last, from_, to)
    return Spun(spun, tuple(swaps))


def sample(texts: Sequence[Clean], most: int, fewest_words: int, most_words: int) -> list[Clean]:
    """Texts of a certain length, each source in turn as long as it has any."""
    fit = [one for one in texts if fewest_words <= one.words <= most_words]
    sources = {one.source: [other for other in fit if other.source == one.source] for one in fit}
    found = [one for turn in zip_longest(*map(_spread, sources.values())) for one in turn if one is not None]
    return found[:most]


def _spread(texts: Sequence[Clean]) -> list[Clean]:
    """The texts in another order, neighbours apart."""
    return sorted(texts, key=lambda one: hashlib.sha256(one.id.encode()).digest())
