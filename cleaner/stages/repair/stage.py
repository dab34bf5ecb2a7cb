"""The repair stage: fixers of garbled text, run over each suspicious line until none of them finds more to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from cleaner.model import Draft, Edit, Finding, Line, Origin, Proposal
from cleaner.stages.repair import (
    code_pages,
    confusables,
    control,
    entities,
    families,
    layers,
    ligatures,
    lossy,
    mojibake,
    normal_form,
    ocr,
    quotes,
    spacing,
    widths,
    wrapping,
)
from cleaner.stages.repair.smallest import joined, trimmed
from cleaner.stages.repair.words import Words
from cleaner.stages.stage import Context

__all__ = ["FIXERS", "Fixer", "Repair", "repair_line"]

# All 915 suspicious lines of 1,563 real pages came to rest in two rounds; damage in layers takes one more a layer. A
# line that does not rest is left alone: better garbled than changed anew at every cleaning.
_ROUNDS = 12

_REPLACED = re.compile("\ufffd+")


class Fixer(NamedTuple):
    """One sort of repair.

    Attributes:
        signs: a text may need ``edits`` only where this is found in its :attr:`Draft.odd`; None: any text.
        suspects: offsets into a whole text where ``edits`` may find work; cheap, and never short of a line.
        edits: sorted, disjoint edits of one line, offsets in the line.
    """

    signs: re.Pattern[str] | None
    suspects: Callable[[str], Iterator[int]]
    edits: Callable[[str], list[Edit]]


# Mojibake first: it needs the controls as clues; ftfy last of it, since it sees single letters in what the others read
# whole. Entities before controls, since they may decode to a soft hyphen.
FIXERS: tuple[Fixer, ...] = (
    Fixer(families.SIGNS, families.suspects, families.edits),
    Fixer(code_pages.SIGNS, code_pages.suspects, code_pages.edits),
    Fixer(mojibake.SIGNS, mojibake.suspects, mojibake.edits),
    Fixer(None, entities.suspects, entities.edits),
    Fixer(control.SIGNS, control.suspects, control.edits),
    Fixer(normal_form.SIGNS, normal_form.suspects, normal_form.edits),
    Fixer(widths.SIGNS, widths.suspects, widths.edits),
)


class TextFixer(NamedTuple):
    """A sort of repair that needs more than one line: other lines, or the words of the document and its language.

    Attributes:
        suspects: True where ``propose`` may find work; cheap, and never wrong about a text that needs repair.
        propose: edits and findings in the coordinates of the draft's text.
        decodes: True where the fixers after it are to read what it leaves, in another round.
    """

    suspects: Callable[[Draft], bool]
    propose: Callable[[Draft, Words], Proposal]
    decodes: bool = False


# After the fixers of lines have come to rest: what these read is decoded.
TEXT_FIXERS: tuple[TextFixer, ...] = (
    TextFixer(layers.suspects, layers.propose, decodes=True),
    TextFixer(confusables.suspects, confusables.propose),
    TextFixer(ocr.suspects, ocr.propose),
    TextFixer(lossy.suspects, lossy.propose),
    TextFixer(ligatures.suspects, ligatures.propose),
    TextFixer(wrapping.suspects, wrapping.propose),
    TextFixer(quotes.suspects, quotes.propose),
    TextFixer(spacing.suspects, spacing.propose),
)


def repair_line(line: str, fixers: Sequence[Fixer] = FIXERS) -> list[Edit]:
    r"""Sorted, disjoint, smallest edits that repair ``line``; offsets count in ``line``.

    The fixers take turns until one whole round changes nothing, so a repaired line needs no repair.

    >>> [(e.start, e.end, e.replacement, e.rule_id) for e in repair_line("&Atilde;&frac14;ber\x00")]
    [(0, 16, 'ü', 'repair.entity'), (19, 20, '', 'repair.control')]
    """
    draft = Draft(line)
    for _ in range(_ROUNDS):
        before = draft.text
        for fixer in fixers:
            draft = draft.apply(fixer.edits(draft.text))
        if draft.text == before:
            return joined(
                trimmed(Edit(c.start, c.end, c.replacement, c.rule_ids[0], c.evidence[0]), line) for c in draft.changes
            )
    return []


@dataclass(frozen=True, slots=True)
class Repair:
    """Undoes mojibake, entities, unseen characters and decomposed letters; reports characters that are lost.

    >>> from cleaner.model import Document
    >>> proposal = Repair().propose(Draft("CafÃ©"), Context(Document(""), lambda text: None))
    >>> [(edit.start, edit.end, edit.replacement) for edit in proposal.edits]
    [(3, 5, 'é')]
    """

    name: ClassVar[str] = "repair"

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """Edits and findings in the coordinates of ``draft.text``; lines that no fixer suspects are not looked at."""
        edits: list[Edit] = []
        memo = context.memo.setdefault(self.name, {})
        repaired = memo if isinstance(memo, dict) else {}  # what a line needs depends on it alone
        for line in _suspicious_lines(draft):
            if line.text not in repaired:
                repaired[line.text] = repair_line(line.text)
            edits += [
                Edit(line.start + edit.start, line.start + edit.end, edit.replacement, edit.rule_id, edit.evidence)
                for edit in repaired[line.text]
            ]
        findings = [*_charset(draft, context.document.origin), *_findings(draft, edits)]
        suspicious = [] if edits else [fixer for fixer in TEXT_FIXERS if fixer.suspects(draft)]
        words = Words(draft.text, lambda: context.language)
        for fixer in suspicious:
            proposal = fixer.propose(draft, words)
            edits += proposal.edits
            findings += proposal.findings
            if edits and fixer.decodes:
                break
        return Proposal(tuple(edits), tuple(findings))


def _suspicious_lines(draft: Draft) -> list[Line]:
    places: list[int] = []
    for fixer in FIXERS:
        if fixer.signs is None or fixer.signs.search(draft.odd):
            places += fixer.suspects(draft.text)
    lines = draft.lines
    return [lines[index] for index in sorted(set(map(lines.at, places)))]


def _charset(draft: Draft, origin: Origin) -> Iterator[Finding]:
    """That the charset which was declared is not the one that the text was read in."""
    if origin.disbelieved is not None:
        told = f"declared as {origin.disbelieved}, but its words are those of {origin.encoding}"
        yield Finding(0, len(draft.text), "repair.charset", told)


def _findings(draft: Draft, edits: Sequence[Edit]) -> Iterator[Finding]:
    """Where characters are lost for good: U+FFFD in the text, or about to be put there for a surrogate."""
    for match in _REPLACED.finditer(draft.text) if "\ufffd" in draft.odd else ():
        yield Finding(*match.span(), "repair.replacement-character", "characters were lost before the text came here")
    for edit in edits:
        if edit.rule_id == "repair.surrogate" and "\ufffd" in edit.replacement:
            yield Finding(edit.start, edit.end, edit.rule_id, "bytes that no codec could read")
