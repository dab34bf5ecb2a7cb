"""Two wordings of a sentence side by side: which words differ, and whether it can be the same sentence at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.stages.spun.sentences import Sentence
from cleaner.stages.spun.sibling_lists import FUNCTION, amounts, contradict, same_but_contracted
from cleaner.stages.spun.tokens import NUMBER, Tokens

__all__ = ["Comparison", "Difference", "compare"]

_LONGEST = 3  # words of a stretch that differs; what is longer was written anew, not word by word
_CONTENT = 2  # content words in it
_EQUAL = 0.5  # share of content words in common; a spinner that takes every second word leaves more
_EQUAL_FUNCTION = 0.6  # the same of function words, which spinners leave alone but for a few prepositions
_LEFT_ALONE = 0.12  # share of words in stretches that differ and cannot be turned back: added words, prepositions
_LEAST_EQUAL = 4  # content words in common

# Function words that belong to phrases ("carried out", "an old"); others say who, when or how much.
_PARTICLES = frozenset(
    (
        "a",
        "about",
        "an",
        "as",
        "at",
        "away",
        "back",
        "by",
        "down",
        "for",
        "in",
        "into",
        "of",
        "off",
        "on",
        "out",
        "over",
    )
) | {"through", "to", "up", "with"}
_ENDINGS = frozenset(["", "s", "es", "d", "ed", "ing", "ly", "y", "ies", "ied", "e", "'s", "s'", "'"])


class Difference(NamedTuple):
    """A stretch of words where the two differ, with a content word or two on each side.

    Attributes:
        first, last: index of its first token and after its last one, in our tokens.
        before, after: norms of our words and of the sibling's.
        told: the sibling's words as they stand there.
        left, right: norms of the sibling's words before and after it.
        opens: whether it holds the first word of the sentence, in either.
    """

    first: int
    last: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    told: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a sentence.

    Attributes:
        differences: that could be turned back; none where a quantity differs.
        quantities: our first and after-last token of each quantity that the sibling says otherwise, and its words.
        equal: how many words both have.
    """

    differences: tuple[Difference, ...]
    quantities: tuple[tuple[int, int, str], ...]
    equal: int


class _Words(NamedTuple):
    tokens: Tokens
    places: tuple[int, ...]
    keys: list[str]

    def raw(self, first: int, last: int) -> str:
        return self.tokens.raw(self.places[first], self.places[last - 1] + 1)

    def together(self, first: int, last: int) -> bool:
        """Whether nothing but blanks stands between these words."""
        return self.places[last - 1] - self.places[first] == last - 1 - first

    def named(self, first: int, last: int) -> bool:
        """Whether one is capitalised; of the sentence's first word nobody knows."""
        starts = (self.tokens.starts[place] for place in self.places[max(first, 1) : last])
        return any(self.tokens.text[start].isupper() for start in starts)


def compare(ours: Tokens, sentence: Sentence, theirs: Tokens, other: Sentence) -> Comparison | None:
    """Where ``sentence`` and ``other`` differ; None where they need not be one sentence.

    >>> from cleaner.stages.spun.sentences import whole
    >>> from cleaner.stages.spun.tokens import tokenize
    >>> ours = tokenize("The vast mill by the old bridge was purchased by the town on Monday.")
    >>> theirs = tokenize("The big mill by the old bridge was bought by the town on Monday.")
    >>> [(found.before, found.after) for found in compare(ours, whole(ours), theirs, whole(theirs)).differences]
    [(('vast',), ('big',)), (('purchased',), ('bought',))]
    """
    a, b = _words(ours, sentence), _words(theirs, other)
    stretches, equal = _stretches(a.keys, b.keys)
    if not _framed(a.keys, b.keys, equal):
        return None
    found: list[Difference] = []
    quantities: list[tuple[int, int, str]] = []
    alone = 0
    for i, j, k, m in stretches:
        before, after = tuple(a.keys[i:j]), tuple(b.keys[k:m])
        if same_but_contracted(before, after):
            continue
        if max(j - i, m - k) > _LONGEST or contradict(before, after) or a.named(i, j) or b.named(k, m):
            return None
        if amounts(before) != amounts(after):
            if i == j or k == m:
                return None
            quantities.append((a.places[i], a.places[j - 1] + 1, b.raw(k, m)))
        elif _phrase(before) and _phrase(after) and a.together(i, j) and b.together(k, m) and not _fixed(before, after):
            span = a.places[i], a.places[j - 1] + 1
            around = tuple(b.keys[:k]), tuple(b.keys[m:])
            found.append(Difference(*span, before, after, b.raw(k, m), *around, i == 0 or k == 0))
        else:
            alone += max(j - i, m - k)
    if alone > max(1, _LEFT_ALONE * len(a.keys)):
        return None
    return Comparison(() if quantities else tuple(found), tuple(quantities), len(equal))


