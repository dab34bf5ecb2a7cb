"""Swap tables: sorted TSV of the words that spinners put for others; read and checked, all problems told at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.model import Place, Problem, RuleError
from cleaner.rules.name_tables import NAME_TABLES
from cleaner.rules.protected import kept_apart

__all__ = ["CONTEXTS", "HEADER", "SwapRow", "fingerprint", "read_swaps", "swap_tables"]

HEADER = ("spun", "original", "context", "evidence", "example")
CONTEXTS = "nvarx"  # noun, verb, adjective, adverb, and what has one form only
_LONGEST = 5  # words of a form: what is longer is a sentence put differently
_LAST_RANK = 99
_FORM = re.compile(r"[a-z][a-z'.-]*\*?(?: [a-z][a-z'.-]*\*?)*")
_BRACKETS = re.compile(r"([^][]*)\[([^][]+)\]([^][]*)")
_HEADLINE = "\t".join(HEADER)


@dataclass(frozen=True, slots=True)
class SwapRow:
    """One swap of base forms.

    Attributes:
        spun: what a spinner puts; ``*`` stands after the word that is inflected where that is neither the first word of
            a verb nor the last of a noun.
        original: what stood there.
        context: one of ``CONTEXTS``: how both are inflected.
        rank: the place of this spun form among those of its original, 1 for the most typical.
        example: a sentence with the original, in some inflected form, in brackets.
        place: where the row stands.
    """

    spun: str
    original: str
    context: str
    rank: int
    example: str
    place: Place

    def parted(self) -> tuple[str, str, str]:
        """The example before, inside and after its brackets."""
        before, _, rest = self.example.partition("[")
        inside, _, after = rest.partition("]")
        return before, inside, after


def swap_tables(rules: Path) -> list[Path]:
    """The swap tables below a rule folder, ``repair/LANGUAGE/*.tsv`` but for the tables of names, sorted."""
    return sorted(table for table in (rules / "repair").glob("*/*.tsv") if table.name not in NAME_TABLES)


def fingerprint(tables: Sequence[Path]) -> str:
    """SHA-256 over names and contents of the tables, whatever their order; changes when any of them does."""
    whole = hashlib.sha256()
    for table in sorted(tables, key=lambda table: (table.name, str(table))):
        content = table.read_bytes()
        whole.update(f"{table.name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


def read_swaps(tables: Sequence[Path]) -> list[SwapRow]:
    """The rows of all tables, in their order.

    Raises:
        RuleError: with every problem, as ``file:line:column: what, and what was expected``.
    """
    rows: list[SwapRow] = []
    problems: list[Problem] = []
    for table in tables:
        try:
            text = table.read_bytes().decode("utf-8")
        except OSError as error:
            told = f"cannot be read: {error.strerror or error}; check the path and its permissions"
            problems.append(Problem(Place(str(table)), told))
            continue
        except UnicodeDecodeError as error:
            told = f"swap tables are UTF-8; byte {error.start} is not"
            problems.append(Problem(Place(str(table), error.object.count(b"\n", 0, error.start) + 1), told))
            continue
        _read(str(table), text, rows, problems)
    problems += _doubles(rows)
    if problems:
        raise RuleError(sorted(problems, key=lambda problem: problem.place))
    return rows


def _read(file: str, text: str, rows: list[SwapRow], problems: list[Problem]) -> None:
    lines = text.split("\n")
    if lines[0] != _HEADLINE:
        problems.append(Problem(Place(file, 1, 1), f"the first line must name the columns: {', '.join(HEADER)}"))
    if lines.pop():
        told = "the last line has no line end: the file may be cut off; add the line end"
        problems.append(Problem(Place(file, len(lines) + 1, 1), told))
    before = ("", "", "")
    for number, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(HEADER):
            told = f"{len(HEADER)} columns parted by tabs were expected, and here are {len(fields)}"
            problems.append(Problem(Place(file, number, 1), told))
            continue
        flaws = [
            Problem(Place(file, number, 1 + sum(len(field) + 1 for field in fields[:column])), told)
            for column, told in _flaws(*fields)
        ]
        problems += flaws
        if flaws:
            continue
        key = (fields[0], fields[1], fields[2])
        if key < before:
            told = "rows are sorted by spun, original and context; this one belongs further up"
            problems.append(Problem(Place(file, number, 1), told))
        before = key
        rows.append(SwapRow(*key, int(fields[3]), fields[4], Place(file, number, 1)))


def _flaws(spun: str, original: str, context: str, evidence: str, example: str) -> Iterator[tuple[int, str]]:
    """The columns with something wrong, from 0, and what."""
    fit = True
    for column, form in ((0, spun), (1, original)):
        if not _FORM.fullmatch(form):
            fit = False
            yield column, f"`{form}` is no form: expected lower-case words in base form, parted by single blanks"
        elif form.count(" ") >= _LONGEST:
            yield column, f"`{form}` has more than {_LONGEST} words"
        elif form.count("*") > ("*" in form and context in ("n", "v")):
            yield column, "one `*` may stand, after the word of a noun or verb that is inflected"
    if fit and (told := kept_apart(spun, original)):
        yield 0, f"not a swap: {told}"
    if context not in CONTEXTS or len(context) != 1:
        yield 2, f"`{context}` is no context; expected one of {', '.join(CONTEXTS)}"
    if not (evidence.isascii() and evidence.isdigit() and 1 <= int(evidence) <= _LAST_RANK):
        yield 3, f"`{evidence}` is no rank; expected a number from 1 to {_LAST_RANK}"
    parts = _BRACKETS.fullmatch(example)
    if parts is None:
        yield 4, "the example must hold one pair of brackets, around the original: The ministry [launched] an inquiry."
    elif not example.isprintable():
        yield 4, "the example holds a sign that cannot be seen, such as a carriage return: take it out"
    elif parts[2] != parts[2].lower() and (parts[1] or parts[2][1:] != parts[2][1:].lower()):
        yield 4, f"`{parts[2]}` is a name by its capital; names do not belong into swap tables"


def _doubles(rows: Sequence[SwapRow]) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], Place] = {}
    for row in rows:
        key = (row.spun, row.original, row.context)
        if key in seen:
            told = (
                f"`{row.spun}` for `{row.original}` ({row.context}) stands already in {seen[key]}; take one of them out"
            )
            yield Problem(row.place, told)
        else:
            seen[key] = row.place
