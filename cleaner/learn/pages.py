"""The page model, learned: gradient-boosted trees (LightGBM) over the lines of pages whose article is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.folds import Learned, fold_of
from cleaner.learn.shingles import match, mean_f1
from cleaner.model import Document
from cleaner.stages.chrome.forest import Forest, Tree
from cleaner.stages.chrome.page_features import FEATURES, page_columns
from cleaner.stages.chrome.page_model import page_model_bytes

__all__ = ["GoldPage", "learn_pages", "tree_of"]

Array = NDArray[Any]

# Found on five folds of 410 pages. Nothing hangs on the second digit: other settings moved doc F1 by less than .002.
# Of the columns each tree sees an eighth: they say much the same, and no one of them should decide alone.
_ROUNDS = 350
_SETTINGS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "max_depth": 6,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.12,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
}
# One thread and one order of sums: the same pages give the same bytes.
_FIXED: Mapping[str, Any] = {
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
    "seed": 7,
}

_COVERED = 0.8  # of the article that the page's lines must hold: else the page is not the one that was annotated
# Of the articles' words that `precise` may lose. A third of it would keep so much around them that the extractor alone
# did better (F1 .926 against .938).
_LOST = 0.015
_OWN_PAGES = "all but excluded"
_ALIKE, _NEAR = 0.001, 0.003  # of F1: the first is less than what another seed changes
_GRID = (0.01, 0.02, 0.03, 0.04, *(round(0.05 * step, 2) for step in range(1, 19)))
_UNMEASURED = {"precise": 0.2, "balanced": 0.5, "thorough": 0.5}
# What a line weighs in learning: the root of its words, and a little for itself; pages weigh by the root of theirs.
_LEAST_WORDS = 50
_OWN_WEIGHT, _WORD_WEIGHT = 0.2, 10.0


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page whose article is known.

    Attributes:
        document: its lines, with hints; without any, the page is measured but nothing is learned from it.
        gold: the article.
        shares: of each hint's line, how much stands in the article, 0 to 1.
        covered: how much of the article stands in the lines, 0 to 1.
        domain: the site; folds are made of sites.
        source: the collection that the page comes from.
    """

    document: Document
    gold: str
    shares: tuple[float, ...]
    covered: float
    domain: str
    source: str = ""


class _Lines(NamedTuple):
    """One page as trees learn it."""

    rows: Array
    target: Array
    words: Array
    texts: tuple[str, ...]

    @property
    def weights(self) -> Array:
        content = max(_LEAST_WORDS, float((self.words * self.target).sum()))
        return _WORD_WEIGHT * np.sqrt(self.words / content) + _OWN_WEIGHT


def learn_pages(
    pages: Sequence[GoldPage], folds: int, tell: Callable[[str], None], exclude: frozenset[str] = frozenset()
) -> Learned:
    """A page model of ``pages``; with ``folds`` its points are chosen on sites that each fold's model never saw.

    Pages of the sources in ``exclude`` are measured but not learned from. ``tell`` hears of progress. The same pages
    give the same bytes, in whatever order they come, with the same versions of LightGBM and NumPy.

    Raises:
        ValueError: where no page can be learned from, with or without one of the folds.
        ImportError: without LightGBM.
    """
    pages = sorted(pages, key=lambda page: (page.document.id, page.document.text, page.gold))
    lines = [_lines(page) if page.document.hints else None for page in pages]
    told = [page.document.hints != () and page.source not in exclude and page.covered >= _COVERED for page in pages]
    scores: list[Array | None] = [None] * len(pages)
    forests = []
    for fold in range(folds):
        tell(f"fold {fold + 1} of {folds}")
        held = [fold_of(page.domain, folds) == fold for page in pages]
        trees = _trained([own for own, use, out in zip(lines, told, held, strict=True) if own and use and not out])
        forests.append(trees)
        forest = Forest(trees, len(FEATURES))
        for at, own in enumerate(lines):
            if own and held[at]:
                scores[at] = 1 / (1 + np.exp(-forest.scores(own.rows)))
    points, figures = _chosen(pages, lines, scores, exclude) if folds else (_UNMEASURED, {})
    card = _card(pages, lines, told, points, figures, exclude)
    tell("the model itself")
    trees = _trained([own for own, use in zip(lines, told, strict=True) if own and use])
    content = page_model_bytes(trees, points, card)
    return Learned(content, tuple(page_model_bytes(trees, points, card) for trees in forests), card)


def _lines(page: GoldPage) -> _Lines:
    text = page.document.text
    texts = tuple(text[hint.start : hint.end] for hint in page.document.hints)
    rows = page_columns(page.document)
    words = np.expm1(rows[:, FEATURES.index("words")].astype(float))
    return _Lines(rows, np.array([float(share >= 0.5) for share in page.shares]), words, texts)


