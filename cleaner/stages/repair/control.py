"""Characters that nobody sees: controls, terminal escapes, zero-width blanks, stray surrogates, idle bidi marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.model import Edit

__all__ = ["SIGNS", "edits", "suspects"]

# ZWNJ and ZWJ (U+200C, U+200D) are spelling in Persian and in Indic scripts and glue emoji: they stay. So do tag
# characters (flags), variation selectors and the Mongolian vowel separator.
SIGNS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u202a\u202c\u2060\u2066\u2068\u2069\ufeff\ufffc\ud800-\udfff]"
)
_FOUND = re.compile(
    # CSI sequences of ECMA-48 5.4: parameters, intermediates, final byte.
    "(?P<escape>\x1b\\[[0-?]*[ -/]*[@-~])"
    # U+FFFC stands where an image was.
    "|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffc]+|\x1b)"
    "|(?P<surrogate>[\ud800-\udfff]+)"
    "|(?P<mark>\ufeff+)"
    "|(?P<zero>[\u200b\u2060]+)"
    "|(?<=\\w)(?P<soft>\xad+)(?=\\w)"
    "|(?P<bidi>[\u200e\u202a\u202c\u2066\u2068\u2069]+)"
)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ALONE = re.compile("[\ud800-\udfff]")

# Thai, Lao, Tibetan, Burmese, Khmer, Tai Le to Buginese, Tai Tham, Balinese to Lepcha, Javanese to Tai Viet: scripts
# without blanks between words, where a zero-width space marks the place to break a line.
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1c4f\ua980-\uaaff]")

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u061c\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_BLANKS = "\x0b\x0c\x1c\x1d\x1e\x1f"

_RULES = {
    "escape": "repair.ansi-escape",
    "control": "repair.control",
    "surrogate": "repair.surrogate",
    "mark": "repair.zero-width",
    "zero": "repair.zero-width",
    "soft": "repair.soft-hyphen",
    "bidi": "repair.bidi",
}


def suspects(text: str) -> Iterator[int]:
    r"""Offsets into ``text`` of characters that :func:`edits` may take out.

    >>> list(suspects("a\x00b\u200bc"))
    [1, 3]
    """
    for match in SIGNS.finditer(text):
        yield match.start()


def edits(line: str) -> list[Edit]:
    r"""Edits that take unseen characters out of ``line``; offsets count in ``line``.

    Controls that were blanks (form feed, separators) leave a blank between two words. A soft hyphen goes only between
    letters, a zero-width space stays beside scripts that need it, left-to-right marks go only from lines that have
    letters and nothing written from right to left. Surrogates become the character they encode as a pair, else U+FFFD.

    >>> [(edit.start, edit.end, edit.rule_id) for edit in edits("Ky\u200biv\x00")]
    [(2, 3, 'repair.zero-width'), (5, 6, 'repair.control')]
    """
    if SIGNS.search(line) is None:
        return []
    found: list[Edit] = []
    idle_marks: bool | None = None
    for match in _FOUND.finditer(line):
        kind = match.lastgroup or ""
        start, end = match.span()
        replacement = ""
        if kind == "control":
            replacement = _blank_for(line, start, end)
        elif kind == "surrogate":
            replacement = _ALONE.sub("\ufffd", _PAIR.sub(_paired, match.group()))
        elif kind == "zero" and _UNSPACED.search(line, max(0, start - 1), end + 1):
            continue
        elif kind == "bidi":
            if idle_marks is None:
                idle_marks = _RIGHT_TO_LEFT.search(line) is None and _LETTER.search(line) is not None
            if not idle_marks:
                continue
        found.append(Edit(start, end, replacement, _RULES[kind]))
    return found


def _blank_for(line: str, start: int, end: int) -> str:
    """A blank where the controls in ``line[start:end]`` were the only gap between two words."""
    if start == 0 or end == len(line) or not any(char in _BLANKS for char in line[start:end]):
        return ""
    return "" if line[start - 1].isspace() or line[end].isspace() else " "


def _paired(match: re.Match[str]) -> str:
    pair = match.group()
    return chr(0x10000 + (ord(pair[0]) - 0xD800) * 0x400 + (ord(pair[1]) - 0xDC00))
