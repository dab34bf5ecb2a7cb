"""What of one document is written, as bytes: made in whatever process cleaned it, put in its place by the writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from cleaner.io.compression import compress
from cleaner.io.edits_file import EditsRecord, Fingerprints, clean_text, encode_record, record_failure, record_of
from cleaner.io.failure import Failure
from cleaner.io.row_out import failed_row, has_edits, has_other_raw, row_of
from cleaner.io.rows import EDITS_KEY, RAW_KEY, RowKeys, encode_row, shown
from cleaner.io.sources import Source
from cleaner.model import Cleaned, CleanerError, DocumentError

__all__ = ["EditsMode", "Encoded", "Encoder", "FileEncoder", "MirrorEncoder", "RowEncoder", "TextEncoder"]

EditsMode = Literal["sidecar", "inline", "none"]


class Encoded(NamedTuple):
    """One document as it is written.

    Attributes:
        content: its row with the newline, or its whole file; None where it has none, such as a dropped document's file.
        record: its edits record with the newline; None where that is inside the row, or not wanted.
        left: what stands in its place is left alone, since not even raw could be read.
    """

    content: bytes | None
    record: bytes | None = None
    left: bool = False


class Encoder(Protocol):
    """Makes bytes of documents; picklable, so that workers can."""

    def cleaned(self, cleaned: Cleaned, source: Source) -> Encoded:
        """The bytes of a cleaned document; raises DocumentError where it alone cannot be written so."""
        ...

    def failed(self, failure: Failure, source: Source) -> Encoded:
        """The bytes of what is left of one that failed."""
        ...


@dataclass(frozen=True, slots=True)
class RowEncoder:
    """JSONL rows; of a dropped document the text is ``""``, of a failed one raw where it could be read, else null.

    Attributes:
        edits: where they go.
        fingerprints: of the run.
        keys: names of the columns.
        with_raw: rows hold the raw text, too, in a column ``raw``; of a page the extracted text.

    Raises:
        CleanerError: where a column ``raw`` would be another one.
    """

    edits: EditsMode = "sidecar"
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    keys: RowKeys = field(default_factory=RowKeys)
    with_raw: bool = False

    def __post_init__(self) -> None:
        if self.with_raw and self.keys.raw_collision is not None:
            raise CleanerError(self.keys.raw_collision)

    def cleaned(self, cleaned: Cleaned, source: Source) -> Encoded:
        """The row of ``cleaned``.

        Raises:
            DocumentError: ``edits_column`` where edits go inline, and the row has a column of that name already;
                ``raw_column`` where raw goes in, and the row has one of that name that says something else.
        """
        if self.edits == "inline" and has_edits(cleaned.document.meta):
            raise DocumentError(
                "edits_column",
                f"row {cleaned.document.id!r} has a column {EDITS_KEY!r} of its own, which edits inside the row would "
                "overwrite: use --edits sidecar or none, or rename the column",
            )
        if self.with_raw and has_other_raw(cleaned.document.meta, cleaned.document.text):
            raise DocumentError(
                "raw_column",
                f"row {cleaned.document.id!r} has a column {RAW_KEY!r} of its own, which --with-raw would overwrite: "
                "leave that out, and the column is kept as it is, or rename the column",
            )
        record = None if self.edits == "none" else record_of(cleaned, source.name, self.fingerprints)
        return self._encoded(row_of(cleaned, self.keys, self._inside(record), with_raw=self.with_raw), record)

    def failed(self, failure: Failure, source: Source) -> Encoded:
        """The row of ``failure``, with the reason; a column ``edits`` or ``raw`` of its own stays as it is."""
        record = None if self.edits == "none" else record_failure(failure, source.name, self.fingerprints)
        inside = None if has_edits(failure.columns) else self._inside(record)
        return self._encoded(failed_row(failure, self.keys, inside, with_raw=self.with_raw), record)

    def _inside(self, record: EditsRecord | None) -> EditsRecord | None:
        return record if self.edits == "inline" else None

    def _encoded(self, row: dict[str, object], record: EditsRecord | None) -> Encoded:
        beside = self.edits == "sidecar" and record is not None
        return Encoded(encode_row(row), encode_record(record) if beside and record is not None else None)


@dataclass(frozen=True, slots=True)
class FileEncoder:
    """Whole files of clean text, compressed as their source is; files hold no rows, so ``inline`` means ``sidecar``."""

    edits: EditsMode = "sidecar"
    fingerprints: Fingerprints = field(default_factory=Fingerprints)

    def cleaned(self, cleaned: Cleaned, source: Source) -> Encoded:
        """The file of ``cleaned``; none for a dropped document."""
        text = None if cleaned.verdict.decision == "drop" else clean_text(cleaned)
        return self._encoded(text, source, record_of(cleaned, source.name, self.fingerprints))

    def failed(self, failure: Failure, source: Source) -> Encoded:
        """Raw where it could be read."""
        if failure.text is None:
            return Encoded(None, left=True)
        return self._encoded(shown(failure.text), source, record_failure(failure, source.name, self.fingerprints))

    def _encoded(self, text: str | None, source: Source, record: EditsRecord) -> Encoded:
        content = None if text is None else compress(text.encode(), source.compression)
        return Encoded(content, None if self.edits == "none" else encode_record(record))


@dataclass(frozen=True, slots=True)
class MirrorEncoder:
    """Rows for sources of rows, files for all others."""

    rows: RowEncoder
    files: FileEncoder

    def cleaned(self, cleaned: Cleaned, source: Source) -> Encoded:
        """As the source's format asks."""
        return (self.rows if source.rows else self.files).cleaned(cleaned, source)

    def failed(self, failure: Failure, source: Source) -> Encoded:
        """As the source's format asks; a file of rows that cannot be read at all has no row."""
        if source.rows and failure.row is not None:
            return self.rows.failed(failure, source)
        return self.files.failed(failure, source)


@dataclass(frozen=True, slots=True)
class TextEncoder:
    """Clean text alone, as UTF-8.

    >>> from cleaner.model import Document
    >>> TextEncoder().cleaned(Cleaned(Document("Snow."), "Snow."), Source(None, "stdin.txt", "text")).content
    b'Snow.'
    """

    def cleaned(self, cleaned: Cleaned, source: Source) -> Encoded:  # noqa: ARG002 - the protocol has it
        """The clean text; nothing for a dropped document."""
        return Encoded(clean_text(cleaned).encode())

    def failed(self, failure: Failure, source: Source) -> Encoded:  # noqa: ARG002 - the protocol has it
        """The raw text, if any."""
        return Encoded(shown(failure.text or "").encode())
