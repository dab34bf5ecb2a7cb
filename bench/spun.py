"""Spun text: how well it is found, what is turned back and how rightly, what clean text suffers, and what it costs.

    python bench/spun.py CLEAN.jsonl.gz... [--folds 0] [--model M] [--ngrams N] [--families blog,wordnet]
        [--tables DIR] [--texts 100] [--seed-file F --seed-original G] [--wordnet DIR] [--fails 5]
        [--parts detection,repair,seed,clean,negatives,time]

CLEAN holds `id` and `text`. The model that ships was learned on texts whose `fold_of(id, 10)` is 3 and more, its trees
on folds 1 and 2: only fold 0 is held out, and the default. Spinners are those of the package, and one of each file in
DIR, by default `bench/spinners`, which nothing was learned on: lines of `original TAB spun; spun`, or of
`original|n, v, a, r or x|spun; spun`.

P and R: edits that are right, and swaps of the spinner (of every sort: numbers, inserted words and lost capitals too)
that were taken back. *Strict*: the words are the original's. *Lenient* (`len`): the text is nearer to the original, and
all that was put stands there in the original. *Case*: right to the letter. Behind the gate a text that is not taken for
spun has all its swaps missed. Wrong edits are told by why, and in brackets those that are not right leniently either.
What siblings restore: `spun_siblings.py`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import spun_detection as detection
from spun_repairs import Repair, WordNet, context_of, gate_open, gated, names_alone, wordnet_by_counts
from spun_scoring import SORTS, Known, Score, Tally, scored
from spun_texts import aligned, known_by, read_clean, read_families, sample

from cleaner.learn.spinner import Family, families, spin
from cleaner.learn.spinner import Spun as SpunText
from cleaner.stages.spun.language_model import BUILT_IN as COUNTS
from cleaner.stages.spun.language_model import LanguageModel
from cleaner.stages.spun.model import BUILT_IN, SpunModel
from cleaner.stages.spun.stage import Spun
from cleaner.stages.spun.swaps import shipped_swaps

SHARES = (0.25, 0.5, 0.75)
GAINS = (3.0, 6.0)  # of the counts, that WordNet's synonyms must bring
PARTS = ("detection", "repair", "seed", "clean", "negatives", "time")
TIERS = ("spun.sibling", "spun.name", "spun.word")
_BASELINES_AT = 0.5
_WORDS = 120, 1_500  # of the texts that are spun


def main() -> None:
    told = _arguments()
    started = time.perf_counter()
    model = SpunModel.load(told.model)
    counts = LanguageModel.load(told.ngrams)
    stage = Spun()
    stage.model = model
    stage.channel = model.channel(shipped_swaps(), counts)
    folds = None if told.folds == "all" else frozenset(map(int, told.folds.split(",")))
    clean = read_clean(told.data, folds)
    if not clean:
        sys.exit(f"no text of {', '.join(map(str, told.data))} is in the folds {told.folds}")
    chosen = _families(told)
    learned = set(model.card.get("families", ()))
    how = {name: "known" if name in learned else "left out" for name in chosen}
    sampled = sample(clean, told.texts, *_WORDS)
    folded = "all texts, those of the training too" if folds is None else f"folds {told.folds} of ten"
    print(f"{', '.join(path.name for path in told.data)}: {folded}: {len(clean):,} texts, ", end="")
    print(f"{sum(one.words for one in clean):,} words; {len(sampled)} of them are spun")
    sources = Counter(one.source for one in sampled)
    print("spun ones by source:", ", ".join(f"{name or '?'} {count}" for name, count in sorted(sources.items())))
    print(
        f"model {told.model.name}: {model.card.get('texts', '?')} texts, families {', '.join(sorted(learned))}; ",
        end="",
    )
    print("what is in a fold is held out where the training did not have it: fold 0 for the model that ships")
    print(f"counts {told.ngrams.name}: {counts.source}; {len(stage.channel.swaps):,} spun forms", flush=True)
    known = known_by(stage.channel.swaps)
    wordnet = WordNet(told.wordnet) if told.wordnet else None
    if "detection" in told.parts:
        detection.report_detection(stage, clean, sampled, chosen, how)
    if "repair" in told.parts:
        _head(f"Repair: {len(sampled)} texts of {_WORDS[0]} to {_WORDS[1]:,} words, spun by each family")
        for name, family in chosen.items():
            for share in SHARES:
                spun = [spin(one.text, family, share, number) for number, one in enumerate(sampled)]
                _repair(f"{name} ({how[name]}) {share}", spun, _repairs(stage, wordnet, share), known, told.fails)
    if "seed" in told.parts and told.seed_file:
        text, original = (path.read_text(encoding="utf-8") for path in (told.seed_file, told.seed_original))
        seed = aligned(text, original, known)
        judgement = stage.judge(text, context_of(text), fully=True)
        _head(f"The seed {told.seed_file.name}: spun_score {judgement.score if judgement else 'none'}")
        _repair("seed", [seed], _repairs(stage, wordnet, _BASELINES_AT), known, max(told.fails, 20))
    if "clean" in told.parts:
        detection.clean_edits(gated(stage), clean)
    if "negatives" in told.parts:
        detection.negatives(stage, gated(stage), told.negatives)
    if "time" in told.parts:
        detection.costs(stage, clean, sampled, list(chosen.values()))
    print(f"\n{time.perf_counter() - started:.0f} s")


def _arguments() -> argparse.Namespace:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("data", type=Path, nargs="+")
    given.add_argument("--folds", default="0", help="of ten, by id; several with commas, or `all`")
    given.add_argument("--model", type=Path, default=BUILT_IN)
    given.add_argument("--ngrams", type=Path, default=COUNTS, help="counts without the texts that are measured on")
    given.add_argument("--families", default="", help="of the package, with commas; all where empty, `none` for none")
    given.add_argument("--tables", type=Path, default=Path(__file__).with_name("spinners"))
    given.add_argument("--texts", type=int, default=100, help="that are spun by each family")
    given.add_argument("--seed-file", type=Path)
    given.add_argument("--seed-original", type=Path)
    given.add_argument("--wordnet", type=Path)
    given.add_argument("--negatives", type=Path, default=Path(__file__).parents[1] / "tests" / "negatives")
    given.add_argument("--parts", default=",".join(PARTS), type=lambda parts: parts.split(","))
    given.add_argument("--fails", type=int, default=0, help="wrong edits to show in each row")
    told = given.parse_args()
    if bool(told.seed_file) != bool(told.seed_original):
        given.error("--seed-file and --seed-original need each other")
    if unknown := set(told.parts) - set(PARTS):
        given.error(f"--parts: {', '.join(sorted(unknown))}: expected some of {', '.join(PARTS)}")
    return told


def _families(told: argparse.Namespace) -> dict[str, Family]:
    own = {family.name: family for family in families()}
    names = [] if told.families == "none" else told.families.split(",") if told.families else list(own)
    if unknown := [name for name in names if name not in own]:
        sys.exit(f"--families: {', '.join(unknown)}: expected some of {', '.join(own)}")
    chosen = {name: own[name] for name in names}
    return chosen | {family.name: family for family in (read_families(told.tables) if told.tables else ())}


def _repairs(stage: Spun, wordnet: WordNet | None, share: float) -> dict[str, Repair]:
    """What is run on a text; the baselines at one share only."""
    found = {"behind the gate": gated(stage), "gate open": gate_open(stage)}
    if share == _BASELINES_AT:
        assert stage.channel is not None  # noqa: S101 - set above
        found["do nothing"] = lambda text: []  # noqa: ARG005
        found["lexicon only"] = names_alone(stage)
        if wordnet is not None:
            counts = stage.channel.language_model
            found |= {f"WordNet x LM, {gain:g}": wordnet_by_counts(wordnet, counts, gain) for gain in GAINS}
    return found


def _head(told: str) -> None:
    print(f"\n## {told}")
    tiers = "".join(f"{tier + ' n':>13} {'P':>6} {'R':>5}" for tier in TIERS[1:])
    print(f"{'':<17} {'edits':>6} {'P':>6} {'R':>5} {'P len':>6} {'R len':>6} {'P case':>6} {tiers}  wrong, by why")


def _repair(told: str, texts: Sequence[SpunText], repairs: Mapping[str, Repair], known: Known, fails: int) -> None:
    first = True
    for name, repair in repairs.items():
        score = Score()
        for spun in texts:
            score.add(scored(spun, repair(spun.text), known))
        if first:
            first = False
            kinds = ", ".join(
                f"{kind} {count:,} ({score.known[kind] / count:.2f}, {score.undone[kind] / count:.2f})"
                for kind, count in score.kinds.most_common()
            )
            covered = score.known.total() / max(1, score.swaps)
            print(f"# {told}: {score.swaps:,} swaps, {covered:.3f} of them with the original in the tables")
            print(f"#   of these (in the tables, taken back behind the gate): {kinds}")
        print(_line(name, score), flush=True)
        for fail in _spread(score.fails, fails):
            print("       ", fail)


def _line(name: str, score: Score) -> str:
    swaps, own = score.swaps, score.all
    tiers = "".join(
        f"{tally.edits:>13,} {tally.precision():>6.3f} {tally.recall(swaps):>5.3f}"
        for tally in (score.tiers.get(tier, Tally()) for tier in TIERS[1:])
    )
    cased = score.cased / own.edits if own.edits else float("nan")
    why = ", ".join(f"{sort} {score.wrong[sort]:,} ({score.off[sort]:,})" for sort in SORTS if score.wrong[sort])
    both = f"{own.precision(lenient=True):>6.3f} {own.recall(swaps, lenient=True):>6.3f} {cased:>6.3f}"
    return f"{name:<17} {own.edits:>6,} {own.precision():>6.3f} {own.recall(swaps):>5.3f} {both} {tiers}  {why}"


def _spread(fails: Sequence[str], most: int) -> Iterable[str]:
    return [fails[number * len(fails) // most] for number in range(most)] if len(fails) > most else fails


if __name__ == "__main__":
    main()
