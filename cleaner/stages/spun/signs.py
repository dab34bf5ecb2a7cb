"""Signs of spinning in a stretch of text, as numbers: how often words follow each other that never do, and the like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.spun.language_model import LanguageModel

__all__ = ["COUNTED_SIGNS", "SIGNS", "counted_signs", "signs", "with_doubts"]

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
_DOUBTS = slice(SIGNS.index("doubt"), SIGNS.index("words"))
COUNTED_SIGNS = (*SIGNS[: _DOUBTS.start], *SIGNS[_DOUBTS.stop :])
"""Those that word counts tell without the network, which takes five times as long."""
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
    return with_doubts(counted_signs(norms, model, odds), doubt)


def counted_signs(norms: Sequence[str], model: LanguageModel, odds: Mapping[bytes, float]) -> Array:
    """One row of :data:`COUNTED_SIGNS`, of the same: float32."""
    if not norms:  # an excerpt of blanks only
        return np.zeros(len(COUNTED_SIGNS), np.float32)
    ids = model.ids(norms)
    word = np.fromiter((norm[0].isalpha() for norm in norms), np.bool_, len(norms))
    written = "\n".join(norms).encode("utf-8", "surrogatepass").split(b"\n")
    own = np.fromiter(map(odds.get, written, repeat(0.0)), float, len(norms))[word]
    counted = model.counted(ids)
    known = ids > 0
    both = word[:-1] & word[1:] & known[:-1] & known[1:]
    unseen = both & (counted.pairs == 0)
    logs = np.log(counted.words + 1.0)
    expected = logs[:-1] + logs[1:] - np.log(model.tokens)
    pairs, words = max(int(both.sum()), 1), max(int(word.sum()), 1)
    triples, likely = counted.triples > 0, counted.log_probability
    alone = np.log((counted.words[2:] + 0.5) / model.tokens)
    shares = np.log((np.where(known, counted.words, 0) + 0.5) / model.tokens)[word]
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
            (~known[word]).sum() / words,
            shares.mean() if len(shares) else 0.0,
            np.log(words),
        ],
        np.float32,
    )


def with_doubts(counted: Array, doubt: Array) -> Array:
    """The row of :data:`SIGNS`, given that of :data:`COUNTED_SIGNS` and the doubt of each word."""
    if not len(doubt):
        return np.zeros(len(SIGNS), np.float32)
    top = np.sort(doubt)[-max(1, len(doubt) // _TOP) :]
    logit = np.log(np.clip(doubt, 1e-6, 1 - 1e-6) / np.clip(1 - doubt, 1e-6, 1))
    doubts = [doubt.mean(), (doubt > 0.5).mean(), (doubt > 0.8).mean(), logit.mean(), top.mean()]
    told = np.array(doubts, np.float32)
    return np.concatenate([counted[: _DOUBTS.start], told, counted[_DOUBTS.start :]])
