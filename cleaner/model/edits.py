"""Edits and changes: what a stage proposes, and what has been done to raw. The one function that cuts text is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple, Protocol

__all__ = ["Change", "Edit", "Evidence", "Finding", "Proposal", "Resolved", "Splice", "resolve", "splice"]

_EMPTY: Mapping[str, object] = MappingProxyType({})
_START, _END = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an edit was made, where the rule id alone does not say it.

    Attributes:
        score: probability or similarity, 0 to 1; None where there is none.
        tier: machine word for the sort of evidence, such as ``near-duplicate``.
        reasons: machine words, weightiest first.
    """

    score: float | None = None
    tier: str | None = None
    reasons: tuple[str, ...] = ()


class Splice(Protocol):
    """Anything that says "from here to there, put this": an :class:`Edit` or a :class:`Change`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def replacement(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposal of one rule. Offsets count code points of the text that the stage was given."""

    start: int
    end: int
    replacement: str
    rule_id: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one span of raw. Offsets count code points of ``Document.text``.

    ``rule_ids`` and ``evidence`` run side by side: one place for each distinct edit in the change, oldest first.
    """

    start: int
    end: int
    replacement: str
    rule_ids: tuple[str, ...]
    evidence: tuple[Evidence | None, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something seen and not done. Offsets as the holder says: a stage's text in a Proposal, raw in a Cleaned."""

    start: int
    end: int
    rule_id: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a stage gives back: edits and findings in the text it was given, and metadata such as a byline."""

    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=lambda: _EMPTY)


class Resolved(NamedTuple):
    """Edits that can be applied together, and those that another one covered."""

    kept: list[Edit]
    shadowed: list[Edit]


def splice(text: str, items: Iterable[Splice]) -> str:
    """``text`` with every item's span replaced. Items must be sorted, disjoint and inside ``text``.

    Raises:
        ValueError: where they are not.

    >>> splice("By Ann Lee. Snow fell.", [Edit(0, 12, "", "byline")])
    'Snow fell.'
    """
    pieces: list[str] = []
    position = 0
    for item in items:
        if not position <= item.start <= item.end <= len(text):
            raise ValueError(f"splice [{item.start}, {item.end}) is out of order or outside 0..{len(text)}")
        pieces.append(text[position : item.start])
        pieces.append(item.replacement)
        position = item.end
    pieces.append(text[position:])
    return "".join(pieces)


def resolve(edits: Iterable[Edit]) -> Resolved:
    """``edits`` sorted and made disjoint: where two overlap, the outermost (else the first, else the longer) stays.

    Insertions at one point: the first in the order given stays. Ties beyond that fall to the order of the input,
    which stages keep fixed, so that the same document gives the same edits.

    >>> kept, shadowed = resolve([Edit(3, 5, "", "inner"), Edit(0, 9, "", "outer")])
    >>> [edit.rule_id for edit in kept], [edit.rule_id for edit in shadowed]
    (['outer'], ['inner'])
    """
    kept: list[Edit] = []
    shadowed: list[Edit] = []
    position = -1  # end of the last kept edit
    inserted = -1  # where the last kept insertion stands
    outermost = sorted(sorted(edits, key=_END, reverse=True), key=_START)  # two stable sorts beat one by pairs
    for edit in outermost:
        insertion = edit.start == edit.end
        if edit.start < position or (insertion and edit.start == inserted):
            shadowed.append(edit)
            continue
        kept.append(edit)
        position = edit.end
        if insertion:
            inserted = edit.start
    return Resolved(kept, shadowed)
