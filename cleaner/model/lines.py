"""Lines and blocks: views on a text, with offsets; never a store of it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, count, repeat
from operator import add
from typing import NamedTuple, overload

__all__ = ["Block", "Line", "Lines", "split_blocks", "split_lines"]

_ENDING = re.compile(r"(\r\n|\n|\r)")


class Line(NamedTuple):
    """One line of a text.

    Attributes:
        start: offset of its first code point.
        end: offset after its last code point, before the ending.
        ending: ``"\\n"``, ``"\\r\\n"``, ``"\\r"``, or ``""`` for an unfinished last line.
        text: the line without its ending.
    """

    start: int
    end: int
    ending: str
    text: str

    @property
    def stop(self) -> int:
        """Offset after the ending: where the next line starts."""
        return self.end + len(self.ending)

    @property
    def blank(self) -> bool:
        """True where the line holds nothing but white space."""
        return not self.text or self.text.isspace()


class Lines(Sequence[Line]):
    r"""The lines of a text. Each becomes a :class:`Line` only when it is asked for.

    Most lines of a page are read and left alone; to work out the offsets of each would cost more than the reading.

    Attributes:
        texts: the lines without their endings.

    >>> lines = split_lines("one\ntwo\n")
    >>> lines.texts, lines[1].start, lines.at(3)
    (['one', 'two'], 4, 0)
    """

    __slots__ = ("_last", "_mixed", "_starts", "_usual", "texts")

    def __init__(self, text: str) -> None:
        """``text`` is cut as :func:`split_lines` says."""
        self._usual = "\n"  # the ending of all lines but the last
        self._mixed: list[str] | None = None  # or that of each
        self._starts: array[int] | None = None
        if "\r" in text and text.count("\r") == text.count("\r\n") == text.count("\n"):
            self._usual = "\r\n"
        if "\r" not in text or self._usual == "\r\n":
            self.texts = text.split(self._usual)
        else:
            pieces = _ENDING.split(text)
            self.texts, self._mixed = pieces[::2], [*pieces[1::2], ""]
        self._last = ""
        if not self.texts[-1]:
            self.texts.pop()
            self._last = self._usual

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self.texts)))]
        text = self.texts[index]
        if index < 0:
            index += len(self.texts)
        if self._mixed is not None:
            ending = self._mixed[index]
        else:
            ending = self._usual if index + 1 < len(self.texts) else self._last
        start = self._all_starts()[index]
        return Line(start, start + len(text), ending, text)

    def __iter__(self) -> Iterator[Line]:
        starts = self._all_starts()
        ends = map(add, starts, map(len, self.texts))
        usual = chain(repeat(self._usual, len(self.texts) - 1), (self._last,))
        return map(Line._make, zip(starts, ends, self._mixed or usual, self.texts, strict=False))

    def span(self, index: int) -> tuple[int, int]:
        """Where line ``index`` (0 or more) starts, and where the next one does: all of it with its ending."""
        starts = self._starts or self._all_starts()
        return starts[index], starts[index + 1]

    def at(self, offset: int) -> int:
        """Index of the line that holds the character at ``offset``, its ending included."""
        return bisect_right(self._all_starts(), offset, 0, len(self.texts)) - 1

    def _all_starts(self) -> array[int]:
        """Where each line starts, and at the end of all the length of the text."""
        if self._starts is None:
            lengths = map(len, self.texts)
            if self._mixed is None:
                width = len(self._usual)
                self._starts = array("q", map(add, accumulate(lengths, initial=0), count(0, width)))
                if self.texts and not self._last:
                    self._starts[-1] -= width
            else:
                self._starts = array("q", accumulate(map(add, lengths, map(len, self._mixed)), initial=0))
        return self._starts


class Block(NamedTuple):
    """Neighbouring lines without a blank line between them.

    Attributes:
        start: offset of the first line.
        end: offset after the last line's text.
        lines: indexes of the first and after the last line.
    """

    start: int
    end: int
    lines: range


def split_lines(text: str) -> Lines:
    r"""The lines of ``text``; their spans and endings tile it.

    Lines end at LF, CR LF or CR alone. ``str.splitlines`` also splits at eight rarer characters (form feed, NEL,
    U+2028, ...), which in scraped text stand inside paragraphs.

    >>> [line.text for line in split_lines("one\r\ntwo\x0cstill two\n\nfour")]
    ['one', 'two\x0cstill two', '', 'four']
    """
    return Lines(text)


def split_blocks(lines: Sequence[Line]) -> list[Block]:
    r"""The blocks of ``lines``: runs without a blank line, in order.

    >>> [list(block.lines) for block in split_blocks(split_lines("a\nb\n\n\nc\n"))]
    [[0, 1], [4]]
    """
    blocks: list[Block] = []
    first: int | None = None
    for index, line in enumerate(lines):
        if line.blank:
            if first is not None:
                blocks.append(Block(lines[first].start, lines[index - 1].end, range(first, index)))
                first = None
        elif first is None:
            first = index
    if first is not None:
        blocks.append(Block(lines[first].start, lines[-1].end, range(first, len(lines))))
    return blocks
