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
from cleaner.learn.line_points import Held, choose_points, held_out, out_of_fold
from cleaner.model import split_lines
from cleaner.rules.applied import AppliedRules, Setting
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.chrome.line_model import LineModel, model_bytes
from cleaner.stages.chrome.network import Network
from cleaner.stages.chrome.points import POINTS
from cleaner.stages.chrome.shapes import read_shapes
from cleaner.stages.chrome.units import Units, taken_units

__all__ = ["Plan", "learn_lines", "mark_taken"]

Array = NDArray[Any]


class Plan(NamedTuple):
    """What to train.

    Attributes:
        folds: parts of the sites, for figures out of fold; 0: no figures, points at 0.
        networks: how many are averaged; a second one gave .001 doc F1 on dumped pages, for twice the arithmetic.
        seed: of everything that is drawn.
        schedule: of each network.
    """

    folds: int = 5
    networks: int = 1
    seed: int = 7
    schedule: Schedule = Schedule()


def mark_taken(pages: Sequence[LinePage], rule_set: RuleSet) -> list[LinePage]:
    """``pages`` with the lines marked that rules take but for a tenth at most."""
    applied = AppliedRules(rule_set)
    marked = []
    for page in pages:
        lines = split_lines("\n".join(page.lines))
        places = list(range(len(lines)))
        units = Units(places, places, lines.texts)
        if len(lines) == len(page.lines):  # else a line holds a line end of its own, and stays unmarked
            _, taken = taken_units(units, lines, applied.propose(lines, Setting(page.site)).edits)
            page = replace(page, taken=taken.astype(float))  # noqa: PLW2901  # marked, it is the same page
        marked.append(page)
    return marked


def learn_lines(pages: Sequence[LinePage], plan: Plan, tell: Callable[[str], None]) -> Learned:
    """A line model of ``pages`` (with rules marked), its points chosen on sites that each fold's model never saw.

    ``tell`` hears of progress. The same pages and plan give the same bytes on the same machine and versions.
    """
    seen = seen_by_site(pages)
    judged: list[Held] = []
    fold_files = []
    for fold in range(plan.folds):
        tell(f"fold {fold + 1} of {plan.folds}")
        known = [page for page in pages if fold_of(page.site, plan.folds) != fold]
        held = [page for page in pages if fold_of(page.site, plan.folds) == fold]
        parts = _trained(known, seen, plan)
        fold_files.append(parts)
        model = _model(parts, {})
        judged += [each for page in held for each in held_out(model, page)]
    points = choose_points(judged) if plan.folds else dict.fromkeys(POINTS, 0.0)
    figures = out_of_fold(judged, points, plan.folds) if plan.folds else {}
    card = _card(pages, plan, points, figures)
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
    alike = [_standardised(network, networks[0]) for network in networks]
    weights = {name: np.stack([network[name] for network in alike]) for name in alike[0]}
    weights |= {name: networks[0][name] for name in ("mean", "scale")}
    scripts = np.zeros(512, np.int64)
    for site in sites:
        letters = sum(read_shapes(page.lines).blocks() for page in pages if page.site == site)
        scripts += letters > _FEW_LETTERS
    return _Parts(weights, cues, np.minimum(scripts, 0xFFFF))


def _standardised(network: Mapping[str, Array], first: Mapping[str, Array]) -> dict[str, Array]:
    """``network`` for columns that were standardised as those of ``first``; each saw other pages to take means of."""
    weights = {name: weight for name, weight in network.items() if name not in ("mean", "scale")}
    ratio = first["scale"] / network["scale"]
    offset = (first["mean"] - network["mean"]) / network["scale"]
    return weights | {"w0": network["w0"] * ratio[:, None], "b0": network["b0"] + offset @ network["w0"]}


_FEW_LETTERS = 50  # of a script on a site: a name or two


def _file(parts: _Parts, points: Mapping[str, float], card: Mapping[str, Any]) -> bytes:
    return model_bytes(parts.weights, parts.cues, parts.scripts, points, card)


def _model(parts: _Parts, points: Mapping[str, float]) -> LineModel:
    half = {name: weight.astype(np.float16) for name, weight in parts.weights.items() if name not in ("mean", "scale")}
    return LineModel(Network({**parts.weights, **half}), parts.cues, parts.scripts, points, {})


def _card(
    pages: Sequence[LinePage], plan: Plan, points: Mapping[str, float], figures: Mapping[str, Any]
) -> dict[str, Any]:
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
        "out_of_fold": dict(figures),
    }
