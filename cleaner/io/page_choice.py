"""Which blocks of a page are worth judging: those an extractor took, and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from cleaner.io.page_blocks import Block

__all__ = ["candidates", "is_prose", "key", "shares"]

_NO_WORD = re.compile(r"[\W_]+")
_ASCII_NO_WORD = bytes(code for code in range(128) if not chr(code).isalnum())
_PIECES = re.compile(r"[\n|]")  # trafilatura writes the cells of a row between bars
_END = re.compile(r"[.!?…。！？][^\w]*\Z")
# Shorter keys are looked for among whole lines only: "news" stands inside nearly every text.
_SHORTEST_INSIDE = 16
_ANCHOR = 32  # letters and digits of a text that is hardly there twice by chance
_WINDOW = 24  # characters of a key that are looked for when the whole is not found
_TRIES = 20  # places tried for a short text before it counts as not there
_MOST_SEARCHED = 2_000_000_000  # characters, about two seconds; a usual page takes a million
_PROSE = 40  # letters and digits; ten short words. Chinese and Japanese say as much in fewer
_PROSE_DENSE = 20
# Measured on 410 pages of 283 sites: with these, the best choice reaches doc F1 .994 from 43 % of the blocks.
_TAKEN_SHARE = 0.97  # of the extractor's text that its container must hold
_SOME, _HALF = 0.3, 0.5  # shares of a block that count as partly taken, and as taken
_HEAD = 40  # blocks between a headline and its text: share bars, a byline, a picture's caption
_PROSE_SHARE = 0.8  # of the page's prose that its container must hold; finds the text where the extractor went wrong


def key(text: str) -> str:
    """The letters and digits of ``text``, lower case: what stays the same however a tool writes it."""
    text = text.lower()
    if text.isascii():  # most lines are, and `bytes` drops marks several times as fast as `re`
        return text.encode().translate(None, _ASCII_NO_WORD).decode()
    return _NO_WORD.sub("", text)


class _Extracted:
    """The keys of an extractor's lines as one string, where lines begin in it, and how much may be searched in it."""

    def __init__(self, text: str) -> None:
        keys = [found for piece in _PIECES.split(text) if (found := key(piece))]
        self.whole = "".join(keys)
        self._edges = {0, *accumulate(len(key) for key in keys)}
        self._left = _MOST_SEARCHED

    def find(self, key: str, start: int, end: int) -> int:
        self._left -= end - start
        return self.whole.find(key, start, end) if self._left > 0 else -1

    def anchors(self, keys: Sequence[str]) -> list[tuple[int, int]]:
        """Places in ``keys`` and in the whole of long keys that stand once, as many as rise together."""
        ends: list[int] = []
        links: list[tuple[int, int, int]] = []  # place in keys, place in the whole, link before
        last: list[int] = []
        for place, found in self._apart(keys):
            at = bisect_left(ends, found)
            links.append((place, found, last[at - 1] if at else -1))
            ends[at : at + 1], last[at : at + 1] = [found], [len(links) - 1]
        chain, link = [], last[-1] if last else -1
        while link >= 0:
            place, found, link = links[link]
            chain.append((place, found))
        return chain[::-1]

    def _apart(self, keys: Sequence[str]) -> list[tuple[int, int]]:
        """Places in ``keys`` and in the whole of long keys that stand once, but of those that stand in another one.

        A quotation that is set off says again what a paragraph says: the paragraph alone is no sign of it.
        """
        count = Counter(keys)
        found = [
            (start, -len(key), place)
            for place, key in enumerate(keys)
            if len(key) >= _ANCHOR and count[key] == 1 and (start := self.find(key, 0, len(self.whole))) >= 0
        ]
        apart, end = [], 0
        for first, minus_length, place in sorted(found):
            start = first
            if start - minus_length <= end:
                start = self.find(keys[place], end, len(self.whole))
            else:
                end = start - minus_length
            if start >= 0:
                apart.append((place, start))
        return sorted(apart)

    def _line(self, key: str, start: int, end: int) -> int:
        for _ in range(_TRIES):
            found = self.find(key, start, end)
            if found < 0 or (found in self._edges and found + len(key) in self._edges):
                return found
            start = found + 1
        return -1

    def share(self, key: str, start: int, end: int) -> tuple[float, int]:
        """Share of ``key`` that stands between the two places, and where what was found ends."""
        long = len(key) >= _SHORTEST_INSIDE
        found = self.find(key, start, end) if long else self._line(key, start, end)
        if found >= 0:
            return 1.0, found + len(key)
        if len(key) < 2 * _WINDOW:
            return 0.0, start
        pieces = [key[at : at + _WINDOW] for at in range(0, len(key) - _WINDOW + 1, _WINDOW)]
        places = [place for piece in pieces if (place := self.find(piece, start, end)) >= 0]
        return len(places) / len(pieces), max(places, default=start)


