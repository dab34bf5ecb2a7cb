"""Raw beside clean: what ``diff`` and ``explain`` show, from a fresh run or from an OUT with its edits files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.io import (
    EditsRecord,
    Failure,
    RowKeys,
    Source,
    decode_record,
    failed,
    find_sources,
    is_single_file,
    open_reader,
    output_name,
)
from cleaner.io.compression import compression_of
from cleaner.io.pairing import paired_rows, read_clean, rows_sidecar, text_sidecar
from cleaner.io.piece import read_placed
from cleaner.io.rows import shown
from cleaner.model import Change, Document, DocumentError, Evidence, Finding, split_lines

if TYPE_CHECKING:
    from cleaner.io.edits_file import ChangeRecord
    from cleaner.pipeline import Cleaner

__all__ = ["Comparison", "cleaned_now", "compared"]

UNEXPLAINED = "unexplained"  # the rule of changes that no edits file tells about


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document: raw, the changes to it, and its verdict. Offsets count code points of raw."""

    name: str
    raw: str
    changes: tuple[Change, ...]
    verdict: str = "keep"
    reasons: tuple[str, ...] = ()
    metadata: tuple[tuple[str, object], ...] = ()
    findings: tuple[Finding, ...] = ()
    document: Document | None = None


def cleaned_now(
    raw: list[str], cleaner: Cleaner, keys: RowKeys, site: Callable[[Document], str | None] | None = None
) -> Iterator[Comparison | Failure]:
    """Every document of the inputs, cleaned in memory; ``site`` names the site of those that have none."""
    sources = find_sources(raw, mirror=False)
    yield from sources.problems
    for source in sources.sources:
        for item in open_reader(source.format, keys=keys).read(source):
            if isinstance(item, Failure):
                yield item
                continue
            try:
                document = item if site is None or item.site is not None else replace(item, site=site(item))
                done = cleaner.clean(document)
            except DocumentError as error:
                yield failed(item, error)
                continue
            verdict, metadata = done.verdict, tuple(sorted(done.metadata.items()))
            yield Comparison(
                item.id, item.text, done.changes, verdict.decision, verdict.reasons, metadata, done.findings, document
            )


def compared(raw: Path, clean: Path, keys: RowKeys) -> Iterator[Comparison | Failure]:
    """Every document of ``raw`` beside what stands for it in ``clean``: two files, or a folder and its OUT."""
    sources = find_sources([str(raw)], out=clean, mirror=clean.is_dir())
    yield from sources.problems
    one_file = clean.is_file() and is_single_file(str(clean))
    rows = _rows(clean, keys) if one_file else None
    for source in sources.sources:
        target, place = clean, None
        for found_in, item in read_placed(open_reader(source.format, keys=keys), source):
            if found_in != place and not one_file:  # an archive's members stand in files of their own
                place, target = found_in, clean / output_name(found_in) if clean.is_dir() else clean
                rows = _rows(target, keys) if place.rows else None
            try:
                found = None if rows is None else _next(rows, target)
                if isinstance(item, Failure):
                    yield item
                elif found is None:
                    yield _file(item, target)
                elif isinstance(found, EditsRecord):
                    yield _recorded(item, found, target)
                else:
                    yield _guessed(item, found)
            except DocumentError as error:
                # What can fail here is the clean side: raw was read.
                yield item if isinstance(item, Failure) else _clean_failed(item, target, error)


def _clean_failed(document: Document, target: Path, error: DocumentError) -> Failure:
    return Failure(str(target), document.id, None, error.reason, error.message)


def _rows(clean: Path, keys: RowKeys) -> Iterator[EditsRecord | DocumentError | str]:
    """What each row of ``clean`` tells: its record, else, where no records were kept, its text."""
    told = False
    try:
        for pair in paired_rows(clean, keys):
            told = True
            yield pair.record
    except DocumentError as error:
        if told or error.reason != "no_edits" or exists(rows_sidecar(clean)):  # noqa: PTH110  # as below
            raise
    else:
        return
    kind = "parquet" if clean.suffix.lower() == ".parquet" else "jsonl"
    for item in open_reader(kind, keys=keys).read(Source(clean, clean.name, kind, compression_of(clean.name))):
        yield DocumentError(item.reason, item.message) if isinstance(item, Failure) else item.text


def _next(rows: Iterator[EditsRecord | DocumentError | str], target: Path) -> EditsRecord | str:
    found = next(rows, None)
    if found is None:
        raise DocumentError(
            "no_clean", f"{target} ends before this row: clean RAW again, or compare it with its own OUT"
        )
    if isinstance(found, DocumentError):
        raise found
    return found


def _file(document: Document, target: Path) -> Comparison:
    sidecar = text_sidecar(target)
    if exists(sidecar):  # noqa: PTH110  # Path.exists raises where a name is too long
        return _recorded(document, decode_record(read_clean(sidecar), str(sidecar)), target)
    from cleaner.io.decode import decode

    return _guessed(document, decode(read_clean(target)).text)


def _recorded(document: Document, record: EditsRecord, target: Path) -> Comparison:
    changes = tuple(Change(c.start, c.end, c.replacement, c.ids, _evidence(c)) for c in record.changes)
    if any(shown(document.text[c.start : c.end]) != c.removed for c in record.changes):
        raise DocumentError(
            "not_its_raw", f"the edits beside {target} were not made from this raw text: clean it again"
        )
    return Comparison(document.id, document.text, changes, record.verdict.decision, record.verdict.reasons)


def _evidence(change: ChangeRecord) -> tuple[Evidence | None, ...]:
    told = change.evidence or ()
    if len(told) != len(change.ids):  # none was given, or the file was altered
        return (None,) * len(change.ids)
    return tuple(None if one is None else Evidence(one.score, one.tier, one.reasons) for one in told)


def _guessed(document: Document, clean: str) -> Comparison:
    """Without an edits file: the lines that differ, found by difflib, without reasons."""
    from difflib import SequenceMatcher

    raw_lines, clean_lines = split_lines(document.text), split_lines(clean)
    texts = [document.text[line.start : line.stop] for line in raw_lines]
    others = [clean[line.start : line.stop] for line in clean_lines]
    ends = [line.start for line in raw_lines] + [len(document.text)]
    changes = tuple(
        Change(ends[a], ends[b], "".join(others[c:d]), (UNEXPLAINED,), (None,))
        for tag, a, b, c, d in SequenceMatcher(None, texts, others, autojunk=False).get_opcodes()
        if tag != "equal"
    )
    return Comparison(document.id, document.text, changes)
