"""Tables of names and collocations that spinners break: sorted TSV, one row a broken form; all problems told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cleaner.model import Place, Problem, RuleError

__all__ = ["CONTEXTS", "EVIDENCE", "HEADER", "NAME_TABLES", "NameRow", "name_tables", "read_names"]

NAME_TABLES = ("names.tsv", "tortured.tsv")
"""The tables of this kind, in ``repair/LANGUAGE/``; the others there are swap tables."""
HEADER = ("spun", "original", "context", "evidence", "example")
CONTEXTS = frozenset({"name", "collocation"})
EVIDENCE = frozenset({"authored", "generated", "tortured"})
_HEADLINE = "\t".join(HEADER)
# A row without a flaw. One search for all of them takes a fifth of the time that Python takes row by row.
_ROW = re.compile(
    r"^([^\t\n]+)\t([^\t\n]+)\t(name|collocation)\t(authored|generated|tortured)\t([^\t\n[]*\[\2\][^\t\n]*)$",
    re.MULTILINE,
)


class NameRow(NamedTuple):
    """One broken form.

    Attributes:
        spun: its tokens, parted by blanks: lower case where any case will do, else as it must stand.
        original: the name in its true case, or the collocation in the middle of a sentence.
        context: ``name`` or ``collocation``.
        evidence: ``authored``, by hand; ``generated``, by swaps of words; ``tortured``, of the Problematic Paper
            Screener.
        example: a sentence with the original in brackets.
    """

    spun: str
    original: str
    context: str
    evidence: str
    example: str

    def parted(self) -> tuple[str, str, str]:
        """The example before, inside and after its brackets."""
        before, _, rest = self.example.partition("[")
        inside, _, after = rest.partition("]")
        return before, inside, after


def name_tables(rules: Path, language: str) -> list[Path]:
    """The tables of names of a rule folder for a language (ISO 639-1), whether they are there or not."""
    return [rules / "repair" / language / name for name in NAME_TABLES]


def read_names(tables: Sequence[Path]) -> list[NameRow]:
    """The rows of all tables, in their order.

    Raises:
        RuleError: with every problem, as ``file:line:column: what, and what was expected``.
    """
    rows: list[NameRow] = []
    problems: list[Problem] = []
    for table in tables:
        try:
            text = table.read_bytes().decode("utf-8")
        except OSError as error:
            told = f"cannot be read: {error.strerror or error}; install newswash again for the tables that ship with it"
            problems.append(Problem(Place(str(table)), told))
        except UnicodeDecodeError as error:
            told = f"tables of names are UTF-8; byte {error.start} is not"
            problems.append(Problem(Place(str(table), error.object.count(b"\n", 0, error.start) + 1), told))
        else:
            good = [NameRow._make(fields) for fields in _ROW.findall(text)]
            if text == f"{_HEADLINE}\n" + "".join([f"{chr(9).join(row)}\n" for row in good]) and _sorted(good):
                rows += good
            else:
                problems += _problems(str(table), text)
    if problems:
        raise RuleError(problems)
    return rows


def _sorted(rows: Sequence[NameRow]) -> bool:
    return all((one.spun, one.context) < (other.spun, other.context) for one, other in pairwise(rows))


def _problems(file: str, text: str) -> Iterator[Problem]:
    lines = text.split("\n")
    if lines[0] != _HEADLINE:
        yield Problem(Place(file, 1, 1), f"the first line must name the columns: {', '.join(HEADER)}")
    if lines.pop():
        told = "the last line has no line end: the file may be cut off; add the line end"
        yield Problem(Place(file, len(lines) + 1, 1), told)
    before = ("", "")
    for number, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(HEADER):
            told = f"{len(HEADER)} columns parted by tabs were expected, and here are {len(fields)}"
            yield Problem(Place(file, number, 1), told)
            continue
        row = NameRow(*fields)
        if flaw := _flaw(row, before):
            column, told = flaw
            yield Problem(Place(file, number, 1 + sum(len(field) + 1 for field in fields[:column])), told)
        before = row.spun, row.context


def _flaw(row: NameRow, before: tuple[str, str]) -> tuple[int, str] | None:
    """The first column with something wrong, from 0, and what."""
    if not row.spun or not row.original:
        return 0, "the spun form and the original must not be empty"
    if row.context not in CONTEXTS:
        return 2, f"`{row.context}` is no context; expected one of {', '.join(sorted(CONTEXTS))}"
    if row.evidence not in EVIDENCE:
        return 3, f"`{row.evidence}` is no evidence; expected one of {', '.join(sorted(EVIDENCE))}"
    if row.example.partition("[")[2].partition("]")[0] != row.original:
        return 4, "the example must hold the original in brackets: The [White House] declined to comment."
    if (row.spun, row.context) <= before:
        return 0, "rows are sorted by spun form and context, none twice; this one belongs further up, or out"
    return None