def shares(keys: Sequence[str], extracted: str) -> list[float]:
    r"""How much of each text stands in ``extracted``, 0 to 1; texts are given by their :func:`key`.

    Both are in the page's order: what stands there once only counts for one of several equal texts, the one whose
    neighbours stand around it. A short text counts only as a whole line (``|`` between cells ends one).

    >>> keys = [key(text) for text in ["Snow", "The metro was shut on Monday, from early on.", "Snow", "Metro"]]
    >>> shares(keys, "The metro was shut\non Monday, from early on.\nSnow | Bus")
    [0.0, 1.0, 1.0, 0.0]
    """
    taken = _Extracted(extracted)
    if not taken.whole:
        return [0.0] * len(keys)
    anchors = [*taken.anchors(keys), (len(keys), len(taken.whole))]
    found, start, after = [], 0, 0
    for place, key in enumerate(keys):
        if place == anchors[after][0]:
            start = anchors[after][1] + len(key)
            after += 1
            found.append(1.0)
        elif not key:
            found.append(0.0)
        else:
            share, start = taken.share(key, start, anchors[after][1])
            found.append(share)
    return found


def is_prose(block: Block) -> bool:
    """Whether ``block`` reads like a sentence: long enough, ended like one, and not mostly links."""
    if block.length < _PROSE_DENSE or 2 * block.linked > block.length:  # most blocks of a page end here
        return False
    least = _PROSE if block.text.isascii() or " " in block.text else _PROSE_DENSE
    return block.length >= least and _END.search(block.text[-8:]) is not None


def _container(blocks: Sequence[Block], weights: Sequence[float], share: float) -> int | None:
    """Number of the smallest element that holds ``share`` of the weight; None where there is no weight."""
    least = share * sum(weights)
    if least <= 0:
        return None
    held: dict[int, float] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if weight:
            for number in block.element.path:
                held[number] = held.get(number, 0.0) + weight
    # An element inside another holds no more than it, and begins later: the last one is the innermost.
    return max((number for number, weight in held.items() if weight >= least), default=None)


def _head(blocks: Sequence[Block], taken: Sequence[float]) -> range:
    """Places from the headline, the last ``h1`` before the first prose that was taken, to that prose."""
    first = next((at for at, share in enumerate(taken) if share >= _HALF and is_prose(blocks[at])), -1)
    for at in range(first, max(-1, first - _HEAD), -1):
        if blocks[at].element.tag == "h1":
            return range(at, first)
    return range(0)


def candidates(blocks: Sequence[Block], taken: Sequence[float]) -> Iterable[bool]:
    """For each block, whether it is worth judging, from the share of it that the extractor took.

    These are the blocks it took; all that stand in the smallest element holding 97 % of what it took, or 80 % of the
    page's prose: lists, tables and quotes that it left out, and the real text where it took a side story; and what
    stands between the headline and the text, such as a standfirst.
    """
    around = {
        _container(blocks, [share * block.length for block, share in zip(blocks, taken, strict=True)], _TAKEN_SHARE),
        _container(blocks, [float(block.length * is_prose(block)) for block in blocks], _PROSE_SHARE),
    }
    head = _head(blocks, taken)
    for at, (block, share) in enumerate(zip(blocks, taken, strict=True)):
        yield share >= _SOME or at in head or not around.isdisjoint(block.element.path)
