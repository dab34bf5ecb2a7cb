"""The page stage: of an HTML page's lines, those around its text go, by what the page and the page model say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.model import Document, Draft, Edit, Evidence, Proposal
from cleaner.stages.chrome.page_model import Judged, PageModel, built_in_pages
from cleaner.stages.stage import Context

__all__ = ["PageChrome"]

_TAKEN = 0.5  # share of a line that the extractor must have taken, where no model judges
# Where the model would leave less than that share of what the extractor took, in characters, it does not know this
# sort of page: a table of results, a list, two lines. Then the extractor is believed.
_FEWEST_KEPT = 0.25


class PageChrome:
    """Proposes to remove whole lines of a page; of a text without hints none.

    A page arrives with the lines around its text. With a model those go that score below what the operating point
    asks for; without one, or where it would leave hardly anything, those that the extractor did not take. It
    speaks once, before anything is changed: a line's score depends on the page alone, so there is nothing to say later.

    >>> PageChrome.name
    'page'
    """

    name = "page"

    def __init__(self, model: PageModel | None, point: str = "balanced") -> None:
        """``point`` is one of ``model.points``."""
        self._model = model
        self._least = 0.0 if model is None else model.points[point]

    @classmethod
    def from_settings(cls, point: str, *, model: bool) -> PageChrome:
        """The stage with the page model that ships, or without ``model``.

        Raises:
            ConfigError: where its file is damaged.
        """
        return cls(built_in_pages() if model else None, point)

    def propose(self, draft: Draft, context: Context) -> Proposal:
        """Lines with one line feed each; evidence holds the probability of content, and the model's reasons."""
        document = context.document
        if not document.hints or draft.text != document.text or draft.changes:
            return Proposal()
        rule_id, gone = self._gone(document)
        return Proposal(tuple(_edits(document.text, rule_id, gone)))

    def _gone(self, document: Document) -> tuple[str, Sequence[Judged]]:
        if self._model is not None:
            gone = [judged for judged in self._model.judge(document, self._least) if judged.score < self._least]
            kept = sum(hint.end - hint.start for hint in document.hints) - sum(each.end - each.start for each in gone)
            extracted = sum(hint.end - hint.start for hint in document.hints if hint.extracted >= _TAKEN)
            if kept >= _FEWEST_KEPT * extracted:
                return "page.model", gone
        known = len(document.text)
        others = [hint for hint in document.hints if hint.extracted < _TAKEN and 0 <= hint.start < hint.end <= known]
        return "page.not-extracted", [Judged(hint.start, hint.end, round(hint.extracted, 6)) for hint in others]


def _edits(text: str, rule_id: str, gone: Sequence[Judged]) -> Iterator[Edit]:
    """A line goes with the line feed after it; those at the text's end go with the one before."""
    tail, end = len(gone), len(text)
    while tail and gone[tail - 1].end == end and text[max(0, gone[tail - 1].start - 1) : end][:1] == "\n":
        tail, end = tail - 1, gone[tail - 1].start - 1
    tier = "page" if rule_id == "page.model" else None
    for place, judged in enumerate(gone):
        start, stop = judged.start, judged.end
        whole = start == 0 or text[start - 1] == "\n"
        if place >= tail:
            start -= 1
        elif whole and text[stop : stop + 1] == "\n" and stop != end:
            stop += 1
        yield Edit(start, stop, "", rule_id, Evidence(judged.score, tier, judged.reasons))
