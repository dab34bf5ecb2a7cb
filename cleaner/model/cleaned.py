"""What leaves the pipeline: the clean text with everything needed to explain it and to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cleaner.model.document import Document
from cleaner.model.edits import Change, Finding
from cleaner.model.verdict import KEEP, Verdict

__all__ = ["Cleaned"]

_EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One cleaned document.

    Attributes:
        document: what came in; ``document.text`` is raw.
        text: the clean text; always ``splice(document.text, changes)``, also where the verdict is ``drop``.
        changes: sorted, disjoint, offsets in raw.
        verdict: what became of the document.
        findings: seen, not done; offsets in raw.
        metadata: ``language``, ``title``, ``byline``, ``date``, ``section``, ``spun_score`` where known.
    """

    document: Document
    text: str
    changes: tuple[Change, ...] = ()
    verdict: Verdict = KEEP
    findings: tuple[Finding, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=lambda: _EMPTY)

    def __reduce__(self) -> tuple[object, ...]:
        # A mappingproxy cannot be pickled; a plain dict says the same.
        return Cleaned, (self.document, self.text, self.changes, self.verdict, self.findings, dict(self.metadata))
