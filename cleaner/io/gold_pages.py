"""Rows of pages whose article is known, as the page model learns from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Raw

from cleaner.io.failure import Failure
from cleaner.io.page_choice import key, shares
from cleaner.io.rows import optional_string
from cleaner.learn.pages import GoldPage
from cleaner.model import Document

__all__ = ["gold_pages"]

_TAKEN = 0.5  # share of a line in the article that makes it content
_BESIDE = 16  # letters and digits of a neighbour that say that a short line stands beside it in the article too


def gold_pages(documents: Iterable[Document | Failure]) -> Iterator[GoldPage | Failure]:
    """A :class:`GoldPage` for each document that came from a row with ``html`` and ``gold``; failures as they come.

    Its domain is the row's ``domain``, else the host of its ``url``; its source is ``source_dataset``. A row without a
    string in ``gold``, or without a site, is a failure: ``bad_row``.
    """
    for document in documents:
        if isinstance(document, Failure):
            yield document
            continue
        # The reader keeps every column of a row as it stands there.
        columns = {name: value for name, value in document.meta.items() if isinstance(value, Raw)}
        gold, domain = optional_string(columns, "gold"), optional_string(columns, "domain") or document.site
        if gold is None or not domain:
            told = "no string in `gold`" if gold is None else "neither `domain` nor a `url` with a host"
            yield Failure(document.origin.uri, document.id, None, "bad_row", f"{document.id}: {told}")
            continue
        lines = [key(document.text[hint.start : hint.end]) for hint in document.hints]
        found = _with_short_ones(lines, shares(lines, gold), key(gold))
        covered = sum(share * len(line) for share, line in zip(found, lines, strict=True)) / max(1, len(key(gold)))
        source = optional_string(columns, "source_dataset") or ""
        yield GoldPage(document, gold, tuple(found), min(1.0, covered), domain, source)


def _with_short_ones(lines: Sequence[str], found: Sequence[float], gold: str) -> list[float]:
    """``found``, and 1 for lines that stand in the article beside others, where it does not break its lines there.

    >>> _with_short_ones(["pricing", "itcoststenhryvniasaday"], [0.0, 1.0], "pricingitcoststenhryvniasaday")
    [1.0, 1.0]
    """
    whole = list(found)
    places = range(len(lines))
    for order in (places, places[::-1]):
        forth = order.step > 0
        beside = ""  # the content before, or after: short lines add up, as the cells of a table do
        for place in order:
            line = lines[place]
            if line and whole[place] < _TAKEN and len(beside) >= _BESIDE:
                whole[place] = float((beside + line if forth else line + beside) in gold)
            if line and whole[place] >= _TAKEN:
                beside = (beside + line)[-_BESIDE:] if forth else (line + beside)[:_BESIDE]
    return whole
