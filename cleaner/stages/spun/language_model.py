"""The language model: how often words follow each other in news, looked up in a file that stays on the disk."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Sequence
from itertools import accumulate, repeat
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem
from cleaner.stages.spun import SHIPPED
from cleaner.stages.spun.gram_table import MOST_WORDS, GramTable, gram_keys

__all__ = [
    "BUILT_IN",
    "MOST_COUNTED",
    "START",
    "UNKNOWN",
    "Counted",
    "LanguageModel",
    "is_language_model",
    "language_model_bytes",
]

Array = NDArray[Any]

BUILT_IN = SHIPPED[2]
"""The model that ships."""
UNKNOWN = "<unk>"
"""What every word is that the model does not hold: id 0."""
START = "<s>"
"""What stands before a sentence, twice; after it stands :data:`cleaner.stages.spun.tokens.BREAK`."""
MOST_COUNTED = (1 << 32) - 1
"""The largest count of one gram."""

_MAGIC = b"cleaner.ngrams\n"
_VERSION = 1
_DIGEST = 32
_LONGEST_HEADER = 1 << 20
_REMEDY = (
    "make one anew with `cleaner learn ngrams COUNTS --out FILE`, "
    "or install newswash again for the one that ships with it"
)

# Brants et al. 2007, "Large Language Models in Machine Translation": what each step to a shorter gram costs.
_BACKOFF = 0.4


class _Version(msgspec.Struct, frozen=True):
    version: int


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    source: str
    tokens: Annotated[int, msgspec.Meta(ge=1)]
    words: Annotated[int, msgspec.Meta(ge=1, le=MOST_WORDS)]
    bigrams: Annotated[int, msgspec.Meta(ge=0)]
    trigrams: Annotated[int, msgspec.Meta(ge=0)]
    vocabulary: Annotated[int, msgspec.Meta(ge=1)]

    def parts(self) -> tuple[tuple[str, int], ...]:
        """Type and number of the arrays in their order; the widest come first, so that all are aligned."""
        return (
            ("<u8", self.bigrams),
            ("<u8", self.trigrams),
            ("<u4", self.words),
            ("<u4", self.bigrams),
            ("<u4", self.trigrams),
            ("<u1", self.vocabulary),
        )


class Counted(NamedTuple):
    """How often the words of a text were counted.

    Attributes:
        words, pairs, triples: each word, with the next one, with the next two: int64 [n], [n - 1], [n - 2].
        log_probability: of each word from the third on, as :meth:`LanguageModel.log_probability` has it.
    """

    words: Array
    pairs: Array
    triples: Array
    log_probability: Array


class LanguageModel:
    """Counts of words, pairs and triples; read-only, and the same file is in memory once for all processes.

    Words are the folded forms of :mod:`cleaner.stages.spun.tokens`; ids are int64 arrays of equal shape. Each sentence
    was counted alone, between ``<s> <s>`` and ``</s>``: 93 % of the full stops in the model that ships end one, and it
    knows next to nothing that follows a full stop.

    Attributes:
        words: by id; the first is ``<unk>``.
        tokens: how many were counted.
        source: what was counted, in words.
        fingerprint: of the file, 16 hexadecimal digits.
    """

    __slots__ = ("_bigrams", "_ids", "_path", "_trigrams", "_unigrams", "fingerprint", "source", "tokens", "words")

    def __init__(self, path: Path, header: _Header, fingerprint: str, arrays: Sequence[Array]) -> None:
        pairs, triples, self._unigrams, pair_counts, triple_counts, vocabulary = arrays
        self._path = path
        self.words = vocabulary.tobytes().decode().split("\n")
        if len(self.words) != header.words:
            raise ValueError(f"it holds {len(self.words)} words and not {header.words}")
        self._ids = {word: number for number, word in enumerate(self.words)}
        self._bigrams = GramTable.of(pairs, pair_counts)
        self._trigrams = GramTable.of(triples, triple_counts)
        self.tokens, self.source, self.fingerprint = header.tokens, header.source, fingerprint

    def __reduce__(self) -> tuple[Any, ...]:
        return LanguageModel.load, (self._path,)

    @classmethod
    def load(cls, path: Path) -> LanguageModel:
        """The model in the file at ``path``.

        Raises:
            ConfigError: where it cannot be read, is no such model, is of another version, cut, or damaged; each time
                with what to do.

        >>> model = LanguageModel.load(BUILT_IN)
        >>> model.words[model.ids(["harbour"])[0]]
        'harbour'
        """
        try:
            with path.open("rb") as file:
                found = file.read(len(_MAGIC))
                content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if found == _MAGIC else None
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            what = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise _refused(path, f"cannot be read: {what}") from None
        if content is None:
            raise _refused(path, "is no language model")
        body = len(_MAGIC) + _DIGEST
        header, start = _read_header(path, content, body)
        sizes = [np.dtype(dtype).itemsize * number for dtype, number in header.parts()]
        if len(content) != start + sum(sizes):
            told = f"is cut: it holds {len(content):,} bytes of {start + sum(sizes):,}"
            raise _refused(
                path, told if len(content) < start + sum(sizes) else "is damaged: something stands at its end"
            )
        with memoryview(content) as whole:
            digest = hashlib.sha256(whole[body:]).digest()
        if digest != content[len(_MAGIC) : body]:
            raise _refused(path, "is damaged: its content does not fit its digest")
        arrays = [
            np.frombuffer(content, dtype, number, offset)
            for (dtype, number), offset in zip(header.parts(), accumulate(sizes, initial=start), strict=False)
        ]
        try:
            return cls(path, header, digest.hex()[:16], arrays)
        except (ValueError, IndexError) as error:  # what no damage makes, but another writer may
            raise _refused(path, f"is no language model that this version can read: {error}") from None

    def ids(self, norms: Sequence[str]) -> Array:
        """The id of each word, int64 [n]; 0 for those that the model does not hold."""
        return np.fromiter(map(self._ids.get, norms, repeat(0)), np.int64, len(norms))

    def unigram(self, a: Array) -> Array:
        """How often ``a`` was counted, int64; of all unknown words together."""
        counts: Array = self._unigrams[a].astype(np.int64)
        return counts

    def bigram(self, a: Array, b: Array) -> Array:
        """How often ``b`` was counted after ``a``, int64."""
        return self._bigrams.look_up(gram_keys(len(self.words), a, b))

    def trigram(self, a: Array, b: Array, c: Array) -> Array:
        """How often ``c`` was counted after ``a b``, int64."""
        return self._trigrams.look_up(gram_keys(len(self.words), a, b, c))

    def log_probability(self, a: Array, b: Array, c: Array) -> Array:
        """The natural logarithm of p(c | a b), float32, by stupid backoff (Brants et al. 2007).

        It is the share of ``c`` among what follows ``a b``; where that was not counted, 0.4 times the share of ``c``
        after ``b``; else 0.16 times the share of ``c`` among all tokens. An unknown word is taken for one that was
        counted once. These are scores, to be compared: their sum over all ``c`` is not 1.

        >>> model = LanguageModel.load(BUILT_IN)
        >>> white, house, household = model.ids(["white", "house", "household"])[:, np.newaxis]
        >>> the = model.ids(["the"])
        >>> bool(model.log_probability(the, white, house) - model.log_probability(the, white, household) > 3)
        True
        """
        counts = (self.unigram(c), self.unigram(b), self.bigram(b, c), self.bigram(a, b), self.trigram(a, b, c))
        return self._log_share(c == 0, *counts)

    def counted(self, ids: Array) -> Counted:
        """The counts of each word, pair and triple of a text, ``ids`` [n], each looked up once."""
        alone, pairs = self.unigram(ids), self.bigram(ids[:-1], ids[1:])
        triples = self.trigram(ids[:-2], ids[1:-1], ids[2:])
        log_probability = self._log_share(ids[2:] == 0, alone[2:], alone[1:-1], pairs[1:], pairs[:-1], triples)
        return Counted(alone, pairs, triples, log_probability)

    def _log_share(
        self, unknown: Array, last: Array, middle: Array, pair: Array, before: Array, triple: Array
    ) -> Array:
        probability = _BACKOFF**2 / self.tokens * np.where(unknown, 1, np.maximum(last, 1))
        for weight, together, alone in ((_BACKOFF, pair, middle), (1.0, triple, before)):
            seen = (together > 0) & (alone > 0)
            probability = np.where(seen, weight * together / np.maximum(alone, 1), probability)
        logarithm: Array = np.log(np.minimum(probability, 1)).astype(np.float32)
        return logarithm


def language_model_bytes(
    words: Sequence[str], tokens: int, source: str, unigrams: Array, *longer: tuple[Array, Array]
) -> bytes:
    """The file of a model: its name, the SHA-256 of what follows, a line of JSON, arrays, then the vocabulary.

    Args:
        words: by id, the first ``<unk>``, at most :data:`MOST_WORDS`, none twice, without line feeds.
        tokens: how many were counted, at least 1.
        source: what was counted, in words.
        unigrams: counts by id, at most :data:`MOST_COUNTED` each.
        longer: of pairs, then of triples: ids [n, 2 or 3], none twice, and counts [n].
    """
    tables = []
    for ids, counts in longer:
        keys = gram_keys(len(words), *ids.T)
        order = np.argsort(keys)
        tables.append((keys[order], counts[order]))
    (pairs, pair_counts), (triples, triple_counts) = tables
    vocabulary = np.frombuffer("\n".join(words).encode(), np.uint8)
    header = _Header(_VERSION, source, tokens, len(words), len(pairs), len(triples), len(vocabulary))
    told = msgspec.json.encode(header)
    told += b" " * (-(len(_MAGIC) + _DIGEST + len(told) + 1) % 8) + b"\n"  # the arrays then stand aligned
    arrays = (pairs, triples, unigrams, pair_counts, triple_counts, vocabulary)
    body = told + b"".join(
        array.astype(dtype).tobytes() for (dtype, _), array in zip(header.parts(), arrays, strict=True)
    )
    return _MAGIC + hashlib.sha256(body).digest() + body


def is_language_model(path: Path) -> bool:
    """True where the file can be read and begins as a language model does, whatever its version."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _read_header(path: Path, content: mmap.mmap, start: int) -> tuple[_Header, int]:
    """The header that begins at ``start``, and where the arrays begin."""
    end = content.find(b"\n", start, start + _LONGEST_HEADER)
    if end < 0:
        raise _refused(path, "is cut or damaged: its header has no end")
    line = content[start:end]
    try:
        version = msgspec.json.decode(line, type=_Version).version
        if version != _VERSION:
            raise _refused(path, f"is of version {version}; this cleaner reads version {_VERSION}")
        return msgspec.json.decode(line, type=_Header), end + 1
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _refused(path, f"is damaged: its header cannot be read: {error}") from None


def _refused(path: Path, told: str) -> ConfigError:
    return ConfigError([Problem(Place(str(path)), f"{told}; {_REMEDY}")])
