"""Rows of a JSONL file: their keys, and their columns as the very bytes that stand in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

import msgspec

from cleaner.model import DocumentError

__all__ = [
    "EDITS_KEY",
    "METADATA_KEY",
    "RAW_KEY",
    "Columns",
    "RowKeys",
    "body_key",
    "encode_row",
    "is_null",
    "numbered_lines",
    "optional_string",
    "read_columns",
    "read_string",
    "shown",
    "site_of",
]

Columns = Mapping[str, msgspec.Raw]
"""A row's columns in their order; the values are the bytes of the file, so that big numbers and spellings survive."""

METADATA_KEY = "metadata"
"""The column that our findings are merged into."""
EDITS_KEY = "edits"
"""The column that holds the edits record of a row, where it is written inline."""
RAW_KEY = "raw"
"""The column that holds the raw text, where it was asked for."""

_DECODER = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BLANK = re.compile(r"[ \t\r\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Numbers stay text here: int() refuses more than 4,300 digits, and the value itself is not wanted.
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str)
_MEANINGS = {
    "html": "page",
    "text_b64": "text in base64",
    "html_b64": "page in base64",
    "url": "address",
    "lang": "language",
}
_KINDS = {b"{": "an object", b"[": "a list", b'"': "a string", b"t": "true", b"f": "false", b"n": "null"}


@dataclass(frozen=True, slots=True)
class RowKeys:
    """The names of the columns that mean something; all others are carried through."""

    text: str = "text"
    html: str = "html"
    text_b64: str = "text_b64"
    html_b64: str = "html_b64"
    id: str = "id"
    url: str = "url"
    title: str = "title"
    lang: str = "lang"

    @property
    def collision(self) -> str | None:
        """What is wrong with the names: two that say different things are one, or one is ours; None where all is well.

        An address may be the id: both are only read, and written nowhere else.

        >>> RowKeys(text="metadata").collision
        '`metadata` is a column that cleaner writes, so it cannot hold the text: rename it in the rows'
        """
        taken: dict[str, str] = {}
        for field in fields(self):
            name, meaning = getattr(self, field.name), _MEANINGS.get(field.name, field.name)
            if name in (METADATA_KEY, EDITS_KEY):
                return (
                    f"`{name}` is a column that cleaner writes, so it cannot hold the {meaning}: rename it in the rows"
                )
            other = taken.setdefault(name, meaning)
            if other != meaning and {other, meaning} != {"id", "address"}:
                return f"`{name}` would hold both the {other} and the {meaning}: name two columns, or rename one"
        return None

    @property
    def raw_collision(self) -> str | None:
        """What is wrong with the names where a column for raw is wanted; None where all is well.

        >>> RowKeys(text="raw").raw_collision
        'with raw, `raw` is a column that cleaner writes, so it cannot hold the text: rename it in the rows'
        """
        for field in fields(self):
            if getattr(self, field.name) == RAW_KEY:
                return (
                    f"with raw, `{RAW_KEY}` is a column that cleaner writes, so it cannot hold the "
                    f"{_MEANINGS.get(field.name, field.name)}: rename it in the rows"
                )
        return None


def read_columns(line: bytes) -> dict[str, msgspec.Raw]:
    """The columns of one row. Of a doubled key the last value counts, at the first one's place.

    Raises:
        DocumentError: ``bad_row``, with the column (byte of the line, from 1) where reading stopped.

    >>> {key: bytes(value) for key, value in read_columns(b'{"id": 1e400, "n": [1, 2 ]}').items()}
    {'id': b'1e400', 'n': b'[1, 2 ]'}
    """
    try:
        line.decode()  # msgspec passes over bytes that are no UTF-8 in the columns that it only carries
    except UnicodeDecodeError as error:
        what = f"byte 0x{line[error.start]:02x} is not UTF-8, which JSON must be in: convert the file"
        raise _bad_row(error.start + 1, what) from error
    try:
        return _DECODER.decode(line)
    except msgspec.ValidationError as error:
        raise _bad_row(1, f'expected an object such as {{"text": ...}}, found {_kind(line.strip())}') from error
    except RecursionError as error:
        raise _bad_row(1, "brackets are nested too deeply") from error
    except msgspec.DecodeError:
        return _scan_columns(line.decode())


def _bad_row(column: int, what: str) -> DocumentError:
    return DocumentError("bad_row", f"column {column}: {what}")


