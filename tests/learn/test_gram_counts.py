"""Counts of words, pairs and triples against a plain count of the sentences that a text was made of."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cleaner.learn.gram_counts import count_texts

WORDS = ("snow", "the", "don't", "mill", ",", "u.s", "goat")
SENTENCE = st.tuples(st.sampled_from(("snow", "the", "goat")), st.lists(st.sampled_from(WORDS), max_size=6))
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4)


def plain(sentences):
    counts = Counter()
    for first, rest in sentences:
        words = ["<s>", "<s>", first, *rest, ".", "</s>"]
        counts.update(words[2:])
        counts.update(map(" ".join, pairwise(words)))
        counts.update(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    return counts


def written(paragraph):
    return " ".join(f"{' '.join((first.capitalize(), *rest))} ." for first, rest in paragraph)


@given(st.lists(st.lists(PARAGRAPH, min_size=1, max_size=3), max_size=3))
def test_sentences_are_counted_each_alone(documents):
    found = count_texts("\n\n".join(map(written, paragraphs)) for paragraphs in documents)
    assert found == plain(sentence for paragraphs in documents for paragraph in paragraphs for sentence in paragraph)


def test_numbers_are_one_word_and_a_line_that_goes_on_is_one_sentence():
    found = count_texts(["In 1999 the mill\nclosed."])
    assert (found["in <num> the"], found["mill closed ."], found["</s>"]) == (1, 1, 1)
