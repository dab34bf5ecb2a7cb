"""What a Parquet output of ours says of its own columns, and the way from its cells back to rows."""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from cleaner.io.rows import EDITS_KEY, METADATA_KEY, read_columns

__all__ = ["MARK", "Fields", "Mark", "Rest", "read_mark", "restored"]

MARK = b"newswash"
"""The key in the file's own metadata that holds the mark."""

_VERSION = 2


class Fields(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of columns, or of the fields of ``metadata``.

    Attributes:
        json: those whose cells are JSON, since no other type holds all their values.
        null: those whose empty cells are null; an empty cell of any other says that the row has no such column.
    """

    json: tuple[str, ...] = ()
    null: tuple[str, ...] = ()


class Mark(msgspec.Struct, frozen=True):
    """The mark.

    Attributes:
        rest: the name of the column with a :class:`Rest` for each row that needs one; None where none does.
    """

    rest: str | None
    columns: Fields = Fields()
    metadata: Fields = Fields()
    version: int = _VERSION


class Rest(msgspec.Struct, omit_defaults=True):
    """What the cells of a row cannot say.

    Attributes:
        columns, metadata: as they stand in the row.
        absent, absent_metadata: names of those that the row does not have, where an empty cell would say null.
    """

    columns: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)
    metadata: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)
    absent: list[str] = msgspec.field(default_factory=list)
    absent_metadata: list[str] = msgspec.field(default_factory=list)


def read_mark(found: Mapping[bytes, bytes] | None) -> Mark | None:
    """The mark among a file's metadata; None where there is none, or none that this version reads.

    >>> read_mark({MARK: msgspec.json.encode(Mark("_rest"))})
    Mark(rest='_rest', columns=Fields(json=(), null=()), metadata=Fields(json=(), null=()), version=2)
    """
    try:
        mark = msgspec.json.decode((found or {}).get(MARK, b""), type=Mark)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return mark if mark.version == _VERSION else None


def restored(row: Mapping[str, object], mark: Mark) -> dict[str, object]:
    r"""The row that the cells of a file with this mark were made of, ``metadata`` and ``edits`` last.

    Raises:
        DocumentError: where the rest is no JSON object.
        msgspec.DecodeError: where it is another one.

    >>> restored({"id": 7, "n": None, "m": None, "_rest": '{"absent":["n"]}'}, Mark("_rest", Fields(null=("n",))))
    {'id': 7}
    """
    cells = dict(row)
    said = None if mark.rest is None else cells.pop(mark.rest, None)
    rest = _rest(said) if isinstance(said, str) else Rest()
    found = _values(cells, mark.columns, rest.absent, rest.columns)
    for key in (METADATA_KEY, EDITS_KEY):
        if key in found:
            found[key] = found.pop(key)
    metadata = found.get(METADATA_KEY)
    if isinstance(metadata, dict):
        found[METADATA_KEY] = _values(metadata, mark.metadata, rest.absent_metadata, rest.metadata)
    return found


def _rest(said: str) -> Rest:
    """The rest. What Python programs write beside JSON may stand in it: not one decoder takes all of it at once."""
    parts = read_columns(said.encode())
    columns, metadata = (read_columns(bytes(parts.get(key, b"{}"))) for key in ("columns", "metadata"))
    absent, without = (
        msgspec.json.decode(parts.get(key, b"[]"), type=list[str]) for key in ("absent", "absent_metadata")
    )
    return Rest(columns, metadata, absent, without)


def _values(
    cells: Mapping[str, object], fields: Fields, absent: list[str], more: Mapping[str, object]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in cells.items():
        if value is None:
            if key in fields.null and key not in absent:
                found[key] = None
        elif isinstance(value, str) and key in fields.json:
            found[key] = msgspec.Raw(value.encode())
        elif isinstance(value, float) and not math.isfinite(value):
            found[key] = msgspec.Raw(_SPECIAL[str(value)])
        else:
            found[key] = value
    return {**found, **more}


_SPECIAL = {"nan": b"NaN", "inf": b"Infinity", "-inf": b"-Infinity"}
