"""The elements of an HTML page during a walk over it: what each is, and what it hands down to those inside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cleaner.io.page_words import kinds_in

__all__ = ["BOLD", "BREAK", "HIDDEN", "LINKED", "PREFORMATTED", "SKIPPED", "UNSEEN", "Element", "Place", "signs_of"]


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
_NO_ATTRIBUTES: Mapping[str, str] = {}
# Text that only screen readers are meant to get ("opens in a new tab"): the usual class names, and the usual style.
_UNSEEN_CLASS = re.compile(r"sr-only|visually-?hidden|screen-?reader|a11y-hidden|offscreen|assistive", re.IGNORECASE)
_UNSEEN_STYLE = re.compile(r"clip:\s?rect\((?:0|1px)|inset\(50%")
_HIDDEN_STYLE = re.compile(r"display:\s?none")
_STYLED = 3  # an element and those around it whose names and classes make a style
_DEEPEST = 64  # containers told of a block; elements further down count to the last of them
_LONGEST = 500  # characters of an attribute that are read: generated class lists can be endless

# What an element is, as bits: members of an enumeration cost ten times as much to combine, and pages have thousands.
LINKED, BOLD, PREFORMATTED, HIDDEN, UNSEEN, _BLOCK, BREAK, SKIPPED = (1 << bit for bit in range(8))
_INHERITED = LINKED | BOLD | PREFORMATTED | HIDDEN | UNSEEN


@lru_cache(maxsize=1_024)
def signs_of(tag: str) -> int:
    """What an element is by its name alone, as bits.

    >>> signs_of("a") == LINKED, signs_of("script") == SKIPPED, signs_of("em")
    (True, True, 0)
    """
    return (
        LINKED * (tag == "a")
        | BOLD * (tag in _BOLD)
        | PREFORMATTED * (tag == "pre")
        | _BLOCK * (tag in _BLOCKS or "-" in tag)  # elements of a site's own start lines, too
        | BREAK * (tag in _BREAKS)
        | SKIPPED * (tag in _SKIPPED)
    )


@lru_cache(maxsize=16_384)
def _unseen(classes: str) -> int:
    return UNSEEN if _UNSEEN_CLASS.search(classes) else 0


def _styled(style: str) -> int:
    return UNSEEN * (_UNSEEN_STYLE.search(style) is not None) | HIDDEN * (_HIDDEN_STYLE.search(style) is not None)


@dataclass(slots=True, eq=False)
class Place:
    """What the elements around a block are called.

    Attributes:
        own, around: kinds of the element's class words; those of the elements around it.
        within: those of its own tag and the tags around it that say something.
    """

    own: frozenset[str] = _NONE
    around: frozenset[str] = _NONE
    within: frozenset[str] = _NONE


_NOWHERE = Place()


class Element:
    """An open element during the walk, and what it hands down.

    Attributes:
        tag, classes: its name; its class attribute, or an empty string.
        number: its place in the order of the page's elements.
        signs: what it is, and what it has from the elements around it, as bits.
        block: the nearest element around it that starts a line; None where it does so itself, since an element that
            names itself would wait for the garbage collector, which took half of the walk's time.
        made_path, made_place: its path and place, once they were asked for.
    """

    __slots__ = ("_attributes", "block", "classes", "made_path", "made_place", "number", "parent", "signs", "tag")

    def __init__(
        self, tag: str, parent: Element | None, number: int, signs: int, attributes: list[tuple[str, str]]
    ) -> None:
        """Opens an element inside ``parent``; ``signs`` are those of its name."""
        self.tag, self.parent, self.number = tag, parent, number
        self.classes = ""
        self.made_path: tuple[int, ...] | None = None
        self.made_place: Place | None = None
        self._attributes = _NO_ATTRIBUTES
        if parent is None:
            self.signs, self.block = 0, None
            return
        self.block = None if signs & _BLOCK else parent.block or parent
        signs |= parent.signs & _INHERITED
        if attributes:
            told = self._attributes = dict(attributes)
            if classes := told.get("class"):
                self.classes = classes = classes[:_LONGEST]
                signs |= _unseen(classes)
            if style := told.get("style"):
                signs |= _styled(style)
            if "hidden" in told or told.get("aria-hidden") == "true":
                signs |= HIDDEN
        self.signs = signs

    @property
    def path(self) -> tuple[int, ...]:
        """The numbers of the elements around it and its own, outermost first, at most 64; made once for each."""
        chain: list[Element] = []
        element, path = self, self.made_path
        while path is None and (outer := element.parent) is not None:  # a loop, since attackers nest deep
            chain.append(element)
            element, path = outer, outer.made_path
        path = path or ()
        for element in reversed(chain):
            path = element.made_path = (*path, element.number) if len(path) < _DEEPEST else path
        return path

    @property
    def place(self) -> Place:
        """What it and the elements around it are called; made once for each."""
        chain: list[Element] = []
        element, place = self, self.made_place
        while place is None and (outer := element.parent) is not None:
            chain.append(element)
            element, place = outer, outer.made_place
        place = place or _NOWHERE
        for element in reversed(chain):
            place = element.made_place = element.inside(place)
        return place

    @property
    def style(self) -> tuple[tuple[str, str], ...]:
        """Tag and class attribute of it and of the elements around it, nearest first, at most three."""
        styles: list[tuple[str, str]] = []
        element: Element | None = self
        while element is not None and element.parent is not None and len(styles) < _STYLED:
            styles.append((element.tag, element.classes))
            element = element.parent
        return tuple(styles)

    def inside(self, outer: Place) -> Place:
        """What it and the elements around it are called, where ``outer`` is that of the next one around."""
        own = kinds_in(self.classes) if self.classes else _NONE
        for key in ("id", "itemprop", "role") if self._attributes else ():
            if name := self._attributes.get(key):
                own |= kinds_in(name[:_LONGEST])
        within = self.tag in _WITHIN and self.tag not in outer.within
        if not (own or outer.own or within):
            return outer
        return Place(own, outer.around | outer.own, outer.within | {self.tag} if within else outer.within)
