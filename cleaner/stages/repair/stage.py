"""The repair stage: fixers of garbled text, run over each suspicious line until none of them finds more to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from cleaner.model import DocumentError, Draft, Edit, Finding, Line, Origin, Proposal
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

# Of one line. Each costs half a KB, and the largest document could be one line of some 3 million entities.
_MOST = 250_000

_REPLACED = re.compile("\ufffd+")


class Fixer(NamedTuple):
    """One sort of repair.

    Attributes:
        signs: a text may need ``edits`` only where this is found in its :attr:`Draft.odd`; None: any text.
        suspects: offsets into a whole text where ``edits`` may find work; cheap, and never short of a line.
        edits: sorted, disjoint edits of one line, offsets in the line.
        lasting: as of a :class:`TextFixer`.
    """

    signs: re.Pattern[str] | None
    suspects: Callable[[str], Iterator[int]]
    edits: Callable[[str], list[Edit]]
    lasting: bool = True


# Mojibake first: it needs the controls as clues; ftfy last of it, since it sees single letters in what the others read
# whole. Entities before controls, since they may decode to a soft hyphen.
FIXERS: tuple[Fixer, ...] = (
    Fixer(families.SIGNS, families.suspects, families.edits),
    Fixer(code_pages.SIGNS, code_pages.suspects, code_pages.edits, lasting=False),  # weighs the letters of other lines
    Fixer(mojibake.SIGNS, mojibake.suspects, mojibake.edits),
    Fixer(None, entities.suspects, entities.edits, lasting=False),  # looks at the start of the next line
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
        lasting: True where a text in which it suspects nothing stays free of suspects when whole lines go.
    """

    suspects: Callable[[Draft], bool]
    propose: Callable[[Draft, Words], Proposal]
    decodes: bool = False
    lasting: bool = False


# After the fixers of lines have come to rest: what these read is decoded.
TEXT_FIXERS: tuple[TextFixer, ...] = (
    TextFixer(layers.suspects, layers.propose, decodes=True, lasting=True),
    TextFixer(confusables.suspects, confusables.propose),
    TextFixer(ocr.suspects, ocr.propose, lasting=True),
    TextFixer(lossy.suspects, lossy.propose),
    TextFixer(ligatures.suspects, ligatures.propose, lasting=True),
    TextFixer(wrapping.suspects, wrapping.propose),
    TextFixer(quotes.suspects, quotes.propose),
    TextFixer(spacing.suspects, spacing.propose),
)


def repair_line(line: str, fixers: Sequence[Fixer] = FIXERS) -> list[Edit]:
    r"""Sorted, disjoint, smallest edits that repair ``line``; offsets count in ``line``.

    The fixers take turns until one whole round changes nothing, so a repaired line needs no repair.

    Raises:
        DocumentError: ``too_many_changes``, where one fixer finds more than 250,000 places.

    >>> [(e.start, e.end, e.replacement, e.rule_id) for e in repair_line("&Atilde;&frac14;ber\x00")]
    [(0, 16, 'ü', 'repair.entity'), (19, 20, '', 'repair.control')]
    """
    draft = Draft(line)
    for _ in range(_ROUNDS):
        before = draft.text
        for fixer in fixers:
            found = fixer.edits(draft.text)
            if len(found) > _MOST:
                told = f"one line has {len(found):,} places to repair, more than {_MOST:,}: it is damaged throughout"
                raise DocumentError("too_many_changes", f"{told}, or no text: split it into lines, or leave it out")
            draft = draft.apply(found)
        if draft.text == before:
            return joined(
                trimmed(Edit(c.start, c.end, c.replacement, c.rule_ids[0], c.evidence[0]), line) for c in draft.changes
            )
    return []


@dataclass(slots=True)
class _Memory:
    """What the stage knows of a document when it is asked again, most often for fewer lines of the same text.

    Attributes:
        lines: those of the text that it was asked for last; none where a CR parts any, which some fixers look at.
        calm: lasting fixers that suspected nothing in these lines, and so suspect nothing in a text of some of them.
        repaired: the edits of lines that were suspected; what a line needs depends on it alone.
    """

    lines: frozenset[str] = frozenset()
    calm: list[Fixer | TextFixer] = field(default_factory=list)
    repaired: dict[str, list[Edit]] = field(default_factory=dict)

    def of(self, draft: Draft) -> _Memory:
        """What is still true of ``draft``."""
        if "\r" in draft.text:
            return _Memory(repaired=self.repaired)
        lines = frozenset(draft.lines.texts)
        return _Memory(lines, self.calm if lines <= self.lines else [], self.repaired)


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
        before = context.memo.get(self.name)
        memory = (before if isinstance(before, _Memory) else _Memory()).of(draft)
        context.memo[self.name] = memory
        edits: list[Edit] = []
        for line in _suspicious_lines(draft, memory.calm):
            if line.text not in memory.repaired:
                memory.repaired[line.text] = repair_line(line.text)
            edits += [
                Edit(line.start + edit.start, line.start + edit.end, edit.replacement, edit.rule_id, edit.evidence)
                for edit in memory.repaired[line.text]
            ]
        findings = [*_charset(draft, context.document.origin), *_findings(draft, edits)]
        if edits:  # the others read what these leave
            return Proposal(tuple(edits), tuple(findings))
        words = Words(draft.text, lambda: context.language)
        for fixer in _suspecting(draft, memory.calm):
            proposal = fixer.propose(draft, words)
            edits += proposal.edits
            findings += proposal.findings
            if edits and fixer.decodes:
                break
        return Proposal(tuple(edits), tuple(findings))


def _suspicious_lines(draft: Draft, calm: list[Fixer | TextFixer]) -> list[Line]:
    """Lines where a fixer that is not ``calm`` may find work; those that turn out to be are added."""
    places: list[int] = []
    for fixer in FIXERS:
        if fixer in calm:
            continue
        found = list(fixer.suspects(draft.text)) if fixer.signs is None or fixer.signs.search(draft.odd) else ()
        places += found
        if fixer.lasting and not found:
            calm.append(fixer)
    lines = draft.lines
    return [lines[index] for index in sorted(set(map(lines.at, places)))]


def _suspecting(draft: Draft, calm: list[Fixer | TextFixer]) -> list[TextFixer]:
    """The fixers of texts that may find work, as :func:`_suspicious_lines` those of lines."""
    found = []
    for fixer in TEXT_FIXERS:
        if fixer in calm:
            continue
        if fixer.suspects(draft):
            found.append(fixer)
        elif fixer.lasting:
            calm.append(fixer)
    return found


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
