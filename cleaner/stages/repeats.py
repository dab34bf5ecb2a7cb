"""Repeats: text that the page holds twice, where that is certain. The last copy stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.model import Draft, Edit, Evidence, Line, Proposal
from cleaner.stages.near import near_copies
from cleaner.stages.stage import Context
from cleaner.stages.words import count_words

__all__ = ["Repeats"]

# A paragraph is a line with 10 words or more that is no row of a table. Lines of verse and song, speaker names, scores
# and captions are shorter, so a chorus may come back as often as it likes: only paragraphs count towards the sizes
# below. Three make a passage from 15 words each: at 10, lists of addresses and prices in gold articles were hit.
_PARAGRAPH = 10
_SHORTEST = 13  # characters of a line that counts ten words: seven letters of Han with blanks between
_PASSAGE_PARAGRAPHS = 3
_FULL_PARAGRAPH = 15
_PASSAGE_WORDS = 60
_LONG = 40  # words of a paragraph that is no accident when it stands there twice
_LONG_CHARACTERS = 2 * _LONG - 1

# A headline stands at the top, once the rules have taken the menu away; below it prose follows.
_HEAD_LINES = 3  # a section name may stand above the headline; a chant that is doubled stands further down
_PROSE_AFTER = 5
_HEADLINE_WORDS = (3, 30)

_CANDIDATES = 8  # earlier places of a line that are compared; keeps 10,000 equal lines linear
_ROUNDS = 50  # 1,563 real pages took three at most; the bound is for hostile nests of repeats

_QUOTES = frozenset("\"'“”„«»‘’‹›「『>*•–—-|")
_NO_HEADLINE = tuple(",;:.")
_ODD_BLANK = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f\u3000]")


@dataclass(frozen=True, slots=True)
class Repeats:
    r"""Removes further copies of a headline, of a passage, and of a long paragraph.

    Of passages and paragraphs the last copy stays: what stands earlier is a summary box, the text of the page's
    metadata, or a hidden copy for another layout, and the last one is in the order in which the story is told. Keeping
    the first one instead lost 0.43 % of the content tokens of 780 extracted pages against 0.04 %.

    * ``repeats.headline``: the same line of 3 to 30 words twice, nothing but blanks between, near the head of the
      text, prose soon after it. Verse opens like that too, but no prose follows its lines.
    * ``repeats.passage``: lines that come again in the same order, with 3 paragraphs of 15 words or 60 words of
      paragraphs in them. A paragraph has 10 words or more, so that choruses, refrains and tables stay.
    * ``repeats.paragraph``: one paragraph of 40 words or more that does not open with a quotation mark, dash or
      bullet; equal, or near (``tier="near"``; see :mod:`cleaner.stages.near`).

    >>> from cleaner.model import Document
    >>> page = "Snow closes the pass\n\nSnow closes the pass\nAll roads to the north stayed shut on Monday morning.\n"
    >>> draft = Draft(page)
    >>> [(edit.start, edit.end) for edit in Repeats().propose(draft, Context(Document(page), lambda text: None)).edits]
    [(22, 43)]
    """

    name: ClassVar[str] = "repeats"

    def propose(self, draft: Draft, context: Context) -> Proposal:  # noqa: ARG002 - the Stage protocol names it
        """Deletions of whole lines with their endings, in the coordinates of ``draft.text``; sorted, disjoint."""
        keys = _compared(draft)
        found = _copies(keys)
        if not found:
            return Proposal()
        lines = [line for line in draft.lines if line.text.strip()]
        kept = list(range(len(lines)))
        edits: list[Edit] = []
        for _ in range(_ROUNDS):
            edits += [_deletion(lines[kept[place]], *why) for place, why in found.items()]
            kept = [index for place, index in enumerate(kept) if place not in found]
            found = _copies([keys[index] for index in kept])
            if not found:
                break
        edits.sort(key=lambda edit: edit.start)
        return Proposal(tuple(edits))


_Reason = tuple[str, Evidence]


def _deletion(line: Line, rule_id: str, evidence: Evidence) -> Edit:
    return Edit(line.start, line.stop, "", rule_id, evidence)


def _compared(draft: Draft) -> list[str]:
    """Each line that is not blank, as it is compared: blanks as layout would leave them."""
    if draft.tidy:
        return list(filter(None, draft.lines.texts))
    keys = list(filter(None, map(str.strip, draft.lines.texts)))
    if _ODD_BLANK.search(draft.odd) is None and "  " not in draft.text:
        return keys
    return [" ".join(key.split()) for key in keys]


def _copies(keys: Sequence[str]) -> dict[int, _Reason]:
    """Places in ``keys`` (the non-blank lines, in order) that another copy makes needless, and why."""
    found = _headlines(keys)
    if found:  # one sort at a time: two that each spare another copy would leave none
        return found
    # Read from the end, so that the last copy is the one that stays.
    last = len(keys) - 1
    turned = keys[::-1]
    if _stands_twice(keys):
        found = _passages(turned)
        found |= {place: why for place, why in _paragraphs(turned).items() if place not in found}
    return {last - place: why for place, why in (found or _near(turned)).items()}


def _stands_twice(keys: Sequence[str]) -> bool:
    """True where one of the paragraphs does."""
    long = [key for key in keys if len(key) >= _SHORTEST]
    if len(set(long)) == len(long):
        return False
    return any(times > 1 and count_words(key) >= _PARAGRAPH for key, times in Counter(long).items())


def _headlines(keys: Sequence[str]) -> dict[int, _Reason]:
    found: dict[int, _Reason] = {}
    low, high = _HEADLINE_WORDS
    for place in range(1, min(_HEAD_LINES, len(keys))):
        key = keys[place]
        if key == keys[place - 1] and low <= count_words(key) <= high and not key.endswith(_NO_HEADLINE):
            after = [count_words(line) for line in keys[place + 1 : place + 1 + _PROSE_AFTER] if line != key]
            if max(after, default=0) >= _PARAGRAPH:
                found[place] = "repeats.headline", Evidence(1.0, "exact", ("adjacent", "head"))
    return found


def _passages(keys: Sequence[str]) -> dict[int, _Reason]:
    """``keys`` are read from the end, so what stands above a passage follows it here."""
    words = _paragraph_words(keys)
    found: dict[int, _Reason] = {}
    places: dict[str, list[int]] = {}
    place = 0
    while place < len(keys):
        if not words[place]:
            place += 1
            continue
        earlier = places.setdefault(keys[place], [])
        source, length = 0, 0
        for candidate in earlier:
            matched = _matched(keys, candidate, place, found)
            if matched > length:
                source, length = candidate, matched
        sizes = words[place : place + length]
        full = sum(size >= _FULL_PARAGRAPH for size in sizes)
        labels = keys[place + length : place + length + 1], keys[source + length : source + length + 1]
        too_small = full < _PASSAGE_PARAGRAPHS and sum(sizes) < _PASSAGE_WORDS
        if too_small or (length == 1 and _two_answers(*labels)):
            if len(earlier) < _CANDIDATES:
                earlier.append(place)
            place += 1
            continue
        first = place
        while first - 1 > source + length - 1 and first - 1 not in found and keys[first - 1] == keys[source - 1]:
            first, source, length = first - 1, source - 1, length + 1
            if source == 0:
                break
        reason = "paragraphs" if full >= _PASSAGE_PARAGRAPHS else "words"
        why = "repeats.passage", Evidence(1.0, "exact", (reason,))
        found |= dict.fromkeys(range(first, first + length), why)
        place = first + length
    return found


def _matched(keys: Sequence[str], source: int, copy: int, found: dict[int, _Reason]) -> int:
    """How many lines from ``copy`` on repeat those from ``source`` on, without running into each other."""
    length = 0
    while (
        source + length < copy
        and copy + length < len(keys)
        and keys[source + length] == keys[copy + length]
        and source + length not in found
    ):
        length += 1
    return length


def _paragraph_words(keys: Sequence[str]) -> list[int]:
    """Words of each line that is a paragraph and stands there more than once; 0 for all others."""
    seen: dict[str, int] = {}
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
    sizes = {key: count_words(key) for key, times in seen.items() if times > 1 and key[0] != "|"}
    return [size if (size := sizes.get(key, 0)) >= _PARAGRAPH else 0 for key in keys]


def _paragraphs(keys: Sequence[str]) -> dict[int, _Reason]:
    """``keys`` are read from the end, so the line before a paragraph is the next one here."""
    found: dict[int, _Reason] = {}
    seen: dict[str, int] = {}
    for place, key in enumerate(keys):
        if (
            key in seen
            and _is_long(key)
            and not _two_answers(keys[place + 1 : place + 2], keys[seen[key] + 1 : seen[key] + 2])
        ):
            found[place] = "repeats.paragraph", Evidence(1.0, "exact", ("equal",))
        seen.setdefault(key, place)
    return found


def _two_answers(label: Sequence[str], other: Sequence[str]) -> bool:
    """True where two different short lines stand right above the copies, such as two names in a questionnaire."""
    return label != other and all(line and count_words(line[0]) < _PARAGRAPH for line in (label, other))


def _near(keys: Sequence[str]) -> dict[int, _Reason]:
    places = [place for place, key in enumerate(keys) if _may_be_long(key)]
    times = Counter([keys[place] for place in places])
    if len(times) < len(places):  # equal copies have been judged before
        places = [place for place in places if times[keys[place]] == 1]
    return {
        places[index]: ("repeats.paragraph", Evidence(score, "near", ("same_names", "same_digits")))
        for index, score in near_copies([keys[place] for place in places])
        if _is_long(keys[places[index]])
    }


def _is_long(key: str) -> bool:
    return _may_be_long(key) and count_words(key) >= _LONG


def _may_be_long(key: str) -> bool:
    # 40 words have 79 characters at least, also where two characters count as a word.
    return len(key) >= _LONG_CHARACTERS and key[0] not in _QUOTES