def _trained(lines: Sequence[_Lines]) -> list[Tree]:
    import lightgbm

    target = np.concatenate([own.target for own in lines]) if lines else np.zeros(0)
    if not 0 < target.sum() < len(target):
        raise ValueError("no page to learn from: it takes lines that stand in the article, and lines that do not")
    rows = np.concatenate([own.rows for own in lines])
    weights = np.concatenate([own.weights for own in lines])
    booster = lightgbm.train({**_SETTINGS, **_FIXED}, lightgbm.Dataset(rows, target, weight=weights), _ROUNDS)
    return [tree_of(found["tree_structure"]) for found in booster.dump_model()["tree_info"]]


def tree_of(root: Mapping[str, Any]) -> Tree:
    """The tree in LightGBM's dump, its nodes parents first."""
    columns: list[int] = []
    thresholds: list[float] = []
    left: list[int] = []
    right: list[int] = []
    values: list[float] = []
    counts: list[float] = []

    def walk(node: Mapping[str, Any]) -> int:
        if "split_feature" not in node:
            values.append(node["leaf_value"])
            counts.append(node.get("leaf_count", 1))
            return ~(len(values) - 1)
        number = len(columns)
        columns.append(node["split_feature"])
        thresholds.append(node["threshold"])
        left.append(0)
        right.append(0)
        left[number] = walk(node["left_child"])
        right[number] = walk(node["right_child"])
        return number

    walk(root)
    return Tree(columns, thresholds, left, right, values, counts)


def _chosen(
    pages: Sequence[GoldPage],
    lines: Sequence[_Lines | None],
    scores: Sequence[Array | None],
    exclude: frozenset[str],
) -> tuple[dict[str, float], dict[str, Any]]:
    """The points, and the figures of each, of all pages and by source.

    Sources that nothing is learned from choose no points. `precise` is the highest score at which at most 1.5 % of the
    articles' words go, that the lines hold. Of those whose doc F1 is the best or less than .001 below, and so measures
    alike, `balanced` is the highest; `thorough` the highest that is less than .003 below.
    """
    figures = {least: _measured(pages, lines, scores, least, exclude) for least in _GRID}
    choosing = {least: found.get(_OWN_PAGES, found["all"]) for least, found in figures.items()}
    best = max(found["f1"] for found in choosing.values())
    balanced, thorough = (
        max(least for least, found in choosing.items() if found["f1"] > best - below) for below in (_ALIKE, _NEAR)
    )
    sparing = [least for least, found in choosing.items() if least <= balanced and found["words_lost"] <= _LOST]
    points = {"precise": max(sparing, default=min(_GRID[0], balanced)), "balanced": balanced, "thorough": thorough}
    return points, {name: figures[least] for name, least in points.items()}


def _measured(
    pages: Sequence[GoldPage],
    lines: Sequence[_Lines | None],
    scores: Sequence[Array | None],
    least: float,
    exclude: frozenset[str],
) -> dict[str, dict[str, float]]:
    found: dict[str, list[tuple[Any, float, float]]] = {}
    for page, own, score in zip(pages, lines, scores, strict=True):
        if own is None or score is None:
            entry = (match(page.gold, page.document.text), 0.0, 0.0)
        else:
            kept = score >= least
            text = "\n".join(line for line, stays in zip(own.texts, kept.tolist(), strict=True) if stays)
            content = own.words * own.target
            entry = (match(page.gold, text), float(content[~kept].sum()), float(content.sum()))
        own_pages = {_OWN_PAGES} if exclude and page.source not in exclude else set()
        for group in {"all", page.source or "all", *own_pages}:
            found.setdefault(group, []).append(entry)
    return {
        group: {
            "f1": round(mean_f1(entry[0] for entry in entries), 4),
            "words_lost": round(sum(entry[1] for entry in entries) / max(1.0, sum(entry[2] for entry in entries)), 5),
            "pages": len(entries),
        }
        for group, entries in sorted(found.items())
    }


def _card(
    pages: Sequence[GoldPage],
    lines: Sequence[_Lines | None],
    told: Sequence[bool],
    points: Mapping[str, float],
    figures: Mapping[str, Any],
    exclude: frozenset[str],
) -> dict[str, Any]:
    import lightgbm

    used = [(page, own) for page, own, use in zip(pages, lines, told, strict=True) if use and own]
    sources = Counter(page.source for page, _ in used)
    return {
        "pages": len(used),
        "lines": sum(len(own.texts) for _, own in used),
        "domains": len({page.domain for page, _ in used}),
        "sources": dict(sorted(sources.items())),
        "excluded_sources": sorted(exclude),
        "settings": {**_SETTINGS, "rounds": _ROUNDS, "seed": _FIXED["seed"]},
        "made_with": f"lightgbm {lightgbm.__version__}",
        "points": dict(points),
        "out_of_fold": dict(figures),
    }
