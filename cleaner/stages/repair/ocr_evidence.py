"""Which repair of a scanned token is certain: by the words of the language, and by those of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from cleaner.stages.repair.words import Words

__all__ = ["Reader"]

# What a scanner wrote, and what it may have seen. Shapes that no word has must all be read anew ...
_ODD_SHAPES = {"I": "l", "|": "lI", "1": "liI", "0": "oO", "5": "sS", "ſ": "s"}
_ODD = re.compile("(?<=[^\\W\\d_A-Z])I|(?<=^[A-Z])I(?=[a-z])|[|105ſ]")
# ... letters only where they make no word.
_LETTERS = {"rn": "m", "vv": "w", "cl": "d", "b": "h", "li": "h", "VV": "W", "Vv": "W"}
_LETTER_SLIP = re.compile("rn|[vV]v|VV|cl|b|li")
_INITIALS = {"l": "I", "I": "l"}  # where a letter follows
_CAPITAL_INSIDE = re.compile("[^\\W\\d_A-Z]I")
_MOST_SITES = 6  # 2 of 6 places make 15 candidates
_SHAPE = re.compile(r"\b[^\W\d_]?[^\W\d_A-Z]*\b")

# Words per word of the language. A repair that is rarer than once in a million words is a guess (wordfreq's own lists
# of common words end there); one in ten million for shapes that cannot be right as they stand. wordfreq has slips of
# scanners among its rarest words ("tlie" 4e-8, "tbe" 4e-7): these give way to words thousands of times as common.
_COMMON, _RARE = 1e-6, 1e-7
_RATIO = 1000
_SHORT, _SHORT_COMMON, _SURE_RATIO = 4, 1e-4, 20_000  # letters; "clo" and "arn" are words, if rare ones; "tbe" is not
_RIVAL = 100  # a second repair this many times rarer is none
_LONG = 7  # letters of a word that another name hardly equals but for one slip
# Words that people spell with digits on purpose.
_LEET = frozenset(["password", "passwords", "porn", "noob", "noobs", "leet", "hacker", "hackers", "elite", "pwned"])
_FOREIGN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv")


class Reader:
    """Reads tokens of one text; each token once.

    >>> reader = Reader(Words("", lambda: "en"))
    >>> [reader.repair(token, opens=False) for token in ("governrnent", "tbe", "wou1d", "Kelm", "A1", "iPhone", "arn")]
    ['government', 'the', 'would', None, None, None, None]
    """

    def __init__(self, words: Words, *, scanned: bool = False) -> None:
        """``scanned`` says that another slip of the text is certain."""
        self._scanned = scanned
        self._words = words
        self._read: dict[tuple[str, bool], str | None] = {}

    @staticmethod
    def may_be_slip(token: str) -> bool:
        """False for a token that no slip of ours could have made, and for codes: "A1", "AIs", "Model5"."""
        odd = _ODD.findall(token)
        if not odd:
            return token[0] in _INITIALS or _LETTER_SLIP.search(token) is not None
        letters = sum(char.isalpha() for char in token)
        digits = sum(char.isdigit() for char in token)
        if letters < 2 or len(odd) > 3 or digits > 2 or digits * 3 > letters or (token[-1] == "5" and digits == 1):
            return False
        if token[1] == "I" and token[0].isupper() and (len(token) < 3 or token[2:] == "s"):  # but "AIl", "AIways"
            return False
        return not digits or not any(char.isupper() for char in token[1:] if char != "I")

    def repair(self, token: str, *, opens: bool) -> str | None:
        """What stood on paper where a scanner read ``token``; None where that is not certain.

        ``opens`` says that the token begins a sentence, where any word may have a capital letter.
        """
        key = (token, opens)
        if key not in self._read:
            self._read[key] = self._find(token, opens=opens)
        return self._read[key]

    def _find(self, token: str, *, opens: bool) -> str | None:
        odd = list(_ODD.finditer(token))
        if odd:
            if _glued(token, self._words):
                return None
            own = self._words.frequency(token) if _CAPITAL_INSIDE.search(token) else 0.0
            bases = list(_readings(token, odd))
            for some in (bases, [two for base in bases for two in _respelled(base, 1) if two[0] == base[0]]):
                found = {text: self._weight_of_odd(text, token) for text in some if not _ODD.search(text)}
                twins = _twins(found)
                best = self._by_case(*twins, opens=opens) if twins else _only(found)
                if best is not None:  # "McIntyre" is a word with a capital inside
                    named = own >= _RARE and found[best] < own * _SURE_RATIO
                    return None if named or (self._spelled_so(token, best) and found[best] < 1) else best
                if any(found.values()):
                    return None
            return None
        if self._words.frequency(token) >= _COMMON and len(token) > 2:
            return None
        for sites in (1, 2):
            found = {text: self._weight(text, token, opens=opens) for text in _respelled(token, sites)}
            best = _only(found)
            if best is not None:
                return best
            if any(found.values()):
                return None
        return None

    def _spelled_so(self, token: str, best: str) -> bool:
        """True where 1 may be a dotted letter on purpose: "dav1d", in a text that nobody seems to have scanned."""
        return not self._scanned and any(a == "1" and b == "i" for a, b in zip(token, best, strict=False))

    def _by_case(self, capital: str, small: str, *, opens: bool) -> str | None:
        """The one of two texts that begins sentences, or stands elsewhere."""
        if opens:
            return capital
        frequency = self._words.frequency(small)
        if self._words.seen(capital):  # a name, if the word is none that may have begun a sentence
            return capital if not self._words.seen(small) and frequency < _COMMON * 10 else None
        common = frequency >= _SHORT_COMMON and self._words.language != "de"  # any German noun has a capital
        return small if self._words.seen(small) or common else None

    def _weight_of_odd(self, text: str, token: str) -> float:
        """How well ``text`` does for a token that cannot be right; 0 where it is not plausible."""
        if self._words.seen(text) and len(text) > _SHORT:
            return 1.0
        letters = len(text)
        if letters < 3 or not _shaped(text) or text.casefold() in _LEET:
            return 0.0
        frequency = self._words.frequency(text)
        least = _RARE if letters > _SHORT else _COMMON * 10
        if any(char.isdigit() for char in token):
            named = not (token[0].islower() and token[-1].islower())  # brands and codes end in digits
            least = _SHORT_COMMON if letters <= _SHORT else _COMMON * 10 if named else _RARE
        elif "ſ" in token:
            least = _COMMON
        return frequency if frequency >= least else 0.0

    def _weight(self, text: str, token: str, *, opens: bool) -> float:
        """How well ``text`` does for a token of letters that is no word; 0 where it is not plausible."""
        if len(token) >= _LONG and self._words.seen(text) >= 2 and self._words.seen(token) == 1:
            return 1.0
        if not _shaped(text):
            return 0.0
        frequency, own = self._words.frequency(text), self._words.frequency(token)
        if token[0] == "I" and text[0] == "l" and frequency < 2e-5:
            return 0.0  # "Iagos" is no slip of "Lagos", nor one of "lagos"
        if token[0] == "l" and text[0] == "I":
            if len(token) == 2:
                return frequency if opens and frequency >= max(_RATIO * _COMMON, own * _RIVAL) else 0.0
            if (
                token[1] not in "aeiouy"
                and not _foreign(token, self._words.language)
                and frequency >= max(2 * _COMMON, own * _RIVAL)
            ):
                return frequency  # "lndian": no word begins so, whatever wordfreq has read on the web
        if len(token) <= _SHORT:
            least, ratio = _SHORT_COMMON, _SURE_RATIO
        else:
            least, ratio = 2 * _COMMON, _RATIO if own < _RARE else _SURE_RATIO
        if frequency < least or frequency < own * ratio or len(text) < 3:
            return 0.0
        if text[0].isupper() and not opens and (len(token) <= _LONG or frequency < 1e-5):
            return 0.0  # a name is no word either
        return 0.0 if _foreign(token, self._words.language) else frequency


def _glued(token: str, words: Words) -> bool:
    """True for words with something at their ends: "tooI", "fee1", "1and"."""
    rests = (token[1:] if not token[0].isalpha() else "", token[:-1] if not token[-1].islower() else "")
    return any(len(rest) > 1 and words.frequency(rest) >= _COMMON and not _ODD.search(rest) for rest in rests)


def _readings(token: str, odd: list[re.Match[str]]) -> Iterator[str]:
    """``token`` with each odd shape read in every way; capitals only at its start."""
    options = []
    for match in odd:
        read = _ODD_SHAPES[match.group()]
        options.append([char for char in read if char.islower() or match.start() == 0])
    for choice in product(*options):
        pieces, done = [], 0
        for match, char in zip(odd, choice, strict=True):
            pieces += [token[done : match.start()], char]
            done = match.end()
        yield "".join(pieces) + token[done:]


def _respelled(token: str, sites: int) -> Iterator[str]:
    """``token`` with so many of its letter slips undone."""
    if token[0] in _INITIALS and token[1:2].islower() and sites == 1:
        yield _INITIALS[token[0]] + token[1:]
    matches = list(_LETTER_SLIP.finditer(token))
    if len(matches) > _MOST_SITES:
        return
    for at, match in enumerate(matches):
        respelled = token[: match.start()] + _LETTERS[match.group()] + token[match.end() :]
        if sites == 1:
            yield respelled
            continue
        for other in matches[:at]:
            yield respelled[: other.start()] + _LETTERS[other.group()] + respelled[other.end() :]


def _only(found: dict[str, float]) -> str | None:
    """The text that outweighs all others by far; None where there is none."""
    ranked = sorted((weight, text) for text, weight in found.items() if weight)
    if not ranked or (len(ranked) > 1 and ranked[-2][0] * _RIVAL > ranked[-1][0]):
        return None
    return ranked[-1][1]


def _twins(found: dict[str, float]) -> tuple[str, str] | None:
    """The two plausible texts, where they differ in the case of their first letter alone."""
    plausible = sorted(text for text, weight in found.items() if weight)
    if len(plausible) != 2 or plausible[0][0].lower() + plausible[0][1:] != plausible[1]:
        return None
    return plausible[0], plausible[1]


def _shaped(text: str) -> bool:
    """True for small letters, all or after a capital."""
    return text[1:].islower() or text[1:].casefold() == text[1:]


def _foreign(token: str, language: str | None) -> bool:
    """True where one of the large languages of Latin script has ``token`` among its common words."""
    return any(token.casefold() in _common(other) for other in _FOREIGN if other != language)


@cache
def _common(language: str) -> frozenset[str]:
    from wordfreq import get_frequency_dict

    return frozenset(get_frequency_dict(language, "small"))
