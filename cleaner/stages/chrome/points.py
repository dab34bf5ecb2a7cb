"""Operating points: which lines go, by their scores and the page's own look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.chrome.line_model import Judgement

__all__ = ["POINTS", "Point", "choose"]

Array = NDArray[Any]

# The page's own look says how likely chrome is at all: a tenth of an extracted article, two thirds of a page dumped
# whole, nothing of a text that was cleaned before. What rules take is certain chrome: where it is one line in fifty,
# the page is trusted to have more; the less it is, the more is asked of each line, up to odds that are higher by e to
# the power of _CAUTION. (By the share of lines that score low instead, 1.4 % of the words of 783 article texts went,
# and by this .2 %, at the same F1 on extracted pages.)
_CAUTION = 8.0
_CERTAIN = 0.02
# A page of which that share of lines scores low is a whole one whatever rules find, for those who ask for `thorough`.
_DUMPED = 0.3
# Odds for what reads like prose and, as subheadings do, stands right above it, are asked to be as much higher.
_MARGIN = 1.0

_HEADLINE = 3  # words; with fewer a line says too little to be told from a menu's


class Point(NamedTuple):
    """What an operating point spares.

    Where more of the running text would go than ``most_prose``, or more of all words than ``most_words``, there is
    hardly a story left to tell chrome from: a page of another sort is likelier (code, a list of events). Where more
    words would go than ``furniture``, it is a discussion: of 780 extracted pages one in fifty has a thousand words of
    chrome, of 783 dumped ones one in a hundred three thousand. Running text then stays, or more is asked of each line.

    Attributes:
        most_prose, most_words: shares of the page's words.
        furniture: words.
        caution: how much more is asked of each line of a page that looks like no article, in log odds.
        sparing: whether what may be the headline stays, more is asked of prose and of subheadings, and only rules
            tell that a page has chrome.
    """

    most_prose: float
    most_words: float
    furniture: float
    caution: float
    sparing: bool


POINTS = {
    "precise": Point(0.4, 0.5, 1_000, 6.0, sparing=True),
    "balanced": Point(0.6, 0.7, 2_000, 6.0, sparing=True),
    "thorough": Point(0.9, 0.9, 4_000, 2.0, sparing=False),
}


def choose(judgement: Judgement, taken: Array, least: float, point: Point, announces: Callable[[int], bool]) -> Array:
    """Which lines go, bool [n]: never all.

    ``taken``: which lines rules take, bool [n]; ``least``: the score that the point asks for; ``announces`` says of a
    line that stands above all prose whether it may be the headline.
    """
    scores, prose, words = judgement.scores, judgement.prose, judgement.words
    trust = taken.mean() / _CERTAIN
    if not point.sparing:
        trust = max(trust, (scores < 0).mean() / _DUMPED)
    least -= _CAUTION * (1 - min(1.0, trust))
    going = words[scores < least].sum()
    if not prose.any() or going > min(point.most_words * words.sum(), point.furniture):
        least -= point.caution
    gone: Array = scores < least
    text = words * prose
    if text[gone].sum() > point.most_prose * text.sum():
        gone &= ~prose
    if point.sparing:
        gone &= (scores < least - _MARGIN) | ~(prose | np.append(prose[1:], False))
        head = int(np.argmax(prose)) if prose.any() else len(prose)
        for row in np.flatnonzero(gone[:head] & (words[:head] >= _HEADLINE)).tolist():
            gone[row] = not announces(row)
    return gone & ~gone.all()
