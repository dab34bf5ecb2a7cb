"""Counts of words, pairs and triples of texts, sentence by sentence, as the language model counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from cleaner.stages.spun.language_model import START
from cleaner.stages.spun.spans import starts_of_sentences
from cleaner.stages.spun.tokens import BREAK, tokenize

__all__ = ["count_texts"]


def count_texts(texts: Iterable[str]) -> dict[str, int]:
    """The count of each gram of one to three tokens; each sentence stands alone between ``<s> <s>`` and ``</s>``.

    >>> count_texts(["Snow fell. Snow"])["<s> snow"]
    2
    """
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    triples: Counter[tuple[str, str, str]] = Counter()
    for text in texts:
        tokens = tokenize(text)
        line = [START, START]
        for norm, begins in zip(tokens.norms, starts_of_sentences(tokens), strict=True):
            if begins and len(line) > 2:  # more than both starts
                line += [BREAK, START, START]
            if norm != BREAK:
                line.append(norm)
        line.append(BREAK)
        words.update(line)
        pairs.update(pairwise(line))
        triples.update(zip(line, line[1:], line[2:], strict=False))
    del words[START]
    # What reaches over the end of a sentence is no gram.
    found = {**words, **{" ".join(pair): count for pair, count in pairs.items() if pair[0] != BREAK}}
    return found | {" ".join(triple): count for triple, count in triples.items() if BREAK not in triple[:2]}
