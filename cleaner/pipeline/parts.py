"""The parts of a pipeline: stages and gates by name, made for a configuration."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence

from cleaner.model import ConfigError, Place, Problem
from cleaner.pipeline.config import Config
from cleaner.plugins import Registry
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.gates import Empty, LanguageGate, TooMuchRemoved, TooShort
from cleaner.stages.measure_gate import MeasureGate
from cleaner.stages.reasons import REASONS
from cleaner.stages.rules import Rules
from cleaner.stages.spun.stage import SpunGate
from cleaner.stages.stage import Gate, Stage

__all__ = ["STAGES", "check_edits", "make_gates", "make_stages"]

# In the order in which they run.
STAGES = Registry(
    "cleaner.stages",
    {
        "page": "cleaner.stages.chrome.page_stage:PageChrome",
        "repair": "cleaner.stages.repair:Repair",
        "chrome": "cleaner.stages.chrome.stage:Chrome",
        "rules": "cleaner.stages.rules:Rules",
        "spun": "cleaner.stages.spun.stage:Spun",
        "repeats": "cleaner.stages.repeats:Repeats",
        "layout": "cleaner.stages.layout:Layout",
    },
)


def make_stages(config: Config, rule_set: RuleSet) -> list[Stage]:
    """The stages of the profile, with those of ``enable`` and without those of ``disable``, in the table's order.

    Stages of other packages (entry points ``cleaner.stages``) run where ``enable`` names them as ``stage:NAME``,
    after the built-in ones but before layout. The stages ``chrome`` and ``rules`` share what rules find.
    """
    order = list(STAGES.table)
    running = config.running
    names = [name for name in order if name in running]
    added = sorted(word.removeprefix("stage:") for word in config.enable if word.startswith("stage:"))
    at = names.index("layout") if "layout" in names else len(names)
    rules = Rules(rule_set if "rules" in names else RuleSet(()))
    made: dict[str, Callable[[], Stage]] = {
        "page": lambda: STAGES.load("page").from_settings(config.point, model="chrome" in names),
        "chrome": lambda: STAGES.load("chrome").from_settings(rules, config.point, config.line_model),
        "rules": lambda: rules,
        "spun": lambda: STAGES.load("spun").from_settings(config.spun, config.siblings, config.spun_judge),
    }
    chosen = (*names[:at], *added, *names[at:])
    return [made[name]() if name in made else STAGES.load(name)() for name in chosen]


def check_edits(words: Sequence[str]) -> None:
    """Nothing, where every ``STAGE.EDIT`` among ``words`` is an edit that a built-in stage makes.

    Raises:
        ConfigError: where one is not.
    """
    problems = []
    for word in words:
        if "." in word and word.partition(".")[0] in STAGES.table and word not in REASONS:
            close = difflib.get_close_matches(word, REASONS, n=1)
            hint = f"; did you mean `{close[0]}`?" if close else ""
            problems.append(Problem(Place("disable"), f"no stage makes an edit called `{word}`{hint}"))
    if problems:
        raise ConfigError(problems)


def make_gates(config: Config, rule_set: RuleSet) -> list[Gate]:
    """The gates that the configuration and the active document measures switch on."""
    gates = config.gates
    made: list[Gate] = [Empty()]
    if gates.too_short:
        made.append(TooShort(gates.too_short, gates.verdict))
    if gates.too_much_removed < 1:
        made.append(TooMuchRemoved(gates.too_much_removed))
    if gates.languages:
        made.append(LanguageGate(gates.languages, gates.verdict))
    if "spun" in config.running:
        made.append(SpunGate(config.spun))
    measures = MeasureGate(rule_set)
    if measures.judges:
        made.append(measures)
    return made
