"""How often words stand in a language, in a tenth of the memory that a dictionary of them takes."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

__all__ = ["Lexicon", "lexicon"]

# Languages that wordfreq has under the name of another.
_LISTED_AS = {"hr": "sh", "sr": "sh", "bs": "sh", "no": "nb"}


class Lexicon:
    """Frequencies of the words of a language, case folded.

    Words are kept by their hash in this process: of 700,000 words two meet in one hash of 64 bits once in a hundred
    million processes. Eight large lists took 75 MB so, and some 400 MB as dictionaries.
    """

    __slots__ = ("_centibels", "_hashes")

    def __init__(self, by_rarity: Sequence[Sequence[str]]) -> None:
        """``by_rarity``: distinct words; those at index n are n hundredths of a bel rarer than being every word."""
        import numpy as np

        count = sum(map(len, by_rarity))
        hashes = np.fromiter((hash(word) for words in by_rarity for word in words), np.int64, count)
        order = np.argsort(hashes)
        centibels = np.repeat(np.arange(len(by_rarity), dtype=np.int16), [len(words) for words in by_rarity])
        self._hashes, self._centibels = array("q"), array("h")
        self._hashes.frombytes(hashes[order].tobytes())
        self._centibels.frombytes(centibels[order].tobytes())

    def __len__(self) -> int:
        return len(self._hashes)

    def frequency(self, word: str) -> float:
        """The share of ``word`` (case folded) among all words, 0 to 1; 0 where it is not known."""
        number = hash(word)
        place = bisect_left(self._hashes, number)
        if place == len(self._hashes) or self._hashes[place] != number:
            return 0.0
        return float(10 ** (-self._centibels[place] / 100))


@cache
def lexicon(language: str) -> Lexicon:
    """The words of ``language`` (ISO 639-1) that wordfreq 3 has (Speer 2022); none where it has no list.

    >>> english = lexicon("en")
    >>> english.frequency("snow") > english.frequency("snowdrift") > english.frequency("snovv") == 0
    True
    """
    from wordfreq import available_languages, get_frequency_list

    name = _LISTED_AS.get(language, language)
    if name not in available_languages("best"):
        return Lexicon(())
    # wordfreq keeps what it has read for ever; asked like this it does not.
    return Lexicon(get_frequency_list.__wrapped__(name, "best"))
