"""What every rule is: its fields, its proof, and what it asks of a line. Kinds add theirs.

Rules are msgspec Structs, not dataclasses: the same declaration checks the YAML field by field, gives the JSON schema
with its texts, and reads the compiled cache; pydantic would do the first two, at twenty times the import time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from cleaner.model import Edit
from cleaner.rules.literals import Shape
from cleaner.rules.page import Page

__all__ = [
    "Capture",
    "Fix",
    "Hit",
    "Pack",
    "PatternText",
    "Phrases",
    "Probe",
    "Rule",
    "Tests",
    "Where",
    "firing",
    "removal",
]

Where = Literal["head", "tail", "edges", "apart", "any"]
Capture = Literal["byline", "date", "section"]

PatternText = Annotated[str, Meta(description="A `regex` pattern, tried without regard to case.", min_length=1)]
Phrases = Annotated[
    tuple[str, ...],
    Meta(description="Whole lines, compared without regard to case, blanks, and punctuation at either end."),
]


class Hit(NamedTuple):
    """One place in one line that a rule's probe found. Offsets count in the line's text."""

    line: int
    start: int
    end: int


class Probe(NamedTuple):
    """What a rule asks of each line; the matcher answers for all rules at once.

    Attributes:
        phrases: the line is one of these (compared by ``phrase_key``).
        pattern: or this pattern is found in it.
        whole: the pattern must match the line from its first to its last character that is no blank.
        unless: and this pattern is found nowhere in it.
        max_words: and the line has no more words than this.
        alike: or the line is alike to one of these (compared by ``alike_key``).
    """

    phrases: tuple[str, ...] = ()
    pattern: str | None = None
    whole: bool = True
    unless: str | None = None
    max_words: int | None = None
    alike: tuple[str, ...] = ()


class Fix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text before and after the rule, and what it captured."""

    raw: Annotated[str, Meta(description="The text as scraped; several lines where the rule needs them.")]
    clean: Annotated[str, Meta(description="What must be left of it.")]
    byline: str | None = None
    date: str | None = None
    section: str | None = None


class Tests(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The proof of a rule: at least one `keep`, and one `drop` or `fix`."""

    drop: Annotated[tuple[str, ...], Meta(description="Texts of which nothing may be left.")] = ()
    keep: Annotated[tuple[str, ...], Meta(description="Texts that must come out unchanged.")] = ()
    fix: Annotated[tuple[Fix, ...], Meta(description="Texts with what must be left of them.")] = ()


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    """The fields that rules of all kinds share. A kind adds its own, and answers `probe`, and `lines` or `edits`."""

    id: Annotated[
        str,
        Meta(
            description="Names the thing removed, never the act: `share-counter`.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$"
        ),
    ]
    why: Annotated[str, Meta(description="One sentence: why may this go?", min_length=10)]
    tests: Tests
    safety: Annotated[
        Literal["safe", "risky"], Meta(description="`risky` rules are off unless asked for with --risky or --enable.")
    ] = "safe"
    status: Annotated[
        Literal["preview", "stable", "deprecated"],
        Meta(description="`preview` and `deprecated` rules are off unless enabled by id."),
    ] = "stable"
    source: Annotated[str | None, Meta(description="Paper, tool or page that the rule comes from.")] = None
    loss: Annotated[
        str | None, Meta(description="Measured prose loss, for published rules: share of content tokens, and on what.")
    ] = None
    known_wrong: Annotated[
        tuple[str, ...],
        Meta(description="Prose that the rule is known to remove. Strict: once mended, it must move to `keep`."),
    ] = ()
    bound: Annotated[
        bool,
        Meta(description="Only in documents of the pack's languages: for words that mean something else elsewhere."),
    ] = False

    @property
    def fewest(self) -> int:
        """With fewer hits on a page the rule edits nothing."""
        return 1

    def probe(self) -> Probe | None:
        """What to look for in each line; None for rules that read the whole page."""
        raise NotImplementedError

    def lines(self, hits: Sequence[Hit], page: Page) -> Iterable[int] | None:  # noqa: ARG002  # for kinds that do
        """Indexes of the lines to remove, given all places the probe was found, in order; None: `edits` says more."""
        return None

    def edits(self, hits: Sequence[Hit], page: Page, rule_id: str) -> Iterable[Edit]:
        """Edits in the coordinates of the page's text; asked of kinds that do not answer `lines`."""
        raise NotImplementedError

    def captures(self, hits: Sequence[Hit], page: Page) -> Mapping[str, str]:  # noqa: ARG002  # most kinds capture nothing
        """Metadata that the removed text carries, verbatim; asked with the same hits as ``edits``."""
        return {}

    def flaws(self) -> Iterable[tuple[str, str]]:
        """What is wrong with the rule beyond the types of its fields: pairs of field name and message."""
        return ()


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of rules.

    Attributes:
        name: dotted, such as ``en.share-bars``; first part of its rules' full ids.
        about: one sentence for the index.
        file: where it was read from, relative to its rule folder.
        languages: ISO 639-1 codes it was written for; empty: any.
        sites: hosts it holds for; empty: any.
        default: False for packs that are off unless enabled by name.
        rules: in the order of the file.
        shapes: what matching may rely on, one for each rule; None for rules without a pattern.
    """

    name: str
    about: str
    file: str
    languages: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    default: bool = True
    rules: tuple[Rule, ...] = ()
    shapes: tuple[Shape | None, ...] = ()


def firing(hits: Sequence[Hit], page: Page, where: str, captures: Sequence[str]) -> Sequence[Hit]:
    """The hits that a rule of lines or spans acts on.

    A rule that captures acts on a single hit among the first lines, and only where it is the page's only one: of two
    only the first would be kept as metadata and the other would be lost, and several bylines or dates are a list.
    """
    if not captures:
        return hits if where == "any" else [hit for hit in hits if page.within(hit.line, where)]
    return hits if len(hits) == 1 and page.at_top(hits[0].line) else ()


def removal(page: Page, index: int, rule_id: str) -> Edit:
    """The edit that removes line ``index`` of the page with its ending."""
    return Edit(*page.lines.span(index), "", rule_id)
