"""Spun words turned back by siblings: other documents that hold the same sentence or quote in plainer words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, starmap
from math import exp, log, log2, sqrt
from typing import NamedTuple

from cleaner.model import Edit, Evidence, Finding
from cleaner.stages.lexicon import lexicon
from cleaner.stages.spun.sentences import passages, whole
from cleaner.stages.spun.sibling_index import LEAST_WORDS, SiblingIndex
from cleaner.stages.spun.sibling_words import Comparison, Difference, compare
from cleaner.stages.spun.tokens import Tokens, tokenize

__all__ = ["RULE", "Plausible", "Restoration", "Restored", "plainer", "restore"]

RULE = "spun.sibling"

Plausible = Callable[[Sequence[str], Sequence[str], Sequence[str], Sequence[str]], float]
"""``(before, after, left, right)``: log odds that of two wordings ``after`` is the original; words around as norms."""

_PASSAGES = 1_000  # of a document that are looked at, 20,000 words
_CANDIDATES = 16  # sentences that a passage is compared with
_MOST_SIBLINGS = 32  # those with most of our sentences; a wire story may stand in hundreds of papers
_RAREST = 1e-8  # the share that an unknown word is taken to have

# A sibling is believed where it says many things plainer. A second spun copy of the story says as many worse, and an
# editor who went over a story changed a few words, some for better and some for worse. Chosen by hand on five draws of
# bench/spun_siblings.py; its figures come from a later draw of the same texts, spun with the same table.
_FEWEST = 6  # distinct other wordings, those of all believed siblings together
_FEWEST_OWN = 4  # of them in this sibling
_PLAINER = 0.8  # share of them that must be plainer there
_ERRORS = 4.0  # how often the root of their number their log odds must sum up to; chance is within 2.5 as a rule
_RATE = 0.02  # words that differ among all that both have; 5 % where the bench spins every second word it knows
_LOUDEST = 2.5  # log odds of one wording
_ENOUGH = 20.0  # log odds in sum past which more say no more
_AGAINST = 2.0  # how many times plainer those that say so must be than believed ones that say otherwise
_SURE = 0.98  # edited from here, a finding below; 16 of 23,984 such edits in the bench were wrong
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Restoration:
    """Words to put back. Offsets count code points of the text that was tokenized.

    Attributes:
        score: how sure it is, 0 to 1.
        support: how many other documents say it so, of 32 at most.
    """

    start: int
    end: int
    replacement: str
    score: float
    support: int

    def edit(self) -> Edit:
        """The same for the pipeline."""
        evidence = Evidence(round(self.score, 4), "sibling", (f"siblings:{self.support}",))
        return Edit(self.start, self.end, self.replacement, RULE, evidence)


@dataclass(frozen=True, slots=True)
class Restored:
    """What siblings say about a text.

    Attributes:
        restorations: disjoint and in order.
        findings: what is likely and not sure, and quantities that differ, which are nobody's to guess; in order.
    """

    restorations: tuple[Restoration, ...]
    findings: tuple[Finding, ...]


class _Wording(NamedTuple):
    before: tuple[str, ...]
    after: tuple[str, ...]


class _Place(NamedTuple):
    first: int
    last: int


@dataclass(slots=True)
class _Sibling:
    """What one other document says of our sentences.

    Attributes:
        odds: of what it says otherwise.
        votes: where it says so.
        covered: our tokens in sentences that it has.
        quantities: that it says otherwise.
    """

    odds: dict[_Wording, float] = field(default_factory=dict)
    votes: dict[_Place, Difference] = field(default_factory=dict)
    covered: set[int] = field(default_factory=set)
    quantities: dict[_Place, str] = field(default_factory=dict)

    def lean(self, but: _Wording | None = None) -> float:
        """How much plainer it is, ``but`` not counted: sum of log odds; 0 where that may be chance."""
        odds = [value for wording, value in self.odds.items() if wording != but]
        enough = len(odds) >= _FEWEST_OWN and len(self.votes) >= _RATE * len(self.covered)
        plain = sum(value > 0 for value in odds) >= _PLAINER * len(odds)
        return sum(odds) if enough and plain and sum(odds) >= _ERRORS * sqrt(len(odds)) else 0.0


def plainer(before: Sequence[str], after: Sequence[str], left: Sequence[str], right: Sequence[str]) -> float:
    """How much commoner the words of ``after`` are: by the mean logarithms of their frequencies in English (wordfreq).

    Spinners put rarer words for common ones. What stands around is not asked.

    >>> plainer(["purchased"], ["bought"], [], []) > 0 > plainer(["house"], ["household"], [], [])
    True
    """
    del left, right
    return _commonness(after) - _commonness(before)


def restore(tokens: Tokens, document: int, index: SiblingIndex, plausible: Plausible = plainer) -> Restored:
    """What siblings of a document that is known to be spun say in its place. Offsets count in ``tokens.text``.

    Args:
        tokens: of the document.
        document: its :func:`~cleaner.stages.spun.sibling_index.document_key`, so that it is no sibling of its own.
        index: sentences of the batch.
        plausible: which of two wordings is the original's.
    """
    siblings: dict[int, _Sibling] = defaultdict(_Sibling)
    weigh = cache(plausible)
    in_lower = _in_lower(tokens)
    for words, theirs, found, documents in _matches(tokens, document, index):
        in_lower |= _in_lower(theirs)
        told = [
            (one, max(-_LOUDEST, min(_LOUDEST, weigh(one.before, one.after, one.left, one.right))))
            for one in found.differences
        ]
        for key in documents:
            sibling = siblings[key]
            sibling.covered.update(range(words[0], words[-1] + 1))
            sibling.quantities.update({_Place(first, last): said for first, last, said in found.quantities})
            for one, odds in told:
                sibling.votes[_Place(one.first, one.last)] = one
                wording = _Wording(one.before, one.after)
                sibling.odds[wording] = max(odds, sibling.odds.get(wording, odds))
    most = sorted(siblings, key=lambda key: (-len(siblings[key].covered), key))[:_MOST_SIBLINGS]
    return _decided(tokens, [siblings[key] for key in most], in_lower)


def _matches(
    tokens: Tokens, document: int, index: SiblingIndex
) -> Iterator[tuple[tuple[int, ...], Tokens, Comparison, list[int]]]:
    """Words of ours, the same sentence elsewhere, how they compare, and the documents that have it so.

    Of a document with several, such as a list of courses, the likest.
    """
    ours = list(islice(passages(tokens, LEAST_WORDS), _PASSAGES))
    near = index.near([passage.norms(tokens) for passage in ours], _CANDIDATES)
    for passage, numbers in zip(ours, near, strict=True):
        matches = []
        for number in numbers:
            stored = index.sentence(number)
            if stored.documents != (document,):
                theirs = tokenize(stored.text)
                found = compare(tokens, passage, theirs, whole(theirs))
                if found is not None:
                    matches.append((-found.equal, number, theirs, found, stored.documents))
        taken = {document}
        for _, _, theirs, found, documents in sorted(matches, key=lambda match: match[:2]):
            new = [key for key in documents if key not in taken]
            taken.update(new)
            yield passage.words, theirs, found, new


def _decided(tokens: Tokens, siblings: Sequence[_Sibling], in_lower: set[str]) -> Restored:
    likely: list[Restoration] = []
    for place in sorted({place for sibling in siblings for place in sibling.votes}):
        by_wording: dict[_Wording, list[_Sibling]] = defaultdict(list)
        for sibling in siblings:
            vote = sibling.votes.get(place)
            # Of a sentence's first word nobody knows whether it is a name, unless it stands elsewhere.
            if vote is not None and (not vote.opens or in_lower.issuperset((*vote.before, *vote.after))):
                by_wording[_Wording(vote.before, vote.after)].append(sibling)
        likely += filter(
            None, (_judged(tokens, place, *said, siblings) for said in sorted(by_wording.items(), key=_name))
        )
    kept: list[Restoration] = []
    for one in sorted(likely, key=lambda one: (-one.score, one.start, one.end, one.replacement)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    kept.sort(key=lambda one: one.start)
    quantities = {place: said for sibling in siblings if sibling.lean() for place, said in sibling.quantities.items()}
    findings = [_unsure(one) for one in kept if one.score < _SURE]
    findings += starmap(_quantity, ((tokens, place, said) for place, said in quantities.items()))
    return Restored(
        tuple(one for one in kept if one.score >= _SURE),
        tuple(sorted(findings, key=lambda finding: (finding.start, finding.end))),
    )


def _name(said: tuple[_Wording, list[_Sibling]]) -> _Wording:
    return said[0]


def _judged(
    tokens: Tokens, place: _Place, wording: _Wording, voters: Sequence[_Sibling], siblings: Sequence[_Sibling]
) -> Restoration | None:
    """What ``voters`` say of ``place``; None where it is not likely."""
    leans = [(sibling, sibling.lean(wording)) for sibling in siblings]
    believed = [(sibling, lean) for sibling, lean in leans if lean]
    for_it = [lean for sibling, lean in believed if any(sibling is voter for voter in voters)]
    if not for_it:
        return None
    inside = range(*place)
    covering = sum(lean for sibling, lean in believed if sibling.covered.issuperset(inside))
    pooled = {other: odds for sibling, _ in believed for other, odds in sibling.odds.items() if other != wording}
    if len(pooled) < _FEWEST or sum(for_it) <= _AGAINST * (covering - sum(for_it)):
        return None
    strongest = max(for_it)
    # The others' odds count an eighth: they speak for the document being spun, not for this sibling being plain.
    sums = min(_ENOUGH, strongest + max(0.0, sum(pooled.values()) - strongest) / 8)
    own = max(voter.odds[wording] for voter in voters)
    score = 1 / (1 + exp(0.5 - own - 0.35 * sums - 0.7 * log2(len(for_it))))
    if score < _LIKELY:
        return None
    start, end = tokens.starts[place.first], tokens.ends[place.last - 1]
    told = next(sibling.votes[place].told for sibling, _ in believed if any(sibling is voter for voter in voters))
    return Restoration(start, end, _fitted(told, tokens.text, start), score, len(for_it))


def _fitted(told: str, text: str, start: int) -> str:
    """``told`` with the case and the apostrophes that the text has there."""
    told = (told[0].upper() if text[start].isupper() else told[0].lower()) + told[1:]
    return told.replace("'", "’") if "’" in text else told.replace("’", "'")


def _unsure(one: Restoration) -> Finding:
    return Finding(one.start, one.end, RULE, "another document says this in plainer words, perhaps", one.replacement)


def _quantity(tokens: Tokens, place: _Place, said: str) -> Finding:
    start, end = tokens.starts[place.first], tokens.ends[place.last - 1]
    return Finding(start, end, RULE, "another document has another quantity here", said)


def _in_lower(tokens: Tokens) -> set[str]:
    text, starts = tokens.text, tokens.starts
    return {norm for norm, start in zip(tokens.norms, starts, strict=True) if text[start].islower()}


def _commonness(words: Sequence[str]) -> float:
    english = lexicon("en")
    return sum(log(max(english.frequency(word), _RAREST)) for word in words) / max(1, len(words))
