"""What others do with a text, as functions from a page to anything: for the clock alone, since it is other work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from pages import Page
from peers import trafilatura

FAST = "trafilatura alone, options as ours"
DOLMA_C4, DOLMA_GOPHER = (
    ("c4_v1", "c4_v2"),
    "gopher_v1",
)  # its second Gopher tagger differs in blank lines, and is slower


def ftfy() -> Callable[[Page], str]:
    import ftfy as tool

    return lambda page: tool.fix_text(page.text)


def clean_text() -> Callable[[Page], str]:
    """As garble.py calls it: what goes is what no reader sees."""
    from cleantext import clean

    return lambda page: clean(page.text, lower=False, to_ascii=False, keep_two_line_breaks=True)


def dolma(c4: str) -> Callable[[Page], object]:
    """Tags of C4 and of Gopher for each text, as dolma's own runs ask for them; nothing is read or written."""
    from dolma.core.data_types import InputSpec
    from dolma.core.registry import TaggerRegistry

    taggers = [TaggerRegistry.get(name)() for name in (c4, DOLMA_GOPHER)]

    def tag(page: Page) -> object:
        row = InputSpec(id=page.id, text=page.text, source=page.source)
        return [tagger.tag(row) for tagger in taggers]

    return tag


def datatrove() -> Callable[[Page], str]:
    """FTFY, then the filters of C4 and Gopher, the usual chain for one page of a corpus.

    A page that a filter drops skips the next ones, as in datatrove's own runs.
    """
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter, GopherRepetitionFilter
    from datatrove.pipeline.formatters import FTFYFormatter

    formatter = FTFYFormatter()
    filters = [C4QualityFilter(), GopherRepetitionFilter(), GopherQualityFilter()]

    def clean(page: Page) -> str:
        document = Document(text=formatter.format(page.text), id=page.id)
        return document.text if all(step.filter(document) is True for step in filters) else ""

    return clean


def trafilatura_as_ours() -> Callable[[Page], str]:
    """With the options that ``cleaner.io.pages`` gives it: no second opinions (``fast``), no metadata, tables in."""
    import trafilatura as tool

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return lambda page: (
        tool.extract(
            page.html, fast=True, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
        )
        or ""
    )


TEXT_PEERS: dict[str, Callable[[], Callable]] = {
    "ftfy alone": ftfy,
    "clean-text": clean_text,
    **{f"dolma: {name}, {DOLMA_GOPHER}": partial(dolma, name) for name in DOLMA_C4},
    "datatrove: FTFY, C4, Gopher": datatrove,
}
HTML_PEERS: dict[str, Callable[[], Callable]] = {
    FAST: trafilatura_as_ours,
    "trafilatura alone, all it does": trafilatura,
}