def _scan_columns(line: str) -> dict[str, msgspec.Raw]:
    """The columns of a row that msgspec refuses; same bytes, slower.

    The standard library takes half a surrogate pair and NaN, which Python programs write, and says exactly where a row
    is malformed.
    """
    columns: dict[str, msgspec.Raw] = {}
    try:
        if not isinstance(_SCANNER.decode(line), dict):
            raise _bad_row(1, f'expected an object such as {{"text": ...}}, found {_kind(line.strip().encode())}')
        at = _blank(line, _blank(line, 0) + 1)
        while at < len(line) and line[at] == '"':  # the line is sound, so what follows need not be checked again
            key, at = _SCANNER.raw_decode(line, at)
            start = _blank(line, _blank(line, at) + 1)
            _, end = _SCANNER.raw_decode(line, start)
            columns[key] = msgspec.Raw(line[start:end].encode())
            at = _blank(line, _blank(line, end) + 1)
    except json.JSONDecodeError as error:
        raise _bad_row(len(line[: error.pos].encode()) + 1, f"malformed JSON: {error.msg}") from error
    except RecursionError as error:
        raise _bad_row(1, "brackets are nested too deeply") from error
    return columns


def _blank(line: str, at: int) -> int:
    match = _BLANK.match(line, at)
    return match.end() if match else at


def _kind(value: bytes) -> str:
    return _KINDS.get(value[:1], "a number")


def read_string(columns: Columns, key: str) -> str:
    r"""The string in column ``key``; half a surrogate pair (``\ud800``) stays in it as a lone surrogate.

    Raises:
        DocumentError: ``bad_row`` where the column holds something else.
    """
    raw = bytes(columns[key])
    if not raw.startswith(b'"'):
        raise DocumentError("bad_row", f"{key!r} holds {_kind(raw)}, expected a string")
    try:
        return str(msgspec.json.decode(raw, type=str))
    except msgspec.DecodeError:
        return str(json.loads(raw))


def optional_string(columns: Columns, key: str) -> str | None:
    """The string or number in column ``key`` as a string; None where there is none, or something else."""
    raw = bytes(columns.get(key, b"null"))
    if raw.startswith(b'"'):
        return read_string(columns, key)
    return raw.decode() if raw[:1] in b"-0123456789" else None


def is_null(columns: Columns, key: str) -> bool:
    """True where column ``key`` is missing or null."""
    return bytes(columns.get(key, b"null")) == b"null"


def body_key(columns: Columns, keys: RowKeys) -> str | None:
    """The column that holds the document: the first of text, html, text_b64 and html_b64 that is not null."""
    named = (keys.text, keys.html, keys.text_b64, keys.html_b64)
    return next((key for key in named if not is_null(columns, key)), None)


def site_of(url: str | None) -> str | None:
    """The host of ``url``, lower case, without ``www.``; None where there is none.

    >>> site_of("https://www.Example.org:8080/a?b"), site_of("no address")
    ('example.org', None)
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return (host or "").removeprefix("www.").rstrip(".") or None


def shown(text: str) -> str:
    """``text`` with every lone surrogate as U+FFFD: what UTF-8 and JSON can hold.

    >>> shown("a" + chr(0xDC80))
    'a\ufffd'
    """
    try:
        text.encode()  # some ten times as fast as looking for surrogates
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def encode_row(row: Mapping[str, object]) -> bytes:
    """``row`` as one line of JSON with its newline; lone surrogates become U+FFFD, which JSON writers demand."""
    try:
        return msgspec.json.encode(row) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(_shown_all(row)) + b"\n"


def _shown_all(value: object) -> object:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {_shown_all(key): _shown_all(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown_all(item) for item in value]
    return value


def numbered_lines(pieces: Iterator[bytes], limit: int) -> Iterator[tuple[int, int, bytes | None]]:
    r"""Every line of ``pieces`` as (row from 1, byte offset, content without its LF); None if over ``limit`` bytes.

    Holds one line and one piece in memory, however long a line is.

    >>> list(numbered_lines(iter([b"one\ntw", b"o\nthree is long"]), 5))
    [(1, 0, b'one'), (2, 4, b'two'), (3, 8, None)]
    """
    row, offset, length = 1, 0, 0
    parts: list[bytes] = []
    for piece in pieces:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            length += end - start
            parts.append(piece[start:end])
            yield row, offset, b"".join(parts) if length <= limit else None
            row, offset, length, start = row + 1, offset + length + 1, 0, end + 1
            parts.clear()
        length += len(piece) - start
        if length <= limit:
            parts.append(piece[start:])
        else:
            parts.clear()
    if length:
        yield row, offset, b"".join(parts) if length <= limit else None
