"""The draft: raw text, the text as it stands now, and the changes between the two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from cleaner.model.compose import compose
from cleaner.model.edits import Change, Edit, splice
from cleaner.model.lines import Lines, split_lines

__all__ = ["Draft"]

_WHITE = re.compile(r"\s")
_SMALL = bytes(range(0x61, 0x7B))
_PLAIN = bytes([0x0A, *range(0x20, 0x7F)])


class Draft:
    """A text under work. Never altered: ``apply`` gives back a new one.

    Attributes:
        raw: the document's exact text.
        text: raw with all changes made.
        changes: sorted and disjoint, offsets in raw; ``splice(raw, changes) == text``.
    """

    __slots__ = ("_coded", "_lines", "_odd", "_shifts", "_sketch", "_tidy", "changes", "raw", "text")

    def __init__(self, raw: str, text: str | None = None, changes: tuple[Change, ...] = ()) -> None:
        self.raw = raw
        self.text = raw if text is None else text
        self.changes = changes
        self._coded: bytes | None = None
        self._lines: Lines | None = None
        self._odd: str | None = None
        self._sketch: bytes | None = None
        self._tidy: bool | None = None
        self._shifts: tuple[list[int], list[int]] | None = None

    @property
    def coded(self) -> bytes:
        """``text`` in UTF-8, surrogates as they stand; made once a draft, since `bytes` are searched ten times faster.

        >>> Draft("Caf\xe9").coded
        b'Caf\\xc3\\xa9'
        """
        if self._coded is None:
            self._coded = self.text.encode("utf-8", "surrogatepass")
        return self._coded

    @property
    def lines(self) -> Lines:
        """The lines of ``text``; split once a draft."""
        if self._lines is None:
            self._lines = split_lines(self.text)
        return self._lines

    @property
    def odd(self) -> str:
        r"""All characters of ``text`` but printable ASCII and line feeds, in their order.

        A fortieth of a page in a Latin script; what is not among them need not be looked for in the text.

        >>> Draft("Caf\xe9 at\t9").odd
        'é\t'
        """
        if self._odd is None:
            # `bytes` sorts out a gigabyte a second, `re` 0.1
            self._odd = self.coded.translate(None, _PLAIN).decode("utf-8", "surrogatepass")
        return self._odd

    @property
    def sketch(self) -> bytes:
        r"""UTF-8 of ``text`` without the small letters of ASCII: what marks and blanks stand side by side.

        A third of a page in English. Marks that stand together in the text do so here; the reverse need not hold.

        >>> Draft("It rained,, and\n``poured''.").sketch
        b"I ,, \n``''."
        """
        if self._sketch is None:
            self._sketch = self.coded.translate(None, _SMALL)
        return self._sketch

    @property
    def tidy(self) -> bool:
        """True where no white space but single spaces and line feeds is in ``text``, and none at an end of a line.

        >>> Draft("Snow fell.\\nMore came.").tidy, Draft("Snow  fell.").tidy, Draft("Snow fell. ").tidy
        (True, False, False)
        """
        if self._tidy is None:
            texts = self.lines.texts
            self._tidy = not _WHITE.search(self.odd) and "  " not in self.text and texts == list(map(str.strip, texts))
        return self._tidy

    def apply(self, edits: Sequence[Edit]) -> Draft:
        """The draft with ``edits`` (sorted, disjoint, offsets in ``text``) made; itself where there are none.

        Raises:
            ValueError: where edits overlap, are out of order, or lie outside ``text``.

        >>> draft = Draft("Share! Snow fell.").apply([Edit(0, 7, "", "share-bar")])
        >>> draft.text, draft.to_raw(0, 4)
        ('Snow fell.', (7, 11))
        """
        if not edits:
            return self
        changes = compose(self.raw, self.text, self.changes, edits)
        return Draft(self.raw, splice(self.text, edits), tuple(changes))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The span of raw that ``text[start:end]`` came from; a place inside a replacement gives the whole of it."""
        starts, shifts = self._led_back()
        left = self._left(start, starts, shifts)
        return left, max(left, self._right(end, starts, shifts))

    def _led_back(self) -> tuple[list[int], list[int]]:
        """Where each change starts in ``text``, and raw − text after it; counted once a draft, for many findings."""
        if self._shifts is None:
            starts: list[int] = []
            shifts: list[int] = []
            shift = 0
            for change in self.changes:
                at = change.start - shift
                shift = change.end - at - len(change.replacement)
                starts.append(at)
                shifts.append(shift)
            self._shifts = starts, shifts
        return self._shifts

    def _left(self, offset: int, starts: Sequence[int], shifts: Sequence[int]) -> int:
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return offset
        change = self.changes[index]
        if offset < starts[index] + len(change.replacement):
            return change.start
        return offset + shifts[index]

    def _right(self, offset: int, starts: Sequence[int], shifts: Sequence[int]) -> int:
        index = bisect_right(starts, offset - 1) - 1  # a change at the very end of the span is not part of it
        if index < 0:
            return offset
        change = self.changes[index]
        if offset <= starts[index] + len(change.replacement):
            return change.end
        return offset + shifts[index]
