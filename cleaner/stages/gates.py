"""Gates: what is said of a finished document. They judge and change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cleaner.model import KEEP, Decision, Draft, Verdict
from cleaner.stages.stage import Context
from cleaner.stages.words import count_words

__all__ = ["Empty", "LanguageGate", "TooMuchRemoved", "TooShort"]

_HEAD = 500  # characters


@dataclass(frozen=True, slots=True)
class Empty:
    """``empty`` where raw holds nothing but white space.

    >>> from cleaner.model import Document
    >>> Empty().judge(Draft(" "), Context(Document(" "), lambda text: None))
    Verdict(decision='flag', reasons=('empty',))
    """

    decision: Decision = "flag"
    name: ClassVar[str] = "empty"

    def judge(self, draft: Draft, context: Context) -> Verdict:  # noqa: ARG002 - the Gate protocol names it
        """KEEP, or ``decision`` with the reason ``empty``."""
        return Verdict(self.decision, (self.name,)) if not draft.raw.strip() else KEEP


@dataclass(frozen=True, slots=True)
class TooShort:
    """``too_short`` where fewer than ``min_words`` words are left (see :func:`cleaner.stages.words.count_words`).

    >>> from cleaner.model import Document
    >>> TooShort(5).judge(Draft("Snow fell."), Context(Document(""), lambda text: None))
    Verdict(decision='flag', reasons=('too_short',))
    """

    min_words: int
    decision: Decision = "flag"
    name: ClassVar[str] = "too_short"

    def judge(self, draft: Draft, context: Context) -> Verdict:  # noqa: ARG002 - the Gate protocol names it
        """KEEP, or ``decision`` with the reason ``too_short``."""
        # Hardly a text is short, and its first words tell that.
        short = count_words(draft.text[:_HEAD]) < self.min_words and count_words(draft.text) < self.min_words
        return Verdict(self.decision, (self.name,)) if short else KEEP


@dataclass(frozen=True, slots=True)
class TooMuchRemoved:
    """``too_much_removed`` where more than ``share`` (0 to 1) of raw's words are gone.

    What stands twice does not count, nor does what the site's own packs (``sites.HOST``) or the models take.

    >>> from cleaner.model import Edit, Document
    >>> draft = Draft("Snow fell on Monday.").apply([Edit(4, 20, "", "x")])
    >>> TooMuchRemoved(0.5).judge(draft, Context(Document(draft.raw), lambda text: None))
    Verdict(decision='flag', reasons=('too_much_removed',))
    """

    share: float
    decision: Decision = "flag"
    name: ClassVar[str] = "too_much_removed"

    def judge(self, draft: Draft, context: Context) -> Verdict:  # noqa: ARG002 - the Gate protocol names it
        """KEEP, or ``decision`` with the reason ``too_much_removed``; a text without words has none to lose."""
        if not draft.changes:
            return KEEP
        after = count_words(draft.text)
        # Each change takes a word a character at most, and may part or join one at each of its ends: a text that lost
        # few characters need not be counted twice.
        most = sum(change.end - change.start + len(change.replacement) + 4 for change in draft.changes)
        if most <= self.share * (after - most):
            return KEEP
        before = count_words(draft.raw) - _removed(draft, "repeats.")
        # Furniture is two thirds of a page that was dumped whole; the line model has a bound of its own.
        gone = before - _removed(draft, "sites.", "page.", "chrome.") - after
        return Verdict(self.decision, (self.name,)) if gone > self.share * before else KEEP


def _removed(draft: Draft, *prefixes: str) -> int:
    """Words that rules of those prefixes alone took."""
    reasons = {change.rule_ids for change in draft.changes}  # a page has hundreds of changes, and a dozen reasons
    wanted = {rule_ids for rule_ids in reasons if all(rule_id.startswith(prefixes) for rule_id in rule_ids)}
    if not wanted:
        return 0
    taken = [change for change in draft.changes if change.rule_ids in wanted]
    return sum(count_words(draft.raw[change.start : change.end]) for change in taken)


@dataclass(frozen=True, slots=True)
class LanguageGate:
    """``language`` where the text is in none of ``languages`` (ISO 639-1); an undecided text passes.

    >>> from cleaner.model import Document
    >>> LanguageGate(("en", "de")).judge(Draft(""), Context(Document("", language="fr"), lambda text: None))
    Verdict(decision='flag', reasons=('language',))
    """

    languages: tuple[str, ...]
    decision: Decision = "flag"
    name: ClassVar[str] = "language"

    def judge(self, draft: Draft, context: Context) -> Verdict:  # noqa: ARG002 - the Gate protocol names it
        """KEEP, or ``decision`` with the reason ``language``."""
        language = context.language
        return KEEP if language is None or language in self.languages else Verdict(self.decision, (self.name,))
