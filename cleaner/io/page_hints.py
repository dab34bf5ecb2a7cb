"""The lines of a page as one text, and what the page says about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress
from typing import Any

from cleaner.io.page_blocks import Block, blocks_of
from cleaner.io.page_choice import candidates, key, shares
from cleaner.io.page_elements import HIDDEN
from cleaner.io.page_words import kinds_of
from cleaner.model import Hint

__all__ = ["lines_with_hints"]

_HEADING = re.compile(r"h[1-6]")
# The extractor also reads what no element shows, such as an article in a page's JSON. Where less than this share of
# its letters stands in the blocks, its own text is the better one: 2 of 410 pages measured.
_LEAST_SHOWN = 0.5


def _description(tree: Any) -> str:
    told = [
        node.get("content") or ""
        for node in tree.iter("meta")
        if "description" in (node.get("property") or node.get("name") or "").lower()
    ]
    return "\n".join(told[:5])[:5_000]  # a handful of short texts on every real page


def _hint(block: Block, start: int, style: int, extracted: float, described: float) -> Hint:
    element, place = block.element, block.element.place
    return Hint(
        start=start,
        end=start + len(block.text),
        tag=element.tag,
        link_density=block.linked / max(1, block.length),
        classes=kinds_of(place.own | block.inner.place.own),
        heading=int(element.tag[1]) if _HEADING.fullmatch(element.tag) else None,
        around=kinds_of(place.around),
        within=kinds_of(place.within | block.inner.place.within),
        path=element.path,
        style=style,
        bold=block.bold / max(1, block.length),
        extracted=extracted,
        described=described,
        hidden=(element.signs | block.inner.signs) & HIDDEN != 0,
    )


def _joined(
    blocks: Sequence[Block], keys: Sequence[str], taken: Sequence[float], description: str
) -> tuple[str, tuple[Hint, ...]]:
    hints: list[Hint] = []
    styles: dict[tuple[tuple[str, str], ...], int] = {}
    start = 0
    repeated = shares(keys, description)
    for block, extracted, described in zip(blocks, taken, repeated, strict=True):
        style = styles.setdefault(block.element.style, len(styles))
        hints.append(_hint(block, start, style, extracted, described))
        start += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(hints)


def lines_with_hints(tree: Any, extracted: str) -> tuple[str, tuple[Hint, ...]]:
    r"""The page's lines that may be main text, joined by line feeds, and a hint for each; offsets count in that text.

    ``extracted`` is what an extractor made of the same page. The text holds its choice in the page's own lines, with
    the lines around, for a model to judge; ``Hint.extracted`` tells them apart. Where most of ``extracted`` stands in
    no element of the page, or the page is too big to walk, the text is ``extracted`` itself, without hints.

    >>> from lxml.html import fromstring
    >>> tree = fromstring("<body><p>Snow fell on Kyiv.<p class='share-bar'>Tweet<p>The metro runs.")
    >>> extracted = "Snow fell on Kyiv.\nThe metro runs."
    >>> text, hints = lines_with_hints(tree, extracted)
    >>> text.split("\n"), [hint.extracted for hint in hints], hints[1].classes
    (['Snow fell on Kyiv.', 'Tweet', 'The metro runs.'], [1.0, 0.0, 1.0], ('share',))
    """
    blocks = list(blocks_of(tree))
    keys = [key(block.text) for block in blocks]
    taken = shares(keys, extracted)
    shown = sum(share * block.length for share, block in zip(taken, blocks, strict=True))
    if shown < _LEAST_SHOWN * len("".join(extracted.split())):
        return extracted, ()
    chosen = list(candidates(blocks, taken))
    return _joined(
        list(compress(blocks, chosen)), list(compress(keys, chosen)), list(compress(taken, chosen)), _description(tree)
    )
