"""How often words stand in a language, in a tenth of the memory that a dictionary of them takes."""

from __future__ import annotations

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

__all__ = ["Lexicon", "lexicon", "share", "word_lists"]

# Languages that wordfreq has under the name of another.
_LISTED_AS = {"hr": "sh", "sr": "sh", "bs": "sh", "no": "nb"}


class Lexicon:
    """Frequencies of the words of a language, case folded.

    Words are kept by their hash in this process: of 700,000 words two meet in one hash of 64 bits once in a hundred
    million processes. Eight large lists took 75 MB so, and some 400 MB as dictionaries.
    """

    __slots__ = ("_centibels", "_hashes")

    def __init__(self, by_rarity: Iterable[Sequence[str]]) -> None:
        """``by_rarity``: distinct words; those at index n are n hundredths of a bel rarer than being every word."""
        import numpy as np

        parts = [np.fromiter(map(hash, words), np.int64, len(words)) for words in by_rarity]
        hashes = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        order = np.argsort(hashes)
        centibels = np.repeat(np.arange(len(parts), dtype=np.int16), [len(part) for part in parts])
        self._hashes, self._centibels = array("q"), array("h")
        self._hashes.frombytes(hashes[order].tobytes())
        self._centibels.frombytes(centibels[order].tobytes())

    def __len__(self) -> int:
        return len(self._hashes)

    def __contains__(self, word: str) -> bool:
        return self.frequency(word) > 0

    def frequency(self, word: str) -> float:
        """The share of ``word`` (case folded) among all words, 0 to 1; 0 where it is not known."""
        number = hash(word)
        place = bisect_left(self._hashes, number)
        if place == len(self._hashes) or self._hashes[place] != number:
            return 0.0
        return share(self._centibels[place])


@cache
def lexicon(language: str) -> Lexicon:
    """The words of ``language`` (ISO 639-1) that wordfreq 3 has (Speer 2022); none where it has no list.

    >>> english = lexicon("en")
    >>> english.frequency("snow") > english.frequency("snowdrift") > english.frequency("snovv") == 0
    True
    """
    return Lexicon(word_lists(_LISTED_AS.get(language, language), "best"))


def share(centibels: int) -> float:
    """The share of a word that is so many hundredths of a bel rarer than being every word.

    >>> share(200)
    0.01
    """
    return float(10 ** (-centibels / 100))


def word_lists(language: str, size: str) -> Iterator[Sequence[str]]:
    """The words that wordfreq lists of a language, as :class:`Lexicon` takes them; none where it has no such list.

    They are read from its file one list after the other: wordfreq would read all at once, which takes 130 MB, and keep
    them for ever.

    Args:
        language: as wordfreq names it.
        size: ``small``, ``large``, or ``best`` for the largest there is.
    """
    import msgpack
    from wordfreq import available_languages

    path = available_languages(size).get(language)
    if path is None:
        return
    with gzip.open(path, "rb") as file:
        unpacker = msgpack.Unpacker(file)
        count = unpacker.read_array_header()
        if unpacker.unpack() != {"format": "cB", "version": 1}:
            raise RuntimeError(f"{path}: another format than that of wordfreq 3: install wordfreq<4")
        for _ in range(count - 1):
            yield unpacker.unpack()
