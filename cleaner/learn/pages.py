"""The page model, learned: gradient-boosted trees (LightGBM) over the lines of pages whose article is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.folds import Learned, fold_of
from cleaner.learn.line_pages import LinePage, Seen, cue_tables, seen_by_site
from cleaner.learn.page_points import HeldPage, choose_page_points
from cleaner.model import Document
from cleaner.stages.chrome.cues import Cues
from cleaner.stages.chrome.forest import Forest, Tree
from cleaner.stages.chrome.page_features import FEATURES, PageLook, look_at
from cleaner.stages.chrome.page_model import page_model_bytes

__all__ = ["GoldPage", "learn_pages", "tree_of"]

Array = NDArray[Any]

# Found on five folds of 410 pages. Nothing hangs on the second digit: other settings moved doc F1 by less than .002.
# Extremely randomised trees (thresholds drawn, not searched: Geurts et al., 2006) that see two fifths of the columns:
# doc F1 .962, against .960 of searched ones. Averages of three seeds, a second stage on the first one's scores, the
# line model's score, and signs, neighbours' cues and repeated word runs as columns gained nothing beside them.
_ROUNDS = 350
_SETTINGS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "max_depth": 6,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "extra_trees": True,
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

    look: PageLook
    target: Array
    words: Array
    texts: tuple[str, ...]

    @property
    def weights(self) -> Array:
        content = max(_LEAST_WORDS, float((self.words * self.target).sum()))
        return _WORD_WEIGHT * np.sqrt(self.words / content) + _OWN_WEIGHT

    def as_labelled(self, page: GoldPage) -> LinePage:
        """The page for those who count cues."""
        content = self.target > 0
        return LinePage(page.document.id, page.domain, page.source, self.texts, None, content, ~content, 0 * self.words)


class _Part(NamedTuple):
    """What is learned of some sites: trees, and the cue tables that they ask."""

    trees: list[Tree]
    cues: Cues
    forest: Forest

    def scores(self, lines: _Lines) -> Array:
        scores: Array = 1 / (1 + np.exp(-self.forest.scores(self.forest.leaves(lines.look.rows(self.cues)))))
        return scores


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
    used = [(page, own) for page, own, use in zip(pages, lines, told, strict=True) if own and use]
    seen = seen_by_site(own.as_labelled(page) for page, own in used)
    parts = []
    for fold in range(folds):
        tell(f"fold {fold + 1} of {folds}")
        parts.append(_trained([pair for pair in used if fold_of(pair[0].domain, folds) != fold], seen))
    points: Mapping[str, float] = _UNMEASURED
    figures: Mapping[str, Any] = {}
    if folds:
        held = [_held(page, own, parts, exclude) for page, own in zip(pages, lines, strict=True)]
        points, figures = choose_page_points(held)
    card = _card(pages, used, points, figures, exclude)
    tell("the model itself")
    models = [_trained(used, seen), *parts]
    whole, *others = (page_model_bytes(part.trees, part.cues, points, card) for part in models)
    return Learned(whole, tuple(others), card)


def _lines(page: GoldPage) -> _Lines:
    text = page.document.text
    texts = tuple(text[hint.start : hint.end] for hint in page.document.hints)
    look = look_at(page.document)
    words = np.expm1(look.columns[:, FEATURES.index("words")].astype(float))
    return _Lines(look, np.array([float(share >= 0.5) for share in page.shares]), words, texts)


def _held(page: GoldPage, own: _Lines | None, parts: Sequence[_Part], exclude: frozenset[str]) -> HeldPage:
    fold, told = fold_of(page.domain, len(parts)), page.source not in exclude
    if own is None:
        return HeldPage(page.gold, (page.document.text,), np.zeros(1), None, page.source, fold, told)
    scores = parts[fold].scores(own)
    return HeldPage(page.gold, own.texts, own.words * own.target, scores, page.source, fold, told)


def _trained(used: Sequence[tuple[GoldPage, _Lines]], seen: Mapping[str, Seen]) -> _Part:
    """Trees and cue tables of these pages. Of a page's own cues what its site showed is left out: it has seen them."""
    import lightgbm

    target = np.concatenate([own.target for _, own in used]) if used else np.zeros(0)
    if not 0 < target.sum() < len(target):
        raise ValueError("no page to learn from: it takes lines that stand in the article, and lines that do not")
    cues = cue_tables([seen[site] for site in sorted({page.domain for page, _ in used})])
    without = {site: {table: own.pair(table) for table in Cues._fields} for site, own in seen.items()}
    rows = np.concatenate([own.look.rows(cues, without[page.domain]) for page, own in used])
    weights = np.concatenate([own.weights for _, own in used])
    booster = lightgbm.train({**_SETTINGS, **_FIXED}, lightgbm.Dataset(rows, target, weight=weights), _ROUNDS)
    trees = [tree_of(found["tree_structure"]) for found in booster.dump_model()["tree_info"]]
    return _Part(trees, cues, Forest(trees, len(FEATURES)))


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


def _card(
    pages: Sequence[GoldPage],
    used: Sequence[tuple[GoldPage, _Lines]],
    points: Mapping[str, float],
    figures: Mapping[str, Any],
    exclude: frozenset[str],
) -> dict[str, Any]:
    import lightgbm

    sources = Counter(page.source for page, _ in used)
    return {
        "pages": len(used),
        "measured_pages": len(pages),
        "lines": sum(len(own.texts) for _, own in used),
        "domains": len({page.domain for page, _ in used}),
        "sources": dict(sorted(sources.items())),
        "excluded_sources": sorted(exclude),
        "settings": {**_SETTINGS, "rounds": _ROUNDS, "seed": _FIXED["seed"]},
        "made_with": f"lightgbm {lightgbm.__version__}",
        "points": dict(points),
        "out_of_fold": dict(figures),
    }
