"""The operating points of a page model, and what each does to pages of sites that the model never saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from numpy.typing import NDArray

from cleaner.learn.shingles import Match, match, mean_f1

__all__ = ["HeldPage", "choose_page_points"]

Array = NDArray[Any]

# Of the articles' words that `precise` may lose. A third of it would keep so much around them that the extractor alone
# did better (F1 .926 against .938).
_LOST = 0.015
_ALIKE, _NEAR = 0.001, 0.003  # of F1: the first is less than what another seed changes
_GRID = (0.01, 0.02, 0.03, 0.04, *(round(0.05 * step, 2) for step in range(1, 19)))
_OWN_PAGES = "all but excluded"


class HeldPage(NamedTuple):
    """A page with the scores of a model that saw no page of its site.

    Attributes:
        gold: the article.
        lines: of the page.
        words: of the article in each line, float64 [lines].
        scores: of each line, 0 to 1; None of a page that cannot be judged, and stays as it is.
        source: the collection that it comes from; folds are numbered from 0.
        told: whether pages of that collection are learned from.
    """

    gold: str
    lines: tuple[str, ...]
    words: Array
    scores: Array | None
    source: str
    fold: int
    told: bool

    def measured(self, least: float) -> tuple[Match, float, float]:
        """How the lines that score ``least`` and more match; words of the article lost, and in all."""
        if self.scores is None:
            return match(self.gold, "\n".join(self.lines)), 0.0, 0.0
        kept = self.scores >= least
        text = "\n".join(line for line, stays in zip(self.lines, kept.tolist(), strict=True) if stays)
        return match(self.gold, text), float(self.words[~kept].sum()), float(self.words.sum())


def choose_page_points(pages: Sequence[HeldPage]) -> tuple[dict[str, float], dict[str, Any]]:
    """The points, and the figures of each: of all pages, by source, and F1 by fold.

    Sources that nothing is learned from choose no points. `precise` is the highest score at which at most 1.5 % of the
    articles' words go, that the lines hold. Of those whose doc F1 is the best or less than .001 below, and so measures
    alike, `balanced` is the highest; `thorough` the highest that is less than .003 below.
    """
    figures = {least: _figures(pages, least) for least in _GRID}
    choosing = {least: found.get(_OWN_PAGES, found["all"]) for least, found in figures.items()}
    best = max(found["f1"] for found in choosing.values())
    balanced, thorough = (
        max(least for least, found in choosing.items() if found["f1"] > best - below) for below in (_ALIKE, _NEAR)
    )
    sparing = [least for least, found in choosing.items() if least <= balanced and found["words_lost"] <= _LOST]
    points = {"precise": max(sparing, default=min(_GRID[0], balanced)), "balanced": balanced, "thorough": thorough}
    return points, {name: figures[least] for name, least in points.items()}


def _figures(pages: Sequence[HeldPage], least: float) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[tuple[Match, float, float]]] = {}
    folds: dict[int, list[Match]] = {}
    apart = not all(page.told for page in pages)
    for page in pages:
        entry = page.measured(least)
        folds.setdefault(page.fold, []).append(entry[0])
        for group in {"all", page.source or "all", *([_OWN_PAGES] if apart and page.told else [])}:
            groups.setdefault(group, []).append(entry)
    figures: dict[str, dict[str, Any]] = {
        group: {
            "f1": round(mean_f1(found for found, _, _ in entries), 4),
            "same": round(sum(found == (1.0, 1.0) for found, _, _ in entries) / len(entries), 4),
            "words_lost": round(sum(lost for _, lost, _ in entries) / max(1.0, sum(held for *_, held in entries)), 5),
            "pages": len(entries),
        }
        for group, entries in sorted(groups.items())
    }
    figures["all"]["f1_by_fold"] = [round(mean_f1(matches), 4) for _, matches in sorted(folds.items())]
    return figures
