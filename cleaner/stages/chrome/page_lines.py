"""The lines of a page as arrays: what their characters are, and what the page says about each."""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Document
from cleaner.stages.chrome.characters import Sort, read_characters, word_numbers

__all__ = ["PageLines", "read_page"]

Array = NDArray[Any]

# Running text: ten words that end like a sentence and are not mostly links.
_PROSE_WORDS = 10
_PROSE_LINKED = 0.5


def _table(default: int, *sorts: tuple[Sort, ...]) -> Array:
    """For each sort of character the number of the group it is in, from 0."""
    table = np.full(len(Sort), default, np.uint8)
    for group, members in enumerate(sorts):
        table[list(members)] = group
    return table


_WORDY = (Sort.UPPER, Sort.LOWER, Sort.LETTER, Sort.DIGIT, Sort.DENSE)
# How a line begins and ends. The model knows these groups by their numbers: never change the order.
_FIRST = _table(
    7,
    (Sort.UPPER,),
    (Sort.LOWER,),
    (Sort.DIGIT,),
    (Sort.QUOTE,),
    (Sort.DASH, Sort.BULLET),
    (Sort.OPEN,),
    (Sort.LETTER, Sort.DENSE),
)
_LAST = _table(
    7,
    _WORDY,
    (Sort.PERIOD,),
    (Sort.COLON,),
    (Sort.QUESTION, Sort.EXCLAMATION),
    (Sort.QUOTE,),
    (Sort.CLOSE,),
    (Sort.ELLIPSIS,),
)
_STOP = _table(0, (), (Sort.PERIOD, Sort.QUESTION, Sort.EXCLAMATION, Sort.ELLIPSIS))
_AFTER_STOP = _table(0, (), (Sort.QUOTE, Sort.CLOSE, Sort.SPACE))
_CLOSING = 3  # characters that may stand between a sentence's stop and the line's end


class PageLines(NamedTuple):
    """``n`` lines of a page, one for each hint; arrays are [n] and float64 unless said.

    Attributes:
        characters, words: how many; a character of a script without blanks is a word.
        first, last: group of the first and of the last character.
        stops: 1 where the line ends like a sentence.
        capitals, commas: how many characters.
        capitalised: share of the words that begin with a capital.
        in_title, like_title: share of the words that stand in the page's title; that times the share of the title's
            words in the line, at most 1.
        copies, copy: how many lines say the same, at most 5, and how many did so before.
        linked, extracted: shares of the line inside links, and that the extractor took.
        prose: 1 where it reads like running text.
        style: the number of its style, int64.
        numbers: numbers of the words of all lines, one line after the other, uint32 (see ``Characters``).
        places: its elements and those around, outermost first, one line after the other, int64 [m].
        depths: how many of ``places`` each line has, int64.
    """

    characters: Array
    words: Array
    first: Array
    last: Array
    stops: Array
    capitals: Array
    commas: Array
    capitalised: Array
    in_title: Array
    like_title: Array
    copies: Array
    copy: Array
    linked: Array
    extracted: Array
    prose: Array
    style: Array
    numbers: Array
    places: Array
    depths: Array


def read_page(document: Document) -> PageLines:
    """The lines of ``document`` that its hints are about, at least one; their spans rise, and none is empty.

    >>> from cleaner.model import Hint
    >>> page = read_page(Document("Snow fell.\\nTweet", hints=(Hint(0, 10, "p"), Hint(11, 16, "div"))))
    >>> page.words.tolist(), page.stops.tolist()
    ([2.0, 1.0], [1.0, 0.0])
    """
    hints, text = document.hints, document.text
    read = read_characters(text)
    starts = np.array([hint.start for hint in hints])
    ends = np.array([hint.end for hint in hints])
    first_word, last_word = np.searchsorted(read.starts, starts), np.searchsorted(read.starts, ends)
    words = (last_word - first_word).astype(float)
    sorts = read.sorts
    capital = sorts == Sort.UPPER
    stops = _stops(sorts, starts, ends)
    linked = np.array([hint.link_density for hint in hints])
    title = word_numbers(document.title)
    known = np.concatenate([[0], np.cumsum(np.isin(read.numbers, title))])
    shared = (known[last_word] - known[first_word]).astype(float)
    heads = np.concatenate([[0], np.cumsum(capital[read.starts])])
    several = np.maximum(words, 1)
    copies, copy = _copies([text[hint.start : hint.end] for hint in hints])
    return PageLines(
        characters=(ends - starts).astype(float),
        words=words,
        first=_FIRST[sorts[starts]].astype(float),
        last=_LAST[sorts[ends - 1]].astype(float),
        stops=stops,
        capitals=_count(capital, starts, ends),
        commas=_count(sorts == Sort.COMMA, starts, ends),
        capitalised=(heads[last_word] - heads[first_word]) / several,
        in_title=np.where(words > 1, shared / several, 0.0),
        like_title=shared / several * np.minimum(1.0, shared / max(1, len(title))),
        copies=copies,
        copy=copy,
        linked=linked,
        extracted=np.array([hint.extracted for hint in hints]),
        prose=((words >= _PROSE_WORDS) & (stops > 0) & (linked < _PROSE_LINKED)).astype(float),
        style=np.array([hint.style for hint in hints]),
        numbers=_numbers(read.numbers, first_word, last_word),
        places=np.fromiter(chain.from_iterable(hint.path for hint in hints), np.int64),
        depths=np.array([len(hint.path) for hint in hints]),
    )


def _numbers(numbers: Array, first: Array, last: Array) -> Array:
    """The numbers from each ``first`` up to its ``last``, one line after the other."""
    counts = last - first
    place = np.arange(counts.sum()) + np.repeat(first - (np.cumsum(counts) - counts), counts)
    found: Array = numbers[place]
    return found


def _count(held: Array, starts: Array, ends: Array) -> Array:
    """How many characters of each line are ``held``."""
    sums = np.concatenate([[0], np.cumsum(held)])
    counts: Array = (sums[ends] - sums[starts]).astype(float)
    return counts


def _stops(sorts: Array, starts: Array, ends: Array) -> Array:
    """1 where a line's last sign that closes no quotation or bracket ends a sentence."""
    at = ends - 1
    for _ in range(_CLOSING):
        at = np.where((_AFTER_STOP[sorts[at]] > 0) & (at > starts), at - 1, at)
    stops: Array = _STOP[sorts[at]].astype(float)
    return stops


def _copies(lines: list[str]) -> tuple[Array, Array]:
    seen: dict[str, int] = {}
    copy = []
    for line in lines:
        copy.append(seen.get(line, 0))
        seen[line] = copy[-1] + 1
    return np.minimum(5.0, [seen[line] for line in lines]), np.minimum(5.0, copy)
