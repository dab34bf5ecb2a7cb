"""The edits record: what was done to one document, and with the clean text enough to take all of it back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from cleaner.io.documents import digest, raw_bytes_of, raw_text_of
from cleaner.io.failure import Failure
from cleaner.io.rows import shown
from cleaner.model import Change, Cleaned, Document, DocumentError, Evidence, Finding, Origin, Verdict

__all__ = [
    "ChangeRecord",
    "EditsRecord",
    "EvidenceRecord",
    "FindingRecord",
    "Fingerprints",
    "VerdictRecord",
    "clean_text",
    "decode_record",
    "encode_record",
    "record_failure",
    "record_of",
    "restore_bytes",
    "restore_text",
]

_FORMAT = "cleaner-edits"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What the documents of a run were cleaned with: digests of the effective config and of the rule set."""

    config: str = ""
    rules: str = ""


class EvidenceRecord(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """:class:`cleaner.model.Evidence` in the file."""

    score: float | None = None
    tier: str | None = None
    reasons: tuple[str, ...] = ()


class ChangeRecord(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """``[start, end, removed, replacement, ids, evidence]``; offsets count code points of raw.

    ``evidence`` runs beside ``ids``; null where no rule gave any.
    """

    start: int
    end: int
    removed: str
    replacement: str
    ids: tuple[str, ...]
    evidence: tuple[EvidenceRecord | None, ...] | None = None


class FindingRecord(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """``[start, end, id, message, suggestion]``; offsets count code points of raw."""

    start: int
    end: int
    id: str
    message: str
    suggestion: str | None = None


class VerdictRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """:class:`cleaner.model.Verdict` in the file."""

    decision: str
    reasons: tuple[str, ...] = ()


class EditsRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One document's record.

    Attributes:
        id: the document's id.
        name: path of its source relative to the input.
        media_type: ``text/plain`` or ``text/html``.
        sha256: of the original bytes, decompressed (of the page, for HTML).
        raw_sha256: of what :func:`restore_bytes` gives; differs from ``sha256`` for pages.
        encoding: of the restored bytes; null for UTF-8 text that arrived as a string or was extracted.
        bom: codec whose mark stands before them.
        extractor: tool that took the text out of a page.
        config, rules: fingerprints.
        verdict, findings, changes: as in :class:`cleaner.model.Cleaned`; a dropped document has one change, all of raw.
        text_sha256: of the clean text as written, in UTF-8.
        spun_score: how sure it is that raw was spun, 0 to 1; null where that was not judged.
        raw_b64: raw's bytes, only where the changes cannot give them back: no exact encoding, or lone surrogates.
    """

    format: str = _FORMAT
    version: int = _VERSION
    id: str
    name: str
    media_type: str
    sha256: str
    raw_sha256: str
    encoding: str | None
    bom: str | None
    extractor: str | None
    config: str
    rules: str
    verdict: VerdictRecord
    findings: tuple[FindingRecord, ...]
    changes: tuple[ChangeRecord, ...]
    text_sha256: str
    spun_score: float | None = None
    raw_b64: str | None = None


class _Head(msgspec.Struct):
    format: str = ""
    version: int = 0


def clean_text(cleaned: Cleaned) -> str:
    """The text that is written: the clean one with lone surrogates as U+FFFD; nothing for a dropped document."""
    return "" if cleaned.verdict.decision == "drop" else shown(cleaned.text)


def record_of(cleaned: Cleaned, name: str, fingerprints: Fingerprints) -> EditsRecord:
    """The record of ``cleaned``, whose source is called ``name``.

    >>> from cleaner.model import Change
    >>> document = Document("Share! Snow fell.", id="a.txt")
    >>> change = Change(0, 7, "", ("share-bar",), (None,))
    >>> record = record_of(Cleaned(document, "Snow fell.", (change,)), "a.txt", Fingerprints())
    >>> restore_text("Snow fell.", record)
    'Share! Snow fell.'
    """
    document, origin = cleaned.document, cleaned.document.origin
    raw = document.text
    changes: Sequence[Change] = cleaned.changes
    if cleaned.verdict.decision == "drop":
        reasons = cleaned.verdict.reasons
        changes = [Change(0, len(raw), "", reasons, (None,) * len(reasons))] if raw else []
    content, encoding, bom = raw_bytes_of(document)
    kept = origin.raw_bytes is not None or shown(raw) != raw
    score = cleaned.metadata.get("spun_score")
    return EditsRecord(
        id=shown(document.id),
        name=shown(name),
        media_type=origin.media_type,
        sha256=origin.sha256 or digest(content),
        raw_sha256=digest(content),
        encoding=encoding,
        bom=bom,
        extractor=origin.extractor,
        config=fingerprints.config,
        rules=fingerprints.rules,
        verdict=_verdict(cleaned.verdict),
        findings=tuple(_finding(finding) for finding in cleaned.findings),
        changes=tuple(_change(raw, change) for change in changes),
        text_sha256=digest(clean_text(cleaned).encode()),
        spun_score=score if isinstance(score, float) else None,
        raw_b64=base64.b64encode(content).decode() if kept else None,
    )


def record_failure(failure: Failure, name: str, fingerprints: Fingerprints) -> EditsRecord:
    """The record of a failure: no changes, the message as its finding; raw where it could be read, else nothing."""
    document = Document(failure.text or "", failure.id, failure.origin)
    finding = Finding(0, 0, failure.reason, failure.message)
    cleaned = Cleaned(document, document.text, (), Verdict("failed", (failure.reason,)), (finding,))
    return record_of(cleaned, name, fingerprints)


def _verdict(verdict: Verdict) -> VerdictRecord:
    return VerdictRecord(verdict.decision, tuple(map(shown, verdict.reasons)))


def _finding(finding: Finding) -> FindingRecord:
    suggestion = None if finding.suggestion is None else shown(finding.suggestion)
    return FindingRecord(finding.start, finding.end, shown(finding.rule_id), shown(finding.message), suggestion)


def _change(raw: str, change: Change) -> ChangeRecord:
    removed, replacement = shown(raw[change.start : change.end]), shown(change.replacement)
    ids = tuple(map(shown, change.rule_ids))
    evidence = tuple(_evidence(one) for one in change.evidence) if any(change.evidence) else None
    return ChangeRecord(change.start, change.end, removed, replacement, ids, evidence)


def _evidence(evidence: Evidence | None) -> EvidenceRecord | None:
    if evidence is None:
        return None
    tier = None if evidence.tier is None else shown(evidence.tier)
    return EvidenceRecord(evidence.score, tier, tuple(map(shown, evidence.reasons)))


def encode_record(record: EditsRecord) -> bytes:
    """``record`` as one line of JSON with its newline; equal records give equal bytes."""
    return msgspec.json.encode(record) + b"\n"


def decode_record(content: bytes, where: str) -> EditsRecord:
    """The record in ``content``, checked; ``where`` (file, or file and row) goes into the errors.

    Raises:
        DocumentError: ``bad_edits`` where it is no record of ours, ``edits_version`` where it is a later one's.
    """
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format != _FORMAT:
            raise DocumentError("bad_edits", f'{where}: no edits record ("format" is not "{_FORMAT}")')
        if head.version != _VERSION:
            raise DocumentError(
                "edits_version",
                f"{where}: version {head.version} of the edits record, this cleaner reads {_VERSION}: "
                "restore with the cleaner that wrote it, or upgrade (pip install -U newswash)",
            )
        return msgspec.json.decode(content, type=EditsRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError("bad_edits", f"{where}: damaged edits record: {error}") from error


def restore_text(clean: str, record: EditsRecord) -> str:
    """Raw, from the clean text as it was written and its record.

    Raises:
        DocumentError: ``restore_mismatch`` where the clean text is not the one that the record was made with.
    """
    if digest(clean.encode("utf-8", "surrogatepass")) != record.text_sha256:
        raise _mismatch(record, "the clean text was altered after cleaning")
    if record.raw_b64 is not None:
        return _decoded(record, _kept_bytes(record))
    pieces: list[str] = []
    position = shift = 0  # position: in clean; shift: raw − clean
    for change in record.changes:
        at = change.start - shift
        stop = at + len(change.replacement)
        if (
            not position <= at
            or clean[at:stop] != change.replacement
            or len(change.removed) != change.end - change.start
        ):
            raise _mismatch(record, f"the change at {change.start} to {change.end} of raw does not fit the clean text")
        pieces += (clean[position:at], change.removed)
        position, shift = stop, change.end - stop
    pieces.append(clean[position:])
    return "".join(pieces)


def restore_bytes(clean: str, record: EditsRecord) -> bytes:
    """The original bytes (of a page: its extracted text in UTF-8), verified by their digest.

    Raises:
        DocumentError: ``restore_mismatch`` where they are not what was read.
    """
    text = restore_text(clean, record)
    if record.raw_b64 is not None:
        content: bytes = _kept_bytes(record)
    else:
        content = _encoded(record, text)
    if digest(content) != record.raw_sha256:
        raise _mismatch(record, "the restored bytes do not have the recorded SHA-256")
    return content


def _kept_bytes(record: EditsRecord) -> bytes:
    try:
        return base64.b64decode(record.raw_b64 or "", validate=True)
    except binascii.Error as error:
        raise _mismatch(record, f"raw_b64 is no base64: {error}") from error


def _decoded(record: EditsRecord, content: bytes) -> str:
    try:
        return raw_text_of(content, record.encoding, record.bom)
    except (LookupError, ValueError) as error:
        raise _mismatch(record, f"raw_b64 cannot be decoded: {error}") from error


def _encoded(record: EditsRecord, text: str) -> bytes:
    origin = Origin(encoding=record.encoding, bom=record.bom)
    try:
        return raw_bytes_of(Document(text, record.id, origin))[0]
    except (LookupError, ValueError) as error:
        raise _mismatch(record, f"raw cannot be encoded: {error}") from error


def _mismatch(record: EditsRecord, what: str) -> DocumentError:
    return DocumentError(
        "restore_mismatch",
        f"{record.name} ({record.id}): {what}. Put back the clean file and the edits file of one and the same run, "
        "or take raw from the input",
    )
