"""Lost letters: a U+FFFD or a question mark inside a word, filled in where the document has the word whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from cleaner.model import Draft, Edit, Finding, Proposal
from cleaner.stages.repair.words import Words

__all__ = ["propose", "suspects"]

_RULE = "repair.lost-letter"
_FINDING = "repair.replacement-character"

_LOST = "\ufffd"
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
# A codec that has no letter for a character writes a question mark: amid small letters, before a letter at the start
# of a word, or at its end where the sentence goes on.
_QUESTION = re.compile(r"\?(?:(?=[^\W\d_])|(?= [^\W\d_]))")
_ADDRESS = re.compile(r"[/=&@#]|\w\?[\w.]*[?=&]")
_MOST = 40  # letters of a word
_OPENING = re.compile(r"(?:[\n.!?…][\"”»)]*\s+|\n[\"“„«‘]?)$")
# Letters beyond ASCII of the languages that have lists of words, CJK and syllables apart.
_LETTERS = (
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿāăąćčďđēėęěğģīįıķļľłńņňőœŕřśşšșţťțūůűųźżžơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹß"
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёђѓєіїјљњћќўџґαβγδεζηθικλμνξοπρςστυφχψωάέήίόύώϊϋΐΰ"
)
_NAME = 1e-5  # a word as common as this is more than a name
_RIVAL = 100  # a word this many times rarer is none
# Words per word of the language: with those of one and two letters a broken word falls apart by chance ("na?ve").
_COMMON, _SHORT, _SHORT_COMMON = 1e-6, 3, 1e-4


class _Spot(NamedTuple):
    """A broken word, ``text[start:end]``; ``key`` is it with one U+FFFD for each run of marks."""

    start: int
    end: int
    key: str


def suspects(draft: Draft) -> bool:
    """True where a letter may have been lost inside a word.

    >>> suspects(Draft("Malm\ufffd and Malmö")), suspects(Draft("K?ln")), suspects(Draft("Why? Malmö."))
    (True, True, False)
    """
    return _LOST in draft.odd or ("?" in draft.text and next(_question_marks(draft), None) is not None)


def propose(draft: Draft, words: Words) -> Proposal:
    """Edits where the text has exactly one word that fits, findings for other question marks that stand for letters.

    U+FFFD that stays is reported by the stage.

    >>> text = "Malm\ufffd lies across the sound. Trains to Malmö run all night. K?ln is far."
    >>> proposal = propose(Draft(text), Words(text, lambda: "en"))
    >>> [(edit.start, edit.end, edit.replacement) for edit in proposal.edits], len(proposal.findings)
    ([(4, 5, 'ö')], 1)
    """
    text = draft.text
    whole = _whole_words(text)

    @cache
    def named(word: str) -> bool:
        places = (match.start() for match in re.finditer(re.escape(word), text))
        return words.frequency(word) < _NAME and not all(_opens(text, place) for place in places)

    edits: list[Edit] = []
    findings: list[Finding] = []
    for spot in _replaced(text) if _LOST in draft.odd else ():
        edits += _filled(text, spot, whole, words, named)
    for spot in _question_marks(draft):
        filled = _filled(text, spot, whole, words, named)
        inside = text[spot.start] != "?" and text[spot.end - 1] != "?"
        if filled and (inside or not _stands_alone(text[spot.start : spot.end], words)):
            edits += filled
        elif inside and not _two_words(text[spot.start : spot.end], words):
            findings.append(Finding(spot.start, spot.end, _FINDING, "a question mark stands where a letter was lost"))
    return Proposal(tuple(sorted(edits, key=lambda edit: edit.start)), tuple(findings))


def _replaced(text: str) -> Iterator[_Spot]:
    """Broken words around U+FFFD."""
    done = 0
    for match in re.finditer(_LOST + "+", text):
        if match.start() < done:
            continue
        start, end = _around(text, *match.span(), _LOST)
        done = end
        if end - start > match.end() - match.start():
            yield _Spot(start, end, re.sub(_LOST + "+", _LOST, text[start:end]))


def _question_marks(draft: Draft) -> Iterator[_Spot]:
    """Words with one question mark in the place of a letter; those with it at an end only if other words have accents.

    Without a letter beyond ASCII in the text no word of it can be one that lost such a letter.
    """
    text = draft.text
    accents = any(map(str.isalpha, draft.odd)) if "?" in text else False
    for match in _QUESTION.finditer(text):
        place = match.start()
        before, after = text[place - 1 : place], text[place + 1]
        inside = before.isalpha() and after.islower()
        at_end = accents and before.islower() and after == " " and text[place + 2].islower()
        at_start = accents and not before.strip(' \n"“„«(') and after.islower()
        if not (inside or at_end or at_start):
            continue
        start, end = _around(text, place, place + 1, "")
        if end - start < 3 or text[start - 1 : start].isdigit() or _ADDRESS.search(text[max(0, start - 20) : end + 20]):
            continue
        yield _Spot(start, end, text[start:place] + _LOST + text[place + 1 : end])


def _around(text: str, start: int, end: int, marks: str) -> tuple[int, int]:
    """The word around ``text[start:end]``: letters, apostrophes between them, and further ``marks``."""
    first, last = start, end
    while first > 0 and start - first < _MOST and (text[first - 1].isalpha() or text[first - 1] in marks):
        first -= 1
    while last < len(text) and last - end < _MOST and (text[last].isalpha() or text[last] in marks):
        last += 1
    return first, last


def _whole_words(text: str) -> dict[str, set[str]]:
    """Words with a letter beyond ASCII, or a curly apostrophe, under what is left of them when it is lost."""
    whole: defaultdict[str, set[str]] = defaultdict(set)
    for word in set(_WORD.findall(text)):
        if word.isascii() or len(word) > _MOST:
            continue
        odd = [place for place, char in enumerate(word) if ord(char) >= 0x80]
        for place in odd:
            whole[word[:place] + _LOST + word[place + 1 :]].add(word)
        whole[re.sub("[^\x00-\x7f]+", _LOST, word)].add(word)
    return whole


def _filled(
    text: str, spot: _Spot, whole: Mapping[str, set[str]], words: Words, inside: Callable[[str], bool]
) -> list[Edit]:
    """Edits for the marks of one broken word; none where not exactly one word fits.

    ``inside`` tells of a word whether it is a name that stands within a sentence.
    """
    found = whole.get(spot.key, set()) if len(spot.key) > 2 else set()
    if not found and spot.key[0] != _LOST:  # at the start of a sentence
        swapped = spot.key[0].swapcase()
        found = {spot.key[0] + word[1:] for word in whole.get(swapped + spot.key[1:], ())}
    if len(found) != 1:
        return []
    word = next(iter(found))
    if spot.key[0] == _LOST and word[0].isupper() != _opens(text, spot.start):
        # A sentence does not begin with a small letter; mid-sentence a capital needs a witness that stands there too.
        return list(_pieces(text, spot, word)) if word[0].isupper() and inside(word) else []
    name = word[0].isupper() and not _opens(text, spot.start)  # the document says which name it is about
    return [] if not name and _has_rival(spot.key, word, words) else list(_pieces(text, spot, word))


def _opens(text: str, place: int) -> bool:
    """True where a sentence begins at ``place``."""
    return place == 0 or _OPENING.search(text, max(0, place - 6), place) is not None


def _pieces(text: str, spot: _Spot, word: str) -> Iterator[Edit]:
    """What each run of marks of a broken word stands for."""
    pieces = re.split(f"[{_LOST}?]+", text[spot.start : spot.end])
    place, read = spot.start, 0
    for piece, following in pairwise(pieces):
        place += len(piece)
        read += len(piece)
        end = place
        while end < spot.end and text[end] in (_LOST, "?"):
            end += 1
        stop = word.index(following, read + 1) if following else len(word)
        yield Edit(place, end, word[read:stop], _RULE)
        place, read = end, stop


def _has_rival(key: str, word: str, words: Words) -> bool:
    """True where the language has another word that fits, such as "esté" beside "está" or "velké" beside "velký"."""
    if key.count(_LOST) != 1:
        return False
    own = words.frequency(word)
    fits = (key.replace(_LOST, letter) for letter in _LETTERS)
    return any(fit.casefold() != word.casefold() and words.frequency(fit) * _RIVAL > own for fit in fits)


def _stands_alone(broken: str, words: Words) -> bool:
    """True where ``broken`` is a word without its question mark: "café? no" asks nothing of "caf"."""
    rest = broken.strip("?")
    return words.seen(rest) > 1 or words.frequency(rest) >= _COMMON


def _two_words(broken: str, words: Words) -> bool:
    """True where a blank was lost behind a real question mark: "really?yes"."""
    left, _, right = broken.partition("?")
    return all(words.frequency(word) >= (_SHORT_COMMON if len(word) < _SHORT else _COMMON) for word in (left, right))
