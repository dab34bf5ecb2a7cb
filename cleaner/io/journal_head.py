"""What a run was begun with: settings, rules and inputs, told so that a later run can say what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

__all__ = ["Head"]

_VERSION = 1
_MOST_TOLD = 5
_SET_APART = "\0"


@dataclass(frozen=True, slots=True)
class Head:
    """What decides the bytes that a run writes.

    Attributes:
        cleaner: the version of this package.
        config: fingerprint of the configuration.
        rules: fingerprint of the rule set.
        effective: the configuration, setting by setting, as text.
        settings: the options of the command line that are no configuration, by name.
        stamps: of each source its name and what tells its content apart without reading it; None where nothing does.
        digest: of all stamps.
        sources: how many they are.
    """

    cleaner: str
    config: str
    rules: str
    effective: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str | int | None] = field(default_factory=dict)
    stamps: Sequence[tuple[str, str | None]] = ()
    digest: str = ""
    sources: int = 0

    def with_stamps(self, stamps: Sequence[tuple[str, str | None]]) -> Head:
        """This head, with the stamps that were left out of its first record."""
        return replace(self, stamps=tuple(stamps))

    @classmethod
    def begun(
        cls,
        *,
        cleaner: str,
        config: str,
        rules: str,
        effective: Mapping[str, str],
        settings: Mapping[str, str | int | None],
        stamps: Sequence[tuple[str, str | None]],
    ) -> Head:
        """The head of a run that begins now."""
        digest = hashlib.sha256()
        for name, stamp in stamps:
            digest.update(f"{name}{_SET_APART}{stamp}{_SET_APART}".encode("utf-8", "surrogatepass"))
        return cls(cleaner, config, rules, effective, settings, tuple(stamps), digest.hexdigest()[:32], len(stamps))

    def records(self, stamps_a_record: int) -> Iterator[dict[str, Any]]:
        """This head as JSON can hold it: all but the stamps first."""
        yield {
            "journal": _VERSION,
            "cleaner": self.cleaner,
            "config": self.config,
            "rules": self.rules,
            "effective": dict(self.effective),
            "settings": dict(self.settings),
            "digest": self.digest,
            "sources": self.sources,
        }
        for start in range(0, len(self.stamps), stamps_a_record):
            yield {"stamps": [list(pair) for pair in self.stamps[start : start + stamps_a_record]]}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Head:
        """The head that the first of :meth:`records` told of.

        Raises:
            ValueError: where it is none, or of another version.
        """
        found = msgspec.convert(record, _HeadRecord)
        if found.journal != _VERSION:
            raise ValueError(f"version {found.journal} of the journal, this cleaner reads {_VERSION}")
        parts = (found.cleaner, found.config, found.rules, found.effective, found.settings)
        return cls(*parts, digest=found.digest, sources=found.sources)

    def shape_changes(self, now: Head) -> list[str]:
        """What is different in the form of the output, so that what is there cannot be gone on with."""
        keys = sorted({*self.settings, *now.settings})
        return [
            f"{key}: {_shown(self.settings.get(key))} before, {_shown(now.settings.get(key))} now"
            for key in keys
            if self.settings.get(key) != now.settings.get(key)
        ]

    def rule_changes(self, now: Head) -> list[str]:
        """What is different in how documents are cleaned."""
        told = []
        if self.cleaner != now.cleaner:
            told.append(f"cleaner is {now.cleaner}, it was {self.cleaner}")
        if self.config != now.config:
            keys = sorted({*self.effective, *now.effective})
            found = [key for key in keys if self.effective.get(key) != now.effective.get(key)]
            told += [
                f"{key}: {self.effective.get(key, 'unknown')} before, {now.effective.get(key, 'unknown')} now"
                for key in found
            ] or ["a model has another content"]
        if self.rules != now.rules:
            told.append(f"the rules are others ({now.rules[:12]}, they were {self.rules[:12]})")
        return told

    def input_changes(self, now: Head) -> list[str]:
        """What is different in what is read; where the stamps are gone, only that it is."""
        if self.digest == now.digest:
            return []
        if not self.stamps:
            return [f"the inputs are not the same: {self.sources:,} before, {now.sources:,} now"]
        before, after = dict(self.stamps), dict(now.stamps)
        gone = [f"{name} is gone" for name in before if name not in after]
        new = [f"{name} is new" for name in after if name not in before]
        changed = [f"{name} was changed" for name in after if name in before and before[name] != after[name]]
        told = [*changed, *gone, *new] or ["the order of the inputs is another"]
        more = len(told) - _MOST_TOLD
        return [*told[:_MOST_TOLD], *([f"and {more:,} more"] if more > 0 else [])]

    def done_is_unchanged(self, now: Head, source: int) -> int | None:
        """Where the source that had the index ``source`` stands now, if that and all before it are as they were.

        Sources before it that are gone do no harm: what came of them is written. None where it does not hold.
        """
        after = dict(now.stamps)
        there = [pair for pair in self.stamps[:source] if pair[0] in after]
        there += self.stamps[source : source + 1]
        same = list(now.stamps[: len(there)]) == there
        return len(there) - 1 if same and there else None


class _HeadRecord(msgspec.Struct, forbid_unknown_fields=True):
    journal: int
    cleaner: str
    config: str
    rules: str
    effective: dict[str, str]
    settings: dict[str, str | int | None]
    digest: str
    sources: int


def _shown(value: str | int | None) -> str:
    return "not given" if value is None else str(value)
