"""What enters the pipeline: a document, where it came from, and what its page said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["Document", "Hint", "Origin"]

_EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document's text was read from.

    Attributes:
        uri: path or address, as the user would write it; ``-`` for standard input.
        media_type: ``text/plain`` or ``text/html``.
        encoding: the codec that turned the bytes into text; None where the text arrived as text.
        byte_range: first and last-plus-one byte inside ``uri``, where a file holds many documents.
        sha256: hex digest of the original bytes (of the UTF-8 form, where the text arrived as text).
        extractor: name and version of the tool that took the text out of a page; None for plain text.
        bom: codec whose byte order mark stood before the text, such as ``utf-8``; None where there was none.
        raw_bytes: the original bytes, kept only where encoding the text again does not give them.
        disbelieved: the codec that was declared, where the bytes speak against it.
    """

    uri: str = "-"
    media_type: str = "text/plain"
    encoding: str | None = None
    byte_range: tuple[int, int] | None = None
    sha256: str = ""
    extractor: str | None = None
    bom: str | None = None
    raw_bytes: bytes | None = None
    disbelieved: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What an HTML page says about one span of raw text.

    Attributes:
        start: first code point of the span in raw.
        end: last-plus-one code point of the span in raw.
        tag: name of the element that starts the line, lower case; empty where the text stands in no element.
        link_density: share of the span's characters that stand inside links, 0 to 1.
        classes: kinds of the class words and the id of the element (``caption``, ``related``, …), sorted.
        heading: 1 to 6 for ``h1`` to ``h6``, else None.
        around: kinds of the class words and ids of the elements around it, sorted.
        within: names of the elements around it that say something (``aside``, ``figure``, ``li``, …), sorted.
        path: numbers of the elements around it and its own, outermost first: what two spans share, they stand in.
        style: a number that spans share whose element and its two parents have the same names and classes.
        bold: share of the span's characters in bold, 0 to 1.
        extracted: share of the span that the extractor took for main text, 0 to 1.
        described: share of the span that the page's own description repeats, 0 to 1.
        hidden: whether the page hides it until somebody acts.
    """

    start: int
    end: int
    tag: str
    link_density: float = 0.0
    classes: tuple[str, ...] = ()
    heading: int | None = None
    around: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    path: tuple[int, ...] = ()
    style: int = 0
    bold: float = 0.0
    extracted: float = 1.0
    described: float = 0.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    r"""One text to clean. ``text`` is the exact decoded text: the *raw* that all offsets of a :class:`Change` count in.

    >>> Document("Kyiv reopened its metro.\n", id="a.txt").language is None
    True
    """

    text: str
    id: str = ""
    origin: Origin = Origin()
    site: str | None = None
    language: str | None = None
    title: str | None = None
    meta: Mapping[str, object] = field(default_factory=lambda: _EMPTY)
    hints: tuple[Hint, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        # A mappingproxy cannot be pickled; a plain dict says the same.
        named = (self.text, self.id, self.origin, self.site, self.language, self.title)
        return Document, (*named, dict(self.meta), self.hints)
