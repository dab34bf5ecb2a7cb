"""The stage `spun`: judges whether a text was machine-paraphrased, and turns its words back where that is certain."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from cleaner.model import KEEP, Draft, Finding, Proposal, Verdict
from cleaner.stages.spun import Action
from cleaner.stages.spun.screen import reads_as_english
from cleaner.stages.stage import Context

if TYPE_CHECKING:  # all of these are read where a text asks for them: a text that is no English pays for none
    from cleaner.stages.spun.channel import Channel
    from cleaner.stages.spun.detector import Judgement
    from cleaner.stages.spun.first_look import FirstLook
    from cleaner.stages.spun.model import SpunModel
    from cleaner.stages.spun.neural.judge import Judge
    from cleaner.stages.spun.sibling_index import SiblingIndex
    from cleaner.stages.spun.tiers import Tiers

__all__ = ["Spun", "SpunGate"]

_MEMO = "spun"


@dataclass(slots=True)
class _Memory:
    """What the stage knows of a document: the first judgement, and what it proposed last, for which text.

    Attributes:
        foreign: whether that text was taken for another language than English; once chrome is gone it may be English.
        findings: of the last time that the text was taken for spun, in raw: a repaired text has none of its own.
    """

    score: float | None
    text: str
    foreign: bool
    proposal: Proposal
    findings: tuple[Finding, ...]


class Spun:
    """Judges English text of 40 words and more, and repairs what it takes for spun.

    Every edit stands behind the judgement of the whole document, as it is at that moment: a text that was repaired
    until it no longer reads as spun is left alone, also when it is cleaned again. The metadata ``spun_score`` is the
    first judgement.

    Rule ids: ``spun.sibling``, ``spun.name``, ``spun.word``; what stays below its threshold is a finding.
    """

    name: ClassVar[str] = "spun"

    def __init__(
        self, action: Action = "repair", siblings: SiblingIndex | None = None, judge: Judge | None = None
    ) -> None:
        self.action = action
        self._siblings, self._judge = siblings, judge
        self._look: FirstLook | None = None  # read with the first English text

    @classmethod
    def from_settings(cls, action: Action, siblings: str = "", judge: str = "") -> Spun:
        """The stage for ``action``, with an index file of siblings and the address of a neural judge; empty: none.

        Raises:
            ConfigError: where the index or the judge cannot be had.
        """
        index = asked = None
        if siblings:
            from cleaner.stages.spun.sibling_index import read_siblings

            index = read_siblings(Path(siblings))
        if judge:
            from cleaner.stages.spun.neural.load import load_judge

            asked = load_judge(judge)
        return cls(action, index, asked)

    @cached_property
    def model(self) -> SpunModel:
        """The learned parts, read once a process.

        Raises:
            ConfigError: where the file is damaged.
        """
        from cleaner.stages.spun.model import built_in_spun

        return built_in_spun()

    @cached_property
    def channel(self) -> Channel | None:
        """What judges words; None, once said on the log, where the package came without the language model.

        Raises:
            ConfigError: where a file is damaged.
        """
        from cleaner.stages.spun.language_model import BUILT_IN as COUNTS
        from cleaner.stages.spun.language_model import LanguageModel
        from cleaner.stages.spun.neural.judge import tell_once
        from cleaner.stages.spun.swaps import shipped_swaps

        if not COUNTS.is_file():
            tell_once(
                f"{COUNTS.name} is missing: spun text is neither judged nor repaired; install newswash again, or make "
                "one with `cleaner learn ngrams`"
            )
            return None
        return self.model.channel(shipped_swaps(), LanguageModel.load(COUNTS))

    @cached_property
    def tiers(self) -> Tiers:
        """What repairs."""
        from cleaner.stages.spun.names import Names
        from cleaner.stages.spun.tiers import Tiers

        return Tiers(Names.load(), self._siblings, self._judge)

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """The judgement as metadata, and edits and findings in the coordinates of ``draft.text``.

        Raises:
            ConfigError: where one of the files that ship is damaged.
        """
        memory = context.memo.get(_MEMO)
        if not isinstance(memory, _Memory):
            memory = None
        elif memory.text == draft.text and memory.foreign == _foreign(context):
            return memory.proposal
        passed = self.passed(draft.text, context)
        judgement = self.judge(draft.text, context) if passed is None else None
        # What was too short, or hidden in foreign chrome, may be judged later; what was judged keeps its first score.
        first = memory.score if memory else None
        if first is None:
            first = passed if judgement is None else judgement.score
        turned = Proposal() if judgement is None else self._proposal(judgement, draft)
        findings = turned.findings
        if not turned.edits and not findings and memory is not None:
            findings = tuple(_found_again(memory.findings, draft))
        proposal = Proposal(turned.edits, findings, {} if first is None else {"spun_score": first})
        context.memo[_MEMO] = _Memory(first, draft.text, _foreign(context), proposal, tuple(_in_raw(findings, draft)))
        return proposal

    def passed(self, text: str, context: Context) -> float | None:
        """The score of a text that the screen lets pass, as most; None for all others. Reads nothing but the screen."""
        if _foreign(context):
            return None
        if self._look is None:
            if not reads_as_english(text):
                return None
            from cleaner.stages.spun.first_look import built_in_look

            self._look = built_in_look()
        return self._look.passed(text)  # it asks once more whether the text reads as English

    def judge(self, text: str, context: Context, *, fully: bool = False) -> Judgement | None:
        """The judgement of ``text``; None where it is too short, or no English.

        Args:
            text: what is judged.
            context: knows the language.
            fully: take all looks, so that there are sentences and candidates.
        """
        if _foreign(context) or not ("channel" in self.__dict__ or reads_as_english(text)) or self.channel is None:
            return None  # the detector asks once more; here it decides whether anything is read at all
        from cleaner.stages.spun.detector import SKIMMED

        judgement = self.model.detector.judge(text, self.channel, fully=fully)
        suspect = judgement is not None and judgement.score >= SKIMMED  # others need no language
        return None if suspect and context.language != "en" else judgement

    def _proposal(self, judgement: Judgement, draft: Draft) -> Proposal:
        looked = judgement.looked
        if not judgement.spun or self.action != "repair" or looked is None:
            return Proposal()
        turned = self.tiers.propose(looked.tokens, looked.candidates, looked.chances.tolist(), draft.raw)
        return Proposal(turned.edits, turned.findings)


def _in_raw(findings: Sequence[Finding], draft: Draft) -> Iterator[Finding]:
    for finding in findings:
        start, end = draft.to_raw(finding.start, finding.end)
        yield replace(finding, start=start, end=end)


def _found_again(findings: Sequence[Finding], draft: Draft) -> Iterator[Finding]:
    """Findings in raw, as they stand in the text now; those in what was changed since are gone."""
    starts, ends = [change.start for change in draft.changes], [change.end for change in draft.changes]
    shifts = [0, *accumulate(len(change.replacement) - change.end + change.start for change in draft.changes)]
    for finding in findings:
        before = bisect_right(ends, finding.start)
        if before == len(starts) or finding.end <= starts[before]:
            yield replace(finding, start=finding.start + shifts[before], end=finding.end + shifts[before])


def _foreign(context: Context) -> bool:
    """Whether the text is known to be in another language; costs no detection."""
    return (context.known_language or "en") != "en"


@dataclass(frozen=True, slots=True)
class SpunGate:
    """``spun`` where the stage took the text that came in for spun: dropped at ``drop``, else flagged."""

    action: Action
    name: ClassVar[str] = "spun"

    def judge(self, draft: Draft, context: Context) -> Verdict:  # noqa: ARG002 - the Gate protocol names it
        """KEEP, or the verdict with the reason ``spun``."""
        memory = context.memo.get(_MEMO)
        if not isinstance(memory, _Memory) or memory.score is None:
            return KEEP
        from cleaner.stages.spun.detector import SPUN

        if memory.score < SPUN:
            return KEEP
        return Verdict("drop" if self.action == "drop" else "flag", (self.name,))
