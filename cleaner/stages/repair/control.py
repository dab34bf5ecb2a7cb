"""Characters that nobody sees: controls, terminal escapes, zero-width blanks, stray surrogates, idle bidi marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.model import Edit

__all__ = ["SIGNS", "edits", "suspects"]

# Variation selectors and the Mongolian vowel separator stay. ZWNJ and ZWJ (U+200C, U+200D) are spelling in Persian and
# in Indic scripts, and glue emoji; between these characters (Latin, Greek, Cyrillic, typography, kana, Han) they do
# nothing that is seen. The signs among them that emoji are made of (copyright, trade mark) are left out.
_IDLE = (
    "\x00-\xa8\xaa-\xad\xaf-\u02ff\u0370-\u052f\u1e00-\u1fff\u2010-\u201f\u2026\u2030-\u203b"
    "\u3001-\u302f\u3041-\u30ff\u3400-\u9fff"
)
_JOINERS = f"(?<![^{_IDLE}])[\u200c\u200d]+(?![^{_IDLE}])"
# Tags spell the name of a flag after U+1F3F4 and end with U+E007F; anywhere else they only hide text from readers.
_TAG = "\U000e0001\U000e0020-\U000e007f"
_TAGS = f"(?<![\U0001f3f4{_TAG}])[{_TAG}]+"
_ALWAYS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u202a\u202c\u2060\u2066\u2068-\u206f\ufeff"
    "\ufff9-\ufffc"
    f"\ud800-\udfff{_TAG}"
)
SIGNS = re.compile(f"[{_ALWAYS}\u200c\u200d]")
# Apart, since `re` scans for a class alone five times as fast.
_SUSPECT, _JOINED = re.compile(f"[{_ALWAYS}]"), re.compile(_JOINERS)
_FOUND = re.compile(
    # CSI sequences of ECMA-48 5.4: parameters, intermediates, final byte.
    "(?P<escape>\x1b\\[[0-?]*[ -/]*[@-~])"
    # U+FFFC stands where an image was; U+206A to 206F are deprecated.
    "|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffc\u206a-\u206f]+|\x1b)"
    # Marks of interlinear notes; a whole note (base, separator, note, end) stays, else its parts would run together.
    "|(?P<note>\ufff9[^\ufff9-\ufffb]*\ufffa[^\ufff9-\ufffb]*\ufffb)|(?P<anchor>[\ufff9-\ufffb])"
    "|(?P<surrogate>[\ud800-\udfff]+)"
    "|(?P<mark>\ufeff+)"
    "|(?P<zero>[\u200b\u2060]+)"
    f"|(?P<joiner>{_JOINERS})|(?P<tags>{_TAGS})"
    # Only between letters: read from Windows-1252 it may be the dash of "1990-95".
    "|(?<=[^\\W\\d_])(?P<soft>\xad+)(?=[^\\W\\d_])"
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
    "anchor": "repair.control",
    "zero": "repair.zero-width",
    "joiner": "repair.zero-width",
    "tags": "repair.zero-width",
    "soft": "repair.soft-hyphen",
    "bidi": "repair.bidi",
}


def suspects(text: str) -> Iterator[int]:
    r"""Offsets into ``text`` of characters that :func:`edits` may take out, joiners last.

    >>> list(suspects("a\x00b\u200bc"))
    [1, 3]
    """
    for match in _SUSPECT.finditer(text):
        yield match.start()
    for match in _JOINED.finditer(text) if "\u200c" in text or "\u200d" in text else ():
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
        elif kind == "note" or (kind == "zero" and _UNSPACED.search(line, max(0, start - 1), end + 1)):
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
