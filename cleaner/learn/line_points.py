"""Choosing the operating points of a line model, by what each would take of pages that the model has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from cleaner.learn.folds import fold_of
from cleaner.learn.line_pages import LinePage
from cleaner.model import split_lines
from cleaner.rules.page import Page
from cleaner.stages.chrome.line_model import Judgement, LineModel
from cleaner.stages.chrome.points import POINTS, choose

__all__ = ["Held", "choose_points", "held_out", "out_of_fold"]

# Shares of the content words that rules and model may take: at `precise` and `balanced` of extracted pages, at
# `thorough` of dumped ones. Repeats come on top, so these stand under what is promised (.5, 1.5, 3 %); at `balanced`
# far under it: what it would take beyond that is as much content as chrome, and F1 stays.
_LOSS = {"precise": 0.003, "balanced": 0.005, "thorough": 0.025}
# And those that the model may take of pages without any chrome (.3 % is promised, of which rules take a third).
_CLEAN_LOSS = {"precise": 0.001, "balanced": 0.0015, "thorough": 1.0}
_GRID = np.round(np.arange(-6, 2.001, 0.25), 2).tolist()
_LOOKS = ("dumped", "extracted", "clean")


class Held(NamedTuple):
    """A page, what was said of it by a model that had seen no page of its site, and its headlines.

    Attributes:
        page: as it was judged.
        look: ``dumped``, ``extracted``, or ``clean`` where its chrome had been taken away.
        judgement: of its lines.
        announcing: lines above its prose whose words the prose says again.
    """

    page: LinePage
    look: str
    judgement: Judgement
    announcing: frozenset[int]


def held_out(model: LineModel, page: LinePage) -> list[Held]:
    """What ``model`` says of ``page``, and of the page without its chrome; nothing of the latter without any prose."""
    found = []
    bare = page.without(page.chrome | (page.taken > 0))
    looks = [("dumped" if page.dumped else "extracted", page)]
    if bare.prose.any() and not bare.chrome.any():
        looks.append(("clean", replace(bare, taken=np.zeros(len(bare.lines)))))
    for look, seen in looks:
        judgement = model.judge(model.look(seen.lines), seen.title, seen.taken)
        lines = Page(split_lines("\n".join(seen.lines)))
        head = range(min(int(np.argmax(judgement.prose)), len(lines.lines)))
        found.append(Held(seen, look, judgement, frozenset(row for row in head if lines.announces(row))))
    return found


def choose_points(held: Sequence[Held]) -> dict[str, float]:
    """The highest score that loses little enough (`thorough`: the one of these with the best F1), or the lowest.

    ``held``: pages, each judged by a model that saw no page of its site.
    """
    clean = [each for each in held if each.look == "clean"]
    points = {}
    for name, bound in _LOSS.items():
        # Without any page of that look a bound on what is lost would allow everything: then the others must do.
        look = "dumped" if name == "thorough" else "extracted"
        part = [each for each in held if each.look == look] or [each for each in held if each.look != "clean"]
        allowed = []
        for least in _GRID:
            figures = _figures(part, name, least)
            spares_clean = _figures(clean, name, least)["content_lost"] <= _CLEAN_LOSS[name]
            if figures["content_lost"] <= bound and spares_clean:
                allowed.append((figures["f1"] if name == "thorough" else 0.0, least))
        points[name] = max(allowed)[1] if allowed else _GRID[0]
    return points


def out_of_fold(held: Sequence[Held], points: Mapping[str, float], folds: int) -> dict[str, Any]:
    """For each look of pages and each point, as ``LOOK, POINT``: figures of all pages, and the F1 of each fold."""
    figures: dict[str, Any] = {}
    for look in _LOOKS:
        part = [each for each in held if each.look == look]
        for name, least in points.items() if part else ():
            each = [[one for one in part if fold_of(one.page.site, folds) == fold] for fold in range(folds)]
            by_fold = [_figures(fold, name, least)["f1"] for fold in each]
            figures[f"{look}, {name}"] = {**_figures(part, name, least), "f1_by_fold": by_fold}
    return figures


def _figures(held: Sequence[Held], name: str, least: float) -> dict[str, float]:
    """Share of content words lost and of chrome lines removed over all pages; mean F1 of a page's kept words."""
    lost = content = removed = chrome = 0.0
    f1 = []
    for page, _, judgement, announcing in held:
        taken = page.taken > 0
        kept = ~choose(judgement, taken, least, POINTS[name], announcing.__contains__) & ~taken
        words = np.maximum(judgement.words, 1)
        right = words[page.prose & kept].sum()
        lost += words[page.prose & ~kept].sum()
        content += words[page.prose].sum()
        removed += (page.chrome & ~kept).sum()
        chrome += page.chrome.sum()
        total = words[page.prose].sum() + words[kept & (page.prose | page.chrome)].sum()
        f1.append(2 * right / total if total else 1.0)
    return {
        "content_lost": round(float(lost / content), 5) if content else 0.0,
        "chrome_removed": round(float(removed / chrome), 4) if chrome else 0.0,
        "f1": round(float(np.mean(f1)), 4) if f1 else 0.0,
    }
