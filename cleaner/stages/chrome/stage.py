"""The chrome stage: lines that the line model takes for site furniture, and that no rule names."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Draft, Edit, Evidence, Finding, Lines, Proposal
from cleaner.rules.page import Page
from cleaner.stages.chrome.line_model import Judgement, LineModel, Looked, built_in
from cleaner.stages.chrome.points import POINTS, choose
from cleaner.stages.chrome.units import Units, find_units, taken_units
from cleaner.stages.rules import Rules
from cleaner.stages.stage import Context

__all__ = ["Chrome"]

Array = NDArray[Any]

# The longest page of 1,563 has 1,761 lines. What is fourteen times as long is no page, and is left to the rules.
_MOST_LINES = 25_000
# A page of which more letters stand in scripts that the model has not learned is left to the rules.
_UNKNOWN_SCRIPT = 0.2


class Chrome:
    """Proposes to remove lines that the model scores below what the operating point asks for.

    What rules take is left to them. Where the model takes anything, their edits are made in the same step: they were
    found on the same text, and to ask them once more on what is left costs half as much again.

    >>> Chrome.name
    'chrome'
    """

    name = "chrome"

    def __init__(self, rules: Rules, model: LineModel, point: str) -> None:
        """``rules`` say what they take; ``point`` is one of ``model.points``."""
        self._rules = rules
        self._model = model
        self._least = model.points[point]
        self._point = POINTS[point]

    @classmethod
    def from_settings(cls, rules: Rules, point: str, line_model: str = "") -> Chrome:
        """The stage with the model in the file ``line_model``, or with the one that ships.

        Raises:
            ConfigError: where the file cannot be used.
        """
        return cls(rules, LineModel.read(Path(line_model)) if line_model else built_in(), point)

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """Whole lines in the coordinates of ``draft.text``, with score and reasons; beside them the edits of rules.

        The score in the evidence is the probability of prose, 0 to 1. Two findings say that a page was left to the
        rules: ``chrome.too-many-lines`` and ``chrome.unknown-script``.
        """
        if context.document.hints:
            return Proposal()  # the page's markup told more than its lines do: the stage `page` has judged them
        lines = draft.lines
        if len(lines) > _MOST_LINES:
            told = f"{len(lines):,} lines are more than any page has: only rules were asked"
            return Proposal(findings=(Finding(0, len(draft.text), "chrome.too-many-lines", told),))
        page = Page(lines)
        units = find_units(lines, page)
        if not units.texts:
            return Proposal()
        ruled = self._rules.propose(draft, context)
        touched, taken = taken_units(units, lines, ruled.edits)
        judgement = self._model.judge(self._looked(units.texts, context), context.document.title, taken)
        if judgement.unknown > _UNKNOWN_SCRIPT:
            told = "the line model has not learned this script: only rules were asked"
            return Proposal(findings=(Finding(0, len(draft.text), "chrome.unknown-script", told),))
        gone = choose(judgement, taken, self._least, self._point, lambda row: page.announces(units.firsts[row]))
        rows = np.flatnonzero(gone & ~touched)
        if not len(rows):
            return Proposal()  # what the rules say is made by their own stage
        edits = self._edits(rows, units, lines, judgement)
        return Proposal((*edits, *ruled.edits), metadata=ruled.metadata)

    def _looked(self, texts: list[str], context: Context) -> Looked:
        """What each line says by itself is remembered: later rounds see the same lines, but for those that went."""
        last = context.memo.get(self.name)
        looked = last.among(texts) if isinstance(last, Looked) else None
        context.memo[self.name] = looked = looked or self._model.look(texts)
        return looked

    def _edits(self, rows: Array, units: Units, lines: Lines, judgement: Judgement) -> list[Edit]:
        edits: list[Edit] = []
        scores, reasons = judgement.scores[rows].tolist(), self._model.reasons(judgement, rows)
        for row, score, told in zip(rows.tolist(), scores, reasons, strict=True):
            evidence = Evidence(round(1 / (1 + math.exp(-score)), 6), "line", told)
            for index in range(units.firsts[row], units.lasts[row] + 1):
                start, end = lines.span(index)
                edits.append(Edit(start, end, "", "chrome.model", evidence))
        return edits
