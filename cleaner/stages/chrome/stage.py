"""The chrome stage: lines that the line model takes for site furniture, and that no rule names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Draft, Edit, Evidence, Finding, Lines, Proposal
from cleaner.rules.page import Page
from cleaner.stages.chrome.line_model import Judgement, LineModel, built_in
from cleaner.stages.chrome.units import Unit, find_units, taken_units
from cleaner.stages.rules import Rules
from cleaner.stages.stage import Context

__all__ = ["Chrome"]

Array = NDArray[Any]

# The longest page of 1,563 has 1,761 lines. What is fourteen times as long is no page, and is left to the rules.
_MOST_LINES = 25_000
# A page of which more letters stand in scripts that the model has not learned is left to the rules.
_UNKNOWN_SCRIPT = 0.2
# Where more of the running text would go than this, or more of all words, there is hardly a story left to tell chrome
# from: a page of another sort is likelier (code, a list of events, a story with its thousand comments). Running text
# then stays, and of the rest as much more is asked as on a clean page.
_MOST_PROSE = {"precise": 0.4, "balanced": 0.6, "thorough": 0.9}
_MOST_WORDS = {"precise": 0.5, "balanced": 0.7, "thorough": 0.9}
# The page's own look says how likely chrome is at all: a tenth of an extracted article, two thirds of a page dumped
# whole. The fewer of its lines the model takes for chrome, the more is asked of each: on a page with none, odds that
# are higher by e to the power of _CAUTION.
_CAUTION = 3.0
_DUMPED = 0.3
# Odds for what reads like prose and, as subheadings do, stands right above it, are asked to be as much higher; not at
# `thorough`.
_MARGIN = 1.0


class Chrome:
    """Proposes to remove lines that the model scores below what the operating point asks for.

    What rules take is left to them; a line that may be the page's own headline stays, but at ``thorough``.

    >>> Chrome.name
    'chrome'
    """

    name = "chrome"

    def __init__(self, rules: Rules, model: LineModel, point: str) -> None:
        """``rules`` say what they take; ``point`` is one of ``model.points``."""
        self._rules = rules
        self._model = model
        self._least = model.points[point]
        self._sparing = point != "thorough"
        self._most_words, self._most_prose = _MOST_WORDS[point], _MOST_PROSE[point]

    @classmethod
    def from_settings(cls, rules: Rules, point: str, line_model: str = "") -> Chrome:
        """The stage with the model in the file ``line_model``, or with the one that ships.

        Raises:
            ConfigError: where the file cannot be used.
        """
        return cls(rules, LineModel.read(Path(line_model)) if line_model else built_in(), point)

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """Whole lines with their endings, in the coordinates of ``draft.text``; each with score and reasons.

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
        if not units:
            return Proposal()
        touched, taken = taken_units(units, lines, self._rules.propose(draft, context).edits)
        judgement = self._model.judge([unit.text for unit in units], context.document.title, taken)
        if judgement.unknown > _UNKNOWN_SCRIPT:
            told = "the line model has not learned this script: only rules were asked"
            return Proposal(findings=(Finding(0, len(draft.text), "chrome.unknown-script", told),))
        rows = np.flatnonzero(self._gone(units, page, judgement) & ~touched)
        return Proposal(tuple(self._edits(rows, units, lines, judgement)))

    def _gone(self, units: Sequence[Unit], page: Page, judgement: Judgement) -> Array:
        scores, prose, words = judgement.scores, judgement.prose, judgement.words
        least = self._least - _CAUTION * (1 - min(1, (scores < 0).mean() / _DUMPED))
        if not prose.any() or words[scores < least].sum() > self._most_words * words.sum():
            least -= _CAUTION
        gone: Array = scores < least
        text = words * prose
        if text[gone].sum() > self._most_prose * text.sum():
            gone &= ~prose
        if self._sparing:
            gone &= (scores < least - _MARGIN) | ~(prose | np.append(prose[1:], False))
            for row in np.flatnonzero(gone[: int(np.argmax(prose))]).tolist():
                if page.announces(units[row].first):
                    gone[row] = False
        return gone & ~gone.all()

    def _edits(self, rows: Array, units: Sequence[Unit], lines: Lines, judgement: Judgement) -> list[Edit]:
        edits = []
        for row, reasons in zip(rows.tolist(), self._model.reasons(judgement, rows), strict=True):
            score = round(1 / (1 + math.exp(-judgement.scores[row])), 6)
            evidence = Evidence(score, "line", reasons)
            for index in range(units[row].first, units[row].last + 1):
                line = lines[index]
                edits.append(Edit(line.start, line.stop, "", "chrome.model", evidence))
        return edits
