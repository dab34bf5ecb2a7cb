"""What the line model sees of each line by itself and of its place on the page: numbers with names, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.characters import Sort, read_characters, word_numbers

__all__ = ["FEATURES", "Reading", "read_lines"]

Array = NDArray[Any]

# Of a longer line only its two ends are read: what a line is shows there, and one of 15 MB costs no more than others.
_HEAD, _TAIL = 1_500, 300
# Running text: a dozen words that end like a sentence, or more words than any headline has.
_SENTENCE_WORDS = 12
_PROSE_WORDS = 28
_FAR = 100  # lines; further is as far
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
_FIRST_IS, _LAST_IS = (np.array([int(sort) for sort in sorts], np.uint8) for sorts in (_FIRST, _LAST))


def _any_of(*sorts: Sort) -> Array:
    """A table to look a sort up in: is it one of these?"""
    table = np.zeros(_SORTS, bool)
    table[list(sorts)] = True
    return table


_STOP = _any_of(Sort.PERIOD, Sort.EXCLAMATION, Sort.QUESTION)
_END = _any_of(Sort.PERIOD, Sort.EXCLAMATION, Sort.QUESTION, Sort.ELLIPSIS)
_CLOSING = _any_of(Sort.QUOTE, Sort.CLOSE)
_BEFORE_CLOSING = _END | _any_of(Sort.QUOTE)
_LETTERS = _any_of(Sort.UPPER, Sort.LOWER, Sort.LETTER, Sort.DENSE)


def _names(prefix: str, sorts: Sequence[Sort]) -> list[str]:
    return [f"{prefix}_{sort.name.lower()}" for sort in sorts]


#: Names of the columns, in order.
FEATURES: tuple[str, ...] = (
    *("characters", "words", "word_length", "capital_words", "lower_words", "number_words", "all_capitals"),
    *_names("share", _SHARES),
    *_names("count", _COUNTS),
    *("commas_a_word", "sentences", "ends_sentence", "prose"),
    *_names("first", _FIRST),
    *_names("last", _LAST),
    *("topic", "menu", "in_title", "covers_title", "has_title", "repeats", "first_copy"),
    *("place", "from_top", "from_bottom", "words_above", "prose_above", "prose_below", "from_prose_above"),
    *("from_prose_below", "no_prose_above", "no_prose_below", "page_lines", "page_prose_share", "page_prose_lines"),
    *("page_line_words", "page_prose_words", "rule", "rules_above", "rules_below", "page_rules"),
)


class Reading(NamedTuple):
    """Lines as numbers; ``n`` lines, ``m`` words.

    Attributes:
        columns: the features, float32 [n, len(FEATURES)].
        numbers: the words of all lines one after the other, as in :class:`Characters`, uint32 [m].
        counts: how many of them each line has, int64 [n].
        prose: which lines look like running text, bool [n].
        words: how many words each line has, a dense character counting half, float64 [n].
        blocks: letters in each block of 128 code points of the first plane, int64 [512].
    """

    columns: Array
    numbers: Array
    counts: Array
    prose: Array
    words: Array
    blocks: Array


def read_lines(lines: Sequence[str], title: str | None = None, taken: Array | None = None) -> Reading:
    """``lines`` (without endings, none blank, at least one) as a :class:`Reading`.

    ``title`` is the page's; ``taken`` says which lines rules take, bool [n].

    >>> reading = read_lines(["Most read", "Snow closed the pass on Monday, and the police said it will stay shut."])
    >>> reading.columns.shape == (2, len(FEATURES)), reading.prose.tolist()
    (True, [False, True])
    """
    n = len(lines)
    text = "\n".join([line if len(line) <= _HEAD + _TAIL else line[:_HEAD] + line[-_TAIL:] for line in lines]) + "\n"
    sorts, codes, starts, numbers = read_characters(text)
    stops = np.flatnonzero(codes == _LINE_FEED)
    begins = np.concatenate(([0], stops[:-1] + 1))
    line_of = np.repeat(np.arange(n), stops - begins + 1)
    owner = line_of[starts]  # the line of each word
    counts = np.bincount(owner, minlength=n)
    shape, prose, words = _shape(sorts, codes, line_of, begins, stops, owner, starts, counts)
    blocks = [
        shape,
        _shared_words(numbers, owner, counts, prose, _telling(starts, sorts[starts], len(codes)), title),
        _place(words, prose),
        _taken(np.zeros(n) if taken is None else taken),
    ]
    letters = codes[_LETTERS[sorts]] >> _BLOCK
    by_block = np.bincount(_SCRIPTS[letters[letters < _BLOCKS]], minlength=_BLOCKS)
    return Reading(np.concatenate(blocks, 1, dtype=np.float32), numbers, counts, prose, words, by_block)


def _shape(
    sorts: Array,
    codes: Array,
    line_of: Array,
    begins: Array,
    stops: Array,
    owner: Array,
    starts: Array,
    counts: Array,
) -> tuple[Array, Array, Array]:
    """What a line looks like by itself [n, 54]; which lines are prose; their words."""
    n = len(counts)
    length = (stops - begins).astype(np.float64)
    tally = np.bincount(line_of * _SORTS + sorts, minlength=n * _SORTS).reshape(n, -1).astype(np.float64)
    tally[:, _SPACE] -= 1  # the line's end
    words = counts - tally[:, _DENSE] / 2
    letters = tally[:, _WORDS].sum(1)

    def edge(offset: Array) -> Array:
        inside = (offset >= begins) & (offset < stops)
        return np.where(inside, sorts[np.maximum(offset, 0)], _OTHER)

    first, last, before_last = sorts[begins], edge(stops - 1), edge(stops - 2)
    finished = _END[last] | (_CLOSING[last] & _BEFORE_CLOSING[before_last])
    prose = ((words >= _SENTENCE_WORDS) & finished) | (words >= _PROSE_WORDS)
    initials = np.bincount(owner * _SORTS + sorts[starts], minlength=n * _SORTS).reshape(n, -1)
    capitals = (tally[:, _UPPER] > 0.7 * letters) & (tally[:, _UPPER] > 2)
    columns = (
        *(np.log1p(length), np.log1p(words), letters / (counts - tally[:, _DENSE] + 1)),
        *(initials[:, _INITIAL_AT] / (counts + 1)[:, None]).T,
        capitals,
        *(tally[:, _SHARE_AT] / (length + 1)[:, None]).T,
        *np.minimum(np.log1p(tally[:, _COUNT_AT]), 3).T,
        *(tally[:, _COMMA] / (words + 1), np.log1p(_sentences(sorts, codes, line_of, n)), finished, prose),
        *(first[:, None] == _FIRST_IS).T,
        *(last[:, None] == _LAST_IS).T,
    )
    return np.stack(columns, 1, dtype=np.float32, casting="unsafe"), prose, words


def _sentences(sorts: Array, codes: Array, line_of: Array, n: int) -> Array:
    """Ends of sentences in each line: a stop before a blank, or the stop of a dense script."""
    stop = _STOP[sorts]
    before_blank = stop.copy()
    before_blank[:-1] &= sorts[1:] == Sort.SPACE
    return np.bincount(line_of[before_blank], minlength=n) + np.bincount(line_of[stop & (codes > 0x3000)], minlength=n)


def _telling(starts: Array, initial: Array, stop: int) -> Array:
    """Which words are long enough to say what a text is about; a word reaches to the next one."""
    telling: Array = (np.diff(np.append(starts, stop)) >= _TELLING) | (initial == Sort.DENSE)
    return telling


def _shared_words(
    numbers: Array, owner: Array, counts: Array, prose: Array, telling: Array, title: str | None
) -> Array:
    """Telling words that a line shares with the page's prose, its other short lines, and its title; repeated lines."""
    n = len(counts)
    distinct, word = np.unique(numbers, return_inverse=True)
    in_prose = prose[owner]
    told = np.bincount(owner[telling], minlength=n) + 1
    shared = []
    for part in (in_prose, ~in_prose):
        # In another line of that part: the first or the last line that holds the word is not this one.
        # (Of repeated indexes in an assignment NumPy keeps the last.)
        first, last = np.full(len(distinct), n), np.full(len(distinct), -1)
        words, lines = word[part], owner[part]
        first[words[::-1]] = lines[::-1]
        last[words] = lines
        elsewhere = telling & ((first[word] < owner) | (last[word] > owner))
        shared.append(np.bincount(owner[elsewhere], minlength=n) / told)
    known = word_numbers(title)
    in_title: Array = np.zeros(n)
    if len(known):
        in_title = np.bincount(owner[telling & np.isin(distinct, known)[word]], minlength=n)
    place = np.arange(len(owner)) - (np.cumsum(counts) - counts)[owner]
    keys = np.bincount(owner, weights=numbers * (1.0 + place % 97), minlength=n)
    _, earliest, key, copies = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    copies = copies[key]
    return np.stack(
        (
            *shared,
            in_title / told,
            np.minimum(in_title / max(1, len(known)), 1.5),
            np.full(n, float(len(known) > 0)),
            np.minimum(np.log1p(copies - 1), 4),
            (earliest[key] == np.arange(n)) & (copies > 1),
        ),
        1,
    )