def _words(tokens: Tokens, sentence: Sentence) -> _Words:
    keys = [
        tokens.norms[place] if tokens.norms[place] != NUMBER else tokens.raw(place, place + 1).replace(",", "")
        for place in sentence.words
    ]
    return _Words(tokens, sentence.words, keys)


def _stretches(a: Sequence[str], b: Sequence[str]) -> tuple[list[tuple[int, int, int, int]], list[str]]:
    """Spans of both that differ, with the fewest words changed, and the words that are equal."""
    from rapidfuzz.distance import Levenshtein

    stretches: list[tuple[int, int, int, int]] = []
    equal: list[str] = []
    i = k = 0
    for block in Levenshtein.opcodes(a, b).as_matching_blocks():
        if (i, k) != (block.a, block.b):
            stretches.append((i, block.a, k, block.b))
        equal += a[block.a : block.a + block.size]
        i, k = block.a + block.size, block.b + block.size
    stretches = _joined(stretches, a, b)
    if stretches and stretches[0][0] == stretches[0][2] == 0 and stretches[0][1] == stretches[0][3] > 1:
        # Only the sentence's first word may be a name that nobody can tell from others.
        stretches[:1] = [(0, 1, 0, 1), (1, stretches[0][1], 1, stretches[0][3])]
    return stretches, equal


def _joined(
    stretches: Sequence[tuple[int, int, int, int]], a: Sequence[str], b: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """Two as one where a single word stands between them and one of them adds a word of matter.

    Of "military service" spun to "armed service support" only "service" is equal, and means something else.
    """
    joined: list[tuple[int, int, int, int]] = []
    for i, j, k, m in stretches:
        if joined:
            h, before, g, after = joined[-1]
            added = (before == h or after == g or i == j or k == m) and _content([*a[h:before], *a[i:j], *b[g:after]])
            if i - before <= 1 and added:
                joined[-1] = h, j, g, m
                continue
        joined.append((i, j, k, m))
    return joined


def _framed(a: Sequence[str], b: Sequence[str], equal: Sequence[str]) -> bool:
    content = _content(equal)
    all_content = max(_content(a), _content(b))
    all_function = max(len(a), len(b)) - all_content
    return content >= max(_LEAST_EQUAL, _EQUAL * all_content) and len(equal) - content >= _EQUAL_FUNCTION * all_function


def _content(words: Sequence[str]) -> int:
    return sum(word not in FUNCTION for word in words)


def _phrase(words: Sequence[str]) -> bool:
    """Whether these are one or two content words, with nothing but particles."""
    return 0 < _content(words) <= _CONTENT and all(word in _PARTICLES or word not in FUNCTION for word in words)


def _fixed(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether an amount is among them, a word is a single letter, or both are forms of one word, as editors change."""
    if amounts(before) or max(map(len, after)) == 1 or max(map(len, before)) == 1:
        return True
    return len(before) == len(after) and all(map(_inflected, before, after))


def _inflected(one: str, other: str) -> bool:
    common = 0
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    return common >= 2 and one[common:] in _ENDINGS and other[common:] in _ENDINGS
