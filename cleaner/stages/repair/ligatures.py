"""Ligatures of printers' fonts: the one character for "fi" that a PDF gave becomes the letters that it shows."""

from __future__ import annotations

import re
from operator import attrgetter

from cleaner.model import Draft, Edit, Proposal
from cleaner.stages.repair.words import Words

__all__ = ["propose", "suspects"]

_RULE = "repair.ligature"

# Alphabetic presentation forms (Unicode chart FB00). Not the long s with t (U+FB05: old spelling), nor ligatures that
# are letters: ij, oe, ae, dz, lj, nj.
_LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬆ": "st"}
_SIGNS = re.compile(f"[{''.join(_LETTERS)}]")
_LATIN = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u02af\u1e00-\u1eff"
_ANY = f"[{_LATIN}{''.join(_LETTERS)}]"
# Beside a letter: one that stands alone is talked about. A word is longer than that only in attacks.
_WORD = re.compile(f"(?<!{_ANY}){_ANY}{{2,60}}(?!{_ANY})")
# PDF readers set a blank after a ligature that a font drew too wide: "the ﬁ rst", "of ﬁ ce".
_TORN = re.compile(f"(?<!{_ANY})(?P<head>{_ANY}{{0,20}}[ﬀﬁﬂﬃﬄ]) (?P<tail>[a-z\xdf-\xf6\xf8-\xff]{{1,20}})(?!{_ANY})")

# A torn word is joined where its language has it, and what stands after the blank is no word: hundred times rarer.
_JOINED, _RARER = 1e-7, 100


def suspects(draft: Draft) -> bool:
    """True where the text has a ligature.

    >>> suspects(Draft("The ﬂag")), suspects(Draft("The cœur"))
    (True, False)
    """
    return _SIGNS.search(draft.odd) is not None


def propose(draft: Draft, words: Words) -> Proposal:
    """Edits that take ligatures inside words apart; offsets count in ``draft.text``.

    In German the character for "fl" may be a sharp s that was saved on a Macintosh: where the language has that
    word alone, it becomes one.

    >>> proposal = propose(Draft("The ﬂag of the oﬃce"), Words("", lambda: None))
    >>> [(edit.start, edit.end, edit.replacement) for edit in proposal.edits]
    [(4, 5, 'fl'), (16, 17, 'ffi')]
    """
    edits: list[Edit] = []
    for word in _WORD.finditer(draft.text):
        if _SIGNS.search(word.group()) is None:
            continue
        sharp = _sharp(word.group(), words)
        for sign in _SIGNS.finditer(word.group()):
            start = word.start() + sign.start()
            meant = "ß" if sharp and sign.group() == "ﬂ" else _LETTERS[sign.group()]
            edits.append(Edit(start, start + 1, meant, _RULE))
    edits += _torn(draft.text, words)
    return Proposal(tuple(sorted(edits, key=attrgetter("start"))))


def _apart(word: str) -> str:
    return _SIGNS.sub(lambda sign: _LETTERS[sign.group()], word)


def _sharp(word: str, words: Words) -> bool:
    """True where the "fl" of ``word`` was a sharp s: byte DF is one in Latin-1 and the other in Mac Roman."""
    if "ﬂ" not in word or words.language != "de":
        return False
    return words.known(word.replace("ﬂ", "ß")) and not words.known(_apart(word))


def _torn(text: str, words: Words) -> list[Edit]:
    """Edits that take out the blank after a ligature inside a word."""
    found: list[Edit] = []
    for match in _TORN.finditer(text):
        head, tail = _apart(match["head"]), match["tail"]
        joined = words.frequency(head + tail)
        if joined >= _JOINED and words.frequency(tail) * _RARER < joined and words.frequency(head) < joined * _RARER:
            at = match.end("head")
            found.append(Edit(at, at + 1, "", _RULE))
    return found
