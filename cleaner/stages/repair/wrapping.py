"""Hard-wrapped paragraphs: lines that a mail program or a printer cut at one width become the paragraph they were."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter

from cleaner.model import Draft, Edit, Proposal
from cleaner.stages.repair import hyphens
from cleaner.stages.repair.smallest import trimmed
from cleaner.stages.repair.words import Words

__all__ = ["joints", "propose", "suspects"]

_RULE = "repair.hard-wrap"

# Terminals and mails are 72 to 80 characters wide; a width of one's own is rarely below 50. Four lines make a
# paragraph, fewer can be a caption or an address. A line is full where the next word had no room.
_NARROWEST, _WIDEST = 50, 90
_LINES = 4
_ROW = bytes([1] * (_LINES - 1))
_ROWS = re.compile(b"\x01{%d,}" % (_LINES - 1))
_FULL, _HALF_FULL = 0.88, 0.70  # shares of the width: of a line with a broken word, of any line
# A sentence of 20 words ends at the end of one line in 20; paragraphs of one line each, and verse, do so always.
_STOPPED = 0.25
# Share of lines that begin in lower case: every third word of German does not, and no line of most verse does.
_GOING_ON = 0.34

# Blanks in front, markers of lists, tables, code, quoted mail.
_NO_PROSE = re.compile(r"[\s>#|*•·‣▪●○◦–—-]|\(?\w{1,3}[.)]\s|.*(?:\t|\s{3}|[{}|\\<>=]|://)")
_STOPS = (".", "!", "?", "…", ":", ";", "।", "۔", "؟", "。", "！", "？")
_CLOSING = "\"'”’»“)]*"
# Where words have no blanks between them, a line end may stand inside one.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_SPEAKER, _SPEAKERS = re.compile(r"[^\s:]{1,20}:\s"), 2  # "alice: hello", "fix: the door"
_SHORT_WORD = re.compile(r"(?<=\s)[^\W\d_]{1,3}\s*\Z")
_FIRST_LETTER = re.compile(r"[^\w\s]{0,2}([^\W\d_])")


def suspects(draft: Draft) -> bool:
    r"""True where four neighbouring lines have widths between 50 and 90, or a word may be broken at a line end.

    >>> suspects(Draft("x" * 70 + "\n" + "y" * 68 + "\n")), suspects(Draft(("x" * 70 + "\n") * 4))
    (False, True)
    """
    return _ROW in _widths(draft.lines.texts) or hyphens.suspects(draft)


def _widths(texts: Sequence[str]) -> bytes:
    """A byte a line: 1 where its width is that of a full line."""
    return bytes([_NARROWEST <= width <= _WIDEST for width in map(len, texts)])


def propose(draft: Draft, words: Words) -> Proposal:
    r"""Edits that join wrapped lines and words broken at line ends; offsets count in ``draft.text``.

    >>> text = (
    ...     "The bridge over the northern arm of the river has been closed since the\n"
    ...     "flood of last spring, and nobody in the two towns on its banks believes\n"
    ...     "that it will be open again before the winter, although the builders say\n"
    ...     "so every week.\n"
    ... )
    >>> draft = Draft(text)
    >>> draft.apply(propose(draft, Words(text, lambda: "en")).edits).text.count("\n")
    1
    """
    lines, rejoining = draft.lines, hyphens.Rejoining(draft.text, words)
    edits: list[Edit] = []
    ends: set[int] = set()
    for index in joints(lines.texts):
        line, below = lines[index], lines[index + 1]
        upper = line.text.rstrip()
        ends.add(line.end)
        if _broken(upper):
            between = rejoining.across(upper, below.text)
            if between is None:
                continue  # better two lines than a word with a wrong hyphen
            if between != "- ":
                edits.append(Edit(line.start + len(upper) - (between == ""), below.start, "", "repair.hyphenation"))
                continue
        edits.append(trimmed(Edit(line.start + len(upper), below.start, " ", _RULE), draft.text))
    if hyphens.suspects(draft):
        edits += hyphens.edits(draft, rejoining, ends)
    return Proposal(tuple(sorted(edits, key=attrgetter("start"))))


def joints(texts: Sequence[str]) -> list[int]:
    """Indexes of the lines that run on in the next one, ascending: only in blocks whose widths prove it.

    All lines of a block but the last are full, few end with a sentence, and half of them begin in lower case.
    """
    found: list[int] = []
    for first, stop in _stretches(texts):
        width = max(map(len, texts[first:stop]))
        start = first
        while start < stop:
            end = start
            while end + 1 < stop and _full(texts[end], texts[end + 1], width):
                end += 1
            if end - start + 1 >= _LINES and not _meant(texts[start : end + 1]):
                found += _joined(texts, start, end, whole=_alone(texts, start, end))
            start = max(end, start + 1)
    return found


def _meant(texts: Sequence[str]) -> bool:
    """True where lines end where they should, as in verse, lists and chats.

    Half of them begin with the same word, or end in a comma or dots; or two name who speaks.
    """
    openings = Counter(text.split(None, 1)[0] for text in texts)
    commas = sum(text.rstrip().endswith((",", "…", "...")) for text in texts)
    speaking = sum(_SPEAKER.match(text) is not None for text in texts)
    return max(openings.most_common(1)[0][1], commas) * 2 >= len(texts) or speaking >= _SPEAKERS


def _stretches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and after the last of neighbouring lines that may be prose and are not too wide."""
    for row in _ROWS.finditer(_widths(texts)):
        first = row.start()
        for index in range(row.start(), row.end() + 2):
            if index <= row.end() and index < len(texts) and _fits(texts[index]):
                continue
            if index - first >= _LINES:
                yield first, index
            first = index + 1


