"""Widths: Latin letters and digits as wide as a Han character, and katakana half as wide, in their common form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.model import Edit
from cleaner.stages.repair.smallest import trimmed

__all__ = ["SIGNS", "edits", "suspects"]

_RULE = "repair.width"

# Unicode chart FF00: ASCII moved up by FEE0.
_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_WIDE_MARKS = "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e"
SIGNS = re.compile(f"[{_WIDE}\uff66-\uff6f\uff71-\uff9d]")

# Marks and wide blanks only between wide letters or at the end of their run; a wide mark alone is CJK punctuation.
_WIDE_RUN = re.compile(f"[{_WIDE}](?:[{_WIDE}{_WIDE_MARKS}]|\u3000(?=[{_WIDE}]))*")
# Two letters and more, since kaomoji are made of single ones. The sound marks (FF9E, FF9F) belong to the letter before
# them; the brackets, comma, stop and dot of this width stand in no other text.
# Beside kana of full width it is a typist's choice (headlines, prices); where all kana are half, a machine's.
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HALF_RUN = re.compile("[\uff61-\uff9f]*[\uff66-\uff9d][\uff70\uff9e\uff9f]?[\uff66-\uff9d][\uff61-\uff9f]*")

# In a line with any of these, wide Latin is a typist's habit: kana, Bopomofo, Han, Hangul, half-width forms of both.
_CJK = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3041-\u318f\u31a0-\u31bf\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff61-\uffdc]"
)


def suspects(text: str) -> Iterator[int]:
    """Offsets into ``text`` of lines where :func:`edits` may find work.

    >>> list(suspects("ＬＯＵＤ noise")), list(suspects("第１章"))
    ([0], [])
    """
    done = 0
    for match in SIGNS.finditer(text):
        if match.start() < done:
            continue
        start = max(done, text.rfind("\n", done, match.start()) + 1)
        end = text.find("\n", match.start())
        done = len(text) if end < 0 else end
        line = text[start:done]
        if not _CJK.search(line) or (_HALF_RUN.search(line) and not _KANA.search(line)):
            yield match.start()


def edits(line: str) -> list[Edit]:
    """Edits that give letters their common width; offsets count in ``line``.

    Wide Latin only in a line without any CJK letter: in Japanese and Chinese it may be meant. Half-width katakana only
    in a line without kana of full width. Punctuation of CJK stays, so does every other compatibility form.

    >>> [(edit.start, edit.end, edit.replacement) for edit in edits("ＬＯＵＤ noise")]
    [(0, 4, 'LOUD')]
    """
    if SIGNS.search(line) is None:
        return []
    if _CJK.search(line) is None:
        runs = _WIDE_RUN
    elif _KANA.search(line) is None:
        runs = _HALF_RUN
    else:
        return []
    return [
        trimmed(Edit(*match.span(), unicodedata.normalize("NFKC", match.group()), _RULE), line)
        for match in runs.finditer(line)
    ]
