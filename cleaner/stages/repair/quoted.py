"""Mojibake that a text quotes on purpose: "the page prints 'Ã¼' for 'ü'" stays as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.model import Edit

__all__ = ["outside"]

# What a line says that is about encodings, in the languages of most readers.
_ABOUT = re.compile(
    "mojibake|encod|decod|character sets?|charset|code ?page|utf-?(?:8|16)|unicode|latin-?1|iso[- ]8859|cp-?125|"
    "windows-125|koi-?8|[kc]od(?:ierung|age|ifica|owani|ování|ning)|zeichensa(?:tz|lat)|кодиров|кодуван|кракозябр|"
    "文字化け|文字コード|乱码|亂碼|编码|編碼|인코딩",
    re.IGNORECASE,
)
# One to three words between quotation marks, or code between backquotes.
_WORDS = r"[^\s'\"‘’“”„«»`]{1,40}(?: [^\s'\"‘’“”„«»`]{1,40}){0,2}"
_QUOTED = re.compile(
    f"(?<!\\w)['‘]{_WORDS}['’](?!\\w)|\"{_WORDS}\"|[“„]{_WORDS}[”“]|[«»]\\s?{_WORDS}\\s?[»«]|`{_WORDS}`|「{_WORDS}」"
)


def outside(line: str, edits: Iterable[Edit]) -> list[Edit]:
    """Those ``edits`` of ``line`` that do not reach into quoted words, where the line speaks of encodings; else all.

    >>> outside("In UTF-8 'Ã¼' means ü, schÃ¶n!", [Edit(10, 12, "ü", "x"), Edit(27, 29, "ö", "x")])
    [Edit(start=27, end=29, replacement='ö', rule_id='x', evidence=None)]
    """
    found = list(edits)
    if not found or _ABOUT.search(line) is None:
        return found
    quoted = [match.span() for match in _QUOTED.finditer(line)]
    return [edit for edit in found if not any(start < edit.end and edit.start < end for start, end in quoted)]
