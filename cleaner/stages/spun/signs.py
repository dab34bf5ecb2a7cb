"""Signs of spinning in a stretch of text, as numbers: how often words follow each other that never do, and the like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.language_model import LanguageModel

__all__ = ["SIGNS", "signs"]

Array = NDArray[Any]

SIGNS = (
    "odds",
    "odd_words",
    "very_odd_words",
    "unseen_pairs",
    "unseen_common_pairs",
    "unseen_very_common_pairs",
    "seen_triples",
    "log_probability",
    "lift",
    "unlikely",
    "unknown",
    "frequency",
    "doubt",
    "doubtful",
    "very_doubtful",
    "doubt_logit",
    "top_doubt",
    "words",
)
"""Names of the columns, in order."""
_UNLIKELY = -9.0
_TOP = 10  # the most doubtful tenth


def signs(norms: Sequence[str], doubt: Array, model: LanguageModel, odds: Mapping[bytes, float]) -> Array:
    """One row of :data:`SIGNS`, all 0 where there are no words: float32.

    Args:
        norms: folded words.
        doubt: as :meth:`cleaner.stages.spun.network.ContextNetwork.doubts` has it.
        model: how often words follow each other.
        odds: the screen's weights.
    """
    if not norms:  # an excerpt of blanks only
        return np.zeros(len(SIGNS), np.float32)
    ids = model.ids(norms)
    word = np.array([norm[0].isalpha() for norm in norms])
    own = np.array([odds.get(norm.encode("utf-8", "surrogatepass"), 0.0) for norm in norms])[word]
    first, second = ids[:-1], ids[1:]
    both = word[:-1] & word[1:] & (first > 0) & (second > 0)
    unseen = both & (model.bigram(first, second) == 0)
    expected = np.log(model.unigram(first) + 1.0) + np.log(model.unigram(second) + 1.0) - np.log(model.tokens)
    pairs, words = max(int(both.sum()), 1), max(int(word.sum()), 1)
    triples = model.trigram(ids[:-2], ids[1:-1], ids[2:]) > 0
    likely = model.log_probability(ids[:-2], ids[1:-1], ids[2:])
    alone = np.log((model.unigram(ids[2:]) + 0.5) / model.tokens)
    shares = np.log((np.where(ids > 0, model.unigram(ids), 0) + 0.5) / model.tokens)[word]
    top = np.sort(doubt)[-max(1, len(doubt) // _TOP) :]
    logit = np.log(np.clip(doubt, 1e-6, 1 - 1e-6) / np.clip(1 - doubt, 1e-6, 1))
    return np.array(
        [
            own.sum() / words,
            (own > 1).sum() / words,
            (own > 2).sum() / words,
            unseen.sum() / pairs,
            (unseen & (expected > 0)).sum() / pairs,
            (unseen & (expected > 1.5)).sum() / pairs,
            triples.mean() if len(triples) else 0.0,
            likely.mean() if len(likely) else 0.0,
            (likely - alone).mean() if len(likely) else 0.0,
            (likely < _UNLIKELY).mean() if len(likely) else 0.0,
            (ids[word] == 0).sum() / words,
            shares.mean() if len(shares) else 0.0,
            doubt.mean(),
            (doubt > 0.5).mean(),
            (doubt > 0.8).mean(),
            logit.mean(),
            top.mean(),
            np.log(words),
        ],
        np.float32,
    )
