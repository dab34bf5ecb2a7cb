"""Rows as they are written: the input's columns in their places, the clean text, our findings under ``metadata``."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cleaner.io.edits_file import EditsRecord, clean_text
from cleaner.io.failure import Failure
from cleaner.io.rows import (
    EDITS_KEY,
    METADATA_KEY,
    RAW_KEY,
    RowKeys,
    body_key,
    encode_row,
    is_null,
    optional_string,
    read_columns,
    shown,
)
from cleaner.model import Cleaned, DocumentError

__all__ = ["failed_row", "has_edits", "has_other_raw", "row_of"]

_KNOWN = ("language", "site", "title", "byline", "date", "section")


def row_of(
    cleaned: Cleaned, keys: RowKeys, record: EditsRecord | None = None, *, with_raw: bool = False
) -> dict[str, object]:
    """The row of ``cleaned``: its own columns, with the body replaced by the clean text.

    ``record`` goes in inline, and ``with_raw`` the raw text, of a page the extracted one.

    >>> from cleaner.model import Document
    >>> row_of(Cleaned(Document("Snow fell.", id="a.txt"), "Snow fell."), RowKeys())
    {'text': 'Snow fell.', 'id': 'a.txt', 'metadata': {'verdict': 'keep', 'reasons': ()}}
    """
    document = cleaned.document
    found: dict[str, object] = {"verdict": cleaned.verdict.decision, "reasons": cleaned.verdict.reasons}
    own = {"language": document.language, "site": document.site, "title": document.title}
    for key in (*_KNOWN, *sorted(set(cleaned.metadata) - set(_KNOWN))):
        value = cleaned.metadata.get(key, own.get(key))
        if value is not None:
            found.setdefault(key, value)
    columns = _columns(document.meta)
    body, text = body_key(columns, keys), clean_text(cleaned)
    raw = {RAW_KEY: document.text} if with_raw else {}
    return _row(columns, body, text, name=document.id, found=found, keys=keys, raw=raw, record=record)


def failed_row(
    failure: Failure, keys: RowKeys, record: EditsRecord | None = None, *, with_raw: bool = False
) -> dict[str, object]:
    """The row of a failure: raw where it could be read, else null; ``with_raw`` in both columns.

    What could not be read is not lost: a body of another type, or a line that is no JSON, stands under
    ``metadata.unread``; a body in another column stays there.
    """
    found: dict[str, object] = {"verdict": "failed", "reasons": (failure.reason,), "message": failure.message}
    columns = _columns(failure.columns)
    body = keys.text if failure.text is None else body_key(columns, keys)
    if failure.unread is not None:
        found["unread"] = failure.unread
    elif failure.text is None and not is_null(columns, keys.text):
        found["unread"] = columns[keys.text]
    raw = {RAW_KEY: failure.text} if with_raw and is_null(columns, RAW_KEY) else {}
    return _row(columns, body, failure.text, name=failure.id, found=found, keys=keys, raw=raw, record=record)


def has_edits(meta: Mapping[str, object]) -> bool:
    """True where a row came with something in the column that inline edits go into.

    >>> has_edits({"edits": ["mine"]}), has_edits({"edits": None})
    (True, False)
    """
    return EDITS_KEY in meta and not is_null(_columns(meta), EDITS_KEY)


def has_other_raw(meta: Mapping[str, object], raw: str) -> bool:
    """True where a row came with something in the column that raw goes into, and it is not the same text.

    >>> has_other_raw({"raw": "mine"}, "Snow."), has_other_raw({"raw": "Snow."}, "Snow."), has_other_raw({}, "Snow.")
    (True, False, False)
    """
    columns = _columns(meta)
    if is_null(columns, RAW_KEY):
        return False
    return not bytes(columns[RAW_KEY]).startswith(b'"') or shown(optional_string(columns, RAW_KEY) or "") != shown(raw)


def _columns(meta: Mapping[str, object]) -> dict[str, msgspec.Raw]:
    return {key: value if isinstance(value, msgspec.Raw) else _encoded(value) for key, value in meta.items()}


def _encoded(value: object) -> msgspec.Raw:
    """A column of a document that some other program made."""
    return msgspec.Raw(encode_row({"": value})[4:-2])


def _row(
    columns: dict[str, msgspec.Raw],
    body: str | None,
    text: str | None,
    *,
    name: str,
    found: Mapping[str, object],
    keys: RowKeys,
    raw: Mapping[str, object],
    record: EditsRecord | None,
) -> dict[str, object]:
    row: dict[str, object] = {}
    for key, value in columns.items():
        if key in (body, keys.text):
            row[keys.text] = text
        else:
            row[key] = value
    row.setdefault(keys.text, text)
    if is_null(columns, keys.id):
        row[keys.id] = name
    row |= raw
    row[METADATA_KEY] = {**_theirs(columns), **found}
    if record is not None:
        row[EDITS_KEY] = record
    return row


def _theirs(columns: Mapping[str, msgspec.Raw]) -> dict[str, object]:
    """The row's own metadata object; what stands there and is no object is kept under ``original``."""
    if is_null(columns, METADATA_KEY):
        return {}
    try:
        return dict(read_columns(bytes(columns[METADATA_KEY])))
    except DocumentError:
        return {"original": columns[METADATA_KEY]}
