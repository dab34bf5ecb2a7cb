"""What the page model sees of each line of a page: numbers with names, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Document, Hint
from cleaner.stages.chrome.cues import CUES, Cues, Spots, cue_columns, find_spots
from cleaner.stages.chrome.page_lines import PageLines, read_page
from cleaner.stages.chrome.page_places import place_columns

__all__ = ["FEATURES", "PageLook", "look_at"]

Array = NDArray[Any]
Column = tuple[str, Array]

# The model knows tags by their numbers here: never change the order. Others are 0.
_TAGS = {
    tag: number
    for number, tags in enumerate(
        (
            *("p", "div", "li", "h1 h2 h3 h4 h5 h6", "td th", "span", "figcaption", "blockquote", "section", "article"),
            *("a", "dt", "dd", "pre", "header", "footer", "button", "label", "summary", "main", "caption", "aside"),
        ),
        1,
    )
    for tag in tags.split()
}
# Kinds of class words, and names of elements around, that the model was seen to use on pages of 283 sites. The others
# say too little beyond what the page's shape says.
_OWN = ("caption", "topic", "product", "dek", "body")
_AROUND = ("embed", "dek", "comment", "product", "list", "date", "meta", "quote", "byline", "caption", "table")
_WITHIN = ("figure", "article", "main", "li", "ul", "blockquote", "figcaption", "pre")
_CHROME = frozenset({"ad", "share", "related", "letter", "comment", "nav", "footer", "side", "hidden", "contact"})
_FAR = 50  # lines; further is as far
_EDGE = 30
_OUTSIDE = -1.0  # what a line beyond the page's ends is told to be
_SHIFTED = {
    "words": (-2, -1, 1, 2),
    "tag": (-2, -1, 1, 2),
    "first_sign": (-2, -1, 1, 2),
    "last_sign": (-1, 1),
    "share_of_links": (-1, 1),
    "words_in_title": (-1, 1),
    "bold": (1, 2),
    "extracted_of_style": (-2, -1, 1, 2),
    "prose_of_style": (-2, -1, 1, 2),
    "links_in_parent": (-2, -1, 1, 2),
}
_BEFORE = {-2: "two_before", -1: "before", 1: "after", 2: "two_after"}
_WINDOWS = (4, 10)


class PageLook(NamedTuple):
    """What a page looks like, and what its lines say; ``n`` lines.

    Attributes:
        columns: one row for each line, without what cue tables say, float32 [n, columns].
        spots: what is looked up in cue tables.
    """

    columns: Array
    spots: Spots

    def rows(self, cues: Cues, without: Mapping[str, tuple[Array, Array]] | None = None) -> Array:
        """One row for each line, in the order of :data:`FEATURES`, float32; ``without`` as :func:`cue_columns` has it.

        >>> from cleaner.stages.chrome.cues import CueTable
        >>> nothing = CueTable(*(np.zeros(0, np.uint32) for _ in range(3)))
        >>> page = Document("Snow fell.", hints=(Hint(0, 10, "p"),))
        >>> look_at(page).rows(Cues(nothing, nothing, nothing)).shape == (1, len(FEATURES))
        True
        """
        return np.concatenate([self.columns, cue_columns(self.spots, cues, without)], axis=1)


def look_at(document: Document) -> PageLook:
    """The lines that the hints of ``document`` (at least one) are about, in their order.

    >>> page = Document("Snow fell.\\nTweet", hints=(Hint(0, 10, "p"), Hint(11, 16, "div")))
    >>> look_at(page).columns[:, FEATURES.index("tag")].tolist()
    [1.0, 2.0]
    """
    page = read_page(document)
    columns = np.stack([np.asarray(column, np.float32) for _, column in _columns(page, document.hints)], axis=1)
    return PageLook(columns, find_spots(page.numbers, page.words.astype(np.int64)))


def _columns(page: PageLines, hints: tuple[Hint, ...]) -> Iterator[Column]:
    told: dict[str, Array] = {}
    for part in (_text(page), _hints(hints), place_columns(page), _order(page), _whole(page)):
        for name, column in part:
            told[name] = column
            yield name, column
    for name, steps in _SHIFTED.items():
        for step in steps:
            yield f"{name}_{_BEFORE[step]}", _shifted(told[name], step)
    style = page.style.astype(float)
    for step, where in _BEFORE.items():
        yield f"same_style_{where}", _shifted(style, step) == style
    for reach in _WINDOWS:
        for name, values in (("extracted", page.extracted), ("prose", page.prose), ("links", page.linked)):
            yield f"{name}_within_{reach}_lines", _mean_around(values, reach)


def _text(page: PageLines) -> Iterator[Column]:
    yield "words", np.log1p(page.words)
    yield "characters", np.log1p(page.characters)
    yield "characters_per_word", page.characters / np.maximum(1, page.words)
    yield "ends_like_a_sentence", page.stops
    yield "first_sign", page.first
    yield "last_sign", page.last
    yield "capitals", page.capitals / page.characters
    yield "capitalised_words", page.capitalised
    yield "commas", page.commas / page.characters
    yield "words_in_title", page.in_title
    yield "like_title", page.like_title
    yield "copies", page.copies
    yield "copies_before", page.copy
    yield "share_of_links", page.linked
    yield "extracted", page.extracted


def _hints(hints: tuple[Hint, ...]) -> Iterator[Column]:
    yield "tag", np.array([_TAGS.get(hint.tag, 0) for hint in hints], float)
    yield "heading", np.array([hint.heading or 0 for hint in hints], float)
    yield "bold", np.array([hint.bold for hint in hints])
    yield "in_description", np.array([hint.described for hint in hints])
    yield "depth", np.array([len(hint.path) for hint in hints], float)
    yield "called_chrome", _among([hint.classes for hint in hints], _CHROME)
    yield "in_called_chrome", _among([hint.around for hint in hints], _CHROME)
    for prefix, kinds, told in (
        ("called", _OWN, [hint.classes for hint in hints]),
        ("in_called", _AROUND, [hint.around for hint in hints]),
        ("in_element", _WITHIN, [hint.within for hint in hints]),
    ):
        for kind in kinds:
            yield f"{prefix}_{kind}", np.array([kind in words for words in told], float)


def _among(told: Iterable[tuple[str, ...]], kinds: frozenset[str]) -> Array:
    return np.array([sum(word in kinds for word in words) for words in told], float)


def _order(page: PageLines) -> Iterator[Column]:
    """Where each line stands among all, and how far from prose, headings and what was extracted."""
    count = len(page.words)
    at = np.arange(count)
    size = page.characters
    prose, extracted = size * page.prose, size * page.extracted
    yield "place", at / count
    yield "characters_before", np.cumsum(size) / size.sum()
    yield "prose_before", (np.cumsum(prose) - prose) / max(1.0, prose.sum())
    yield "prose_lines_before", np.log1p(np.cumsum(page.prose) - page.prose)
    yield "prose_lines_after", np.log1p(page.prose.sum() - np.cumsum(page.prose))
    yield "extracted_before", (np.cumsum(extracted) - extracted) / max(1.0, extracted.sum())
    taken = page.extracted >= 0.5
    held = np.flatnonzero(taken)
    first, last = (held[0], held[-1]) if len(held) else (0, count)
    yield "after_first_extracted", np.clip(at - first, -_EDGE, _EDGE)
    yield "before_last_extracted", np.clip(last - at, -_EDGE, _EDGE)
    for name, mask in (("prose", page.prose > 0), ("extracted", taken)):
        back, forth = _distances(mask)
        yield f"lines_since_{name}", back
        yield f"lines_to_{name}", forth


def _whole(page: PageLines) -> Iterator[Column]:
    """What the whole page is like; the same for each line."""
    size, count = page.characters, len(page.words)
    extracted, prose = size * page.extracted, size * page.prose
    for name, value in (
        ("page_lines", np.log1p(count)),
        ("page_extracted", extracted.sum() / size.sum()),
        ("page_prose", prose.sum() / size.sum()),
        ("page_extracted_characters", np.log1p(extracted.sum())),
        ("page_prose_extracted", (page.extracted * prose).sum() / max(1.0, prose.sum())),
        ("page_links", (size * page.linked).sum() / size.sum()),
    ):
        yield name, np.full(count, value)


def _shifted(values: Array, step: int) -> Array:
    """In row ``i`` the value of row ``i + step``."""
    out = np.full(len(values), _OUTSIDE)
    if step > 0:
        out[:-step] = values[step:]
    else:
        out[-step:] = values[:step]
    return out


def _distances(mask: Array) -> tuple[Array, Array]:
    """Lines back to, and on to, the nearest other line that ``mask`` marks."""
    at = np.arange(len(mask))
    held = np.concatenate([[-_FAR], np.flatnonzero(mask), [len(mask) + _FAR]])
    before = held[np.searchsorted(held, at) - 1]
    after = held[np.searchsorted(held, at, side="right")]
    return np.minimum(at - before, _FAR), np.minimum(after - at, _FAR)


def _mean_around(values: Array, reach: int) -> Array:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    start, end = np.maximum(0, at - reach), np.minimum(len(values), at + reach + 1)
    means: Array = (sums[end] - sums[start]) / (end - start)
    return means


def _names() -> tuple[str, ...]:
    smallest = Document("a", hints=(Hint(0, 1, "p", path=(1,)),))
    return tuple(name for name, _ in _columns(read_page(smallest), smallest.hints))


#: Names of the columns, in order. The names of the weightiest are the reasons of a removal.
FEATURES: tuple[str, ...] = (*_names(), *CUES)
