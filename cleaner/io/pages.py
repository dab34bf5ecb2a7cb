"""Text out of HTML pages, with trafilatura."""

from __future__ import annotations

import html
import logging
import re

from cleaner.io.page_hints import lines_with_hints
from cleaner.io.page_paths import quick_paths
from cleaner.io.page_tree import load_page, plain_elements
from cleaner.io.rows import shown
from cleaner.model import DocumentError, Hint

__all__ = ["extract", "page_title"]

_TITLE = re.compile(r"<title\b[^>]{0,200}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
# Of 410 news pages the largest has 9,147. Trees, and the tools that walk them, take 2 KB (up to 5) and 30 µs a tag.
_MOST_TAGS = 125_000
_TITLE_HEAD = 65_536  # characters; titles stand in the head, and inline scripts before them can be long


def page_title(page: str) -> str | None:
    r"""What ``<title>`` says, unescaped, blanks collapsed; None where there is none.

    >>> page_title("<head><title>Snow &amp; ice\n in Kyiv</title>")
    'Snow & ice in Kyiv'
    """
    match = _TITLE.search(page[:_TITLE_HEAD])
    return None if match is None else " ".join(html.unescape(match.group(1)).split()) or None


def extract(page: str) -> tuple[str, str, tuple[Hint, ...]]:
    """The main text of ``page``, the tool with its version, and what the page says about each line of the text.

    Tables are in and comments out. The text holds the lines that trafilatura takes for main text, as the page breaks
    them, and those around them, for the stage ``page`` to judge (:func:`lines_with_hints`). Where the page shows too
    little of what trafilatura found, the text is trafilatura's own, without hints.

    Raises:
        DocumentError: ``nothing_extracted``; ``too_many_tags``, before it is parsed; ``extraction_failed`` where the
            tool itself gave up.
    """
    tags = page.count("<")
    if tags > _MOST_TAGS:
        told = f"the page has {tags:,} tags, more than {_MOST_TAGS:,}: it is a dump, and no article: split it, or leave"
        raise DocumentError("too_many_tags", f"{told} it out")
    import trafilatura

    # The tool reports what it does with broken pages; without any logging set up that would go to stderr.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    tool = f"trafilatura {trafilatura.__version__}"
    text: str | None = None
    hints: tuple[Hint, ...] = ()
    try:
        tree = load_page(shown(page))  # lxml refuses lone surrogates
        if tree is not None:
            # Never deduplicate=True: its memory is the process's, so the same page gives another text the fourth time.
            # No metadata: it halves the speed. The tree is parsed once for both, and extract() leaves it as it is.
            # Its second opinions (``fast=False``) cost a third of the time. They gain .008 F1 in its own text, and none
            # to speak of where a model judges the lines around it too.
            with plain_elements(tree), quick_paths(tree):
                text = trafilatura.extract(
                    tree, fast=True, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
                )
                if text and text.strip():
                    text, hints = lines_with_hints(tree, shown(text))
    except MemoryError:  # the bound of a worker process
        raise
    except Exception as error:  # broken pages make it, lxml and justext raise nearly anything
        raise DocumentError(
            "extraction_failed", f"{tool} failed on this page: {type(error).__name__}: {error}"
        ) from error
    if not text or not text.strip():
        raise DocumentError(
            "nothing_extracted",
            f"{tool} found no main text in this page ({len(page):,} characters): if it is no article, leave it out",
        )
    return text, tool, hints
