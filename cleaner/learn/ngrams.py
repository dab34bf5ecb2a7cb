"""The language model, from counts of words, pairs and triples."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cleaner.model import CleanerError, ConfigError, Place, Problem
from cleaner.stages.spun.gram_table import MOST_WORDS
from cleaner.stages.spun.language_model import MOST_COUNTED, START, UNKNOWN, language_model_bytes
from cleaner.stages.spun.tokens import BREAK

__all__ = ["LearnedNgrams", "count_rows", "learn_ngrams"]

_EXPECTED = "expected a count, a tab, and one to three words with one blank between them"

# Signs of code and tables that Unicode files under punctuation.
_SIGNS = frozenset("{}\\_")


@dataclass(frozen=True, slots=True)
class LearnedNgrams:
    """A language model, ready to be written.

    Attributes:
        content: the file.
        tokens: how many were counted.
        words, bigrams, trigrams: how many different ones it holds.
        left_out: how many grams it does not hold, by reason, in words.
    """

    content: bytes
    tokens: int
    words: int
    bigrams: int
    trigrams: int
    left_out: Mapping[str, int]


def count_rows(rows: Iterable[tuple[Place, bytes]]) -> dict[str, int]:
    r"""The count of each gram over all rows; those of equal grams are summed.

    Args:
        rows: each a count, a tab, and one to three words with one blank between them, UTF-8, and its place.

    Raises:
        ConfigError: at the first row that is none.

    >>> count_rows([(Place("a.tsv", 1), b"7\tsnow fell"), (Place("b.tsv", 1), b"2\tsnow fell\r")])
    {'snow fell': 9}
    """
    counts: dict[str, int] = {}
    for place, row in rows:
        count, _, rest = row.removesuffix(b"\r").partition(b"\t")
        try:
            gram = rest.decode()
        except UnicodeDecodeError as error:
            told = f"{_EXPECTED}, in UTF-8: {error.reason}"
            raise ConfigError([Problem(place, told)]) from None
        words = gram.split(" ")
        # 15 digits are far more than any corpus counts, and Python refuses to read very long numbers.
        if not (count.isdigit() and len(count) <= 15 and int(count) and all(words) and len(words) <= 3):
            shown = row[:60].decode("utf-8", "replace")
            raise ConfigError([Problem(place, f"{_EXPECTED}; found {shown!r}")])
        counts[gram] = counts.get(gram, 0) + int(count)
    return counts


def learn_ngrams(counts: Mapping[str, int], source: str, least: int = 1) -> LearnedNgrams:
    """The model of ``counts``; the same counts give the same bytes, in whatever order.

    Left out are grams with a sign of code or tables (no letters, digits, punctuation or currency), those counted fewer
    than ``least`` times, pairs and triples with a word that is not counted alone, and those with ``<unk>``: they tell
    how likely any rare word is there, not this one. A sentence's starts, ``<s>``, are as many as its ends.

    Args:
        counts: by gram, words with one blank between them.
        source: what was counted, in words.
        least: see above; the words' ``tokens`` count all the same.

    Raises:
        CleanerError: where there is nothing to learn, or more than the file can hold.
    """
    tokens = sum(count for gram, count in counts.items() if " " not in gram and gram != START)
    counts = {**_starts(counts), **counts}
    left_out: Counter[str] = Counter()
    kept: tuple[list[tuple[str, ...]], ...] = ([], [], [])
    vocabulary: set[str] = set()
    for gram in sorted(counts, key=lambda gram: (gram.count(" "), gram)):
        words = tuple(gram.split(" "))
        if why := _left_out(words, counts[gram], least, vocabulary):
            left_out[why] += 1
            continue
        kept[len(words) - 1].append(words)
        if len(words) == 1:
            vocabulary.add(gram)
    if not vocabulary - {UNKNOWN, START, BREAK}:
        raise CleanerError(
            "there are no words to learn: COUNTS must hold rows of one word, too, and --least may be lower"
        )
    _check(len(vocabulary), max(counts.values()))
    names = [UNKNOWN, *sorted(vocabulary - {UNKNOWN})]
    ids = {word: number for number, word in enumerate(names)}
    longer = [
        (
            np.array([[ids[word] for word in words] for words in grams], np.int64).reshape(-1, length),
            np.array([counts[" ".join(words)] for words in grams], np.int64),
        )
        for length, grams in enumerate(kept[1:], 2)
    ]
    unigrams = np.array([counts.get(name, 0) for name in names], np.int64)
    content = language_model_bytes(names, tokens, source, unigrams, *longer)
    return LearnedNgrams(content, tokens, len(names), len(kept[1]), len(kept[2]), dict(sorted(left_out.items())))


def _starts(counts: Mapping[str, int]) -> dict[str, int]:
    """What counters leave out: starts of sentences without a word after them, which are as many as their ends."""
    ends = counts.get(BREAK)
    return {} if ends is None else {START: ends, f"{START} {START}": ends}


def _left_out(words: Sequence[str], count: int, least: int, vocabulary: set[str]) -> str | None:
    if any(len(word) == 1 and _is_sign(word) for word in words):
        return "with a sign of code or tables"
    if count < least:
        return f"counted fewer than {least} times"
    if len(words) > 1 and UNKNOWN in words:
        return f"with {UNKNOWN}"
    if len(words) > 1 and not vocabulary.issuperset(words):
        return "with a word that is not counted alone, or too rarely"
    return None


def _is_sign(character: str) -> bool:
    category = unicodedata.category(character)
    return character in _SIGNS or category[0] == "C" or (category[0] == "S" and category != "Sc")


def _check(words: int, most: int) -> None:
    if words >= MOST_WORDS:  # one more is <unk>
        raise CleanerError(f"{words:,} words are more than a model can hold, {MOST_WORDS:,}: raise --least")
    if most > MOST_COUNTED:
        raise CleanerError(
            f"a gram is counted {most:,} times; a model can hold {MOST_COUNTED:,}: count a smaller corpus"
        )
