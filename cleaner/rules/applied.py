"""A rule set at work: asks the matcher what stands in each line, and each rule that was hit what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import starmap
from operator import itemgetter

from cleaner.model import Draft, Edit, Lines, Proposal, resolve, split_lines
from cleaner.rules.kinds import KeepRule
from cleaner.rules.matcher import Found, LineMatcher, Matcher, Query
from cleaner.rules.page import Page
from cleaner.rules.rule import Hit, removal
from cleaner.rules.ruleset import NamedRule, RuleSet

__all__ = ["AppliedRules", "Setting", "covering", "holds"]

# Kinds whose hit takes the whole line, so that the line no longer counts as prose of the page.
_WHOLE = frozenset(["phrases", "line", "recurring", "section", "run"])
_LINE = itemgetter(0)  # of a place: line, start, end


# Each pass only removes text or swaps words that no table swaps again, so texts settle after two or three.
_MOST_PASSES = 20


def _unknown() -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Setting:
    """What rules may ask about the document at hand.

    Attributes:
        site: host of the page, where known.
        language: gives the document's language; called only where a bound rule was hit, since it may cost.
        searched: the line texts that were searched so far; one set for each document.
        found: what was found in those of them that hold anything.
    """

    site: str | None = None
    language: Callable[[], str | None] = _unknown
    searched: set[str] = field(default_factory=set)
    found: dict[str, tuple[Found, ...]] = field(default_factory=dict)


class AppliedRules:
    """The active rules of a rule set, ready to read lines."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set

    @cached_property
    def _asking(self) -> tuple[NamedRule, ...]:
        return tuple(named for named in self.rule_set.active if named.rule.probe() is not None)

    @cached_property
    def _reading(self) -> tuple[NamedRule, ...]:
        """Rules without a probe: they read the whole page each time."""
        return tuple(named for named in self.rule_set.active if named.rule.probe() is None)

    @cached_property
    def _matcher(self) -> LineMatcher:
        queries = []
        for named in self._asking:
            probe = named.rule.probe()
            if probe is not None:
                queries.append(Query(probe, named.shape, named.name))
        return Matcher(queries)

    @cached_property
    def _whole(self) -> frozenset[int]:
        return frozenset(i for i, n in enumerate(self._asking) if n.rule.__struct_config__.tag in _WHOLE)

    @cached_property
    def _free(self) -> frozenset[int]:
        """Rules that hold in every document."""
        return frozenset(i for i, n in enumerate(self._asking) if not n.sites and not (n.rule.bound and n.languages))

    @cached_property
    def _fewest(self) -> tuple[int, ...]:
        return tuple(named.rule.fewest for named in self._asking)

    @cached_property
    def _keeps(self) -> bool:
        return any(isinstance(named.rule, KeepRule) for named in self._asking)

    def propose(self, lines: Lines, setting: Setting, *, each: bool = False) -> Proposal:
        """Edits of all active rules in the coordinates of the lines' text, and what they capture as metadata.

        A line that several rules remove is the first one's, or has an edit of ``each``.

        Raises:
            DocumentError: where a pattern runs out of time.
        """
        found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for index, there in self._found(lines, setting):
            for query, start, end in there:
                found[query].append((index, start, end))
        free = self._free
        places = {
            query: found[query] for query in sorted(found) if query in free or holds(self._asking[query], setting)
        }
        enough = {query for query, spots in places.items() if len(spots) >= self._fewest[query]}
        if not enough and not self._reading:
            return Proposal()
        struck: set[int] = set()
        page = Page(lines, struck)  # asks what was struck only once a rule asks it for prose
        for query in self._whole & places.keys():
            # Lines of wrapped paragraphs are pieces of prose, whatever words they hold.
            if page.wrapped:
                places[query] = [place for place in places[query] if place[0] not in page.wrapped]
            struck.update(map(_LINE, places[query]))
        edits: list[Edit] = []
        gone: set[int] = set()
        metadata: dict[str, object] = {}
        for query, spots in places.items():
            if query not in enough:
                continue
            named = self._asking[query]
            rule = named.rule
            hits = list(starmap(Hit, spots))
            whole = rule.lines(hits, page)
            if whole is None:
                edits.extend(rule.edits(hits, page, named.name))
            else:
                # Several rules take the foot of a page; an edit that another covers is work for nothing.
                fresh = [index for index in dict.fromkeys(whole) if each or index not in gone]
                gone.update(fresh)
                edits.extend([removal(page, index, named.name) for index in fresh])
            captured = rule.captures(hits, page)
            if captured:
                metadata = {**captured, **metadata}
        for named in self._reading:
            if holds(named, setting):
                edits.extend(named.rule.edits((), page, named.name))
        return Proposal(edits=tuple(edits), metadata=metadata)

    def protected(self, lines: Lines, setting: Setting) -> list[tuple[int, int]]:
        """Spans of the lines' text that `keep` rules forbid to remove, sorted."""
        if not self._keeps:
            return []
        page = Page(lines)
        spans: list[tuple[int, int]] = []
        for index, there in self._found(lines, setting):
            for query, start, end in there:
                named = self._asking[query]
                if isinstance(named.rule, KeepRule) and holds(named, setting):
                    spans.extend(named.rule.spans([Hit(index, start, end)], page))
        return sorted(spans)

    def settle(self, text: str, setting: Setting) -> tuple[Draft, dict[str, object]]:
        """``text`` with the rules applied until nothing changes, as tests and lint see it; and what was captured."""
        draft = Draft(text)
        metadata: dict[str, object] = {}
        for _ in range(_MOST_PASSES):
            proposal = self.propose(draft.lines, setting)
            metadata = {**proposal.metadata, **metadata}
            kept = resolve(proposal.edits).kept
            vetoed = covering(kept, self.protected(draft.lines, setting))
            edits = [edit for edit in kept if edit not in vetoed]
            if not edits:
                break
            draft = draft.apply(edits)
        return draft, metadata

    def hits(self, text: str, setting: Setting) -> list[str]:
        """Names of the rules that would edit ``text``, sorted."""
        return sorted({edit.rule_id for edit in self.propose(split_lines(text), setting, each=True).edits})

    def _found(self, lines: Lines, setting: Setting) -> list[tuple[int, tuple[Found, ...]]]:
        """Lines that hold anything, with what: that depends on their texts alone, so only new lines are searched."""
        searched, found = setting.searched, setting.found
        new = list(dict.fromkeys(lines.texts))
        if searched:
            new = [text for text in new if text not in searched]
        if new:
            found.update((text, there) for text, there in zip(new, self._matcher.find(new), strict=True) if there)
            searched.update(new)
        return [(index, found[text]) for index, text in enumerate(lines.texts) if text in found]


def holds(named: NamedRule, setting: Setting) -> bool:
    """True where the rule's sites and, if it is bound to them, its languages fit the document.

    >>> from cleaner.rules.kinds import KINDS
    >>> from cleaner.rules.ruleset import Shape
    >>> rule = KINDS["keep"](id="stub", why="Shows a site.", tests={})
    >>> holds(NamedRule("x.stub", rule, Shape((), steady=True), (), ("a.example",), on=True), Setting("b.example"))
    False
    """
    if named.sites and setting.site not in named.sites:
        return False
    return not named.rule.bound or not named.languages or setting.language() in named.languages


def covering(edits: Sequence[Edit], spans: Sequence[tuple[int, int]]) -> list[Edit]:
    """Those of ``edits`` that overlap one of ``spans`` (both sorted)."""
    covered = []
    at = 0
    for edit in edits:
        while at < len(spans) and spans[at][1] <= edit.start:
            at += 1
        if at < len(spans) and spans[at][0] < edit.end:
            covered.append(edit)
    return covered
