"""What kind of value a piece of JSON is, and which kind holds the values of several rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import msgspec

__all__ = ["JSON", "NULL", "SPECIAL", "Kind", "arrow_type", "joined", "kind_of"]

Word = Literal["null", "bool", "small", "int", "float", "string", "list", "object", "json"]

_DEEPEST = 8  # lists and objects in each other; deeper ones are no table any more
_MOST_FIELDS = 100  # of one object inside a column
_EXACT = 1 << 53  # up to here a float64 holds every integer
_CACHED = 200  # bytes: longer values hardly come twice
SPECIAL = (b"NaN", b"Infinity", b"-Infinity")
"""No JSON, but Python programs write it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a value.

    Attributes:
        word: ``small`` is an integer that a float64 holds exactly, ``int`` any other of 64 bits; ``json`` is what no
            column type holds, so that its JSON is kept as a string.
        inner: of a list the kind of its items, under an empty name; of an object the kinds of its fields.
    """

    word: Word
    inner: tuple[tuple[str, Kind], ...] = ()


NULL, JSON = Kind("null"), Kind("json")
_BOOL, _SMALL, _INT, _FLOAT, _STRING = (Kind(word) for word in ("bool", "small", "int", "float", "string"))


def kind_of(value: bytes) -> Kind:
    """The kind of ``value``, one sound JSON value; NaN and infinities, which Python programs write, are floats.

    >>> [
    ...     kind_of(one).word
    ...     for one in (b'"a"', b"1", b"9007199254740993", b"1.5", b"18446744073709551616", b"[1, null]")
    ... ]
    ['string', 'small', 'int', 'float', 'json', 'list']
    """
    first = value[:1]
    if first == b'"':
        return _STRING if b"\\u" not in value else _short_kind(value)
    if first == b"n":
        return NULL
    if first in (b"t", b"f"):
        return _BOOL
    if value in SPECIAL:
        return _FLOAT
    return _short_kind(value) if len(value) <= _CACHED else _decoded_kind(value)


def _decoded_kind(value: bytes) -> Kind:
    try:
        return _of(msgspec.json.decode(value), 0)
    except (msgspec.DecodeError, ValueError, RecursionError):  # half a surrogate pair, 1e400, NaN inside a list
        return JSON


_short_kind = lru_cache(maxsize=10_000)(_decoded_kind)


def _of(value: Any, depth: int) -> Kind:
    if value is None:
        return NULL
    if isinstance(value, str):
        return _STRING
    if isinstance(value, bool):
        return _BOOL
    if isinstance(value, int):
        if abs(value) <= _EXACT:
            return _SMALL
        return _INT if -(1 << 63) <= value < 1 << 63 else JSON
    if isinstance(value, float):
        return _FLOAT if math.isfinite(value) else JSON
    if depth == _DEEPEST:
        return JSON
    if isinstance(value, list):
        items = NULL
        for item in value:
            items = joined(items, _of(item, depth + 1))
        return JSON if items == JSON else Kind("list", (("", items),))
    fields = tuple(sorted((name, _of(field, depth + 1)) for name, field in value.items()))
    # Parquet has no object without fields.
    fits = 0 < len(fields) <= _MOST_FIELDS and all(kind != JSON for _, kind in fields)
    return Kind("object", fields) if fits else JSON


def joined(one: Kind, other: Kind) -> Kind:
    """The kind that holds all values of both; ``json`` where no other does.

    >>> joined(kind_of(b"1"), kind_of(b"1.5")).word, joined(kind_of(b"1"), kind_of(b'"1"')).word
    ('float', 'json')
    """
    if other in (one, NULL):
        return one
    if one == NULL:
        return other
    words = {one.word, other.word}
    if words == {"small", "int"}:
        return _INT
    if words == {"small", "float"}:
        return _FLOAT
    names = tuple(name for name, _ in one.inner)
    if len(words) > 1 or not names or names != tuple(name for name, _ in other.inner):
        return JSON
    inner = tuple(
        (name, joined(mine, theirs)) for (name, mine), (_, theirs) in zip(one.inner, other.inner, strict=True)
    )
    return JSON if any(kind == JSON for _, kind in inner) else Kind(one.word, inner)


def arrow_type(arrow: Any, kind: Kind) -> Any:
    """The Arrow type of ``kind``; what is never more than null is a string that is null."""
    if kind.word == "list":
        return arrow.list_(arrow_type(arrow, kind.inner[0][1]))
    if kind.word == "object":
        return arrow.struct([(name, arrow_type(arrow, inner)) for name, inner in kind.inner])
    plain = {"bool": arrow.bool_, "small": arrow.int64, "int": arrow.int64, "float": arrow.float64}
    return plain.get(kind.word, arrow.string)()
