"""The text blocks of an HTML page, in order, with what the page says about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cleaner.io.page_elements import BOLD, BREAK, LINKED, PREFORMATTED, SKIPPED, UNSEEN, Element, signs_of

__all__ = ["Block", "blocks_of"]

# Real pages nest some 20 to 40 deep and have some thousand elements; past these bounds a page is an attack or a dump.
_MOST_ELEMENTS = 200_000


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
        start, signs = element.block or element, element.signs
        current = self.done[-1] if self.done else None
        fresh = self.broken or current is None or current.element is not start
        if fresh:
            if text.isspace():
                return
        elif signs & UNSEEN and element is not start and not start.signs & UNSEEN:
            return  # a label for screen readers inside a line that everybody sees
        if signs & PREFORMATTED and "\n" in text:
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
        if signs & LINKED:
            current.linked += length
        if signs & BOLD:
            current.bold += length


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
    lines, element, number = _Lines(), Element("", None, 0, 0, []), 0
    open_ = [element]
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            tag = node.tag
            signs = signs_of(tag) if isinstance(tag, str) else SKIPPED
            if signs & SKIPPED:
                walk.skip_subtree()
                open_.append(element)
                continue
            number += 1
            if number > _MOST_ELEMENTS:
                return
            element = Element(tag, element, number, signs, node.items())
            open_.append(element)
            if signs & BREAK:
                lines.broken = True
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
