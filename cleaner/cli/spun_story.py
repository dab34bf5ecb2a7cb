"""What is told of a text that may be spun: score, sentences, and every edit with whether it would be made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.io import Failure
from cleaner.model import Document, Edit, Evidence, Finding
from cleaner.stages.language import detect
from cleaner.stages.spun.detector import SPUN, SentenceScore
from cleaner.stages.spun.screen import FEWEST_WORDS, read_words, reads_as_english
from cleaner.stages.spun.stage import Spun
from cleaner.stages.stage import Context

__all__ = ["Proposed", "SpunStory", "stories_of"]


class Proposed(NamedTuple):
    """An edit in the coordinates of the text that was judged, and whether cleaning would make it."""

    edit: Edit
    made: bool


@dataclass(frozen=True, slots=True)
class SpunStory:
    """What is told of one document. Offsets count code points of ``text``, which is raw.

    Attributes:
        name: its id.
        text: what was judged.
        score: how sure it is that the text was spun, 0 to 1; None where it was not judged.
        unjudged: why not; empty where it was.
        sentences: with the mean chance of their words to have been put there by a spinner.
        edits: all that have a confidence of .5 and more, in order.
        findings: what else was seen, such as quantities that siblings have otherwise.
    """

    name: str
    text: str
    score: float | None = None
    unjudged: str = ""
    sentences: tuple[SentenceScore, ...] = ()
    edits: tuple[Proposed, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def spun(self) -> bool:
        """Whether the text is taken for spun: only then an edit is made."""
        return self.score is not None and self.score >= SPUN

    def line(self, offset: int) -> int:
        r"""The number of the line that ``offset`` stands in, from 1.

        >>> SpunStory("a.txt", "Snow.\nRain.").line(7)
        2
        """
        return self.text.count("\n", 0, offset) + 1

    def as_dict(self) -> dict[str, object]:
        """The story as one JSON object."""
        row: dict[str, object] = {"id": self.name, "judged": self.score is not None}
        if self.score is None:
            return {**row, "reason": self.unjudged}
        return {
            **row,
            "score": self.score,
            "spun": self.spun,
            "sentences": [
                {"start": one.start, "end": one.end, "score": one.score, "text": self.text[one.start : one.end]}
                for one in self.sentences
            ],
            "edits": [self._edit(*one) for one in self.edits],
            "findings": [
                {"start": f.start, "end": f.end, "rule": f.rule_id, "message": f.message, "suggestion": f.suggestion}
                for f in self.findings
            ],
        }

    def _edit(self, edit: Edit, made: bool) -> dict[str, object]:  # noqa: FBT001  # the pair as it stands
        evidence = edit.evidence or Evidence()
        return {
            "start": edit.start,
            "end": edit.end,
            "text": self.text[edit.start : edit.end],
            "replacement": edit.replacement,
            "rule": edit.rule_id,
            "confidence": evidence.score,
            "tier": evidence.tier,
            "reasons": evidence.reasons,
            "made": made,
        }


def stories_of(items: Iterable[Document | Failure], stage: Spun) -> Iterator[SpunStory | Failure]:
    """The story of each document, judged in full by ``stage``; failures as they come.

    Raises:
        ConfigError: where a file that the stage reads is damaged.
    """
    for item in items:
        yield item if isinstance(item, Failure) else _story(item, stage)


def _story(document: Document, stage: Spun) -> SpunStory:
    text = document.text
    judgement = stage.judge(text, Context(document, detect), fully=True)
    if judgement is None:
        return SpunStory(document.id, text, unjudged=_why_not(text, stage))
    looked = judgement.looked
    if looked is None:
        return SpunStory(document.id, text, judgement.score, sentences=judgement.sentences)
    turned = stage.tiers.propose(looked.tokens, looked.candidates, looked.chances.tolist(), text)
    told = {(edit.start, edit.end, edit.rule_id) for edit in turned.doubtful}
    proposed = [Proposed(edit, judgement.spun) for edit in turned.edits]
    proposed += [Proposed(edit, made=False) for edit in turned.doubtful]
    return SpunStory(
        document.id,
        text,
        judgement.score,
        "",
        judgement.sentences,
        tuple(sorted(proposed, key=lambda one: (one.edit.start, one.edit.end))),
        tuple(one for one in turned.findings if (one.start, one.end, one.rule_id) not in told),
    )


def _why_not(text: str, stage: Spun) -> str:
    words = len(read_words(text))
    if words < FEWEST_WORDS:
        return f"too short: it has {words} words, and fewer than {FEWEST_WORDS} tell nothing"
    if reads_as_english(text) and stage.channel is None:
        return "the language model is missing: install newswash again"
    return "it does not read as English prose; only English is judged"
