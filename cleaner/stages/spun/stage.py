"""The stage `spun`: judges whether a text was machine-paraphrased, and turns its words back where that is certain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

from cleaner.model import KEEP, Draft, Proposal, Verdict
from cleaner.stages.spun.channel import Channel
from cleaner.stages.spun.detector import SPUN, Judgement
from cleaner.stages.spun.language_model import BUILT_IN as COUNTS
from cleaner.stages.spun.language_model import LanguageModel
from cleaner.stages.spun.model import SpunModel, built_in_spun
from cleaner.stages.spun.names import Names
from cleaner.stages.spun.neural.judge import Judge, tell_once
from cleaner.stages.spun.screen import reads_as_english
from cleaner.stages.spun.sibling_index import SiblingIndex, read_siblings
from cleaner.stages.spun.swaps import shipped_swaps
from cleaner.stages.spun.tiers import Tiers
from cleaner.stages.stage import Context

__all__ = ["ACTIONS", "Action", "Spun", "SpunGate"]

Action = Literal["repair", "flag", "drop"]
ACTIONS: tuple[Action, ...] = ("repair", "flag", "drop")

_MEMO = "spun"
_SUSPECT = 0.05  # the screen's scores end there: whatever is above was looked at


@dataclass(slots=True)
class _Memory:
    """What the stage knows of a document: the first judgement, and what it proposed last, for which text."""

    score: float | None
    text: str
    proposal: Proposal


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

    @classmethod
    def from_settings(cls, action: Action, siblings: str = "", judge: str = "") -> Spun:
        """The stage for ``action``, with an index file of siblings and the address of a neural judge; empty: none.

        Raises:
            ConfigError: where the index or the judge cannot be had.
        """
        index = read_siblings(Path(siblings)) if siblings else None
        if not judge:
            return cls(action, index)
        from cleaner.stages.spun.neural.load import load_judge

        return cls(action, index, load_judge(judge))

    @cached_property
    def model(self) -> SpunModel:
        """The learned parts, read once a process.

        Raises:
            ConfigError: where the file is damaged.
        """
        return built_in_spun()

    @cached_property
    def channel(self) -> Channel | None:
        """What judges words; None, once said on the log, where the package came without the language model."""
        if not COUNTS.is_file():
            tell_once(
                f"{COUNTS.name} is missing: spun text is neither judged nor repaired; install newswash again, or make "
                "one with `cleaner learn ngrams`"
            )
            return None
        return Channel(shipped_swaps(), LanguageModel.load(COUNTS), self.model.network)

    @cached_property
    def tiers(self) -> Tiers:
        """What repairs."""
        return Tiers(Names.load(), self.model.confidence, self._siblings, self._judge)

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """The judgement as metadata, and edits and findings in the coordinates of ``draft.text``.

        Raises:
            ConfigError: where one of the files that ship is damaged.
        """
        memory = context.memo.get(_MEMO)
        if not isinstance(memory, _Memory):
            memory = None
        elif memory.text == draft.text:
            return memory.proposal
        judgement = self.judge(draft.text, context)
        first = memory.score if memory else None if judgement is None else judgement.score
        proposal = Proposal() if judgement is None else self._proposal(judgement, draft)
        if memory is None and first is not None:
            proposal = Proposal(proposal.edits, proposal.findings, {"spun_score": first})
        context.memo[_MEMO] = _Memory(first, draft.text, proposal)
        return proposal

    def judge(self, text: str, context: Context, *, fully: bool = False) -> Judgement | None:
        """The judgement of ``text``; None where it is too short, or no English."""
        if not reads_as_english(text) or (context.known_language or "en") != "en" or self.channel is None:
            return None
        judgement = self.model.detector.judge(text, self.channel, fully=fully)
        suspect = judgement is not None and judgement.score >= _SUSPECT
        return None if suspect and context.language != "en" else judgement

    def _proposal(self, judgement: Judgement, draft: Draft) -> Proposal:
        if not judgement.spun or self.action != "repair" or judgement.tokens is None or judgement.candidates is None:
            return Proposal()
        turned = self.tiers.propose(judgement.tokens, judgement.candidates, draft.raw)
        return Proposal(turned.edits, turned.findings)


@dataclass(frozen=True, slots=True)
class SpunGate:
    """``spun`` where the stage took the text that came in for spun: dropped at ``drop``, else flagged."""

    action: Action
    name: ClassVar[str] = "spun"

    def judge(self, draft: Draft, context: Context) -> Verdict:  # noqa: ARG002 - the Gate protocol names it
        """KEEP, or the verdict with the reason ``spun``."""
        memory = context.memo.get(_MEMO)
        if not isinstance(memory, _Memory) or memory.score is None or memory.score < SPUN:
            return KEEP
        return Verdict("drop" if self.action == "drop" else "flag", (self.name,))
