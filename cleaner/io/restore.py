"""Takes cleaning back: raw files from clean files and their edits files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from os.path import lexists
from pathlib import Path

import msgspec

from cleaner.io.atomic import AtomicFile, write_together
from cleaner.io.compression import Compressor, compress, compression_of, uncompressed_name
from cleaner.io.documents import raw_text_of
from cleaner.io.edits_file import decode_record, restore_bytes
from cleaner.io.failure import Failure
from cleaner.io.pairing import PairedRow, paired_rows, read_clean
from cleaner.io.rows import EDITS_KEY, RowKeys, encode_row
from cleaner.io.sources import FORMATS, is_our_output
from cleaner.model import CleanerError, DocumentError

__all__ = ["Restored", "restore"]

_TEXT = ".edits.json"
_ROWS = ".edits.jsonl"


@dataclass(frozen=True, slots=True)
class Restored:
    """One file that was written back.

    Attributes:
        path: where it stands now.
        rows: how many rows it has; None for a file that is one document.
    """

    path: Path
    rows: int | None = None


def restore(out: Path, to: Path, *, force: bool = False, keys: RowKeys | None = None) -> Iterator[Restored | Failure]:
    """Raw of everything under the folder ``out``, or of the one file of rows ``out``, written under ``to``; sorted.

    A file comes back at the place of its clean file, byte for byte (compressed anew where it was compressed, so there
    the decompressed bytes are equal); of a page, the extracted text, in a file named as its clean file. A row comes
    back with its raw ``text``, without the edits that were put into it, other columns as they are in ``out``; those of
    ``NAME.parquet`` as ``NAME.parquet.jsonl``. What does not fit is a Failure, and the rest goes on; a row that does
    not fit has null for its text. Names inside records are never used as paths.

    Raises:
        CleanerError: where ``out`` is missing, ``to`` is ``out`` or inside it, or nothing can be written any more.
    """
    keys = keys or RowKeys()
    if not lexists(out):
        raise CleanerError(f"{out}: no such file or folder: name the --out of a cleaning run")
    base = Path(os.path.realpath(out if out.is_dir() else out.parent))
    real = Path(os.path.realpath(to))
    if real == base or (out.is_dir() and base in real.parents):
        raise CleanerError(f"{to}: is inside {out}: choose a --to outside, so that nothing there is overwritten")
    if not out.is_dir():
        yield from _rows(out, to / out.name, to, keys, force=force)
        return
    for clean in _clean_files(out):
        target = to / clean.relative_to(out)
        if lexists(clean.with_name(clean.name + _TEXT)):
            yield _text(clean, target, to, force=force)
        else:
            yield from _rows(clean, target, to, keys, force=force)


def _clean_files(out: Path) -> list[Path]:
    """The clean files that have an edits file, or are rows and may hold their edits; sorted, links not followed."""
    found: set[Path] = set()
    for folder, _, names in os.walk(out):
        for name in names:
            path = Path(folder, name)
            if name.endswith((_TEXT, _ROWS)):
                found.add(path.with_name(name[: -len(_TEXT if name.endswith(_TEXT) else _ROWS)]))
            elif is_our_output(name):
                continue
            elif FORMATS.get(Path(uncompressed_name(name)).suffix) in ("jsonl", "parquet"):
                found.add(path)
    return sorted(found)


def _text(clean: Path, target: Path, to: Path, *, force: bool) -> Restored | Failure:
    sidecar = clean.with_name(clean.name + _TEXT)
    try:
        record = decode_record(read_clean(sidecar), str(sidecar))
        dropped = record.verdict.decision == "drop" and not lexists(clean)
        try:
            text = "" if dropped else read_clean(clean).decode()
        except UnicodeDecodeError as error:
            raise DocumentError("restore_mismatch", f"{clean}: is not UTF-8: it was altered after cleaning") from error
        content = restore_bytes(text, record)
        _refuse(target, to, content, force=force)
        write_together([(target, compress(content, compression_of(clean.name)))])
    except DocumentError as error:
        return Failure(str(clean), clean.name, None, error.reason, error.message)
    return Restored(target)


def _rows(clean: Path, target: Path, to: Path, keys: RowKeys, *, force: bool) -> Iterator[Restored | Failure]:
    uri = str(clean)
    if clean.suffix.lower() == ".parquet":
        target = target.with_name(f"{target.name}.jsonl")
    try:
        _refuse(target, to, None, force=force)
        with AtomicFile(target) as file:
            sink = Compressor(file, compression_of(clean.name))
            count = 0
            for pair in paired_rows(clean, keys):
                count += 1
                failure = _row(pair, uri, keys, sink)
                if failure is not None:
                    yield failure
            sink.close()
    except DocumentError as error:
        yield Failure(uri, clean.name, None, error.reason, error.message)
        return
    yield Restored(target, count)


def _row(pair: PairedRow, uri: str, keys: RowKeys, sink: Compressor) -> Failure | None:
    text: str | None = None
    failure: Failure | None = None
    try:
        if isinstance(pair.record, DocumentError):
            raise pair.record
        if pair.text is not None or pair.record.verdict.decision != "failed":
            content = restore_bytes(pair.text or "", pair.record)
            text = raw_text_of(content, pair.record.encoding, pair.record.bom)
    except DocumentError as error:
        failure = Failure(uri, f"{uri}:{pair.row}", pair.row, error.reason, error.message)
    row: dict[str, object] = {
        key: value for key, value in pair.columns.items() if not (pair.inline and key == EDITS_KEY)
    }
    # json writes half a surrogate pair as the escape that it was; msgspec refuses it.
    row[keys.text] = msgspec.Raw(json.dumps(text, ensure_ascii=not _is_whole(text)).encode())
    sink.write(encode_row(row))
    return failure


def _is_whole(text: str | None) -> bool:
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(target: Path, to: Path, content: bytes | None, *, force: bool) -> None:
    """Makes sure that ``target`` stands inside ``to`` and nothing of another's is lost."""
    inside = Path(os.path.realpath(to))
    parent = Path(os.path.realpath(target.parent))
    if (parent != inside and inside not in parent.parents) or target.is_symlink():
        raise DocumentError(
            "unwritable", f"{target}: a link there leads out of {to}: remove it, or choose another --to"
        )
    if force or not lexists(target):
        return
    if content is None or not target.is_file() or read_clean(target) != content:
        raise DocumentError("exists", f"{target}: exists with other content: choose another --to, or use --force")
