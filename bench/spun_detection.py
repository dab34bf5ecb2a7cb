"""How well spun texts are told from clean ones, and what the stage does to the clean ones."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from spun_repairs import Repair, context_of
from spun_scoring import area, found_at
from spun_texts import Clean, cut

from cleaner.learn.spinner import Family, spin
from cleaner.model import Draft
from cleaner.stages.spun.detector import SPUN
from cleaner.stages.spun.stage import Spun

__all__ = ["Judged", "clean_edits", "costs", "judged", "negatives", "report_detection"]

SHARE = 0.5
STRICT = 0.001
_SHOWN = 25
_SUSPECT = 0.05  # the screen's scores end there


class Judged(NamedTuple):
    """Scores of pieces of texts; ``none``: those that were not judged (too short, no English), which score 0."""

    scores: list[float]
    none: int
    highest: list[tuple[float, str, str]]


def judged(stage: Spun, texts: Sequence[tuple[str, str]]) -> Judged:
    """Of id and text."""
    scores, none, highest = [], 0, []
    for name, text in texts:
        judgement = stage.judge(text, context_of(text))
        none += judgement is None
        scores.append(judgement.score if judgement else 0.0)
        if scores[-1] >= SPUN:
            highest.append((scores[-1], name, text))
    return Judged(scores, none, sorted(highest, reverse=True))


def report_detection(
    stage: Spun,
    clean: Sequence[Clean],
    sampled: Sequence[Clean],
    families: Mapping[str, Family],
    told: Mapping[str, str],
) -> None:
    """Prints AUC and what is found; ``sampled`` texts are spun, whole and in groups, ``told`` says how known one is."""
    pieces = [(one.id, piece) for one in clean for piece in cut(one.text)]
    ours = judged(stage, pieces)
    passed = len(ours.highest)
    print(f"\n## Detection\n{len(pieces):,} clean pieces of {len(clean):,} texts: each whole, and in groups of its")
    print(f"paragraphs of 60 to 600 words, each size anew; {ours.none:,} not judged. Spun: each of")
    print(f"{len(sampled):,} texts whole and one group of each, at {SHARE:.0%} of the spinnable words.")
    whole = {one.id: one.text for one in clean}
    texts = sum(whole[name] == text for _, name, text in ours.highest)
    share = passed / len(pieces)
    print(f"Clean ones at the gate ({SPUN}): {passed} of {len(pieces):,} = {share:.3%}, {texts} whole texts")
    for score, name, text in ours.highest[:_SHOWN]:
        print(f"    {score:.3f} {name} {len(text.split())} words: {text[:70]!r}")
    print(f"{'family':<14} {'':<9} {'spun':>6} {'AUC':>8} {'at 0.1 % FP':>12} {'at the gate':>12} {'not judged':>11}")
    every: list[float] = []
    for name, family in families.items():
        spun = []
        for number, one in enumerate(sampled):
            groups = list(cut(one.text))
            both = dict.fromkeys((groups[0], groups[number % len(groups)]))
            spun += [(one.id, spin(piece, family, SHARE, number).text) for piece in both]
        found = judged(stage, spun)
        every += found.scores
        _row(name, told[name], found.scores, ours.scores, found.none)
    _row("mixed", "", every, ours.scores, 0)


def _row(name: str, told: str, spun: Sequence[float], clean: Sequence[float], none: int) -> None:
    caught, least = found_at(spun, clean, STRICT)
    gate = sum(score >= SPUN for score in spun) / len(spun)
    found = f"{area(spun, clean):>8.5f} {caught:>12.4f} {gate:>12.4f} {none:>11,} (score > {least:.3f})"
    print(f"{name:<14} {told:<9} {len(spun):>6,} {found}", flush=True)


def clean_edits(repair: Repair, clean: Sequence[Clean]) -> None:
    """Prints every edit of clean texts, and how many there are in a million words."""
    words = sum(one.words for one in clean)
    print(f"\n## Edits of clean texts, all tiers behind the gate: {len(clean):,} texts, {words:,} words")
    rules: Counter[str] = Counter()
    for one in clean:
        for edit in repair(one.text):
            rules[edit.tier] += 1
            near = one.text[max(0, edit.start - 30) : edit.start], one.text[edit.end : edit.end + 20]
            what = f"[{one.text[edit.start : edit.end]!r} > {edit.replacement!r}]"
            print(f"    {one.id} {edit.tier}: {near[0]!r} {what} {near[1]!r}")
    total = rules.total()
    print(f"{total} edits {dict(rules)}: {total / words * 1e6:.2f} in a million words", flush=True)


def negatives(stage: Spun, repair: Repair, folder: Path) -> None:
    """Prints the texts of ``folder`` that are taken for spun, and their edits."""
    files = sorted(folder.glob("*.txt"))
    none = 0
    scores = []
    edits = 0
    told = []
    for path in files:
        text = path.read_bytes().decode("utf-8")
        judgement = stage.judge(text, context_of(text))
        none += judgement is None
        score = judgement.score if judgement else 0.0
        scores.append((score, path.name))
        made = repair(text)
        edits += len(made)
        if score >= SPUN or made:
            told.append(f"    {path.name} {score:.3f}, {len(made)} edits: {[tuple(edit[2:]) for edit in made[:5]]}")
    spun = sum(score >= SPUN for score, _ in scores)
    print(f"\n## Negatives: {len(files)} texts, {none} not judged, {spun} judged spun, {edits} edits")
    print("\n".join(told) if told else "    none")
    print("highest:", ", ".join(f"{name} {score:.3f}" for score, name in sorted(scores, reverse=True)[:6]), flush=True)


def costs(stage: Spun, clean: Sequence[Clean], sampled: Sequence[Clean], families: Sequence[Family]) -> None:
    """Prints CPU time of the stage: clean texts by what the first look said, spun ones."""
    rows: dict[str, list[tuple[float, int]]] = {"unspun": [], "suspect": [], "clean, all": [], "spun": []}
    print(
        "\n## CPU time of the stage alone, milliseconds (one pass; spun ones as often as the pipeline asks: see repair)"
    )
    for one in sampled[:2]:  # the detection of languages loads its profiles at its first call
        context_of(one.text).language  # noqa: B018
        _timed(stage, spin(one.text, families[0], SHARE, 0).text)
    for one in clean:
        spent, score = _timed(stage, one.text)
        rows["clean, all"].append((spent, one.words))
        if score is not None and score < SPUN:
            rows["suspect" if score >= _SUSPECT else "unspun"].append((spent, one.words))
    for number, one in enumerate(sampled):
        text = spin(one.text, families[number % len(families)], SHARE, number).text
        spent, score = _timed(stage, text)
        if score is not None and score >= SPUN:
            rows["spun"].append((spent, len(text.split())))
    print(f"{'':<12} {'texts':>7} {'words':>7} {'median':>8} {'mean':>8} {'worst':>8} {'median of 1,000 words':>22}")
    for name, found in rows.items():
        if found:
            times = [spent * 1e3 for spent, _ in found]
            by_words = statistics.median(spent * 1e6 / max(1, words) for spent, words in found)
            middle = statistics.median(words for _, words in found)
            told = f"{statistics.median(times):>8.3f} {statistics.mean(times):>8.3f} {max(times):>8.2f}"
            print(f"{name:<12} {len(found):>7,} {middle:>7.0f} {told} {by_words:>22.3f}")


def _timed(stage: Spun, text: str) -> tuple[float, float | None]:
    draft, context = Draft(text), context_of(text)
    start = time.process_time()
    proposal = stage.propose(draft, context)
    return time.process_time() - start, proposal.metadata.get("spun_score")
