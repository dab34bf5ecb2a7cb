"""Trees of HTML pages that cost little: trafilatura's own, with less work for each character and each element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

__all__ = ["load_page", "plain_elements"]

_REFUSED = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # what trafilatura takes out of a page before it is parsed
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")


class _Refused:
    """Does what the pattern does, at once where there is nothing to do, as on nearly all pages."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def sub(self, new: str, text: str) -> str:
        content = text.encode("utf-8", "surrogatepass")
        if len(content.translate(None, _CONTROLS)) == len(content) and "\ufffe" not in text and "\uffff" not in text:
            return text
        return self._pattern.sub(new, text)


def load_page(page: str) -> Any:
    """The tree that ``trafilatura.load_html`` makes of ``page``; None where it takes it for no page.

    Its pattern for control characters would take as long as the parser; bytes are searched in a fifth of the time.

    >>> load_page("<html><body><p>Snow\\x01 fell.</p></body></html>").findtext(".//p")
    'Snow fell.'
    """
    import trafilatura

    module: Any = trafilatura.utils
    own = getattr(module, "INVALID_XML_CHARS", None)
    if not isinstance(own, re.Pattern) or own.pattern != _REFUSED:
        return trafilatura.load_html(page)
    module.INVALID_XML_CHARS = _Refused(own)
    try:
        return trafilatura.load_html(page)
    finally:
        module.INVALID_XML_CHARS = own


@contextmanager
def plain_elements(tree: Any) -> Iterator[None]:
    """A context in which all elements of ``tree``, and of its copies, are plain ``HtmlElement``; forms are, too.

    Without it lxml.html asks Python for the class of each element whenever one is met, a tenth of the time of an
    extraction. The question is put to the parser, which trafilatura shares: in another thread, forms that it parses
    meanwhile are plain elements as well.

    >>> from lxml.html import HTMLParser, fromstring
    >>> tree = fromstring("<html><body><form>Snow fell.</form></body></html>", parser=HTMLParser())
    >>> with plain_elements(tree):
    ...     type(tree.find(".//form")).__name__
    'HtmlElement'
    """
    from lxml.html import HtmlElementClassLookup

    parser = tree.getroottree().parser
    parser.set_element_class_lookup(_plain())
    try:
        yield
    finally:
        parser.set_element_class_lookup(HtmlElementClassLookup())


@cache
def _plain() -> Any:
    from lxml.etree import ElementDefaultClassLookup
    from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction

    return ElementDefaultClassLookup(
        element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
    )
