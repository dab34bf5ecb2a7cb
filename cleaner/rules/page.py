"""A page: the lines of a text with what context rules ask about them — prose or not, head or tail."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import accumulate

from cleaner.model import Lines
from cleaner.rules.fold import fold, phrase_key

__all__ = ["Page", "is_prose"]

# Sixty characters are about ten English words: over that, a line that ends like a sentence is prose in all but a few
# cases (legal notices, which rules hit and which then do not count). Scripts without blanks say more in a character.
_PROSE = 60
_PROSE_DENSE = 25
_STOPS = frozenset(".!?…\"”“»«’'。！？」』।۔؟)]")  # German closes with “ or «
_DENSE_STOPS = frozenset("。！？」』")


def is_prose(text: str) -> bool:
    """True where a line looks like running text: long, and ending like a sentence.

    >>> is_prose("Rail traffic between the two cities will resume on Monday, the operator said.")
    True
    >>> is_prose("Rail traffic to resume on Monday"), is_prose("All rights reserved.")
    (False, False)
    """
    text = text.rstrip()
    if len(text) < _PROSE_DENSE or text[-1] not in _STOPS:
        return False
    return len(text) >= _PROSE or text[-1] in _DENSE_STOPS


# A wrapped line is about as long as a terminal or a mail is wide. Shorter lines before a lower-case one are menus.
_WRAPPED = (45, 110)
# Bylines and date stamps stand among the first lines: below a title, a standfirst, a section name, a picture credit.
_TOP_LINES = 10
# What a line says: words of four letters and more; of scripts without blanks each two neighbouring characters.
_DENSE = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
_SAYING = 4
_WORD = re.compile(rf"[^\W\d_{_DENSE}]{{{_SAYING},}}")
_PAIR = re.compile(rf"(?=([{_DENSE}]{{2}}))")


# All of ASCII that is no letter parts words; with that gone, the pattern is only shown words beyond ASCII.
_PARTING = bytes(byte if byte > 127 or chr(byte).isalpha() else 0x20 for byte in range(256))


def _words(text: str) -> set[bytes]:
    """What ``text`` says, and shorter words of ASCII: who compares leaves these out on one side, the shorter one."""
    words = set(fold(text).encode("utf-8", "surrogatepass").translate(_PARTING).split())
    odd = [word for word in words if not word.isascii()]
    if odd:
        words.difference_update(odd)
        told = b" ".join(odd).decode("utf-8", "surrogatepass")
        words.update(word.encode("utf-8", "surrogatepass") for word in _WORD.findall(told) + _PAIR.findall(told))
    return words


class Page:
    """The lines of one text, as context rules see them.

    Attributes:
        lines: the lines of the text.
    """

    __slots__ = ("__dict__", "_struck", "lines")

    def __init__(self, lines: Lines, struck: Collection[int] = ()) -> None:
        """``struck``: indexes of lines that rules hit as a whole; these never count as prose."""
        self.lines = lines
        self._struck = struck

    @cached_property
    def length(self) -> int:
        """Code points of the text."""
        return self.lines[-1].stop if self.lines else 0

    @cached_property
    def _lengths(self) -> list[int]:
        return list(map(len, self.lines.texts))

    @cached_property
    def wrapped(self) -> frozenset[int]:
        r"""Indexes of lines inside hard-wrapped paragraphs: a sentence runs on over the line's end.

        Such a line is a piece of prose, whatever words it happens to hold. Certain only where the next line goes on in
        lower case and there is a third line, or a second long one, to show the width.

        >>> from cleaner.model import split_lines
        >>> text = "The suit, which lawyers of the two towns had now\nfiled in federal court on Monday, asks all of\n"
        >>> sorted(Page(split_lines(text + "to share\n")).wrapped)
        [0, 1, 2]
        """
        found: set[int] = set()
        texts, lengths = self.lines.texts, self._lengths
        narrowest, widest = _WRAPPED
        wide = [index for index, length in enumerate(lengths[:-1]) if narrowest <= length <= widest]
        for index in wide:
            below = texts[index + 1]
            if not below[:1].islower() or texts[index].rstrip()[-1:] in _STOPS:
                continue
            above = lengths[index - 1] if index else 0
            if narrowest <= lengths[index + 1] <= widest or narrowest <= above <= widest:
                found.update((index, index + 1))
        return frozenset(found)

    @cached_property
    def prose(self) -> list[int]:
        """Indexes of the lines that are prose, ascending."""
        struck, texts = self._struck, self.lines.texts
        long = [index for index, length in enumerate(self._lengths) if length >= _PROSE_DENSE]
        found = [index for index in long if index not in struck and is_prose(texts[index])]
        return sorted(self.wrapped.union(found)) if self.wrapped else found

    @cached_property
    def _prose_lines(self) -> frozenset[int]:
        return frozenset(self.prose)

    def reads(self, index: int) -> bool:
        """True where line ``index`` is prose."""
        return index in self._prose_lines

    @cached_property
    def _prose_sums(self) -> list[int]:
        """Characters of the first, the first two, ... lines of prose."""
        return list(accumulate(len(self.lines.texts[index]) for index in self.prose))

    def prose_before(self, index: int) -> float:
        """Share of the page's prose, in characters, that stands before line ``index``; 0 on a page without prose."""
        place = bisect_left(self.prose, index)
        return self._prose_sums[place - 1] / self._prose_sums[-1] if place else 0.0

    @cached_property
    def _prose_words(self) -> set[bytes]:
        return _words("\n".join([self.lines.texts[index] for index in self.prose]))

    def announces(self, index: int) -> bool:
        r"""True where line ``index`` may be the page's own headline or standfirst: its prose says half of the words.

        Words of fewer than four letters do not count, and of fewer than three nothing can be said. Of the headlines of
        735 pages 96 % share that much with the prose of their page, of 2,000 lines of furniture as long 10 %.

        >>> from cleaner.model import split_lines
        >>> prose = "Heavy snow closed the mountain pass for days, and nobody knows when it will open, police said."
        >>> page = Page(split_lines("Snow closes mountain pass\nTell friends about this story\n" + prose))
        >>> page.announces(0), page.announces(1)
        (True, False)
        """
        words = {word for word in _words(self.lines.texts[index]) if len(word) >= _SAYING}
        return len(words) >= 3 and 2 * len(words & self._prose_words) >= len(words)

    @cached_property
    def _last(self) -> dict[str, int]:
        """The last line of each text, compared as phrases are."""
        return {phrase_key(fold(text)): index for index, text in enumerate(self.lines.texts)}

    def again(self, index: int) -> bool:
        """True where a line with the text of line ``index`` stands further down; marks at the ends do not count."""
        return self._last[phrase_key(fold(self.lines.texts[index]))] > index

    @cached_property
    def inked(self) -> Sequence[int]:
        """Indexes of the lines that are not blank, ascending."""
        texts = self.lines.texts
        found = [index for index, text in enumerate(texts) if text and not text.isspace()]
        return found if len(found) < len(texts) else range(len(texts))

    def blank(self, index: int) -> bool:
        """True where line ``index`` holds nothing but white space."""
        text = self.lines.texts[index]
        return not text or text.isspace()

    def between(self, first: int, last: int) -> int:
        """How many lines that are not blank stand between lines ``first`` and ``last``, neither of which is."""
        return bisect_left(self.inked, last) - bisect_left(self.inked, first) - 1

    def wordy(self, index: int, most: int) -> bool:
        """True where line ``index`` has more than ``most`` words."""
        text = self.lines.texts[index]
        return len(text) > 2 * most and len(text.split()) > most  # so many words have as many characters with blanks

    def labels(self, most: int) -> list[int]:
        """Indexes of the lines with up to ``most`` words that are neither blank nor prose, ascending."""
        known = self._labels.get(most)
        if known is None:
            prose = self._prose_lines
            known = [index for index in self.inked if index not in prose and not self.wordy(index, most)]
            self._labels[most] = known
        return known

    @cached_property
    def _labels(self) -> dict[int, list[int]]:
        return {}

    def at_top(self, index: int) -> bool:
        """True where line ``index`` is one of the first ten that are not blank, and in the head."""
        return bisect_left(self.inked, index) < _TOP_LINES and self.within(index, "head")

    @cached_property
    def _parts(self) -> tuple[int, int]:
        """Index after the head, and where the tail starts."""
        prose = self.prose
        return (prose[1] if len(prose) > 1 else len(self.lines)), (prose[-1] + 1 if prose else 0)

    def within(self, index: int, where: str) -> bool:
        r"""True where line ``index`` stands in that part of the page.

        ``head`` ends with the second prose line (a standfirst often stands above the byline), ``tail`` starts after
        the last one, ``edges`` is both; on a page with less prose than that, every line is in all of them. ``apart`` is
        anywhere but right above prose, where a line is a subheading; beside a line that rules take it is none.

        >>> from cleaner.model import split_lines
        >>> page = Page(split_lines("Facebook\n" + "The network was down after a night of heavy snow." * 2))
        >>> page.within(0, "head"), page.within(0, "tail"), page.within(0, "apart")
        (True, False, False)
        """
        if where == "any":
            return True
        if where == "apart":
            return self._apart(index)
        head, tail = self._bounds(where)
        return index < head or index >= tail

    def standing(self, indexes: Sequence[int], where: str) -> Sequence[int]:
        """Those of ``indexes`` that are :meth:`within` that part of the page."""
        if where == "any":
            return indexes
        if where == "apart":
            return [index for index in indexes if self._apart(index)]
        head, tail = self._bounds(where)
        return [index for index in indexes if index < head or index >= tail]

    def _bounds(self, where: str) -> tuple[int, int]:
        head, tail = self._parts
        return head if where != "tail" else 0, tail if where != "head" else len(self.lines)

    def _apart(self, index: int) -> bool:
        inked = self.inked
        place = bisect_left(inked, index)
        above = inked[place - 1] if place else None
        below = inked[place + 1] if place + 1 < len(inked) else None
        return above in self._struck or below in self._struck or below not in self._prose_lines
