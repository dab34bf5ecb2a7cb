"""The columns of our Parquet outputs: found by looking at all rows, then filled from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from cleaner.io.json_kinds import JSON, NULL, SPECIAL, Kind, arrow_type, joined, kind_of
from cleaner.io.parquet_arrow import pyarrow
from cleaner.io.parquet_mark import MARK, Fields, Mark, Rest
from cleaner.io.rows import EDITS_KEY, METADATA_KEY, RAW_KEY, RowKeys, read_columns, read_string, shown

__all__ = ["Layout", "layout_of"]

_REST = "_rest"
_MOST_COLUMNS = 1000  # of the input, and again of its metadata: what comes later stands in the rest
# A batch ends behind the row that reaches one of these: both hang on the rows alone, so equal rows give equal bytes.
_BATCH_ROWS = 10_000
_BATCH_BYTES = 32_000_000  # 200 MB at the peak, 272 with documents of 40 KB; with 64 it was 294 and 395
_STRING = Kind("string")
# Always there, so that two outputs have the same fields whatever was found for either.
_OURS: Mapping[str, Kind] = {
    "verdict": _STRING,
    "reasons": Kind("list", (("", _STRING),)),
    **dict.fromkeys(("language", "site", "title", "byline", "date", "section"), _STRING),
    "spun_score": Kind("float"),
}
_RESERVED = (RAW_KEY, EDITS_KEY)  # columns of ours that are not always there

_Columns = dict[str, msgspec.Raw]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or a field of the metadata; where ``null``, an empty cell is null, else there is no such column."""

    kind: Kind
    null: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a Parquet file: id, text, raw if any, the input's others as first met, metadata, edits if inline.

    ``metadata`` is a struct, so that ``metadata.verdict`` can be asked for; our own fields are always there. A column
    or field whose values agree has their type, whole and broken numbers together are float64; where they do not
    agree, or hold what Arrow does not, it has the JSON of each as a string. What neither can say of a row stands in
    the column ``rest``, if there is such a row. One layout of all rows of a run fits each of its shards.

    Attributes:
        columns: by name, without the metadata.
        metadata: its fields.
        id: the name of the column with the id.
        rest: the name of the column for what no other can say; None where there is no need.
    """

    columns: Mapping[str, Column]
    metadata: Mapping[str, Column]
    id: str = "id"
    rest: str | None = None

    @property
    def schema(self) -> Any:
        """The Arrow schema, with the mark by which :class:`~cleaner.io.parquet.ParquetReader` gives back the rows."""
        arrow, _ = pyarrow()
        kinds = {name: arrow_type(arrow, column.kind) for name, column in self.columns.items()}
        edits = kinds.pop(EDITS_KEY, None)
        fields = [(name, arrow_type(arrow, column.kind)) for name, column in self.metadata.items()]
        kinds[METADATA_KEY] = arrow.struct(fields)
        if edits is not None:
            kinds[EDITS_KEY] = edits
        if self.rest is not None:
            kinds[self.rest] = arrow.string()
        mark = Mark(self.rest, _marked(self.columns), _marked(self.metadata))
        return arrow.schema(list(kinds.items()), metadata={MARK: msgspec.json.encode(mark)})

    def batches(self, rows: Iterable[bytes]) -> Iterator[Any]:
        """Record batches of ``rows``, which are among those of the layout; each is 10,000 of them, or 32 MB of JSON."""
        arrow, _ = pyarrow()
        schema = self.schema
        waiting: list[dict[str, object]] = []
        size = 0
        for line in rows:
            waiting.append(self._cells(line))
            size += len(line)
            if len(waiting) >= _BATCH_ROWS or size >= _BATCH_BYTES:
                batch = arrow.RecordBatch.from_pylist(waiting, schema=schema)
                waiting, size = [], 0
                yield batch
                del batch  # else two are held while the next one grows
        if waiting:
            yield arrow.RecordBatch.from_pylist(waiting, schema=schema)

    def write(self, rows: Iterable[bytes], file: Any) -> None:
        """Writes a Parquet file of ``rows`` to ``file``, which pyarrow can write to; equal rows give equal bytes."""
        _, parquet = pyarrow()
        with parquet.ParquetWriter(
            file, self.schema, compression="zstd", compression_level=3, use_dictionary=False
        ) as writer:
            for batch in self.batches(rows):
                writer.write_batch(batch)
                del batch  # as above

    def _cells(self, line: bytes) -> dict[str, object]:
        found, rest = read_columns(line), Rest()
        metadata = _cells(
            read_columns(bytes(found.pop(METADATA_KEY))), self.metadata, rest.metadata, rest.absent_metadata
        )
        own = bytes(found[self.id])
        odd = self.columns[self.id].kind == _STRING and kind_of(own) != _STRING
        if odd:
            text = read_string(found, self.id) if own.startswith(b'"') else own.decode()
            rest.columns[self.id] = found.pop(self.id)
            found[self.id] = msgspec.Raw(msgspec.json.encode(shown(text)))
        cells = _cells(found, self.columns, rest.columns, rest.absent)
        cells[METADATA_KEY] = metadata
        if self.rest is not None and rest != Rest():
            cells[self.rest] = msgspec.json.encode(rest).decode()
        return cells


def layout_of(rows: Iterable[bytes], keys: RowKeys | None = None, *, inline: bool = False) -> Layout:
    """The layout of ``rows``, JSON as the writers make it; reads each once, and holds one.

    Args:
        rows: each with an id, a text and metadata.
        keys: the names of the columns for id and text.
        inline: the column ``edits`` holds our records; it is JSON.

    Raises:
        DocumentError: ``bad_row`` where a row is none.

    >>> row = b'{"id":7,"text":"Snow.","n":1.5,"metadata":{"verdict":"keep","reasons":[]}}'
    >>> layout = layout_of([row])
    >>> {name: column.kind.word for name, column in layout.columns.items()}
    {'id': 'small', 'text': 'string', 'n': 'float'}
    """
    keys = keys or RowKeys()
    top, inner = _Seen({keys.id: NULL, keys.text: _STRING}), _Seen(_OURS)
    for line in rows:
        columns = read_columns(line)
        inner.see(read_columns(bytes(columns.pop(METADATA_KEY))))
        top.see(columns)
    found = top.columns()
    mixed = found[keys.id].kind.word not in ("small", "int", "string")
    if mixed:
        found[keys.id] = Column(_STRING)
    if inline and EDITS_KEY in found:
        found[EDITS_KEY] = Column(JSON, found[EDITS_KEY].null)
    first = [name for name in (keys.id, keys.text, RAW_KEY) if name in found]
    ordered = {name: found[name] for name in dict.fromkeys((*first, *found))}
    rest = _REST
    while rest in found:
        rest = f"_{rest}"
    return Layout(ordered, inner.columns(), keys.id, rest if mixed or top.mixed or inner.mixed else None)


class _Seen:
    """Columns as they are met: their kinds, and how often each was there and how often null."""

    def __init__(self, known: Mapping[str, Kind]) -> None:
        self._kinds = dict(known)
        self._met, self._nulls = dict.fromkeys(known, 0), dict.fromkeys(known, 0)
        self._rows = 0
        self._full = False

    def see(self, columns: _Columns) -> None:
        self._rows += 1
        for name, raw in columns.items():
            value = bytes(raw)
            known = self._kinds.get(name)
            if known is None:
                if len(self._kinds) >= _MOST_COLUMNS and name not in _RESERVED:
                    self._full = True
                    continue
                known, self._met[name], self._nulls[name] = NULL, 0, 0
            self._met[name] += 1
            self._nulls[name] += value == b"null"
            self._kinds[name] = known if known == JSON else joined(known, kind_of(value))

    def columns(self) -> dict[str, Column]:
        """What is rarer in a column, null or lacking, is told in the rest."""
        return {
            name: Column(_STRING if kind == NULL else kind, self._nulls[name] > self._rows - self._met[name])
            for name, kind in self._kinds.items()
        }

    @property
    def mixed(self) -> bool:
        """True where the cells of some row cannot say all of it."""
        return self._full or any(nulls and self._met[name] < self._rows for name, nulls in self._nulls.items())


def _cells(found: _Columns, columns: Mapping[str, Column], more: _Columns, absent: list[str]) -> dict[str, object]:
    """The cells of a row; what they cannot say is put into ``more`` and ``absent``."""
    cells: dict[str, object] = {}
    for name, raw in found.items():
        column = columns.get(name)
        value = bytes(raw)
        if column is None or (value == b"null" and not column.null):
            more[name] = raw
        elif value != b"null":
            cells[name] = value.decode() if column.kind == JSON else _value(value)
    absent += [name for name, column in columns.items() if column.null and name not in found]
    return cells


def _value(value: bytes) -> object:
    return float(value) if value in SPECIAL else msgspec.json.decode(value)


def _marked(columns: Mapping[str, Column]) -> Fields:
    json = tuple(name for name, column in columns.items() if column.kind == JSON)
    return Fields(json, tuple(name for name, column in columns.items() if column.null))
