"""How well a text matches the article: the document measure of scrapinghub/article-extraction-benchmark (MIT)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Match", "match", "mean_f1"]

_WORD = re.compile(r"\w+")
_SIZE = 4  # words of a run, as that benchmark has it


class Match(NamedTuple):
    """Precision and recall of one text; precision is None of an empty text, recall where there is no article."""

    precision: float | None
    recall: float | None


def match(gold: str, text: str) -> Match:
    """How much of ``text`` stands in ``gold``, and of ``gold`` in ``text``: in runs of four words, case kept.

    >>> match("Snow fell on Kyiv on Monday", "Snow fell on Kyiv")
    Match(precision=1.0, recall=0.3333333333333333)
    """
    wanted, found = _runs(gold), _runs(text)
    right = sum((wanted & found).values())
    all_found, all_wanted = sum(found.values()), sum(wanted.values())
    return Match(right / all_found if all_found else None, right / all_wanted if all_wanted else None)


def mean_f1(matches: Iterable[Match]) -> float:
    """The harmonic mean of mean precision and mean recall, as the benchmark takes it; 0 of nothing.

    >>> mean_f1([Match(1.0, 0.5), Match(None, 0.5)])
    0.6666666666666666
    """
    matches = list(matches)
    precision = _mean([found.precision for found in matches])
    recall = _mean([found.recall for found in matches])
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _mean(values: list[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return (
        Counter(tuple(words[at : at + _SIZE]) for at in range(max(1, len(words) - _SIZE + 1))) if words else Counter()
    )
