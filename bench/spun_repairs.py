"""What repairs a spun text: the stage behind its gate, the same with the gate open, and the baselines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from spun_scoring import Made

from cleaner.learn.inflection import TAGS, forms
from cleaner.model import Document, Draft
from cleaner.stages.language import detect
from cleaner.stages.spun.fits import Guess, fits
from cleaner.stages.spun.language_model import LanguageModel
from cleaner.stages.spun.spans import open_spans, starts_of_sentences
from cleaner.stages.spun.stage import Spun
from cleaner.stages.spun.swaps import Original, Swaps
from cleaner.stages.spun.tiers import EDITED, QUOTED
from cleaner.stages.spun.tokens import tokenize
from cleaner.stages.spun.wording import worded
from cleaner.stages.stage import Context

__all__ = ["Repair", "WordNet", "context_of", "gate_open", "gated", "names_alone", "wordnet_by_counts"]

Repair = Callable[[str], list[Made]]

_ROUNDS = 6  # the pipeline asks again until nothing changes
_LONGEST = 3  # words of a WordNet entry
_SHORTEST = 4  # letters of a word that is looked up: "be", "can" and "in" are entries, too


def context_of(text: str) -> Context:
    return Context(Document(text), detect)


def gated(stage: Spun) -> Repair:
    """The stage as the pipeline runs it, alone."""

    def repair(text: str) -> list[Made]:
        draft, context = Draft(text), context_of(text)
        for _ in range(_ROUNDS):
            edits = stage.propose(draft, context).edits
            if not edits:
                break
            draft = draft.apply(edits)
        return [Made(one.start, one.end, one.replacement, "+".join(sorted(set(one.rule_ids)))) for one in draft.changes]

    return repair


def gate_open(stage: Spun) -> Repair:
    """All tiers, once, for a text that is known to be spun."""

    def repair(text: str) -> list[Made]:
        assert stage.channel is not None  # noqa: S101 - the bench needs the counts
        tokens = tokenize(text)
        candidates = stage.channel.candidates(tokens)
        chances = stage.model.detector.confidence.of(candidates).tolist()
        turned = stage.tiers.propose(tokens, candidates, chances, text)
        return [Made(one.start, one.end, one.replacement, one.rule_id) for one in turned.edits]

    return repair


def names_alone(stage: Spun) -> Repair:
    """The lexicon: the second tier alone, for a text that is known to be spun."""

    def repair(text: str) -> list[Made]:
        return [
            Made(one.start, one.end, one.replacement, "spun.name")
            for one in stage.tiers.names.find(tokenize(text))
            if one.score >= (QUOTED if "in_quotes" in one.reasons else EDITED)
        ]

    return repair


class WordNet:
    """Synonyms of inflected words, from the files `data.noun`, `data.verb`, `data.adj`, `data.adv` of WordNet."""

    def __init__(self, folder: Path) -> None:
        self._synonyms: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for part, context in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
            for line in (folder / f"data.{part}").read_text(encoding="ascii").splitlines():
                if line.startswith(" "):
                    continue  # the licence
                fields = line.split(" ")
                words = [
                    word.partition("(")[0].replace("_", " ") for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]
                ]
                lower = [word for word in words if word.islower() and word.replace(" ", "").isalpha()]
                for word in lower:
                    self._synonyms[word, context].update(other for other in lower if other != word)
        self._of = cache(self._found)

    def spans(self, norms: Sequence[str]) -> Iterator[tuple[int, int, list[Original]]]:
        """As :meth:`cleaner.stages.spun.swaps.Swaps.spans`."""
        for first in range(len(norms)):
            for last in range(first + 1, min(first + _LONGEST, len(norms)) + 1):
                form = " ".join(norms[first:last])
                if len(form) >= _SHORTEST and form.replace(" ", "").isalpha():
                    found = self._of(form)
                    if found:
                        yield first, last, found

    def _found(self, form: str) -> list[Original]:
        from lemminflect import getAllLemmas

        lemmas: Mapping[str, Sequence[str]] = {} if " " in form else getAllLemmas(form)
        found: dict[str, str] = {}
        for context, part in (("n", "NOUN"), ("v", "VERB"), ("a", "ADJ"), ("r", "ADV")):
            for lemma in sorted({form, *lemmas.get(part, ())}):
                for tag in TAGS[context] if (lemma, context) in self._synonyms else ():
                    if form in forms(lemma, context, tag):
                        others = self._synonyms[lemma, context]
                        found |= {made: context for other in sorted(others) for made in forms(other, context, tag)}
        return [Original(tuple(tokenize(made).norms), 1, context) for made, context in found.items() if made != form]


def wordnet_by_counts(wordnet: WordNet, counts: LanguageModel, least: float) -> Repair:
    """The synonym that the counts prefer by at least ``least`` (natural logarithm) to what stands; the surest first."""

    def repair(text: str) -> list[Made]:
        tokens = tokenize(text)
        beginning = starts_of_sentences(tokens)
        spans = open_spans(tokens, cast("Swaps", wordnet), beginning)  # it has what is asked for: spans
        guesses = [Guess(first, last, one.tokens) for first, last, originals in spans for one in originals]
        if not guesses:
            return []
        gains = fits(counts, tokens, beginning, guesses)[0]
        taken: set[int] = set()
        found = []
        for place in np.argsort(-gains, kind="stable").tolist():
            guess = guesses[place]
            span = range(guess.first, guess.last)
            if gains[place] < least:
                break
            if taken.isdisjoint(span):
                taken.update(range(guess.first - 1, guess.last))  # an article before may change with it
                found.append(Made(*worded(tokens, *guess), "wordnet"))
        return found

    return repair
