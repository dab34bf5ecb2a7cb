"""Repair tier 3: words that the noisy channel turns back, each with its calibrated confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaner.model import Edit, Evidence, Finding
from cleaner.stages.spun.channel import COLUMNS, Candidates
from cleaner.stages.spun.fits import Guess
from cleaner.stages.spun.names import quoted_tokens
from cleaner.stages.spun.tokens import Tokens
from cleaner.stages.spun.wording import worded

__all__ = ["RULE", "SureWord", "sure_words"]

RULE = "spun.word"

_GAIN, _SAME, _RECOGNISED = (COLUMNS.index(name) for name in ("gain", "same_places", "recognised"))
_MORE_LIKELY_THAN_NOT = 0.5


@dataclass(frozen=True, slots=True)
class SureWord:
    """A swap to take back. Offsets count code points of the text that was tokenized.

    Attributes:
        guess: what stood there.
        score: how sure it is, 0 to 1, by trees that were calibrated on spinners they never saw.
        quoted: whether it stands between quotation marks.
        reasons: ``fits_better`` where the language model prefers it, ``again`` where the text does the same elsewhere,
            ``known_spinner`` where the text is taken for the work of one that puts this for that.
    """

    start: int
    end: int
    replacement: str
    guess: Guess
    score: float
    quoted: bool
    reasons: tuple[str, ...]

    def edit(self) -> Edit:
        """The same for the pipeline."""
        return Edit(self.start, self.end, self.replacement, RULE, Evidence(self.score, "word", self.reasons))

    def finding(self, before: str) -> Finding:
        """The same, seen but not done; ``before`` is what stands there."""
        told = f"probably spun ({self.score:.0%}): {before!r} for {self.replacement!r}"
        return Finding(self.start, self.end, RULE, told, self.replacement)


def sure_words(tokens: Tokens, candidates: Candidates, confidence: Sequence[float], least: float) -> list[SureWord]:
    """The surest guesses of at least ``least`` that do not overlap, in the order of the text."""
    taken: set[int] = set()
    found = []
    chances = np.asarray(confidence)
    # By line: the column counts signs from the text's start, and a quote of two paragraphs has three of them.
    quoted = frozenset(quoted_tokens(tokens))
    for place in np.argsort(-chances, kind="stable").tolist():
        if chances[place] < least:
            break
        guess, row = candidates.guesses[place], candidates.rows[place]
        span = range(guess.first, guess.last)
        if taken.isdisjoint(span):
            taken.update(span)
            wording = worded(tokens, guess.first, guess.last, guess.words)
            told = (
                ("fits_better", row[_GAIN] > 0),
                ("again", row[_SAME] > 0),
                ("known_spinner", row[_RECOGNISED] > _MORE_LIKELY_THAN_NOT),
            )
            reasons = tuple(reason for reason, holds in told if holds)
            score = round(float(chances[place]), 4)
            found.append(SureWord(*wording, guess, score, not quoted.isdisjoint(span), reasons))
    return sorted(found, key=lambda one: one.start)
