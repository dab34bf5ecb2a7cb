"""Layout: runs of blank lines, trailing blanks, runs of blanks inside a line, and no-break spaces out of place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import ClassVar

from cleaner.model import DocumentError, Draft, Edit, Proposal
from cleaner.stages.stage import Context

__all__ = ["Layout"]

# Blanks of one line. Not among them: line and paragraph separators and form feeds, which part things.
_BLANK = " \t\xa0\u2000-\u200a\u202f\u205f\u3000"
_STRIPPED = " \t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\r\n"
_END = "(?:(?<!\r)\n|\r\n?)"

_MOST = 500_000  # runs of blanks: each costs 160 bytes, and the largest document could have five million
_MOST_SINGLE = 100  # blank lines of a run that have an edit each; real pages have a dozen

# Text without any of these is the common case, and has patterns of its own, twice as fast. Each pattern begins with
# one character or class, so that the engine leaps from candidate to candidate.
_ODD = re.compile("[\t\r\xa0\u2000-\u200a\u202f\u205f\u3000]")
_PLAIN_RUNS = re.compile(r" (?: +|(?=\n|\Z)|(?<=\n.)|(?<=\A.))")
_ODD_RUNS = re.compile(
    f"[{_BLANK}](?:[{_BLANK}]+|(?=[\r\n]|\\Z)|(?<=[\r\n].)|(?<=\xa0)|(?<=\t)(?=[a-z\xdf-\xff])|(?<=\\A.))"
)
_PLAIN_LINES = re.compile(r"\n *\n(?P<extra>(?: *\n)+)")
_ODD_LINES = re.compile(f"{_END}[{_BLANK}]*{_END}(?P<extra>(?:[{_BLANK}]*{_END})+)")
_HEAD = re.compile(f"(?:[{_BLANK}]*{_END})+")
_LINE_END = re.compile(_END)

# Languages whose printers do not ask for a no-break space between two words. French, Czech, Slovak, Polish, Russian,
# Ukrainian, German and others do (after one-letter words, in abbreviations): there it stays.
_NOT_USED = frozenset({"da", "en", "es", "id", "it", "ms", "nl", "no", "pt", "ro", "sv", "sw", "tl", "tr", "vi"})
_LATIN = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff"
_BETWEEN_WORDS = re.compile(f"[{_LATIN}.,;:!?)\\]”’\"'…]\xa0[{_LATIN}(\\[“‘\"']")

# French sets these off by a no-break space, narrow or not.
_SET_OFF = frozenset("!?;:»%€")

_CODE = re.compile(r"[{}=<>;_\\$|]|\(\)")
_SENTENCE_ENDS = (".", "!", "?", "…")
_TOP = 100  # lines in which the first one that is not blank is looked for
_NEAR = 2_000  # characters of a line that are looked at on each side of a tab


@dataclass(frozen=True, slots=True)
class Layout:
    r"""One blank line between paragraphs, one blank between words, nothing at line ends; newline style as it was.

    What stays: indentation (two blanks and more, tabs, or ideographic spaces before a line: verse, code, paragraphs
    in Chinese and Japanese), tabs (tables), blanks that set the columns of a table, runs of ideographic spaces, lone
    thin and narrow spaces, and a no-break space in a language that uses it or elsewhere than between two Latin words.
    One lone blank before a line goes, but for a step of deeper indentation; so does an indentation with no-break spaces
    in it, one of tabs before a line that stands alone, and one before the first line where no other has any: these are
    left-overs of markup. So is a tab inside a sentence.

    >>> from cleaner.model import Document
    >>> draft = Draft("Rain  fell. \n\n\n\n Then snow.\n")
    >>> draft.apply(Layout().propose(draft, Context(Document(draft.text), lambda text: "en")).edits).text
    'Rain fell.\n\nThen snow.\n'
    """

    name: ClassVar[str] = "layout"

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """Sorted, disjoint edits in the coordinates of ``draft.text``.

        Raises:
            DocumentError: ``too_many_changes``, past 500,000 runs of blanks.
        """
        text = draft.text
        odd = _ODD.search(draft.odd) is not None
        edits = _blank_lines(text, odd=odd)
        removed = iter([*edits, Edit(len(text) + 1, len(text) + 1, "", "")])
        current = next(removed)
        runs = () if draft.tidy else (_ODD_RUNS if odd else _PLAIN_RUNS).finditer(text)
        for match in runs:
            start, end = match.span()
            while current.end <= start:
                current = next(removed)
            if start < current.start:
                edits += _run(draft, start, end, context)
                if len(edits) > _MOST:
                    told = f"more than {_MOST:,} runs of blanks are to change: it is a table, or damaged throughout"
                    raise DocumentError("too_many_changes", f"{told}: split the document, or switch `layout` off")
        edits.sort(key=attrgetter("start"))
        return Proposal(tuple(edits))


def _blank_lines(text: str, *, odd: bool) -> list[Edit]:
    """Edits that take out blank lines at both ends of ``text``, and all but the first of each run between."""
    rule = "layout.blank-lines"
    filled = len(text.rstrip(_STRIPPED))
    if filled == 0:
        return _each_line(text, 0, len(text), rule)
    edits: list[Edit] = []
    head = _HEAD.match(text)
    if head is not None:
        edits += _each_line(text, 0, head.end(), rule)
    first = head.end() if head is not None else 0
    for match in (_ODD_LINES if odd else _PLAIN_LINES).finditer(text, first, filled):
        edits += _each_line(text, *match.span("extra"), rule)
    ending = _LINE_END.search(text, filled)
    if ending is not None and ending.end() < len(text):
        edits += _each_line(text, ending.end(), len(text), rule)
    return edits


def _each_line(text: str, start: int, end: int, rule: str) -> list[Edit]:
    """One edit a line: what was removed between two of them keeps its own reason, since edges only touch.

    Past the first lines of a run the rest is one edit, so that a million blank lines stay cheap.
    """
    edits = []
    for match in islice(_LINE_END.finditer(text, start, end), _MOST_SINGLE):
        edits.append(Edit(start, match.end(), "", rule))
        start = match.end()
    return [*edits, Edit(start, end, "", rule)] if start < end else edits


def _run(draft: Draft, start: int, end: int, context: Context) -> list[Edit]:
    """What becomes of the blanks ``draft.text[start:end]``: all that stand side by side, on one line."""
    text = draft.text
    run = text[start:end]
    at_start = start == 0 or text[start - 1] in "\r\n"
    at_end = end == len(text) or text[end] in "\r\n"
    if at_end:
        if start > 0 and text[start - 1] == "\r" and text.startswith("\n", end):
            return []  # CR and LF would become one line ending
        return [Edit(start, end, "", "layout.trailing-blanks")]
    if at_start:
        indentation = "\u3000" in run or run == "\t" or (len(run) > 1 and "\xa0" not in run)
        if indentation:
            return [Edit(start, end, "", "layout.indentation")] if _idle(draft, start, end) else []
        return [] if run == " " and _steps(draft, start) else [Edit(start, end, "", "layout.leading-blank")]
    if run == "\xa0":
        if _BETWEEN_WORDS.match(text, start - 1) and context.language in _NOT_USED:
            return [Edit(start, end, " ", "layout.nbsp")]
        return []
    if "\t" in run and _in_sentence(draft, start, end):
        return [Edit(start, end, " ", "layout.blank-run")]
    if not run.strip(" ") and _in_column(draft, start, end):
        return []
    if "\t" in run or "\u3000" in run:
        kept = "\t" if "\t" in run else "\u3000"
        return [
            Edit(start + match.start(), start + match.end(), "", "layout.blank-run")
            for match in re.finditer(f"[^{kept}]+", run)
        ]
    at = run.find(" ")
    if text[end] in _SET_OFF or text[start - 1] == "«":
        at = max(run.rfind("\xa0"), run.rfind("\u202f"), at)
    if at < 0:
        return [Edit(start, end, " ", "layout.blank-run")]
    before, after = Edit(start, start + at, "", "layout.blank-run"), Edit(start + at + 1, end, "", "layout.blank-run")
    return [edit for edit in (before, after) if edit.start < edit.end]


def _idle(draft: Draft, start: int, end: int) -> bool:
    """True where the indentation ``draft.text[start:end]`` sets nothing apart: its line stands alone, no code."""
    text, lines, texts = draft.text, draft.lines, draft.lines.texts
    index = lines.at(start)
    if (index and texts[index - 1].strip()) or (index + 1 < len(texts) and texts[index + 1].strip()):
        return False
    if "\u3000" in text[start:end] or not text[end].isalpha() or text[end].islower() or _CODE.search(texts[index]):
        return False
    if "\t" in text[start:end]:
        return True
    return index < _TOP and not text[:start].strip() and text.find("\n  ", end) < 0


def _steps(draft: Draft, start: int) -> bool:
    """True where a neighbour of the line at ``start`` is indented by two blanks or more."""
    texts = draft.lines.texts
    index = draft.lines.at(start)
    above, below = texts[max(0, index - 1)], texts[min(index + 1, len(texts) - 1)]
    return any(line.startswith("  ") and not line.isspace() for line in (above, below))


def _in_sentence(draft: Draft, start: int, end: int) -> bool:
    """True where the blanks between two words are the only ones of their line with a tab, as in no table."""
    text, lines, texts = draft.text, draft.lines, draft.lines.texts
    if not (text[end].islower() and (text[start - 1] == "," or text[start - 1].isalpha())):
        return False
    index = lines.at(start)
    first, stop = lines[index].start, lines[index].end
    if "\t" in text[max(first, start - _NEAR) : start] or "\t" in text[end : min(stop, end + _NEAR)]:
        return False
    if texts[index][-_NEAR:].rstrip()[-1:] not in _SENTENCE_ENDS:
        return False
    neighbours = texts[max(0, index - 1) : index] + texts[index + 1 : index + 2]
    return not any("\t" in line[:_NEAR].strip() for line in neighbours)


def _in_column(draft: Draft, start: int, end: int) -> bool:
    """True where the blanks are a gap between columns: in three neighbouring lines the cells start, or end, alike."""
    lines, texts = draft.lines, draft.lines.texts
    index = lines.at(start)
    first, stop = lines.span(index)
    column, width = end - first, len(texts[index])
    last = draft.text.find("  ", end, stop) < 0
    rows = []
    for row in range(index - 2, index + 3):
        text = texts[row] if 0 <= row < len(texts) else ""
        starts = text[column - 2 : column] == "  " and text[column : column + 1].strip() != ""
        ends = last and len(text) == width < _NEAR and "  " in text.strip()
        rows.append(starts or ends)
    return any(rows[place] and rows[place + 1] and rows[place + 2] for place in range(3))
