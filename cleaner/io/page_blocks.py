"""The text blocks of an HTML page, in order, with what the page says about each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cleaner.io.page_words import kinds_in

__all__ = ["Block", "Element", "Place", "blocks_of"]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _tags(
    """
    script style noscript template head title svg math iframe object select option textarea audio video
    canvas map datalist
    """
)
_BLOCKS = _tags(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol p pre search
    section summary table tbody td tfoot th thead tr ul button
    """
)
_WITHIN = _tags(
    """
    article aside footer nav header figure figcaption ul ol li table blockquote form section main dl pre
    details button label address
    """
)
_BREAKS = frozenset({"br", "hr"})
_BOLD = frozenset({"strong", "b"})
_NONE: frozenset[str] = frozenset()
# Text that only screen readers are meant to get ("opens in a new tab"): the usual class names, and the usual style.
_UNSEEN_CLASS = re.compile(r"sr-only|visually-?hidden|screen-?reader|a11y-hidden|offscreen|assistive", re.IGNORECASE)
_UNSEEN_STYLE = re.compile(r"clip:\s?rect\((?:0|1px)|inset\(50%")
_HIDDEN_STYLE = re.compile(r"display:\s?none")
# Real pages nest some 20 to 40 deep and have some thousand elements; past these bounds a page is an attack or a dump.
_DEEPEST = 64  # containers told of a block; elements further down count to the last of them
_MOST_EVENTS = 400_000  # starts and ends of elements
_LONGEST = 500  # characters of an attribute that are read: generated class lists can be endless


@dataclass(slots=True, eq=False)
class Place:
    """What the elements around a block are called.

    Attributes:
        styles: tag and class attribute of its element and of those around it, nearest first, at most three.
        own, around: kinds of the element's class words; those of the elements around it.
        within: those of its own tag and the tags around it that say something.
    """

    styles: tuple[tuple[str, str], ...] = ()
    own: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


class Element:
    """An open element during the walk, and what it hands down.

    ``path`` holds the numbers of the elements around it and its own, outermost first, at most 64; ``block`` is the
    nearest element around its text that starts a line. Its place is worked out only when it is asked for.
    """

    __slots__ = (
        "_place",
        "block",
        "bold",
        "classes",
        "hidden",
        "linked",
        "node",
        "number",
        "parent",
        "path",
        "preformatted",
        "tag",
        "unseen",
    )

    def __init__(self, node: Any, tag: str, parent: Element | None, number: int) -> None:
        """Opens ``node`` inside ``parent``; ``number`` is its place in the order of the page's elements."""
        self.node, self.tag, self.parent, self.number = node, tag, parent, number
        self.classes = ""
        self._place: Place | None = None
        if parent is None:
            self.path: tuple[int, ...] = ()
            self.linked = self.bold = self.hidden = self.unseen = self.preformatted = False
            self.block: Element = self
            return
        self.path = (*parent.path, number) if len(parent.path) < _DEEPEST else parent.path
        self.linked = parent.linked or tag == "a"
        self.bold = parent.bold or tag in _BOLD
        self.preformatted = parent.preformatted or tag == "pre"
        self.hidden, self.unseen = parent.hidden, parent.unseen
        self.block = self if tag in _BLOCKS or "-" in tag else parent.block
        if node.attrib:
            self._styled(node)

    def _styled(self, node: Any) -> None:
        classes, style = node.get("class"), node.get("style")
        if classes:
            self.classes = classes[:_LONGEST]
            self.unseen = self.unseen or _unseen(self.classes)
        if style:
            self.unseen = self.unseen or _UNSEEN_STYLE.search(style) is not None
            self.hidden = self.hidden or _HIDDEN_STYLE.search(style) is not None
        if node.get("hidden") is not None or node.get("aria-hidden") == "true":
            self.hidden = True

    @property
    def place(self) -> Place:
        """What it and the elements around it are called; made once for each."""
        chain, element = [self], self.parent
        while element is not None and not chain[-1].placed:
            chain.append(element)
            element = element.parent
        place = Place()
        for element in reversed(chain):
            place = element.inside(place)
        return place

    @property
    def placed(self) -> bool:
        """Whether its place is made."""
        return self._place is not None

    def inside(self, outer: Place) -> Place:
        """Its place, where ``outer`` is that of its parent."""
        if self._place is not None:
            return self._place
        if self.parent is None:
            return outer
        names = [self.classes] if self.classes else []
        if self.node.attrib:
            names += [name[:_LONGEST] for key in ("id", "itemprop", "role") if (name := self.node.get(key))]
        self._place = Place(
            ((self.tag, self.classes), *outer.styles[:2]),
            kinds_in(" ".join(names)) if names else _NONE,
            outer.around | outer.own if outer.own else outer.around,
            outer.within | {self.tag} if self.tag in _WITHIN else outer.within,
        )
        return self._place


