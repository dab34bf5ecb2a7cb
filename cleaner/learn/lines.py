"""Learning a line model: folds by site, figures that no page has a part in, operating points, then the model itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.learn.folds import Learned, fold_of
from cleaner.learn.line_network import Schedule, train
from cleaner.learn.line_pages import Example, LinePage, Seen, cue_tables, cut_up, example, seen_by_site
from cleaner.model import split_lines
from cleaner.rules.applied import AppliedRules, Setting
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.chrome.features import read_lines
from cleaner.stages.chrome.line_model import LineModel, model_bytes
from cleaner.stages.chrome.network import Network
from cleaner.stages.chrome.units import Unit, taken_units

__all__ = ["Plan", "learn_lines", "mark_taken"]

Array = NDArray[Any]

# Shares of content words that the points may lose on extracted pages, by the model alone. What rules and repeats take
# comes on top, so these stand a little under what is promised (.5 and 1.5 %).
_LOSS = {"precise": 0.004, "balanced": 0.013}
_GRID = np.round(np.arange(-8, 2.001, 0.1), 1)


class Plan(NamedTuple):
    """What to train.

    Attributes:
        folds: parts of the sites, for figures out of fold; 0: no figures, points at 0.
        networks: how many are averaged.
        seed: of everything that is drawn.
        schedule: of each network.
    """

    folds: int = 5
    networks: int = 2
    seed: int = 7
    schedule: Schedule = Schedule()


def mark_taken(pages: Sequence[LinePage], rule_set: RuleSet) -> list[LinePage]:
    """``pages`` with the lines marked that rules take but for a tenth at most."""
    applied = AppliedRules(rule_set)
    marked = []
    for page in pages:
        lines = split_lines("\n".join(page.lines))
        units = [Unit(index, index, text) for index, text in enumerate(lines.texts)]
        if len(units) == len(page.lines):  # else a line holds a line end of its own, and stays unmarked
            _, taken = taken_units(units, lines, applied.propose(lines, Setting(page.site)).edits)
            page = replace(page, taken=taken.astype(float))  # noqa: PLW2901  # marked, it is the same page
        marked.append(page)
    return marked


def learn_lines(pages: Sequence[LinePage], plan: Plan, tell: Callable[[str], None]) -> Learned:
    """A line model of ``pages`` (with rules marked), its points chosen on sites that each fold's model never saw.

    ``tell`` hears of progress. The same pages and plan give the same bytes on the same machine and versions.
    """
    seen = seen_by_site(pages)
    scores: dict[int, Array] = {}
    fold_files, spread = [], []
    for fold in range(plan.folds):
        tell(f"fold {fold + 1} of {plan.folds}")
        known = [page for page in pages if fold_of(page.site, plan.folds) != fold]
        held = [index for index, page in enumerate(pages) if fold_of(page.site, plan.folds) == fold]
        parts = _trained(known, seen, plan)
        fold_files.append(parts)
        model = _model(parts, {})
        for index in held:
            scores[index] = model.judge(pages[index].lines, pages[index].title, pages[index].taken).scores
        spread.append(held)
    points = _points(pages, scores) if plan.folds else {"precise": 0.0, "balanced": 0.0, "thorough": 0.0}
    card = _card(pages, plan, points, scores, spread)
    tell("the model itself")
    content = _file(_trained(pages, seen, plan), points, card)
    return Learned(content, tuple(_file(parts, points, card) for parts in fold_files), card)


class _Parts(NamedTuple):
    weights: Mapping[str, Array]
    cues: Any
    scripts: Array


def _trained(pages: Sequence[LinePage], seen: Mapping[str, Seen], plan: Plan) -> _Parts:
    sites = sorted({page.site for page in pages})
    cues = cue_tables([seen[site] for site in sites])
    ordered = sorted(pages, key=lambda page: (page.id, len(page.lines)))
    networks = []
    for number in range(plan.networks):
        seed = plan.seed + 1000 * number
        draw = np.random.default_rng(seed)

        def epoch(draw: np.random.Generator = draw) -> list[Example]:
            return [example(cut_up(page, draw), cues, seen[page.site]) for page in ordered]

        networks.append(train([epoch] * plan.schedule.epochs, seed, plan.schedule))
    weights = {name: np.stack([network[name] for network in networks]) for name in networks[0]}
    weights |= {name: networks[0][name] for name in ("mean", "scale")}
    scripts = np.zeros(512, np.int64)
    for site in sites:
        letters = sum(read_lines(page.lines).blocks for page in pages if page.site == site)
        scripts += letters > _FEW_LETTERS
    return _Parts(weights, cues, np.minimum(scripts, 0xFFFF))


_FEW_LETTERS = 50  # of a script on a site: a name or two


def _file(parts: _Parts, points: Mapping[str, float], card: Mapping[str, Any]) -> bytes:
    return model_bytes(parts.weights, parts.cues, parts.scripts, points, card)


def _model(parts: _Parts, points: Mapping[str, float]) -> LineModel:
    half = {name: weight.astype(np.float16) for name, weight in parts.weights.items() if name not in ("mean", "scale")}
    return LineModel(Network({**parts.weights, **half}), parts.cues, parts.scripts, points, {})


def _points(pages: Sequence[LinePage], scores: Mapping[int, Array]) -> dict[str, float]:
    """`precise`, `balanced`: the highest score with a bounded loss on extracted pages; `thorough`: best F1 on dumps."""
    # Without any extracted page a bound on what these lose would allow everything: then dumps must do.
    extracted = {index: score for index, score in scores.items() if not pages[index].dumped} or scores
    dumped = {index: score for index, score in scores.items() if pages[index].dumped}
    points = {}
    for name, bound in _LOSS.items():
        losses = [(least, _figures(pages, extracted, least)["content_lost"]) for least in _GRID.tolist()]
        points[name] = max((least for least, lost in losses if lost <= bound), default=float(_GRID[0]))
    figures = [(_figures(pages, dumped, least)["f1"], least) for least in _GRID.tolist()] if dumped else [(0.0, 0.0)]
    points["thorough"] = max(max(figures)[1], points["balanced"])
    return points


def _figures(pages: Sequence[LinePage], scores: Mapping[int, Array], least: float) -> dict[str, float]:
    """Share of content words lost and of chrome lines removed over all pages; mean F1 of a page's kept words."""
    lost = content = removed = chrome = 0.0
    f1 = []
    for index, score in scores.items():
        page = pages[index]
        words = np.array([max(1, line.count(" ") + 1) for line in page.lines], np.float64)
        kept = score >= least
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


def _card(
    pages: Sequence[LinePage],
    plan: Plan,
    points: Mapping[str, float],
    scores: Mapping[int, Array],
    folds: Sequence[Sequence[int]],
) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for look, dumped in (("extracted", False), ("dumped", True)):
        part = {index: score for index, score in scores.items() if pages[index].dumped == dumped}
        if not part:
            continue
        for name, least in points.items():
            own = _figures(pages, part, least)
            each = [_figures(pages, {i: scores[i] for i in fold if i in part}, least)["f1"] for fold in folds]
            figures[f"{look}, {name}"] = {**own, "f1_by_fold": each}
    sources: dict[str, int] = {}
    for page in pages:
        sources[page.source] = sources.get(page.source, 0) + 1
    return {
        "pages": len(pages),
        "lines": sum(len(page.lines) for page in pages),
        "sites": len({page.site for page in pages}),
        "sources": dict(sorted(sources.items())),
        "seed": plan.seed,
        "networks": plan.networks,
        "schedule": plan.schedule._asdict(),
        "points": dict(points),
        "out_of_fold": figures if plan.folds else {},
    }
