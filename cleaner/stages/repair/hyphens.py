"""Hyphens at line ends: a word that was broken there is joined, a hyphen that belongs to its word stays."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from operator import attrgetter

from cleaner.model import Draft, Edit
from cleaner.stages.repair.words import Words

__all__ = ["SIGNS", "Rejoining", "edits", "suspects"]

_RULE = "repair.hyphenation"

# Hyphen-minus, soft hyphen, hyphen, and the "not" that scanners read at line ends.
SIGNS = "-\xad\u2010\xac"
_LETTER = r"[^\W\d_]"
_BROKEN = re.compile(rf"(?P<sign>[{SIGNS}])(?<={_LETTER}.)(?P<end>\r\n|\n|\r)(?={_LETTER})")
_SHORTEST, _LONGEST = 2, 60  # letters of a half
_LEFT = re.compile(rf"{_LETTER}+\Z")
_RIGHT = re.compile(rf"{_LETTER}+")
_INK = re.compile(r"\S*")
_COMPOUND = re.compile(rf"(?<!{_LETTER})(?=({_LETTER}+-{_LETTER}+))")
# A longer line is no piece of a wrapped paragraph to those who look at widths (rules/page.py).
_WIDE = 110

# After a hyphen that stands for a word to come ("pre- and post-war", "Haupt- und Nebenstraßen").
_SUSPENDED = frozenset(
    re.findall(
        r"\w+",
        "and or to bis und oder sowie bzw en of tot och eller samt og ja tai sekä y e o u ni et ou ed i lub oraz a "
        "nebo či alebo ali ili in és vagy și sau и или й та або да ve veya və dan atau và ir arba un vai või",
    )
)
# A line end that became a blank. Not before one of those words, or a language would be asked for on every page of
# German; but "to", "in" and "ed" end many words of English ("pho- to", "aga- in").
_AND = "|".join(sorted(_SUSPENDED - {"to", "in", "ed"}))
_IN_LINE = re.compile(rf"-(?<={_LETTER}{{2}}-) (?=[a-z\xdf-\xf6\xf8-\xff]{{2}})(?!(?:{_AND})(?!\w))")
# Languages that write compounds in one: lists of words have few of them, and "Gemeinderats-sitzung" would be wrong.
_CLOSED = frozenset({"da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})

# Of 41,399 words of English news broken at random, and 11,306 of its compounds with a hyphen (wordfreq 3): joining
# where a half is rarer than _WORD, or the whole a tenth as frequent as its rarer half, takes 96.9 % of the words and
# 1.0 % of the compounds. "longterm" is in all lists, but far rarer than "long" and "term".
_WORD, _TENTH = 1e-6, 0.1
# Of 4,784 compounds with a hyphen in eleven languages of news, 15 end in a word that the list does not have; of the
# words broken at random that no list has, two in three do.
_HALF = 3
_LINKING = "oо"  # "витамино-минеральный", "anglo-": the first half of a compound is no word by itself
_FEW = 100  # compounds that are looked for one by one
_COMMON, _HUNDREDTH = 1e-5, 0.01  # both halves, and the whole beside them, where the hyphen belongs to the word


def suspects(draft: Draft) -> bool:
    r"""True where a line ends with a hyphen, or a blank follows one inside a line.

    >>> suspects(Draft("for the pub-\nlic")), suspects(Draft("long-term"))
    (True, False)
    """
    sketch, text = draft.sketch, draft.text
    if (b"-\n" in sketch and "-\n" in text) or (b"- " in sketch and _IN_LINE.search(text) is not None):
        return True
    if b"-\r" in sketch:
        return "-\r" in text
    return any(sign in draft.odd for sign in SIGNS[1:]) and _BROKEN.search(text) is not None


class Rejoining:
    """Decides what becomes of words that were broken at line ends.

    >>> rejoining = Rejoining("a long-term plan", Words("a long-term plan", lambda: "en"))
    >>> (
    ...     rejoining.between("pub", "-", "lic"),
    ...     rejoining.between("long", "-", "term"),
    ...     rejoining.between("pre", "-", "and"),
    ... )
    ('', '-', '- ')
    """

    def __init__(self, text: str, words: Words) -> None:
        """``words`` are those of ``text``. A text too short to tell its language is held against English."""
        self._text = text
        self._given = words
        self._asked = 0

    @cached_property
    def _words(self) -> Words:
        known = self._given.language is not None or not self._text.isascii()
        return self._given if known else Words(self._text, lambda: "en")

    @cached_property
    def _compounds(self) -> frozenset[str]:
        return frozenset(_COMPOUND.findall(self._text))

    def across(self, upper: str, lower: str) -> str | None:
        """:meth:`between` for the last word of the line ``upper``, its sign included, and the first of ``lower``."""
        left, right = _LEFT.search(upper, max(0, len(upper) - _LONGEST - 2), len(upper) - 1), _RIGHT.match(lower)
        if left is None or right is None:
            return None
        return self.between(left.group(), upper[-1], right.group(), chained=lower.startswith("-", right.end()))

    def between(self, left: str, sign: str, right: str, *, chained: bool = False) -> str | None:
        """What stands between the halves once the line end is gone: nothing, a hyphen, or a hyphen and a blank.

        None where that is not certain. Evidence is the document first, then the frequencies of the language's words.
        ``sign`` is the last character of the line; ``chained`` says that another hyphen follows ("ready-to-eat").
        """
        if sign == "\xad":
            return "" if right.islower() else None
        whole, words = left + right, self._words
        if right in _SUSPENDED and chained:
            return "-"
        if right in _SUSPENDED:
            known = words.known(whole) and words.frequency(whole) >= _TENTH * words.frequency(left)
            return "" if known and len(right) >= _SHORTEST else "- "
        if len(right) < _SHORTEST or max(len(left), len(right)) > _LONGEST:
            return None
        joined = words.seen(whole) or words.seen(whole.lower())
        compound = sign != "\xac" and self._has(f"{left}-{right}")
        if joined or compound:
            return None if joined and compound else "" if joined else "-"
        if not right.islower() or len(left) < _SHORTEST:
            return None
        if self._is_torn(left, right):
            return ""
        halves = self.rarer(left, right)
        frequency = words.frequency(whole)
        if words.known(whole) and (halves < _WORD or frequency >= _TENTH * halves):
            return ""
        compound = halves >= _COMMON and frequency < _HUNDREDTH * halves
        return "-" if compound and sign != "\xac" and words.language not in _CLOSED else None

    def _is_torn(self, left: str, right: str) -> bool:
        """True where the language has no word ``right``: a hyphen joins words, its break tears them anywhere."""
        if min(len(left), len(right)) < _HALF or not left.islower() or left[-1] in _LINKING:
            return False
        return self._given.judges and not self._given.known(right)

    def _has(self, compound: str) -> bool:
        self._asked += 1  # to list them all takes half a millisecond, as long as to search the text a few times
        found = self._asked > _FEW or compound in self._text
        return found and compound in self._compounds

    def rarer(self, left: str, right: str) -> float:
        """Frequency of the rarer half."""
        return min(self._words.frequency(left), self._words.frequency(right))


def edits(draft: Draft, rejoining: Rejoining, spared: Collection[int]) -> list[Edit]:
    r"""Sorted edits that join broken words, but not at the line ends ``spared``; offsets count in ``draft.text``.

    The line ends after the joined word instead, so that lines keep their width: other evidence hangs on it. Before the
    last line of a short paragraph it goes.

    >>> draft = Draft("built for the pub-\nlic by the town\nand its friends")
    >>> draft.apply(edits(draft, Rejoining(draft.text, Words(draft.text, lambda: "en")), ())).text
    'built for the public\nby the town\nand its friends'
    """
    text = draft.text
    found: list[Edit] = []
    for match in _BROKEN.finditer(text):
        if match.start("end") in spared:
            continue
        right = _RIGHT.match(text, match.end(), match.end() + _LONGEST + 1)
        tail, sign = right.group() if right else "", match["sign"]
        chained = text.startswith("-", match.end() + len(tail))
        between = rejoining.between(_left(text, match.start()), sign, tail, chained=chained)
        if between not in {"", "-"}:
            continue
        found.append(Edit(match.start() + (between == "-"), match.end(), "", _RULE))
        ink = _INK.match(text, match.end())
        after = ink.end() if ink else match.end()
        if text.startswith(" ", after) and not _closes(draft, match.start()):
            found.append(Edit(after, after + 1, match["end"], _RULE))
    for match in _IN_LINE.finditer(text):
        right = _RIGHT.match(text, match.end(), match.end() + _LONGEST + 1)
        left, tail = _left(text, match.start()), right.group() if right else ""
        if f" {left} " in text and f" {tail} " in text:
            continue  # two words, as the document says; no need to ask for its language
        if rejoining.between(left, "\xac", tail) == "" and rejoining.rarer(left, tail) < _WORD:
            found.append(Edit(*match.span(), "", _RULE))
    return sorted(found, key=attrgetter("start"))


def _left(text: str, end: int) -> str:
    match = _LEFT.search(text[max(0, end - _LONGEST - 1) : end])
    return match.group() if match else ""


def _closes(draft: Draft, offset: int) -> bool:
    """True where the line after that of ``offset`` is the last of its paragraph, and the two make no odd long line."""
    lines, texts = draft.lines, draft.lines.texts
    index = lines.at(offset)
    if index + 2 < len(texts) and not lines[index + 2].blank:
        return False
    first = index == 0 or lines[index - 1].blank
    return first or len(texts[index]) + len(texts[index + 1]) <= _WIDE
