"""What a language model must read to judge choices, and the log odds that follow from what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from typing import NamedTuple, Protocol

from cleaner.stages.spun.neural.judge import Bounds, Choice, Window, tell_once, windows

__all__ = ["Encoded", "Row", "Scorer", "judge_rows"]

# A batch holds the logits of its tokens over the whole vocabulary: of 50,000 words 100 MB.
_TOKENS_OF_A_BATCH = 512
# Sums of float32 in batches of other widths differ in the sixth decimal, and no bound on log odds is finer than this.
_DECIMALS = 3


class Encoded(NamedTuple):
    """A passage as the model reads it.

    Attributes:
        ids: of its tokens, special ones too.
        spans: start and end of each in the passage; equal for special ones.
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


class Row(NamedTuple):
    """One thing to read.

    Attributes:
        ids: of the tokens, some of them masked.
        reads: whose logarithms of probability are summed: the place in ``ids`` where the model says it, and the token.
    """

    ids: tuple[int, ...]
    reads: tuple[tuple[int, int], ...]


class Scorer(Protocol):
    """A language model at work."""

    @property
    def mask(self) -> int | None:
        """The id that hides a token; None for a causal model."""
        ...

    @property
    def longest(self) -> int:
        """How many tokens it can read at once."""
        ...

    def encode(self, passage: str) -> Encoded:
        """The tokens of a passage."""
        ...

    def score(self, rows: Sequence[Row]) -> list[float]:
        """For each row the sum of what it asks for, natural logarithms."""
        ...


class _Part(NamedTuple):
    place: int
    sign: int
    row: Row


def judge_rows(
    scorer: Scorer, text: str, choices: Sequence[Choice], bounds: Bounds, clock: Callable[[], float]
) -> list[float | None]:
    """The log odds of each choice, rounded to .001, as :class:`~cleaner.stages.spun.neural.judge.Judge` tells them.

    A causal model gives the difference of the two windows' log likelihoods. A masked one gives that of the two wordings
    in the same window: token by token from the left, each with itself and the rest of the wording hidden, which is the
    chain rule over the wording (pseudo-log-likelihood "word l2r": Kauf and Ivanova, ACL 2023, after Salazar et al.,
    ACL 2020). What the model cannot read at once, and a wording without a token, is not judged.
    """
    last = clock() + bounds.seconds
    parts, odds = _planned(scorer, text, choices, bounds)
    for batch in _batches(parts):
        if clock() > last:
            tell_once("the judge of spun words ran out of time; the document at hand is not judged")
            return [None] * len(choices)
        for part, score in zip(batch, scorer.score([part.row for part in batch]), strict=True):
            sofar = odds[part.place]
            odds[part.place] = None if sofar is None or not isfinite(score) else sofar + part.sign * score
    return [None if one is None else round(one, _DECIMALS) for one in odds]


def _planned(
    scorer: Scorer, text: str, choices: Sequence[Choice], bounds: Bounds
) -> tuple[list[_Part], list[float | None]]:
    odds: list[float | None] = [None] * len(choices)
    parts: list[_Part] = []
    tokens = 0
    for place, window in enumerate(windows(text, choices[: bounds.most_choices])):
        both = None if window is None else _both(scorer, window)
        if both is None:
            continue
        spun, original = both
        tokens += sum(len(row.ids) for row in (*spun, *original))
        if tokens > bounds.most_tokens:
            break
        odds[place] = 0.0
        parts += [_Part(place, -1, row) for row in spun] + [_Part(place, 1, row) for row in original]
    if tokens > bounds.most_tokens or len(choices) > bounds.most_choices:
        tell_once("the judge of spun words reached its bounds in a document; the rest of its choices is not judged")
    return parts, odds


def _both(scorer: Scorer, window: Window) -> tuple[list[Row], list[Row]] | None:
    """Rows of what stands and of the original; empty lists where the model reads both alike."""
    spun, original = scorer.encode(window.as_it_stands), scorer.encode(window.turned_back)
    if max(len(spun.ids), len(original.ids)) > scorer.longest:
        return None
    if spun.ids == original.ids:
        return [], []
    if scorer.mask is None:
        shared = next(
            (n for n, (a, b) in enumerate(zip(spun.ids, original.ids, strict=False)) if a != b),
            min(len(spun.ids), len(original.ids)),
        )
        # A causal model says nothing of a first token: only those with one for the beginning judge a text's first word.
        return ([_causal(spun, shared)], [_causal(original, shared)]) if shared else None
    start = len(window.before)
    rows = (
        _masked(spun, start, start + len(window.spun), scorer.mask),
        _masked(original, start, start + len(window.original), scorer.mask),
    )
    return rows if rows[0] and rows[1] else None


def _causal(passage: Encoded, shared: int) -> Row:
    """What both passages begin with is as likely in both, and is not summed."""
    ids = passage.ids
    return Row(ids, tuple((place - 1, ids[place]) for place in range(shared, len(ids))))


def _masked(passage: Encoded, start: int, end: int, mask: int) -> list[Row]:
    own = [n for n, (first, last) in enumerate(passage.spans) if first < end and last > start and last > first]
    rows = []
    for number, place in enumerate(own):
        ids = list(passage.ids)
        for hidden in own[number:]:
            ids[hidden] = mask
        rows.append(Row(tuple(ids), ((place, passage.ids[place]),)))
    return rows


def _batches(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """All parts, those of like length together; no batch is wider than its bound, but for one row alone."""
    batch: list[_Part] = []
    for part in sorted(parts, key=lambda one: len(one.row.ids)):
        if batch and (len(batch) + 1) * len(part.row.ids) > _TOKENS_OF_A_BATCH:
            yield batch
            batch = []
        batch.append(part)
    if batch:
        yield batch
