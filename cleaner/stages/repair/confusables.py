"""Look-alikes: letters of another script inside a word ("Моsсow"), set right where the word is known.

The pairs are those of Unicode's ``confusables.txt`` (UTS #39, version 14.0) between Latin, Cyrillic, Greek and
Armenian, restricted to letters that look alike in a news typeface: without Σ for Ʃ, л for Ʌ, г for r, Ь for b and such;
with к and κ for k, which that file takes for the rarer ĸ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleaner.model import Draft, Edit, Proposal
from cleaner.stages.repair.smallest import smallest
from cleaner.stages.repair.words import Words

__all__ = ["in_latin", "propose", "suspects"]

_RULE = "repair.confusable"

# The same shape in Latin, Cyrillic, Greek and Armenian; "." where a script has none.
_SHAPES = (
    "AАΑ. BВΒ. CСϹ. EЕΕ. GԌ.. HНΗ. IІΙ. JЈͿ. KКΚ. MМΜ. N.Ν. OОΟՕ PРΡ. QԚ.. SЅ.Տ TТΤ. U..Ս VѴ.. WԜ.. XХΧ. YУΥ. Z.Ζ. "
    "aаα. cсϲ. dԁ.. eе.. g..ց hһ.հ iіι. jјϳ. kкκ. n..ո oоοօ pрρ. qԛ.. sѕ.. u.υս vѵν. wԝ.. xхχ. yуγ. ß.β. æӕ.. ÆӔ.. "
    "çҫ.. əә.. ƏӘ.. ëё.. ËЁ.. ïї.. ÏЇ.. á.ά. ó.ό. í.ί. ú.ύ."
)
_SCRIPTS = ("Latin", "Cyrillic", "Greek", "Armenian")
_LATIN = "A-Za-zµÀ-ÖØ-öø-ɏ"
_OTHERS = "\u0370-\u03ff\u0400-\u052f\u0531-\u0556\u0561-\u0587"
_LATIN_RUN = re.compile(f"[{_LATIN}]+")
_OTHER_RUN = re.compile(f"[{_OTHERS}]+")
_LETTER = re.compile(f"[{_LATIN}{_OTHERS}]")
_SENTENCE_START = re.compile(r"(?:^|[\n.!?…][\"”»]*\s+|\n[—–-]\s)$")
_CYRILLIC_BEFORE, _CYRILLIC_AFTER = (
    re.compile("[а-яёіїєґ][,;:»”]?[ \xa0]$"),
    re.compile("[ \xa0][«“]?[А-ЯЁа-яёіїєґ\\d]"),
)

# Which language's words tell whether a word of a script is one, where the document's own language is written otherwise.
_SPOKEN = {"Latin": "en", "Cyrillic": "ru", "Greek": "el"}
_WRITTEN_OTHERWISE = {
    **dict.fromkeys(("ru", "uk", "bg", "mk", "be", "sr", "kk", "mn"), "Cyrillic"),
    "el": "Greek",
    "hy": "Armenian",
}
# Short words are met by chance: they must be common. Of German "Straβe" a single beta says enough.
_SHORT, _COMMON, _SHORT_COMMON = 3, 1e-6, 1e-5
_MOST = 40  # letters of a word
# A lone letter is set right where it is one of the language's commonest words: с, а, о, у, к, і.
_LONE = 1e-3


def _tables() -> Mapping[str, dict[int, str]]:
    tables: dict[str, dict[int, str]] = {script: {} for script in _SCRIPTS}
    for shape in _SHAPES.split():
        for script, own in zip(_SCRIPTS, shape, strict=True):
            if own != ".":
                tables[script].update({ord(other): own for other in shape if other not in (".", own)})
    tables["Greek"][0xB5] = "μ"  # the micro sign, which Greek text has from ISO 8859-7
    return tables


_TO = _tables()


def in_latin(word: str) -> str | None:
    """``word`` with Latin letters for those that look alike; None where it has none, or others of their scripts.

    >>> in_latin("Моsсow"), in_latin("cafй"), in_latin("café")
    ('Moscow', None, None)
    """
    if _OTHER_RUN.search(word) is None:
        return None
    latin = word.translate(_TO["Latin"])
    return latin if _OTHER_RUN.search(latin) is None else None


class _Token(NamedTuple):
    start: int
    end: int
    text: str


def suspects(draft: Draft) -> bool:
    """True where letters of two scripts touch, or a word could be all of another script.

    >>> suspects(Draft("Mоscow")), suspects(Draft("Moscow (Москва), 5 µm, α-particle"))
    (True, False)
    """
    return next(_suspicious(draft), None) is not None


def propose(draft: Draft, words: Words) -> Proposal:
    """Edits that set look-alikes right where the word is known, or stands elsewhere in the text.

    >>> text = "Offiсials in Mosсow said so."
    >>> [(e.start, e.end, e.replacement) for e in propose(Draft(text), Words(text, lambda: "en")).edits]
    [(4, 5, 'c'), (16, 17, 'c')]
    """
    edits: list[Edit] = []
    judge = _Judge(draft, words)
    for token in _suspicious(draft):
        repaired = judge.repaired(token)
        if repaired is not None and not words.meant(repaired, token.end):
            edits += [
                Edit(token.start + edit.start, token.start + edit.end, edit.replacement, _RULE)
                for edit in smallest(token.text, repaired, _RULE)
            ]
    return Proposal(tuple(edits))


def _suspicious(draft: Draft) -> Iterator[_Token]:
    """Words of mixed letters, and words that could wholly be of the script that most of the text has."""
    if _OTHER_RUN.search(draft.odd) is None:
        return
    text = draft.text
    # The runs of the rarer script are looked at, and what stands beside them.
    few, many = (_OTHER_RUN, _LATIN_RUN) if len(draft.odd) * 2 < len(text) else (_LATIN_RUN, _OTHER_RUN)
    tables, least = ([_TO["Latin"]], _SHORT) if few is _OTHER_RUN else ([_TO["Cyrillic"], _TO["Greek"]], 1)
    done = 0
    for match in few.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        if many.match(text, end) or (start and many.match(text, start - 1)):
            while start > 0 and match.start() - start <= _MOST and _LETTER.match(text, start - 1):
                start -= 1
            while end < len(text) and end - match.start() <= _MOST and _LETTER.match(text, end):
                end += 1
            done = end
            if end - start <= _MOST:
                yield _Token(start, end, text[start:end])
        elif least <= end - start <= _MOST and any(
            all(ord(char) in table for char in match.group()) for table in tables
        ):
            yield _Token(start, end, match.group())


def _words_of(language: str) -> Words:
    return Words("", lambda: language)


class _Judge:
    """Weighs the repairs of one text's words."""

    def __init__(self, draft: Draft, words: Words) -> None:
        self._text = draft.text
        self._words = words
        self._others = {script: _words_of(code) for script, code in _SPOKEN.items()}
        self._found: dict[str, str | None] = {}

    def repaired(self, token: _Token) -> str | None:
        """The word in letters of one script; None where that is not certain."""
        scripts = {script for script in map(_script, token.text) if script}
        if len(scripts) == 1:
            return self._whole(token, scripts.pop())
        if token.text not in self._found:
            self._found[token.text] = self._mixed(token.text, scripts)
        return self._found[token.text]

    def _mixed(self, token: str, scripts: set[str]) -> str | None:
        if "µ" not in token and self._words.frequency(token) >= _COMMON:
            return None
        least = _SHORT if "Greek" in scripts else 2  # "ρc" and "νx" are formulas
        found = {}
        for script in scripts:
            repaired = token.translate(_TO[script])
            if all(_script(char) == script for char in repaired) and len(token) >= least:
                own = sum(before == after for before, after in zip(token, repaired, strict=True))
                if self._known(repaired, script, mostly=own * 2 >= len(token)) or self._elsewhere(repaired):
                    found[script] = repaired
        return found.popitem()[1] if len(found) == 1 else None

    def _known(self, word: str, script: str, *, mostly: bool) -> bool:
        """True where the language has ``word``, or, if most letters were right before, that of its script."""
        if self._script_of_text() == script:
            frequency = self._words.frequency(word)
            if frequency and (len(word) > _SHORT or frequency >= _SHORT_COMMON):
                return True
        other = self._others.get(script)
        return mostly and self._words.language is not None and other is not None and other.frequency(word) >= _COMMON

    def _elsewhere(self, word: str) -> bool:
        return len(word) >= _SHORT and self._words.seen(word) > 0

    def _script_of_text(self) -> str | None:
        language = self._words.language
        return None if language is None else _WRITTEN_OTHERWISE.get(language, "Latin")

    def _whole(self, token: _Token, script: str) -> str | None:
        """A word all of whose letters are of the wrong script: only where nothing else explains it."""
        if len(token.text) == 1:
            possible = self._is_lone_word(token)
        else:
            possible = any(self._elsewhere(token.text.translate(table)) for table in _TO.values())
        target = self._script_of_text() if possible else None  # to tell the language costs far more
        if target is None or target == script:
            return None
        repaired = token.text.translate(_TO[target])
        if any(_script(char) != target for char in repaired):
            return None
        if len(token.text) == 1:
            lone = target == "Cyrillic" and self._words.frequency(repaired) >= _LONE
            return repaired if lone else None
        if len(token.text) < _SHORT or not self._elsewhere(repaired):
            return None
        other = self._others.get(script)
        native = other is not None and other.frequency(token.text) > 0
        return None if native and not repaired[1:].islower() else self._between(token, repaired)

    def _is_lone_word(self, token: _Token) -> bool:
        """True where words of small Cyrillic letters stand on both sides: "встреча c министром"."""
        before, after = self._text[max(0, token.start - 6) : token.start], self._text[token.end : token.end + 3]
        if _CYRILLIC_AFTER.match(after) is None or self._names_letters():
            return False
        if token.text.isupper():
            return _SENTENCE_START.search(before) is not None and after[1:2].islower()
        return _CYRILLIC_BEFORE.search(before) is not None

    def _names_letters(self) -> bool:
        """True where the text names things by lone Latin letters, as formulas do."""
        return _LETTER_NAME.search(self._text) is not None

    def _between(self, token: _Token, repaired: str) -> str | None:
        """``repaired`` where the words beside it are of its script too, and no quotation mark sets it apart."""
        before = self._text[max(0, token.start - 12) : token.start].split(" ")
        after = self._text[token.end : token.end + 12].split(" ")
        beside = (
            before[-2] if len(before) > 1 and not before[-1] else "",
            after[1] if len(after) > 1 and not after[0] else "",
        )
        script = _script(repaired[0])
        return repaired if all(word and all(_script(c) in (script, None) for c in word) for word in beside) else None


_LETTER_NAME = re.compile(r"(?<![\w.])[bdf-jl-nq-wzDFGJLNQRSUVWZ](?!\w)")


def _script(char: str) -> str | None:
    """The script of a letter; None for what is no letter of these four."""
    if _LATIN_RUN.match(char):
        return "Latin"
    if "\u0400" <= char <= "\u052f":
        return "Cyrillic"
    if "\u0531" <= char <= "\u0587":
        return "Armenian"
    return "Greek" if "\u0370" <= char <= "\u03ff" else None