@lru_cache(maxsize=16_384)
def _unseen(classes: str) -> bool:
    return _UNSEEN_CLASS.search(classes) is not None


@dataclass(slots=True, eq=False)
class Block:
    """One line of text, and the elements it stands in.

    Attributes:
        element: the element that starts the line: a paragraph, a list item, a cell.
        inner: the innermost element at the line's start.
        text: its text, blanks collapsed.
        length, linked, bold: characters of it, of these inside links, and in bold; blanks at the ends of pieces do
            not count.
    """

    element: Element
    inner: Element
    text: str = ""
    length: int = 0
    linked: int = 0
    bold: int = 0
    pieces: list[str] = field(default_factory=list)


class _Lines:
    """Gathers text into blocks as the walk meets it."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self.broken = True  # the next text starts a line

    def add(self, text: str, element: Element) -> None:
        start = element.block
        current = self.done[-1] if self.done else None
        fresh = self.broken or current is None or current.element is not start
        if fresh:
            if text.isspace():
                return
        elif element.unseen and element is not start and not start.unseen:
            return  # a label for screen readers inside a line that everybody sees
        if element.preformatted and "\n" in text:
            for count, line in enumerate(text.split("\n")):
                self.broken |= count > 0
                if line:
                    self.add(line, element)
            return
        if fresh or current is None:
            current = Block(start, element)
            self.done.append(current)
            self.broken = False
        current.pieces.append(text)
        length = len(text.strip())
        current.length += length
        current.linked += length * element.linked
        current.bold += length * element.bold


def blocks_of(tree: Any) -> Iterator[Block]:
    """The text blocks of a parsed page, in the page's order, scripts and forms' choices left out; none are blank.

    A block ends where an element starts or ends a line on the screen, at ``<br>``, and at line ends inside ``<pre>``.
    The walk takes the time of a few passes over the elements. Of a page with more than 200,000 it gives none.
    Comments must have been left out when the page was parsed, as trafilatura does.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<body><p>Snow <b>fell</b>.</p><ul><li><a href='/'>More</a></ul>")
    >>> [(block.element.tag, block.text, block.linked) for block in blocks_of(page)]
    [('p', 'Snow fell.', 0), ('li', 'More', 4)]
    """
    from lxml import etree

    body = tree.find(".//body")
    body = tree if body is None else body
    lines, open_, number = _Lines(), [Element(None, "", None, 0)], 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for events, (event, node) in enumerate(walk):
        if events > _MOST_EVENTS:
            return
        if event == "start":
            tag = node.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                walk.skip_subtree()
                open_.append(open_[-1])
                continue
            number += 1
            element = Element(node, tag, open_[-1], number)
            open_.append(element)
            lines.broken |= tag in _BREAKS
            text = node.text
        else:
            open_.pop()
            element, text = open_[-1], node.tail if node is not body else None
        if text and not (lines.broken and text.isspace()):  # asked here too: most is indentation, and calls cost
            lines.add(text, element)
    for block in lines.done:
        block.text = " ".join("".join(block.pieces).split())
        if block.text:
            yield block
