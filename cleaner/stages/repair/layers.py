"""UTF-8 read as Western or Central European, one to four times ("pÃ¥", "iÃ…Â¡", "pĂĄ"): words that ftfy leaves.

ftfy decodes a line that is garbled as a whole. Where good letters stand beside bad ones it decodes only what looks bad
by itself, which "Ã¥", "Å¡" and "Ä…" do not. Here a word is decoded layer by layer, and the words and letters of the
document's language tell whether that is what was meant.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.model import Draft, Edit, Proposal
from cleaner.stages.repair.quoted import outside
from cleaner.stages.repair.reread import bytes_of
from cleaner.stages.repair.smallest import shifted, smallest
from cleaner.stages.repair.words import Words

__all__ = ["propose", "suspects"]

_RULE = "repair.mojibake"

# Bytes 80 to BF as Latin-1 and Windows read them, after the first bytes of two and three of Latin, Greek and Cyrillic
# letters and of syllables (RFC 3629). A blank A0 is none here: it also stands between words.
_WESTERN = "[\x80-\x9f¡-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_CENTRAL = "[\x80-\x9f€‚„…†‡‰Š‹ŚŤŽŹ‘’“”•–—™š›śťžźˇ˘Ł¤Ą¦§¨©Ş«¬\xad®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż]"
_SEQUENCES = {
    "cp1252": re.compile(f"[Â-ÉÎ-Ó]{_WESTERN}|[à-ï]{_WESTERN}{_WESTERN}"),
    "cp1250": re.compile(f"[ÂĂÄĹ]{_CENTRAL}"),
}
_SEQUENCE = re.compile("|".join(pattern.pattern for pattern in _SEQUENCES.values()))
# Dashes, quotes and dots (E2 80 and one more) read as Mac Roman and as DOS: letters that never stand together.
_SIGNS = {
    lead + third: meant
    for lead, thirds in (("‚Ä", "ìîòôúùû¶"), ("ΓÇ", "ôöÿÖ£¥₧ª"))
    for third, meant in zip(thirds, "–—‘’“”„…", strict=True)
}
_SIGN = re.compile("|".join(_SIGNS))
# Typography follows a letter in good text too ("SOFÁ”…"), and four of the signs are letters ("Äž").
_PLAIN = "‘’“”„‚–—…»«·\xad"
_WORD = re.compile(r"[^\s!-&(-@\[-`{-\x7f]{2,200}")
_LAYERS = 4
# Shorter words are met by chance, and so must be common ("å", "på").
_SHORT, _COMMON = 3, 1e-5
# Letters of this part of running text are the language's own; "ñ" stands in English names.
_OWN = 12.0  # bits


def suspects(draft: Draft) -> bool:
    """True where characters stand together as UTF-8 sets the bytes of a letter.

    >>> suspects(Draft("Han gikk pÃ¥ ski i gÃ¥r")), suspects(Draft("Er aß „Käse“ – gern…"))
    (True, False)
    """
    odd = draft.odd
    if any(map(draft.text.__contains__, set(_SEQUENCE.findall(odd)))):  # first bytes are no next ones: none overlap
        return True
    return ("‚Ä" in odd or "ΓÇ" in odd) and _SIGN.search(draft.text) is not None


def propose(draft: Draft, words: Words) -> Proposal:
    """Edits that decode words in which every sequence is a letter of the document's language; offsets as in its text.

    The word that comes out is one of the language or of the document; or a sequence stands inside the word as no
    writer would set it, and the letters that come out are the language's own.

    >>> text = "U Å¡koli su rekli što će biti"
    >>> [(edit.start, edit.end, edit.replacement) for edit in propose(Draft(text), Words(text, lambda: "hr")).edits]
    [(2, 4, 'š')]
    """
    edits: list[Edit] = []
    lines = draft.lines
    found = [match.start() for pattern in (_SEQUENCE, _SIGN) for match in pattern.finditer(draft.text)]
    for line in [lines[index] for index in sorted(set(map(lines.at, found)))]:
        own = [Edit(*match.span(), _SIGNS[match.group()], _RULE) for match in _SIGN.finditer(line.text)]
        if not own:  # the word beside a sign waits for another round
            for match in _WORD.finditer(line.text):
                word = match.group()
                meant = None if word.isascii() or _SEQUENCE.search(word) is None else _meant(word, words)
                if meant is not None:
                    own += shifted(smallest(word, meant, _RULE), match.start())
        edits += shifted(outside(line.text, own), line.start)
    return Proposal(tuple(edits))


def _meant(word: str, words: Words) -> str | None:
    """``word`` without its layers, where that is certain."""
    for read_as, sequence in _SEQUENCES.items():
        last, added = word, ""
        for _ in range(_LAYERS):
            before = last
            last, added = _decoded(before, read_as)
            if before == last or sequence.search(last) is None:
                break
        if added and _is_certain(last, added, words, torn=_is_torn(word, sequence)):
            return last
    return None


def _is_certain(word: str, added: str, words: Words, *, torn: bool) -> bool:
    """True where ``word``, decoded with the letters ``added``, is one, or is spelled so and was ``torn`` before."""
    core = word.strip("'’‘“”„»«…–—")
    if not core.replace("’", "").replace("'", "").isalpha() or not added.isalpha():
        return False
    frequency = words.frequency(core)
    if len(core) <= _SHORT:
        return frequency >= _COMMON
    if frequency or words.seen(core):
        return True
    if not torn or not words.judges or words.language is None:
        return False
    own, korean = _letters(words.language), words.language == "ko"
    return all(letter in own or (korean and "가" <= letter <= "힣") for letter in added.lower())


def _is_torn(word: str, sequence: re.Pattern[str]) -> bool:
    """True where a sequence has a sign before a letter, or a capital after a small letter."""
    for match in sequence.finditer(word):
        start, end = match.span()
        first, sign = word[start], word[start + 1]
        if start and word[start - 1].islower() and first.isupper():
            return True
        if end < len(word) and word[end].isalpha() and not sign.isalpha() and sign not in _PLAIN:
            return True
        if end - start > 2 and sign not in _PLAIN:
            return True
    return False


def _decoded(word: str, read_as: str) -> tuple[str, str]:
    """``word`` with its sequences decoded once, and the letters that they gave."""
    added: list[str] = []

    def letter(match: re.Match[str]) -> str:
        content = bytes_of(match.group(), read_as) or b""
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return match.group()
        added.append(text)
        return text

    return _SEQUENCES[read_as].sub(letter, word), "".join(added)


@cache
def _letters(language: str) -> frozenset[str]:
    """The letters beyond ASCII that ``language`` writes, by its list of words."""
    from cleaner.stages.spelling import spelling

    listed = {"hr": "sh", "sr": "sh", "bs": "sh", "no": "nb"}.get(language, language)
    return frozenset(
        letter for letter, cost in spelling(listed).letters.items() if cost <= _OWN and not letter.isascii()
    )