def _fits(text: str) -> bool:
    return 0 < len(text) <= _WIDEST and _NO_PROSE.match(text) is None and _UNSPACED.search(text) is None


def _full(text: str, below: str, width: int) -> bool:
    """True where the first word of ``below`` had no room in the line ``text``."""
    length = len(text.rstrip())
    if length < _NARROWEST or (_broken(text) and length >= _FULL * width):
        return length >= _NARROWEST
    room = width - length - 1
    return length >= _HALF_FULL * width and len(below.split(None, 1)[0]) > room


def _alone(texts: Sequence[str], start: int, end: int) -> bool:
    """True where blank lines stand around lines ``start`` to ``end``: paragraphs end there, and nowhere between."""
    above = texts[start - 1] if start else ""
    below = texts[end + 1] if end + 1 < len(texts) else ""
    return not above.strip() and not below.strip()


def _joined(texts: Sequence[str], start: int, end: int, *, whole: bool) -> list[int]:
    stopped = [_stops(texts[index]) for index in range(start, end)]
    going_on = [_goes_on(texts[index]) for index in range(start + 1, end + 1)]
    if sum(stopped) > max(1, _STOPPED * len(stopped)) or sum(going_on) < _GOING_ON * len(going_on):
        return []
    found = []
    for place, (stop, low) in enumerate(zip(stopped, going_on, strict=True)):
        index = start + place
        last = index + 1 == end
        if stop:
            sure = not last and (low or whole)  # the last line may be no part of the paragraph
        elif low:
            sure = True
        elif last:
            sure = _stops(texts[end])
        else:
            sure = place > 0 or _SHORT_WORD.search(texts[index]) is not None  # the first line may be a headline
        if sure:
            found.append(index)
    return found


def _stops(text: str) -> bool:
    return text.rstrip().rstrip(_CLOSING).endswith(_STOPS)


def _goes_on(text: str) -> bool:
    """True where ``text`` begins in lower case, or in a script without case."""
    match = _FIRST_LETTER.match(text)
    return match is not None and not (match[1].isupper() or match[1].istitle())


def _broken(text: str) -> bool:
    return len(text) > 1 and text[-1] in hyphens.SIGNS and text[-2].isalpha()
