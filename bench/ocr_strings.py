"""The strings of ``cleaner/stages/repair/ocr_signs.py``, made anew from wordfreq's lists.

    python bench/ocr_strings.py > strings.txt

Its docstring says how they are picked. Printed best first, with "_" for the edge of a word; takes a minute.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator

from wordfreq import get_frequency_dict

# English first; slips are made in the words of the first eight.
LANGUAGES = "en de fr es it pt nl sv da nb fi pl cs sk hu ro tr ca id lt lv sl sh is ms".split()  # noqa: SIM905
GARBLED = 8
SLIPS = (("m", "rn"), ("w", "vv"), ("d", "cl"), ("h", "b"), ("h", "li"))
COMMONEST = 6000
LENGTHS = (2, 3, 4)
RAREST_WORD = 3e-8  # rarer ones of wordfreq's are often slips themselves
MOST_CLEAN = 1e-6  # times a word of clean text
OTHERS = 0.3  # weight of clean words of languages but English; their damaged words count half
STRINGS = 500


def strings(text: str, first: int, last: int) -> set[str]:
    """Strings of all lengths that begin from ``first`` to before ``last``."""
    return {
        text[start : start + length]
        for length in LENGTHS
        for start in range(max(0, first - length), min(last, len(text) - length + 1))
    }


def clean_shares() -> dict[str, float]:
    """How often a word of clean text has each string, in the language where it has it most."""
    shares: defaultdict[str, float] = defaultdict(float)
    for language in LANGUAGES:
        counts: Counter[str] = Counter()
        for word, frequency in get_frequency_dict(language, "best").items():
            if frequency >= RAREST_WORD and word.isalpha():
                for string in strings(f" {word} ", 0, len(word) + 2):
                    counts[string] += frequency
        for string, share in counts.items():
            shares[string] = max(shares[string], share * (1 if language == "en" else OTHERS))
    return shares


def damaged() -> Iterator[tuple[float, set[str]]]:
    """The weight of each damaged word, and its strings that overlap the slip."""
    for language in LANGUAGES[:GARBLED]:
        words = get_frequency_dict(language, "best")
        for word, frequency in sorted(words.items(), key=lambda item: -item[1])[:COMMONEST]:
            if len(word) < 3 or not word.isalpha():
                continue
            for right, wrong in SLIPS:
                place = word.find(right)
                while place >= 0:
                    bad = word[:place] + wrong + word[place + len(right) :]
                    if words.get(bad, 0) < frequency / 1000:
                        found = strings(f" {bad} ", place + 2, place + 1 + len(wrong))
                        yield frequency * (1 if language == "en" else 0.5), found
                    place = word.find(right, place + 1)


def main() -> None:
    clean = clean_shares()
    weights: list[float] = []
    words_with: defaultdict[str, list[int]] = defaultdict(list)
    for number, (weight, found) in enumerate(damaged()):
        weights.append(weight)
        for string in found:
            if clean.get(string, 0) < MOST_CLEAN:
                words_with[string].append(number)
    # Greedy cover: what a string gives away shrinks as others are taken, so its place in the queue is looked at again.
    queue = [(-sum(weights[n] for n in numbers), string) for string, numbers in words_with.items()]
    heapq.heapify(queue)
    given_away: set[int] = set()
    taken = 0
    while queue and taken < STRINGS:
        _, string = heapq.heappop(queue)
        left = sum(weights[n] for n in words_with[string] if n not in given_away)
        if queue and left < -queue[0][0] - 1e-15:
            if left > 0:
                heapq.heappush(queue, (-left, string))
            continue
        given_away.update(words_with[string])
        taken += 1
        print(string.replace(" ", "_"))


if __name__ == "__main__":
    main()
