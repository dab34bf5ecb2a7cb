"""The sibling learner: the sentences of a batch, for spun copies of them to be turned back by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from cleaner.model import Document
from cleaner.stages.spun.sentences import passages, whole
from cleaner.stages.spun.sibling_index import (
    LEAST_WORDS,
    MOST_DOCUMENTS,
    SiblingIndex,
    StoredSentence,
    document_key,
    index_bytes,
)
from cleaner.stages.spun.tokens import tokenize
from cleaner.stages.stopwords import STOPWORDS

__all__ = ["MOST_SENTENCES", "SiblingCounts", "SiblingLearner", "counts_of"]

MOST_SENTENCES = 500_000
"""Sentences that are kept in all: some 30,000 articles, 1 GB of memory while learning, 110 MB in the file."""

_OF_A_DOCUMENT = 300  # sentences and pieces of sentences; a long article has 100
_ENGLISH_WORDS = 2  # distinct function words that a sentence needs: no list, table or sentence of another language has


@dataclass(frozen=True, slots=True)
class SiblingCounts:
    """What was seen so far.

    Attributes:
        sentences: by the digest of their text; of too many those with the smallest digests.
        documents: how many were read.
    """

    sentences: Mapping[bytes, StoredSentence] = field(default_factory=dict)
    documents: int = 0


@dataclass(frozen=True, slots=True)
class SiblingLearner:
    """Gathers sentences with the documents that hold them; a :class:`~cleaner.learn.learner.Learner`.

    Attributes:
        most: sentences that are kept, those with the smallest digests, so that order and shards change nothing.
    """

    most: int = MOST_SENTENCES

    def observe(self, document: Document) -> SiblingCounts:
        """The English sentences of eight words and more of one document, and its quotes; the first 300."""
        tokens = tokenize(document.text)
        held = (document_key(document.text),)
        found: dict[bytes, StoredSentence] = {}
        for passage in islice(passages(tokens, LEAST_WORDS), _OF_A_DOCUMENT):
            if len(STOPWORDS["en"].intersection(passage.norms(tokens))) >= _ENGLISH_WORDS:
                text = " ".join(tokens.raw(passage.words[0], passage.words[-1] + 1).split())
                found[hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]] = StoredSentence(text, held)
        return SiblingCounts(self._capped(found), 1)

    def merge(self, a: SiblingCounts, b: SiblingCounts) -> SiblingCounts:
        """Both together: the same sentence once, with the documents of both."""
        large, small = (a, b) if len(a.sentences) >= len(b.sentences) else (b, a)
        sentences = dict(large.sentences)
        for key, sentence in small.sentences.items():
            same = sentences.get(key)
            if same is not None:
                held = sorted({*same.documents, *sentence.documents})[:MOST_DOCUMENTS]
                sentences[key] = StoredSentence(sentence.text, tuple(held))
            else:
                sentences[key] = sentence
        return SiblingCounts(self._capped(sentences), a.documents + b.documents)

    def fit(self, counts: SiblingCounts) -> bytes:
        """The index as a file, sentences sorted; :func:`~cleaner.stages.spun.sibling_index.read_siblings` reads it."""
        sentences = sorted(counts.sentences.values())
        cut = (tokenize(sentence.text) for sentence in sentences)
        return index_bytes(sentences, (whole(tokens).norms(tokens) for tokens in cut), counts.documents)

    def _capped(self, sentences: dict[bytes, StoredSentence]) -> dict[bytes, StoredSentence]:
        if len(sentences) <= self.most:
            return sentences
        return {key: sentences[key] for key in sorted(sentences)[: self.most]}


def counts_of(index: SiblingIndex) -> SiblingCounts:
    """What was seen to make ``index``, so that more can be merged with it."""
    found = {
        hashlib.sha256(sentence.text.encode("utf-8", "surrogatepass")).digest()[:16]: sentence
        for sentence in index.sentences()
    }
    documents = index.card.get("documents")
    return SiblingCounts(found, documents if isinstance(documents, int) else 0)
