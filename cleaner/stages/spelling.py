"""How well letters spell a language: the evidence for a codec, or against one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import log2

from cleaner.stages.lexicon import Lexicon, share, word_lists

__all__ = ["CHINESE_TRADITIONAL", "THAI", "Spelling", "odd_words", "spelling"]

CHINESE_TRADITIONAL, THAI = "zh-Hant", "th"

# wordfreq's small lists go down to one word in a million; the first 10,000 hold the habits of a spelling.
_WORDS = 10_000
# Costs in bits. A pair of letters of running text costs 3 to 5 on average, one of misread text 9 to 12.
_UNSEEN_PAIR, _UNSEEN_LETTER, _UNKNOWN_WORD = 5.0, 15.0, 4.0
_UNSEEN_SYLLABLES = 1.5  # thousands of characters make millions of pairs: most have not been seen
_SIGN, _CONTROL, _CASE = 9.0, 20.0, 6.0

# Words for a codec: from one white space or ASCII sign to the next. Typography is no part of them: it stands at the
# same bytes in all code pages of Windows, and so tells none from another.
_TYPOGRAPHY = "\xa0‘’“”„‚–—…«»‹›•·\u3000-\u3002\uff01-\uff1a"
_ASCII = r"\s\x00-\x1f!-@\[-`{-\x7f"
_CHUNK = re.compile(f"[^{_ASCII}]+")
_WORD = re.compile(f"[^{_ASCII}{_TYPOGRAPHY}]+")
_CASES = re.compile("[a-zß-öø-ÿα-ωа-яё][A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁ]")
_NEVER = re.compile("[\x80-\x9f\ufffd\ud800-\udfff\ue000-\uf8ff]")

# Thai has no list of words here, but a syntax: a leading vowel before a consonant, other signs after one.
_THAI_RIGHT = re.compile("[เ-ไ]?[ก-ฮ][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,2}[ะาำๅ]?|[ฤฦฯๆ๐-๙]")
_THAI_COMMON = "านรอกเงมยลวดทสตะปบคหแจพชขใไโ\u0e31\u0e34\u0e35\u0e48\u0e49"  # nine letters in ten of running text


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words and letter pairs of a language.

    Attributes:
        language: ISO 639-1 code, or one of this module's.
        words: shares of running text, of casefolded words.
        pairs: costs of a letter after another, in bits; words stand between blanks.
        letters: costs of a letter after any other.
    """

    language: str
    words: Lexicon
    pairs: Mapping[str, float]
    letters: Mapping[str, float]

    def cost(self, word: str) -> float:
        """How many bits a writer of the language would need for ``word``; few where it is a word, or looks like one.

        >>> spelling("fr").cost("déjà") < 15, spelling("fr").cost("dйjа") > 50
        (True, True)
        """
        folded = word.casefold()
        extra = _CASE * len(_CASES.findall(word)) + _CONTROL * len(_NEVER.findall(word))
        frequency = self.words.frequency(folded)
        if frequency:
            return extra - log2(frequency)
        if self.language == THAI:
            right = _THAI_RIGHT.findall(word)
            spelled = "".join(right)
            common = sum(map(spelled.count, _THAI_COMMON))
            bare = sum(len(syllable) == 1 for syllable in right)
            wrong = _UNSEEN_LETTER * (len(word) - len(spelled))
            return extra + 4.0 * common + 7.0 * (len(spelled) - common) + 1.5 * bare + wrong
        bits = _UNKNOWN_WORD + extra
        pairs, letters = self.pairs, self.letters
        rare = _UNSEEN_PAIR if self.language not in _SYLLABIC else _UNSEEN_SYLLABLES
        last = " "
        for char in folded + " ":
            cost = pairs.get(last + char)
            if cost is None:
                letter = letters.get(char)
                cost = rare + letter if letter is not None else _UNSEEN_LETTER if char.isalpha() else _SIGN
            bits += cost
            last = char
        return bits


def odd_words(text: str) -> list[str]:
    """The words of ``text`` that have or touch a character beyond ASCII, in their order, without typography.

    >>> odd_words("“Der König” kam – spät. It’s on")
    ['Der', 'König', 'spät', 'It', 's']
    """
    found: list[str] = []
    for chunk in _CHUNK.findall(text):
        if not chunk.isascii():
            found += _WORD.findall(chunk)
    return found


@cache
def spelling(language: str) -> Spelling:
    """The spelling of ``language``, counted from the word list of wordfreq 3 (Speer 2022), which a process loads once.

    >>> spelling("pl").cost("matką") < spelling("pl").cost("matkš")
    True
    """
    if language == THAI:
        return Spelling(THAI, Lexicon(()), {}, {})
    lists = list(word_lists("zh" if language == CHINESE_TRADITIONAL else language, "small"))
    known = {word: share(centibels) for centibels, words in enumerate(lists) for word in words}
    if language == CHINESE_TRADITIONAL:  # both write many old forms
        known |= {word: share(centibels) for centibels, words in enumerate(word_lists("ja", "small")) for word in words}
    common = [word for word in islice(known, _WORDS) if language not in _NOT_LATIN or not word.isascii()]
    pairs, letters = _counted(common, [known[word] for word in common])
    if language == CHINESE_TRADITIONAL:
        # Big5 itself is a table of frequency: its first plane holds the 5,401 characters taught at school.
        for lead in range(0xA4, 0xC7):
            for char in bytes(b for trail in _BIG5_TRAILS for b in (lead, trail)).decode("big5", "ignore"):
                letters.setdefault(char, log2(5401))
    # Text without blanks is not cut into words here, so the words of a list say nothing.
    return Spelling(language, Lexicon(() if language in _UNSPACED else lists), pairs, letters)


def _counted(words: Sequence[str], frequencies: Sequence[float]) -> tuple[dict[str, float], dict[str, float]]:
    """Costs in bits of each letter after each other, and after any."""
    import numpy as np

    text = " " + " ".join(words) + " "
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    # Between counting words and counting text, since rare words are spelled by the same habits.
    weights = np.repeat(np.sqrt(frequencies), [len(word) + 1 for word in words])
    keys, places = np.unique(codes[:-1] << 21 | codes[1:], return_inverse=True)
    sums = np.bincount(places, weights)
    _, of_first = np.unique(keys >> 21, return_inverse=True)
    per_first = np.bincount(of_first, sums)
    lasts, of_last = np.unique(keys & 0x1FFFFF, return_inverse=True)
    per_last = np.bincount(of_last, sums)
    costs = -np.log2(sums / per_first[of_first])
    pairs = {
        chr(key >> 21) + chr(key & 0x1FFFFF): cost for key, cost in zip(keys.tolist(), costs.tolist(), strict=True)
    }
    shares = -np.log2(per_last / per_last.sum())
    return pairs, dict(zip(map(chr, lasts.tolist()), shares.tolist(), strict=True))


_BIG5_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_UNSPACED = frozenset(["ja", "zh", CHINESE_TRADITIONAL])
_SYLLABIC = _UNSPACED | {"ko"}
_NOT_LATIN = frozenset(["ar", "bg", "el", "fa", "he", "ja", "ko", "mk", "ru", "uk", "ur", "zh"])
