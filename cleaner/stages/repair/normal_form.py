"""Composition: a letter and its accents, written apart, become the one character that everybody else writes (NFC)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.model import Edit
from cleaner.stages.repair.smallest import trimmed

__all__ = ["SIGNS", "edits", "suspects"]

_RULE = "repair.normal-form"

# Characters that may compose with one before them: NFC_Quick_Check=Maybe in DerivedNormalizationProps.txt, plane 0.
# Stored, since deriving the table takes half a second; a test derives it again. Without the ten rare ones beyond
# plane 0 (Kaithi, Grantha, ...) the class is a bitmap and the scan four times as fast.
COMPOSING = (
    "\u0300-\u0304\u0306-\u030c\u030f\u0311\u0313\u0314\u031b\u0323-\u0328\u032d\u032e\u0330\u0331\u0338\u0342\u0345"
    "\u0653-\u0655\u093c\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dca\u0dcf\u0ddf\u102e\u1161-\u1175\u11a8-\u11c2\u1b35\u3099\u309a"
)
SIGNS = re.compile(f"[{COMPOSING}]")

# UAX #15 (stream-safe text) knows no letter with more than 30 marks; sorting them takes quadratic time.
_MARKS = 30


def suspects(text: str) -> Iterator[int]:
    r"""Offsets into ``text`` of marks that compose with what is before them.

    >>> list(suspects("Nin\u0303o"))
    [2]
    """
    if text.isascii():
        return
    for start, _, _ in _clusters(text):
        yield start


def edits(line: str) -> list[Edit]:
    r"""Smallest edits that compose letters with their marks; offsets count in ``line``.

    Only composition: characters that NFC maps to another single one (the ohm and angstrom signs, CJK compatibility
    ideographs) or takes apart stand for themselves, and the order of marks is left to who wrote them.

    >>> [(edit.start, edit.end, edit.replacement) for edit in edits("Nin\u0303o 10 \u2126")]
    [(2, 4, 'ñ')]
    """
    if line.isascii():
        return []
    found = []
    for start, end, composed in _clusters(line):
        found.append(trimmed(Edit(start, end, composed, _RULE), line))
    return found


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and composed form of every cluster that composes; each from its base to its last mark."""
    done = 0
    for match in SIGNS.finditer(text):
        if match.start() < done:
            continue
        start = match.start()
        while start > done and match.start() - start <= _MARKS and _goes_with_former(text[start]):
            start -= 1
        end = match.end()
        while end < len(text) and _goes_with_former(text[end]):
            end += 1
        done = end
        cluster = text[start:end]
        if len(cluster) > _MARKS:
            continue
        composed = unicodedata.normalize("NFC", cluster)
        if len(composed) < len(cluster) and all(unicodedata.is_normalized("NFC", char) for char in cluster):
            yield start, end, composed


def _goes_with_former(char: str) -> bool:
    return unicodedata.combining(char) != 0 or SIGNS.match(char) is not None
