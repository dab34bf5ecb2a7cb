"""The columns of our Parquet outputs, and the way from a row to them and back."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import msgspec

from cleaner.io.rows import (
    EDITS_KEY,
    METADATA_KEY,
    RowKeys,
    encode_row,
    is_null,
    optional_string,
    read_columns,
    read_string,
    shown,
)
from cleaner.model import CleanerError, DocumentError

__all__ = ["MARK", "MARK_VALUE", "OTHER_KEY", "packed", "pyarrow", "shape", "unpacked"]

OTHER_KEY = "columns"
"""The column with all other columns of the input, as one JSON object."""
MARK = b"newswash"
"""The key in the file's own metadata that tells that it is one of ours."""
MARK_VALUE = b"rows-1"


def pyarrow() -> tuple[ModuleType, ModuleType]:
    """``pyarrow`` and ``pyarrow.parquet``.

    Raises:
        DocumentError: ``missing_package``.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        told = "Parquet needs another package: pip install 'newswash[parquet]'"
        raise DocumentError("missing_package", told) from error
    return pa, parquet


def shape(keys: RowKeys, *, inline: bool = False) -> tuple[str, ...]:
    """The names of the columns, all of them strings: id, text, metadata, other columns, and with ``inline`` the edits.

    Raises:
        CleanerError: where the text or the id is called as a column that is written.

    >>> shape(RowKeys())
    ('id', 'text', 'metadata', 'columns')
    """
    if OTHER_KEY in (keys.text, keys.id):
        raise CleanerError(
            f"`{OTHER_KEY}` is a column of Parquet outputs, so it cannot hold the text or the id: write .jsonl, or "
            "rename it in the rows"
        )
    return (keys.id, keys.text, METADATA_KEY, OTHER_KEY, *((EDITS_KEY,) if inline else ()))


def packed(line: bytes, keys: RowKeys, *, inline: bool = False) -> tuple[str | None, ...]:
    """The cells of the row ``line``, in the order of :func:`shape`.

    An id that is no string stands among the other columns too, so that its type is not lost; without ``inline``, so
    does a column ``edits`` of the input.

    >>> packed(b'{"id": 7, "text": "Snow.", "n": 1.50, "metadata": {}}', RowKeys())
    ('7', 'Snow.', '{}', '{"id":7,"n":1.50}')
    """
    columns = read_columns(line)
    name = optional_string(columns, keys.id)
    own = {keys.text, METADATA_KEY, *((EDITS_KEY,) if inline else ())}
    if bytes(columns[keys.id]).startswith(b'"'):
        own.add(keys.id)
    others: Mapping[str, object] = {key: value for key, value in columns.items() if key not in own}
    cells = (
        shown(bytes(columns[keys.id]).decode() if name is None else name),
        None if is_null(columns, keys.text) else shown(read_string(columns, keys.text)),
        bytes(columns[METADATA_KEY]).decode(),
        encode_row(others)[:-1].decode() if others else None,
    )
    return (*cells, None if is_null(columns, EDITS_KEY) else bytes(columns[EDITS_KEY]).decode()) if inline else cells


def unpacked(row: Mapping[str, object]) -> dict[str, object]:
    r"""The row whose cells :func:`packed` made; the other columns stand behind id and text.

    Raises:
        msgspec.DecodeError: where the other columns are no JSON object.

    >>> encode_row(unpacked({"id": "7", "text": "Snow.", "metadata": "{}", "columns": '{"id":7,"n":1.50}'}))
    b'{"id":7,"text":"Snow.","n":1.50,"metadata":{}}\n'
    """
    found = dict(row)
    metadata, others, edits = (found.pop(key, None) for key in (METADATA_KEY, OTHER_KEY, EDITS_KEY))
    if isinstance(others, str):
        found |= msgspec.json.decode(others, type=dict[str, msgspec.Raw])
    for key, value in ((METADATA_KEY, metadata), (EDITS_KEY, edits)):
        if isinstance(value, str):
            found[key] = msgspec.Raw(value.encode())
    return found
