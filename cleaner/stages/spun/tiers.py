"""The three repair tiers together: siblings before names before words, and a judge's veto."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

from cleaner.model import Edit, Finding
from cleaner.stages.spun.channel import Candidates
from cleaner.stages.spun.names import RULE as NAME
from cleaner.stages.spun.names import Names, Naming
from cleaner.stages.spun.neural.judge import Choice, Judge
from cleaner.stages.spun.sibling_index import SiblingIndex, document_key
from cleaner.stages.spun.siblings import restore
from cleaner.stages.spun.tokens import Tokens
from cleaner.stages.spun.words import SureWord, sure_words

__all__ = ["EDITED", "FOUND", "QUOTED", "Tiers", "Turned"]

#: From which confidence on an edit is made, and between quotation marks: a quote is somebody's own words.
EDITED, QUOTED = 0.9, 0.98
#: From which confidence on a swap that is not taken back is told of.
FOUND = 0.5
# How a judge's log odds join those of the trees: slope of the trees', weight of the judge's, start. Logistic regression
# on 809 words of texts that four families spun and SmolLM2 of 135M parameters (4 bits) judged; of a fifth family
# that taught nothing 87 words instead of 51 then reach .9, 86 of them rightly. Below the veto nothing is done.
_SLOPE, _TRUST, _START, _VETO = 0.8, 0.2, -0.42, -2.0


@dataclass(frozen=True, slots=True)
class Turned:
    """What the tiers propose, in the coordinates of the tokens' text.

    Attributes:
        edits: to be made; disjoint.
        findings: seen, not done.
        doubtful: the edits of those findings that have a confidence, for people who want to weigh them.
    """

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    doubtful: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Tiers:
    """The repair of a text that is known to be spun.

    Attributes:
        names: of the second tier.
        siblings: sentences of the batch; None: the first tier is off.
        judge: asked about every word of the third tier that is no sibling's or name's; None: nobody is.
    """

    names: Names
    siblings: SiblingIndex | None = None
    judge: Judge | None = None

    def propose(self, tokens: Tokens, candidates: Candidates, chances: Sequence[float], raw: str) -> Turned:
        """Edits and findings for ``tokens``, whose document came in as ``raw``; ``chances`` are the candidates'."""
        edits: list[Edit] = []
        findings: list[Finding] = []
        doubtful: list[Edit] = []
        edited, found = bytearray(len(tokens.text)), bytearray(len(tokens.text))  # a mark for each code point taken
        if self.siblings is not None:
            restored = restore(tokens, document_key(raw), self.siblings)
            edits += [one.edit() for one in restored.restorations]
            findings += restored.findings
        for edit in edits:
            _mark(edited, edit)
        for finding in findings:
            _mark(found, finding)
        for naming in self.names.find(tokens):
            if any(edited[naming.start : naming.end]):
                continue
            if naming.score >= (QUOTED if "in_quotes" in naming.reasons else EDITED):
                edits.append(naming.edit())
                _mark(edited, naming)
            else:
                findings.append(_naming_finding(naming, tokens.text))
                doubtful.append(naming.edit())
                _mark(found, naming)
        words = sure_words(tokens, candidates, chances, FOUND)
        open_words = [word for word in words if not any(edited[word.start : word.end])]
        for sure, score in zip(open_words, self._judged(tokens.text, open_words), strict=True):
            word = replace(sure, score=round(score, 4))
            if score >= (QUOTED if word.quoted else EDITED):
                edits.append(word.edit())
                _mark(edited, word)
            elif score >= FOUND and not any(found[word.start : word.end]):  # what a judge turned down is not told
                findings.append(word.finding(tokens.text[word.start : word.end]))
                doubtful.append(word.edit())
                _mark(found, word)
        # What a lower tier turned back all the same is no longer in doubt.
        findings = [one for one in findings if not any(edited[one.start : one.end])]
        doubtful = [edit for edit in doubtful if not any(edited[edit.start : edit.end])]
        return Turned(
            tuple(sorted(edits, key=lambda edit: edit.start)),
            tuple(sorted(findings, key=lambda one: (one.start, one.end, one.rule_id))),
            tuple(sorted(doubtful, key=lambda edit: edit.start)),
        )

    def _judged(self, text: str, words: Sequence[SureWord]) -> list[float]:
        """The confidence in each word once a judge has been heard; the most doubtful ones are asked about first."""
        scores = [word.score for word in words]
        if self.judge is None:
            return scores
        order = sorted(range(len(words)), key=lambda place: (abs(scores[place] - EDITED), place))
        choices = [
            Choice(word.start, word.end, text[word.start : word.end], word.replacement)
            for word in (words[place] for place in order)
        ]
        for place, odds in zip(order, self.judge.judge(text, choices), strict=True):
            if odds is not None:
                scores[place] = 0.0 if odds < _VETO else _moved(scores[place], odds)
        return scores


def _moved(chance: float, odds: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return 1 / (1 + exp(-(_SLOPE * log(chance / (1 - chance)) + _TRUST * odds + _START)))


def _mark(taken: bytearray, span: Edit | Finding | Naming | SureWord) -> None:
    taken[span.start : span.end] = b"\x01" * (span.end - span.start)


def _naming_finding(naming: Naming, text: str) -> Finding:
    told = f"probably spun ({naming.score:.0%}): {text[naming.start : naming.end]!r} for {naming.replacement!r}"
    return Finding(naming.start, naming.end, NAME, told, naming.replacement)
