"""What the line model sees of each line by itself: numbers with names, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.characters import Characters, Sort, read_characters

__all__ = ["SHAPES", "Shapes", "read_shapes"]

Array = NDArray[Any]

# Of a longer line only its two ends are read: what a line is shows there, and one of 15 MB costs no more than others.
_HEAD, _TAIL = 1_500, 300
# Running text: a dozen words that end like a sentence, or more words than any headline has.
_SENTENCE_WORDS = 12
_PROSE_WORDS = 28
_DENSE_STOPS = 0x3000  # stops of dense scripts stand above this, and end a sentence whatever follows
_TELLING = 5  # letters of a word that says what a text is about; also any dense character

_LINE_FEED = 10
_BLOCK, _BLOCKS = 7, 512  # scripts live in blocks of 128 code points, or in several of these

# Han and Hangul fill many blocks, of which a page shows some: each counts as one.
_SCRIPTS = np.arange(_BLOCKS)
_SCRIPTS[0x3400 >> _BLOCK : 0xA000 >> _BLOCK] = 0x4E00 >> _BLOCK
_SCRIPTS[0xAC00 >> _BLOCK : 0xD800 >> _BLOCK] = 0xAC00 >> _BLOCK
_SORTS = len(Sort)
# Plain numbers: attributes of an enumeration cost as much as a call.
_SPACE, _DENSE, _UPPER, _COMMA, _OTHER = (
    int(sort) for sort in (Sort.SPACE, Sort.DENSE, Sort.UPPER, Sort.COMMA, Sort.OTHER)
)
_WORDS = [int(sort) for sort in (Sort.UPPER, Sort.LOWER, Sort.LETTER, Sort.DIGIT)]
_INITIALS = (Sort.UPPER, Sort.LOWER, Sort.DIGIT)
_SHARES = (Sort.DIGIT, Sort.LETTER, Sort.DENSE, Sort.PUNCTUATION, Sort.SYMBOL)
_COUNTS = (
    *(Sort.BAR, Sort.BULLET, Sort.COPYRIGHT, Sort.COLON, Sort.AT, Sort.HASH, Sort.SLASH, Sort.DASH, Sort.MONEY),
    *(Sort.OPEN, Sort.COMMA, Sort.QUOTE, Sort.EXCLAMATION, Sort.QUESTION, Sort.ELLIPSIS, Sort.PERIOD, Sort.UNDERSCORE),
)
_FIRST = (
    *(Sort.UPPER, Sort.LOWER, Sort.DIGIT, Sort.LETTER, Sort.DENSE),
    *(Sort.QUOTE, Sort.BULLET, Sort.DASH, Sort.OPEN),
)
_LAST = (
    *(Sort.LOWER, Sort.UPPER, Sort.DIGIT, Sort.PERIOD, Sort.QUOTE, Sort.COLON, Sort.COMMA, Sort.QUESTION),
    *(Sort.EXCLAMATION, Sort.ELLIPSIS, Sort.CLOSE, Sort.DENSE, Sort.LETTER),
)
_INITIAL_AT, _SHARE_AT, _COUNT_AT = ([int(sort) for sort in sorts] for sorts in (_INITIALS, _SHARES, _COUNTS))
_FIRST_IS, _LAST_IS = (np.array([[int(sort)] for sort in sorts], np.uint8) for sorts in (_FIRST, _LAST))


def _any_of(*sorts: Sort) -> Array:
    """A table to look a sort up in: is it one of these?"""
    table = np.zeros(_SORTS, bool)
    table[list(sorts)] = True
    return table


_STOP = _any_of(Sort.PERIOD, Sort.EXCLAMATION, Sort.QUESTION)
_END = _any_of(Sort.PERIOD, Sort.EXCLAMATION, Sort.QUESTION, Sort.ELLIPSIS)
_CLOSING = _any_of(Sort.QUOTE, Sort.CLOSE)
_BEFORE_CLOSING = _END | _any_of(Sort.QUOTE)
_LETTERS = [int(sort) for sort in (Sort.UPPER, Sort.LOWER, Sort.LETTER, Sort.DENSE)]
_LETTER = _any_of(Sort.UPPER, Sort.LOWER, Sort.LETTER, Sort.DENSE)


def _names(prefix: str, sorts: Sequence[Sort]) -> list[str]:
    return [f"{prefix}_{sort.name.lower()}" for sort in sorts]


#: Names of the rows of :attr:`Shapes.figures`, in order.
SHAPES: tuple[str, ...] = (
    *("characters", "words", "word_length", "capital_words", "lower_words", "number_words", "all_capitals"),
    *_names("share", _SHARES),
    *_names("count", _COUNTS),
    *("commas_a_word", "sentences", "ends_sentence", "prose"),
    *_names("first", _FIRST),
    *_names("last", _LAST),
)


class Shapes(NamedTuple):
    """Lines as numbers, each by itself; ``n`` lines, ``m`` words.

    Attributes:
        figures: the features, float32 [len(SHAPES), n].
        numbers: the words of all lines one after the other, as in :class:`Characters`, uint32 [m].
        counts: how many of them each line has, int64 [n].
        telling: which words are long enough to say what a text is about, bool [m].
        prose: which lines look like running text, bool [n].
        words: how many words each line has, a dense character counting half, float64 [n].
        letters: of each line, int64 [n].
        foreign, foreign_lines: for each letter beyond the first 128 code points its block of 128, and its line.
    """

    figures: Array
    numbers: Array
    counts: Array
    telling: Array
    prose: Array
    words: Array
    letters: Array
    foreign: Array
    foreign_lines: Array

    def among(self, kept: Array) -> Shapes:
        """Those of the lines that ``kept`` marks, bool [n]."""
        of_words = np.repeat(kept, self.counts)
        of_letters = kept[self.foreign_lines]
        places = np.cumsum(kept) - 1
        return Shapes(
            self.figures[:, kept],
            self.numbers[of_words],
            self.counts[kept],
            self.telling[of_words],
            self.prose[kept],
            self.words[kept],
            self.letters[kept],
            self.foreign[of_letters],
            places[self.foreign_lines[of_letters]],
        )

    def blocks(self) -> Array:
        """Letters of all lines in each block of 128 code points of the first plane, int64 [512]."""
        by_block = np.bincount(_SCRIPTS[self.foreign], minlength=_BLOCKS)
        by_block[0] = self.letters.sum() - len(self.foreign)
        return by_block


def read_shapes(lines: Sequence[str]) -> Shapes:
    """The :class:`Shapes` of ``lines``: without endings, none blank, at least one.

    >>> read_shapes(["Most read", "Snow closed the pass, and the police said that it will stay shut."]).prose.tolist()
    [False, True]
    """
    n = len(lines)
    if max(map(len, lines)) > _HEAD + _TAIL:
        lines = [line if len(line) <= _HEAD + _TAIL else line[:_HEAD] + line[-_TAIL:] for line in lines]
    text = "\n".join(lines) + "\n"
    characters = read_characters(text)
    sorts, codes, starts, numbers = characters
    stops = np.flatnonzero(codes == _LINE_FEED)
    begins = np.concatenate(([0], stops[:-1] + 1))
    line_of = np.repeat(np.arange(n), stops - begins + 1)
    owner = line_of[starts]  # the line of each word
    counts = np.bincount(owner, minlength=n)
    tally = np.bincount(line_of * _SORTS + sorts, minlength=n * _SORTS).reshape(n, -1).T.astype(np.float64)
    figures, prose, words = _shape(characters, line_of, begins, stops, owner, counts, tally)
    telling = (np.diff(starts, append=len(codes)) >= _TELLING) | (sorts[starts] == _DENSE)
    foreign = np.zeros(0, np.int64)
    if not text.isascii():
        foreign = np.flatnonzero(codes >= 1 << _BLOCK)
        foreign = foreign[_LETTER[sorts[foreign]] & (codes[foreign] >> _BLOCK < _BLOCKS)]
    letters = tally[_LETTERS].sum(0).astype(np.int64)
    blocks = (codes[foreign] >> _BLOCK).astype(np.int64)
    return Shapes(figures, numbers, counts, telling, prose, words, letters, blocks, line_of[foreign])


def _shape(
    characters: Characters,
    line_of: Array,
    begins: Array,
    stops: Array,
    owner: Array,
    counts: Array,
    tally: Array,
) -> tuple[Array, Array, Array]:
    """What a line looks like by itself, a row a feature; which lines are prose; and their words."""
    sorts, codes, starts, _ = characters
    n = len(counts)
    length = (stops - begins).astype(np.float64)
    tally[_SPACE] -= 1  # the line's end
    dense, upper = tally[_DENSE], tally[_UPPER]
    words = counts - dense / 2
    letters = tally[_WORDS].sum(0)

    def edge(offset: Array) -> Array:
        inside = (offset >= begins) & (offset < stops)
        return np.where(inside, sorts[np.maximum(offset, 0)], _OTHER)

    first, last, before_last = sorts[begins], edge(stops - 1), edge(stops - 2)
    finished = _END[last] | (_CLOSING[last] & _BEFORE_CLOSING[before_last])
    prose: Array = ((words >= _SENTENCE_WORDS) & finished) | (words >= _PROSE_WORDS)
    initials = np.bincount(owner * _SORTS + sorts[starts], minlength=n * _SORTS).reshape(n, -1).T
    capitals = (upper > 0.7 * letters) & (upper > 2)
    sentences = _sentences(sorts, codes, line_of, n)
    groups: tuple[Array, ...] = (
        np.log1p((length, words)),
        letters / (counts - dense + 1),
        initials[_INITIAL_AT] / (counts + 1),
        capitals,
        tally[_SHARE_AT] / (length + 1),
        np.minimum(np.log1p(tally[_COUNT_AT]), 3),
        tally[_COMMA] / (words + 1),
        np.log1p(sentences),
        finished,
        prose,
        first == _FIRST_IS,
        last == _LAST_IS,
    )
    out = np.empty((len(SHAPES), n), np.float32)  # each group is written at once
    at = 0
    for group in groups:
        rows = len(group) if group.ndim == 2 else 1
        out[at : at + rows] = group
        at += rows
    return out, prose, words


def _sentences(sorts: Array, codes: Array, line_of: Array, n: int) -> Array:
    """Ends of sentences in each line: a stop before a blank, or the stop of a dense script."""
    stops = np.flatnonzero(_STOP.take(sorts))
    ends = stops[(sorts[stops + 1] == _SPACE) | (codes[stops] > _DENSE_STOPS)]  # a line's end follows the last stop
    return np.bincount(line_of[ends], minlength=n)