def _place(words: Array, prose: Array) -> Array:
    """Where on the page a line stands, and what sort of page it is."""
    n = len(words)
    lines = np.arange(n)
    size = words + 1e-6
    above = np.cumsum(size)
    text = np.where(prose, words, 0)
    text_above = np.cumsum(text)
    total = text_above[-1]
    up = np.maximum.accumulate(np.where(prose, lines, -_FAR))
    down = np.minimum.accumulate(np.where(prose, lines, n + _FAR)[::-1])[::-1]
    columns = (
        lines / max(n - 1, 1),
        np.minimum(np.log1p(lines), 6),
        np.minimum(np.log1p(n - 1 - lines), 6),
        (above - size) / above[-1],
        (text_above - text) / (total + 1),
        (total - text_above) / (total + 1),
        np.log1p(np.minimum(lines - np.concatenate(([-_FAR], up[:-1])), _FAR)),
        np.log1p(np.minimum(np.concatenate((down[1:], [n + _FAR])) - lines, _FAR)),
        text_above - text < 1,
        total - text_above < 1,
    )
    page = (np.log1p(n), total / above[-1], prose.mean(), np.log1p(words.mean()), np.log1p(total))
    return np.concatenate((np.stack(columns, 1), np.broadcast_to(page, (n, len(page)))), 1)


def _taken(taken: Array) -> Array:
    """What rules take: at the line, above it, below it, on the page."""
    taken = taken.astype(np.float64)
    above = np.cumsum(taken)
    columns = (taken, np.log1p(above - taken), np.log1p(above[-1] - above), np.full(len(taken), taken.mean()))
    return np.stack(columns, 1)
