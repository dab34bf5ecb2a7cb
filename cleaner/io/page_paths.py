"""The XPath expressions with which trafilatura prunes pages: the same elements, found faster.

Two fifths of an extraction go into ``re:test``: lxml calls Python for it, and wraps each attribute, element by element,
while most class names of a page are the same few. Here they are tested once each, and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple

__all__ = ["QuickPath", "quick_paths"]

Attributes = tuple[tuple[str, str], ...]  # names and values of an element, in the page's order

_PATH = re.compile(
    r"""\s*
    (?P<whole>\(\s*)? \.//\* \s*
    (?:\[ \s* (?P<tags> self::\w+ (?:\s+or\s+self::\w+)* ) \s* \])? \s*
    \[ (?P<tests> (?: [^]['] | '[^']*' )* ) \] \s*
    (?P<more> (?: \[ (?: [^]['] | '[^']*' )* \] \s* )* )
    (?(whole) \) \s* \[1\] ) \s*
    """,
    re.VERBOSE,
)
_TEST = re.compile(
    r"""
    re:test\( (?P<tested>@[\w|@-]+) ,\s* '(?P<pattern>[^']*)' (?: ,\s* '(?P<flags>i)' )? \)
    | contains\( (?P<holding>@[\w|@-]+) ,\s* '(?P<part>[^']+)' \)
    | contains\( translate\( (?P<turned>@[\w-]+) ,\s* '(?P<old>\w+)' ,\s* '(?P<new>\w+)' \) ,\s* '(?P<found>[^']+)' \)
    | starts-with\( (?P<beginning>@[\w|@-]+) ,\s* '(?P<start>[^']+)' \)
    | (?P<equal>@[\w-]+) \s*=\s* '(?P<value>[^']+)'
    | (?P<there>@[\w-]+)
    """,
    re.VERBOSE,
)
_OR = re.compile(r"\s+or\s+")
_PLACED = re.compile(r"\[\s*\d|position\(|last\(")  # such brackets count elements, and mean something else of one alone
_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}
# What is asked of each page once, to pass over expressions that cannot find anything. Others are rare in expressions.
_ASKED = ("class", "id")
_LISTS = ("OVERALL_DISCARD_XPATH", "RAW_TREE_PRUNE_XPATH", "REMOVE_COMMENTS_AND_LISTS_XPATH")
_LISTS_OF_FIRST = ("BODY_XPATH",)  # trafilatura takes the first element that each of these finds, and no other

_values: ContextVar[Mapping[str, Collection[str]] | None] = ContextVar("values of attributes of the page", default=None)


class _Test(NamedTuple):
    """What is asked of the first of ``names`` that an element has; tests are joined by ``or``."""

    names: tuple[str, ...]
    holds: Callable[[str], object]


def _test(found: re.Match[str]) -> _Test | None:
    told = found.groupdict()
    names = next(told[kind] for kind in ("tested", "holding", "turned", "beginning", "equal", "there") if told[kind])
    asked = tuple(name.removeprefix("@") for name in names.split("|"))
    if told["tested"]:
        pattern = re.compile(told["pattern"], re.IGNORECASE if told["flags"] else 0)
        # An element without the attribute would pass: then names do not tell whether it may.
        return None if pattern.search("") else _Test(asked, pattern.search)
    if told["turned"]:
        if len(told["old"]) != len(told["new"]):
            return None
        table, part = str.maketrans(told["old"], told["new"]), told["found"]
        return _Test(asked, lambda value: part in value.translate(table))
    if told["holding"]:
        return _Test(asked, partial(_holds, told["part"]))
    if told["beginning"]:
        start = told["start"]
        return _Test(asked, lambda value: value.startswith(start))
    if told["equal"]:
        return _Test(asked, told["value"].__eq__)
    return _Test(asked, lambda _: True)


def _holds(part: str, value: str) -> bool:
    return part in value


def _tests(told: str) -> list[_Test] | None:
    tests, at, told = [], 0, told.strip()
    while found := _TEST.match(told, at):
        if (test := _test(found)) is None:
            return None
        tests.append(test)
        if found.end() == len(told):
            return tests
        between = _OR.match(told, found.end())
        if between is None:
            return None
        at = between.end()
    return None


class QuickPath:
    """An expression ``.//*[self::a or self::b][test or test]``, which finds what lxml finds.

    It asks names and values of attributes only, and remembers the answers. What stands in more brackets lxml is asked
    of the elements that are left.
    """

    def __init__(self, tags: Sequence[str], tests: Sequence[_Test], more: str, most: int | None) -> None:
        """``most`` is how many of the elements are wanted, the first ones; None for all."""
        from lxml.etree import XPath

        self._tags, self._most = tuple(tags) or ("*",), most
        self._names = frozenset(name for test in tests for name in test.names)
        self._more = XPath(f"self::*{more}", namespaces=_NAMESPACES) if more else None
        self._askable = self._names.issubset(_ASKED)

        @lru_cache(maxsize=8_192)
        def holds(attributes: Attributes) -> bool:
            told = dict(attributes)
            for names, test in tests:
                value = told.get(names[0])
                if len(names) > 1:  # the first one in the page's order
                    value = next((value for name, value in attributes if name in names), None)
                if value is not None and test(value):
                    return True
            return False

        self._holds = holds

    @classmethod
    def of(cls, path: str, *, first: bool = False) -> QuickPath | None:
        """The expression ``path`` of XPath 1.0; None where it is of another kind. ``first`` asks for one element only.

        >>> from lxml.html import fromstring
        >>> page = fromstring("<div><p class='ad'>Buy<p class='lead'>Snow</div>")
        >>> [node.text for node in QuickPath.of(".//*[self::p][re:test(@class, '^ad')]")(page)]
        ['Buy']
        >>> QuickPath.of("//p[last()]") is None
        True
        """
        told = path.strip()
        if first and not told.startswith("("):
            told = told.removesuffix("[1]")
        found = _PATH.fullmatch(told)
        tests = None if found is None else _tests(found["tests"])
        if found is None or tests is None or _PLACED.search(found["more"]):
            return None
        tags = re.findall(r"self::(\w+)", found["tags"] or "")
        return cls(tags, tests, found["more"].strip(), 1 if first or found["whole"] else None)

    def __call__(self, tree: Any) -> list[Any]:
        """The elements below ``tree`` that it finds, in the page's order."""
        values = _values.get()
        if values is not None and self._askable and not self._may(values):
            return []
        found = self._found(tree)
        return list(found if self._most is None else islice(found, self._most))

    def _may(self, values: Mapping[str, Collection[str]]) -> bool:
        return any(self._holds(((name, value),)) for name in self._names for value in values[name])

    def _found(self, tree: Any) -> Iterator[Any]:
        names, holds = self._names, self._holds
        for node in tree.iterdescendants(*self._tags):
            attributes = tuple([pair for pair in node.items() if pair[0] in names])
            if attributes and holds(attributes) and (self._more is None or self._more(node)):
                yield node


