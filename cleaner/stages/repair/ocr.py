"""Slips of scanners: "IntelIiNews", "tbe", "governrnent" become words again where the repair is the only one there is.

The confusions are those of shapes in Latin print: I, l, 1 and |; 0 and O; 5 and S; rn for m; vv for w; cl for d; b and
li for h; and the long s. A token is looked at only where ``ocr_signs`` finds a sign, and changed only where it is no
word, its repair is one, or stands elsewhere in the document, and no other repair does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cleaner.model import Draft, Edit, Proposal
from cleaner.stages.repair.ocr_evidence import Reader
from cleaner.stages.repair.ocr_signs import SIGNS, classed
from cleaner.stages.repair.smallest import smallest
from cleaner.stages.repair.words import Words

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

__all__ = ["propose", "suspects"]

_RULE = "repair.ocr"

# Letters of Latin script, and what stands for one. Apostrophes and hyphens part tokens.
_TOKEN = re.compile("[A-Za-zÀ-ÖØ-öø-ſȀ-ɏḀ-ỿ015|]+")
_AT_LEAST = 2
_AT_MOST = 30  # longer ones are keys and hashes
# Addresses, handles, tags, paths, formulas, code: nobody writes words with these.
_NO_PROSE = re.compile(r"[@#/\\_=<>{}\[\]^*$%+~`]|[^\W\d_][.:][^\W\d_]|\(\)|[346789]|&\w")
_CODE = re.compile(r"[`{}]|</|::|\s[=<>]=?\s|\(\)|;\s*$|://|\w\((?!s\)|es\)|e?n\))|\w_\w|->|\.\.\.\w")
_GOES_ON = re.compile(r"[ \xa0][^\W\d_]{2}")
_QUOTES = tuple("\"'“„«‘(")
_LEET_LINE = 3  # digits for letters on one line
_NEAR = 60  # characters on either side of a token in which code shows itself
_SENTENCE_END = re.compile(r"(?:^|[\n.!?…][\"'”’»)]*\s+|[\n\"“„«‘(]\s*)$")


def suspects(draft: Draft) -> bool:
    """True where the text holds a string that scanners leave behind.

    >>> suspects(Draft("He read tbe paper.")), suspects(Draft("He read the modern paper of May 1, 2015."))
    (True, False)
    """
    return "ſ" in draft.odd or bool(_signs().find_matches_as_indexes(classed(draft.text)))


def propose(draft: Draft, words: Words) -> Proposal:
    """Edits that undo slips; once one is certain, the whole text is read for others.

    >>> proposal = propose(
    ...     Draft("IntelIiNews was quoted; readers of IntelliNews agreed."),
    ...     Words("IntelIiNews was quoted; readers of IntelliNews agreed.", lambda: "en"),
    ... )
    >>> [(edit.start, edit.end, edit.replacement) for edit in proposal.edits]
    [(5, 6, 'l')]
    """
    text = draft.text
    places = _places(text)
    places += [match.start() for match in re.finditer("ſ", text)] if "ſ" in draft.odd else []
    edits = list(_edits(text, _marked(text, sorted(places)), words, Reader(words)))
    if edits:
        edits = list(_edits(text, _TOKEN.finditer(text), words, Reader(words, scanned=True)))
    return Proposal(tuple(_without_leet(edits, draft)))


def _without_leet(edits: list[Edit], draft: Draft) -> list[Edit]:
    """``edits`` but those of digits on lines with several and no other slip: somebody writes so ("l0ve y0u")."""
    digits, others = Counter[int](), set[int]()
    text, lines = draft.text, [draft.lines.at(edit.start) for edit in edits]
    for edit, line in zip(edits, lines, strict=True):
        if text[edit.start : edit.end].isdigit():
            digits[line] += 1
        else:
            others.add(line)
    return [
        edit
        for edit, line in zip(edits, lines, strict=True)
        if not text[edit.start : edit.end].isdigit() or digits[line] < _LEET_LINE or line in others
    ]


@cache
def _signs() -> BytesAhoCorasick:
    from ahocorasick_rs import BytesAhoCorasick, Implementation

    # The big automaton: 5 ms to make, and then a page takes the same 0.03 ms for 2,000 strings as for two.
    return BytesAhoCorasick(list(SIGNS), implementation=Implementation.DFA)


def _places(text: str) -> list[int]:
    """Offsets into ``text`` of its signs, in their order."""
    coded = classed(text)
    places = []
    read, at = 1, 0  # bytes and characters; the first byte is a blank more
    for _, found, _ in _signs().find_matches_as_indexes(coded):
        start = max(found, read)
        at += start - read if text.isascii() else len(coded[read:start].decode("utf-8", "surrogatepass"))
        read = start
        places.append(at)
    return places


def _marked(text: str, places: list[int]) -> Iterator[re.Match[str]]:
    """The tokens that have a sign; a sign may begin one character before its token."""
    done = -1
    for place in places:
        if place < done:
            continue
        start = place if _TOKEN.match(text, place, place + 1) else place + 1
        while start > 0 and place - start < _AT_MOST and _TOKEN.match(text, start - 1, start):
            start -= 1
        match = _TOKEN.match(text, max(start, done))
        if match is not None:
            done = match.end()
            yield match


def _edits(text: str, tokens: Iterator[re.Match[str]], words: Words, reader: Reader) -> Iterator[Edit]:
    for match in tokens:
        token, (start, end) = match.group(), match.span()
        if not (_AT_LEAST <= end - start <= _AT_MOST and reader.may_be_slip(token) and _prose(text, start, end)):
            continue
        opens = _SENTENCE_END.search(text, max(0, start - 6), start) is not None if start else True
        if end - start == _AT_LEAST and not (
            opens and _GOES_ON.match(text, end) and text[start - 1 : start] not in _QUOTES and words.seen(token) == 1
        ):
            continue  # "lt was" begins a sentence, "lt" is a name in many programs
        if token[0].isdigit() and not opens and start and not text[start - 1].isspace():
            continue  # behind a quotation mark or a dash nobody can tell whether a capital stood
        repair = reader.repair(token, opens=opens)
        if repair is None or words.meant(repair, end):
            continue
        for edit in smallest(token, repair, _RULE):
            yield Edit(start + edit.start, start + edit.end, edit.replacement, _RULE)


def _prose(text: str, start: int, end: int) -> bool:
    """False where ``text[start:end]`` is a piece of a longer name, of an address or of code."""
    if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
        return False
    left, right = max(0, start - _NEAR), min(len(text), end + _NEAR)
    before, after = text[left:start], text[end:right]
    chunk = (before.split()[-1] if before[-1:].strip() else "") + text[start:end]
    chunk += after.split()[0] if after[:1].strip() else ""
    if _NO_PROSE.search(chunk):
        return False
    return _CODE.search(before.rpartition("\n")[2] + after.partition("\n")[0]) is None
