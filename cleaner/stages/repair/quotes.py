"""Quotation marks: doubled apostrophes and backticks, and marks that face the wrong way; style and language stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from cleaner.model import Draft, Edit, Proposal
from cleaner.stages.repair.words import Words

__all__ = ["propose", "suspects"]

_RULE = "repair.quotes"

# "``so''" of TeX and of typewriters, "''so''", ",,so''" for low marks; "it''s" comes out of databases.
_DOUBLED = re.compile(r"(?<!')''(?!')|(?<!`)``(?!`)|(?<![,\w]),,(?=\w)")
_SIGNS = ("''", "``", ",,")
_LATIN = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f"
_APOSTROPHE = re.compile(f"(?<=[{_LATIN}])''(?=[{_LATIN}])")
# Wiki markup says italics so.
_WIKI = ("'''", "[[", "{{")
# Texts about markup show its quotes: "In LaTeX write ``so''".
_MARKUP = re.compile(r"\\[a-z]{2,}|\b(?:La)?TeX\b|\bRST\b|\b(?:wiki|markup|backticks?)\b", re.IGNORECASE)

_CURLY = re.compile("[“”]")
_TURNED = re.compile("”(?<![^\\s(\\[{—–]”)\\w|“(?<=[\\w.,!?…]“)(?=[\\s.,;:!?)]|\\Z)")
# Languages whose printers open with “ and close with ”. In German “ closes, in Swedish and Finnish ” opens.
_FACING = frozenset({"af", "ca", "cy", "en", "es", "eu", "ga", "gl", "id", "it", "ms", "pt", "sw", "tl", "tr", "vi"})
# What closes after „.
_CLOSING = {
    **dict.fromkeys(("bg", "cs", "da", "de", "et", "is", "lt", "lv", "mk", "sk", "sl", "sq"), "“"),
    **dict.fromkeys(("hr", "hu", "nl", "pl", "ro"), "”"),
}
# A text that opens so often with ”, and never with “, does it on purpose.
_HABIT = 3

_BEFORE_OPENING = re.compile(r"[\s(\[{—–/]")
_AFTER_CLOSING = re.compile(r"[\s.,;:!?)\]}—–…/’'-]")


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool


def suspects(draft: Draft) -> bool:
    """True where apostrophes, backticks or commas are doubled, or a curly mark may face the wrong way.

    >>> suspects(Draft("”so he said")), suspects(Draft("“so” he said"))
    (True, False)
    """
    return _has_doubled(draft) or _may_be_turned(draft)


def _has_doubled(draft: Draft) -> bool:
    sketch, text = draft.sketch, draft.text
    return any(sign.encode() in sketch and sign in text for sign in _SIGNS)


def _may_be_turned(draft: Draft) -> bool:
    """False for texts that open and close in turn, at the price of a look at their marks alone."""
    odd = draft.odd
    if ("“" not in odd and "”" not in odd) or "„" in odd:
        return False
    marks = "".join(_CURLY.findall(odd))
    in_turn = marks[0] == "“" and "““" not in marks and "””" not in marks
    return not in_turn and _TURNED.search(draft.text) is not None


def propose(draft: Draft, words: Words) -> Proposal:
    """Edits of marks whose pair is certain; offsets count in ``draft.text``.

    >>> draft = Draft("The man, ”with a superior smile”, left.")
    >>> draft.apply(propose(draft, Words("", lambda: "en")).edits).text
    'The man, “with a superior smile”, left.'
    """
    edits: list[Edit] = []
    if _has_doubled(draft) and not any(sign in draft.text for sign in _WIKI) and not _MARKUP.search(draft.text):
        edits += _doubled(draft, words)
    turned = list(_turned(draft)) if _may_be_turned(draft) else []
    if turned and words.language in _FACING:
        edits += turned
    return Proposal(tuple(sorted(edits, key=attrgetter("start"))))


def _doubled(draft: Draft, words: Words) -> Iterator[Edit]:
    text = draft.text
    for match in _APOSTROPHE.finditer(text):
        if text[match.start() - 2 : match.start()].isalpha() or text[match.end() : match.end() + 2].isalpha():
            yield Edit(match.start() + 1, match.end(), "", _RULE)
    odd = draft.odd
    facing = "“" in odd and "”" in odd and "„" not in odd
    for line in draft.lines:
        if not any(sign in line.text for sign in ("''", "``", ",,")):
            continue
        marks = [_Mark(*match.span(), _opens(line.text, match)) for match in _DOUBLED.finditer(line.text)]
        marks = [mark for mark in marks if not _inside(line.text, mark)]
        pairs = list(zip(marks[::2], marks[1::2], strict=False))
        if len(marks) % 2 or not all(first.opens and not second.opens for first, second in pairs):
            continue
        for first, second in pairs:
            opening, closing = line.text[first.start : first.end], line.text[second.start : second.end]
            low = _CLOSING.get(words.language or "") if opening == ",," and closing == "''" else None
            if closing != "''" or (opening == ",," and low is None):
                continue
            style = ("“", "”") if facing else ('"', '"')
            new = ("„", low or "") if opening == ",," else style
            for mark, sign in zip((first, second), new, strict=True):
                yield Edit(line.start + mark.start, line.start + mark.end, sign, _RULE)


def _inside(text: str, mark: _Mark) -> bool:
    return text[mark.start : mark.end] == "''" and _APOSTROPHE.match(text, mark.start) is not None


def _opens(text: str, match: re.Match[str]) -> bool:
    """True where the mark stands before a word and not after one."""
    start, end = match.span()
    before = start == 0 or _BEFORE_OPENING.match(text[start - 1]) is not None
    return before and end < len(text) and not text[end].isspace()


def _turned(draft: Draft) -> Iterator[Edit]:
    """Edits that turn marks in lines where each one's place says whether it opens, and they open and close in turn."""
    wrong: list[Edit] = []
    openings = {"“": 0, "”": 0}
    for line in draft.lines:
        if "“" not in line.text and "”" not in line.text:
            continue
        marks = list(_CURLY.finditer(line.text))
        roles = [_role(line.text, match) for match in marks]
        if '"' in line.text or roles != [place % 2 == 0 for place in range(len(roles))]:
            continue
        for match, opens in zip(marks, roles, strict=True):
            meant = "“" if opens else "”"
            if opens:
                openings[match.group()] += 1
            if match.group() != meant:
                wrong.append(Edit(line.start + match.start(), line.start + match.end(), meant, _RULE))
    if openings["”"] < _HABIT or openings["“"]:
        yield from wrong


def _role(text: str, match: re.Match[str]) -> bool | None:
    """True for a mark that stands where one opens, False where one closes, None where both or neither can be."""
    start, end = match.span()
    opens = _opens(text, match)
    closes = start > 0 and not text[start - 1].isspace() and (end == len(text) or bool(_AFTER_CLOSING.match(text[end])))
    return opens if opens != closes else None
