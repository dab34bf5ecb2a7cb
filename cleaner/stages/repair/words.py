"""What words a document and its language know: the evidence for repairs that spelling alone cannot justify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property

import regex

from cleaner.stages.lexicon import Lexicon, lexicon

__all__ = ["Words"]

_TOKEN = regex.compile(r"[\p{L}\p{M}\p{Nd}'’|]+")
# wordfreq's words of less than one in a hundred million stand there by accident, often as slips of scanners.
_RARE = 1e-8
# To count all words of a text takes as long as to search it for so many.
_FEW = 100
# Between a slip and what it stands for, where a text speaks of slips: "'tbe' for 'the'".
_STANDS_FOR = regex.compile(
    r"\W{0,3}(?:for|instead of|in place of|read as|as|should be|means|becomes|statt|für|pour|por|per|вместо)\s\W{0,2}"
)
_LONG = 4  # letters; shorter words stand inside too many others


class Words:
    """The words of one text, and of the language it is written in.

    >>> words = Words("IntelliNews said that Intel|iNews was down.", lambda: "en")
    >>> words.seen("IntelliNews"), words.known("down"), words.known("dovvn")
    (1, True, False)
    """

    def __init__(self, text: str, language: Callable[[], str | None]) -> None:
        """``language`` gives an ISO 639-1 code, or None where it is not known; called only where words are asked."""
        self._text = text
        self._ask = language
        self._asked = 0

    @cached_property
    def language(self) -> str | None:
        """The document's language."""
        return self._ask()

    @cached_property
    def judges(self) -> bool:
        """True where there is a list of the language's words: without it only the document is evidence."""
        return len(self._lexicon) > 0

    def known(self, word: str) -> bool:
        """True where the language has ``word``, in any case."""
        return self.frequency(word) >= _RARE

    def frequency(self, word: str) -> float:
        """How often ``word`` stands among all words of the language, in any case, 0 to 1 (wordfreq, Speer 2022)."""
        return self._lexicon.frequency(word.casefold())

    def seen(self, word: str) -> int:
        """How often the text has ``word``, case as it stands."""
        if "_counts" not in self.__dict__ and self._asked < _FEW:
            self._asked += 1
            if word not in self._text:
                return 0
            if len(word) >= _LONG:
                return self._places(word)
        return self._counts[word]

    def _places(self, word: str) -> int:
        """What :attr:`_counts` would say of ``word``, for the price of a few searches."""
        text, found = self._text, 0
        at = text.find(word) if _TOKEN.fullmatch(word) else -1
        while at >= 0:
            end = at + len(word)
            found += not ((at and _TOKEN.match(text, at - 1, at)) or _TOKEN.match(text, end, end + 1))
            at = text.find(word, end)
        return found

    def meant(self, word: str, end: int) -> bool:
        """True where the text speaks of a slip that ends at ``end``, and of ``word`` as what it stands for.

        >>> text = "Scanners read 'tbe' for 'the'."
        >>> Words(text, lambda: "en").meant("the", text.index("' for"))
        True
        """
        match = _STANDS_FOR.match(self._text, end)
        return match is not None and self._text.startswith(word, match.end())

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(_TOKEN.findall(self._text))

    @cached_property
    def _lexicon(self) -> Lexicon:
        return lexicon(self.language) if self.language else Lexicon(())