@contextmanager
def quick_paths(tree: Any) -> Iterator[None]:
    """A context in which trafilatura finds what it prunes faster, in ``tree`` and its copies alone.

    The lists of its module ``xpaths`` hold a :class:`QuickPath` meanwhile in place of each expression that one can be
    made of; in other versions of trafilatura that may be none.
    """
    from trafilatura import xpaths

    own, quick = _expressions()
    token = _values.set({name: frozenset(path(tree)) for name, path in _value_paths().items()})
    try:
        for name, paths in quick.items():
            getattr(xpaths, name)[:] = paths
        yield
    finally:
        for name, paths in own.items():
            getattr(xpaths, name)[:] = paths
        _values.reset(token)


@cache
def _value_paths() -> Mapping[str, Any]:
    from lxml.etree import XPath

    return {name: XPath(f"//@{name}", smart_strings=False) for name in _ASKED}


@cache
def _expressions() -> tuple[Mapping[str, list[Any]], Mapping[str, list[Any]]]:
    """By the name of the list, trafilatura's own expressions, and ours in their place."""
    from trafilatura import xpaths

    own, quick = {}, {}
    for name in (*_LISTS, *_LISTS_OF_FIRST):
        paths = getattr(xpaths, name, None)
        if isinstance(paths, list):
            own[name] = list(paths)
            quick[name] = [QuickPath.of(path.path, first=name in _LISTS_OF_FIRST) or path for path in paths]
    return own, quick
