"""Near copies among paragraphs: the same names and digits, and nearly the same words in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

__all__ = ["near_copies"]

# The share of word triples in common (Jaccard). At .95 a paragraph of 120 words may differ in one word, a shorter one
# only in its first or last, or in blanks, case and punctuation.
_ALIKE = 0.95
_SHINGLE = 3
_BUCKET = 8  # earlier paragraphs a shingle leads to; bounds the work on thousands of similar ones

_WORD = re.compile(r"\w+")
# All but digits, A to Z, and the line feed that parts the paragraphs.
_DROPPED = bytes(byte for byte in range(256) if not (48 <= byte <= 57 or 65 <= byte <= 90 or byte == 10))


def near_copies(paragraphs: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Index and similarity of each paragraph (no line feed in it) that nearly repeats an earlier one that stays.

    Two paragraphs are compared only where their capitals A to Z and digits are the same in the same order: cheap, and
    true of all that is wanted. Then a shingle index finds pairs (prefix filter: two sets with a Jaccard similarity of
    t share one of the first ``n - ceil(t n) + 1`` members in any fixed order; Chaudhuri et al. 2006). The order is
    that of CRC-32, not of ``hash``, which differs between processes.

    >>> first = "The council of Ely met on 3 May and heard that the ferry, the mill and the school need new roofs soon"
    >>> list(near_copies([first, first + "!", first.replace("3", "4")]))
    [(1, 1.0)]
    """
    coded = "\n".join(paragraphs).encode("utf-8", "surrogatepass")
    marks = coded.translate(None, _DROPPED).split(b"\n")
    if len(set(marks)) == len(marks):
        return
    groups: dict[bytes, list[int]] = {}
    for index, mark in enumerate(marks):
        groups.setdefault(mark, []).append(index)
    found: list[tuple[int, float]] = []
    for group in groups.values():
        if len(group) > 1:
            found += _alike(paragraphs, group)
    yield from sorted(found)


def _alike(paragraphs: Sequence[str], group: Sequence[int]) -> Iterator[tuple[int, float]]:
    words = {place: _WORD.findall(paragraphs[place]) for place in group}
    names = {place: _names(words[place]) for place in group}
    if len(set(names.values())) == len(group):
        return
    index: dict[int, list[int]] = {}
    kept: dict[int, frozenset[int]] = {}
    for place in group:
        shingles = _shingles(words[place])
        ordered = sorted(shingles)
        prefix = ordered[: len(ordered) - -int(-_ALIKE * len(ordered) // 1) + 1]
        candidates = sorted({other for shingle in prefix for other in index.get(shingle, ())})
        best = 0.0
        for other in candidates:
            if names[other] == names[place]:
                theirs = kept[other]
                best = max(best, len(shingles & theirs) / len(shingles | theirs))
        if best >= _ALIKE:
            yield place, best
            continue
        kept[place] = shingles
        for shingle in prefix:
            bucket = index.setdefault(shingle, [])
            if len(bucket) < _BUCKET:
                bucket.append(place)


def _names(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word[0].isupper() or word[0].isdigit())


def _shingles(words: Sequence[str]) -> frozenset[int]:
    folded = [word.casefold() for word in words]
    triples = zip(folded, folded[1:], folded[2:], strict=False)
    found = frozenset(crc32(" ".join(triple).encode("utf-8", "surrogatepass")) for triple in triples)
    return found or frozenset({crc32(" ".join(folded).encode("utf-8", "surrogatepass"))})
