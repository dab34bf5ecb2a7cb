"""The index of siblings: sentences of a batch, found again by the runs of three words that spinning left alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.chrome.model_file import is_model, read_model, to_bytes

__all__ = [
    "LEAST_WORDS",
    "MOST_DOCUMENTS",
    "SiblingIndex",
    "StoredSentence",
    "document_key",
    "index_bytes",
    "is_sibling_index",
    "read_siblings",
]

LEAST_WORDS = 8
"""Words of a sentence that is kept: shorter ones are alike by chance ("He did not return a call seeking comment")."""

MOST_DOCUMENTS = 8
"""Documents that are remembered of a sentence, those with the smallest keys: as many as a majority asks for."""

_FORMAT = "cleaner.siblings"
_VERSION = 1
_REMEDY = "make it anew with `cleaner learn siblings DATA --out FILE`"

# Of a sentence's runs of three words the eight with the smallest hashes are indexed (bottom-k sketch: Broder 1997).
# Where three words of ten are spun, a run is left alone once in three times, and one of eight 96 times in a hundred.
_SHINGLE = 3
_SKETCH = 8
# Sentences that a run may lead to; "said in a statement" leads to thousands, and tells nothing.
_BUCKET = 128
# What the file was made with, so that one of other settings is refused.
_SETTINGS = (f"shingle {_SHINGLE}", f"sketch {_SKETCH}", f"bucket {_BUCKET}", f"words {LEAST_WORDS}")


class StoredSentence(NamedTuple):
    """A sentence of the index.

    Attributes:
        text: as it stood, blanks as one space.
        documents: keys of documents that hold it, at most eight, sorted.
    """

    text: str
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SiblingIndex:
    """Sentences by the hashes of their runs of words.

    Attributes:
        fingerprint: hex digits that tell this index from any other.
        card: how many documents and sentences it holds.
    """

    fingerprint: str
    card: Mapping[str, object]
    _texts: NDArray[np.uint8]
    _text_ends: NDArray[np.int64]
    _documents: NDArray[np.uint64]
    _document_ends: NDArray[np.int64]
    _hashes: NDArray[np.uint32]
    _holders: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self._text_ends)

    def sentence(self, number: int) -> StoredSentence:
        """The sentence that :meth:`near` numbers so."""
        first, last = _span(self._text_ends, number)
        held, stop = _span(self._document_ends, number)
        text = self._texts[first:last].tobytes().decode("utf-8", "surrogatepass")
        return StoredSentence(text, tuple(map(int, self._documents[held:stop])))

    def sentences(self) -> Iterator[StoredSentence]:
        """All of them, sorted."""
        return map(self.sentence, range(len(self)))

    def near(self, passages: Sequence[Sequence[str]], most: int) -> list[list[int]]:
        """For each passage (norms of its words) numbers of sentences that share runs with it, most runs first."""
        hashes = [_shingles(norms) for norms in passages]
        flat = np.fromiter((value for values in hashes for value in values), np.uint32)
        firsts = np.searchsorted(self._hashes, flat, "left").tolist()
        lasts = np.searchsorted(self._hashes, flat, "right").tolist()
        found: list[list[int]] = []
        place = 0
        for values in hashes:
            shared: Counter[int] = Counter()
            for at in range(place, place + len(values)):
                shared.update(self._holders[firsts[at] : lasts[at]].tolist())
            place += len(values)
            found.append(sorted(shared, key=lambda number: (-shared[number], number))[:most])
        return found


def document_key(text: str) -> int:
    r"""What a document is known by, 64 bits: its raw text, blanks and line ends folded.

    >>> document_key("Snow fell.\r\n") == document_key("Snow  fell.") != document_key("Snow fell!")
    True
    """
    folded = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(folded).digest()[:8], "little")


def index_bytes(sentences: Sequence[StoredSentence], norms: Iterable[Sequence[str]], documents: int) -> bytes:
    """The file of an index: ``sentences``, sorted, with the norms of the words of each, out of so many documents."""
    sketches = [np.array(sorted(_shingles(words))[:_SKETCH], np.uint32) for words in norms]
    hashes = np.concatenate([np.zeros(0, np.uint32), *sketches])
    holders = np.repeat(np.arange(len(sketches), dtype=np.uint32), list(map(len, sketches)))
    _, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    telling = counts[inverse] <= _BUCKET
    hashes, holders = hashes[telling], holders[telling]
    order = np.lexsort((holders, hashes))
    coded = [sentence.text.encode("utf-8", "surrogatepass") for sentence in sentences]
    arrays: dict[str, NDArray[Any]] = {
        "texts": np.frombuffer(b"".join(coded), np.uint8),
        "text_ends": np.cumsum(np.fromiter(map(len, coded), np.int64)),
        "documents": np.fromiter((key for sentence in sentences for key in sentence.documents), np.uint64),
        "document_ends": np.cumsum(np.fromiter((len(sentence.documents) for sentence in sentences), np.int64)),
        "hashes": hashes[order],
        "holders": holders[order],
    }
    card = {"documents": documents, "sentences": len(sentences)}
    return to_bytes(_FORMAT, _VERSION, _SETTINGS, {}, card, arrays)


def is_sibling_index(path: Path) -> bool:
    """True where the file can be read and begins as an index does, whatever its version."""
    return is_model(path, _FORMAT)


def read_siblings(path: Path) -> SiblingIndex:
    """The index in the file at ``path``, some 220 bytes of memory a sentence; three times that while it is read.

    Raises:
        ConfigError: where it cannot be read, is no index, is damaged, or was made by another version.
    """
    content = read_model(path, _FORMAT, _VERSION, _SETTINGS, _REMEDY)
    try:
        return _index(content.arrays(), content.card)
    except (KeyError, ValueError, TypeError) as error:
        raise ConfigError([Problem(Place(str(path)), f"is no index that holds together: {error}; {_REMEDY}")]) from None


def _index(arrays: Mapping[str, NDArray[np.generic]], card: Mapping[str, object]) -> SiblingIndex:
    wanted = {
        "texts": np.uint8,
        "text_ends": np.int64,
        "documents": np.uint64,
        "document_ends": np.int64,
        "hashes": np.uint32,
        "holders": np.uint32,
    }
    digest = hashlib.sha256()
    for name, dtype in wanted.items():
        if arrays[name].dtype != np.dtype(dtype) or arrays[name].ndim != 1:
            raise ValueError(f"`{name}` is no list of {np.dtype(dtype).name}")
        digest.update(arrays[name].tobytes())
    texts, text_ends, documents, document_ends, hashes, holders = (arrays[name] for name in wanted)
    for held, ends in ((texts, text_ends), (documents, document_ends)):
        if len(ends) != len(text_ends) or (int(ends[-1]) if len(ends) else 0) != len(held) or (np.diff(ends) < 0).any():
            raise ValueError("its sentences and their places differ")
    if len(hashes) != len(holders) or (len(holders) and int(holders.max()) >= len(text_ends)):
        raise ValueError("its runs of words lead to no sentence")
    return SiblingIndex(
        digest.hexdigest()[:16],
        card,
        texts.astype(np.uint8, copy=False),
        text_ends.astype(np.int64, copy=False),
        documents.astype(np.uint64, copy=False),
        document_ends.astype(np.int64, copy=False),
        hashes.astype(np.uint32, copy=False),
        holders.astype(np.uint32, copy=False),
    )


def _span(ends: NDArray[np.int64], number: int) -> tuple[int, int]:
    return int(ends[number - 1]) if number else 0, int(ends[number])


def _shingles(norms: Sequence[str]) -> list[int]:
    runs = zip(*(norms[at:] for at in range(_SHINGLE)), strict=False)
    return list(dict.fromkeys(crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs))
