"""Garbled on purpose: how many words each repair restores, how many it damages, and what clean text costs.

    python bench/garble.py TEXTS [--languages 12] [--kb 60] [--rates 0.1,1,5] [--kinds ocr,entities] [--fails 5]

TEXTS is a folder of text files (LANGUAGE_name.txt), or a JSONL file (`.gz` too) whose rows hold `gold_text` or `text`,
and `lang` if it is known. Each kind of damage (garble_damage.py) is made in 0.1, 1 and 5 % of the words of the same
number of kilobytes in each language, seeded; the texts are cleaned with the profile `gentle` and no further hint. A
garbled word is restored if it reads as before, blanks apart; *wrong* are garbled words that became something else, and
*damaged* are edits of anything that was not garbled. Then clean texts of all languages are cleaned, and any edit but of
runs of blanks counts; and the repair stage alone is timed beside ftfy and clean-text, medians of interleaved runs.
Exit code 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from garble_clean import LONG_LINES, evenly, line_costs, peers, speeds, stays_clean, upto
from garble_damage import KINDS
from garble_score import Score, garbled, scored

from cleaner.model import Document
from cleaner.pipeline import Cleaner, read_config
from cleaner.stages.language import detect

PRECISION = 0.995
ENGLISH_SPEED, MIXED_SPEED = 25.0, 15.0  # MB/s
CLEAN_MB, TIMED_MB = 10, 3
LINEAR = 2.0  # a long line may cost this many times as much a megabyte as a short one


def read_texts(path: Path) -> dict[str, list[str]]:
    """Texts by language; where none is told it is detected."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    if path.is_dir():
        for file in sorted(path.glob("*.txt")):
            texts[file.stem.partition("_")[0]].append(file.read_text(encoding="utf-8"))
        return texts
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            text = row.get("gold_text") or row.get("text")
            language = (row.get("lang") or detect(text or "") or "").partition("-")[0]
            if text and language:
                texts[{"no": "nb"}.get(language, language)].append(text)
    return texts


def injected(texts: Mapping[str, list[str]], cleaner: Cleaner, rates: Sequence[float], kinds: Sequence[str]) -> dict:
    scores: dict[tuple[str, float], dict[str, Score]] = {}
    for name in kinds:
        for rate in rates:
            by_language = scores.setdefault((name, rate), {})
            for language, clean in texts.items():
                rnd = random.Random(f"{name} {rate} {language}")  # noqa: S311 (no secrets here)
                total, debt = Score(), rnd.random()
                for text in clean:
                    bad, damaged, debt = garbled(text, KINDS[name], rate, rnd, debt)
                    if damaged:
                        total += scored(bad, damaged, cleaner.clean(Document(bad)))
                by_language[language] = total
            print(f"{name} at {rate:g} %", file=sys.stderr, flush=True)
    return scores


def rested(texts: Mapping[str, list[str]], cleaner: Cleaner, size: int) -> dict[str, list[str]]:
    """Up to ``size`` bytes of each language, cleaned once: what damage is made in must not need any other repair."""
    out: dict[str, list[str]] = {}
    for language, clean in texts.items():
        taken = 0
        for text in clean:
            cleaned = cleaner.clean(Document(text[:20_000]))
            if any(name.startswith("repair.") for change in cleaned.changes for name in change.rule_ids):
                continue
            out.setdefault(language, []).append(cleaned.text)
            taken += len(cleaned.text.encode())
            if taken >= size:
                break
    return out


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--languages", type=int, default=12, help="those with most text")
    parser.add_argument("--kb", type=int, default=60, help="kilobytes of each language to garble")
    parser.add_argument("--rates", default="0.1,1,5", help="percent of words")
    parser.add_argument("--kinds", default=",".join(KINDS).replace(", ", ": "))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--fails", type=int, default=0, help="examples to print of what was not restored")
    parser.add_argument("--only", choices=["inject", "clean", "speed"], help="one part of the bench")
    return parser.parse_args()


def main() -> int:
    arguments = parsed()
    texts = read_texts(arguments.texts)
    sizes = {language: sum(map(len, clean)) for language, clean in texts.items()}
    largest = dict(sorted(sizes.items(), key=lambda item: -item[1])[: arguments.languages])
    texts_of = {language: texts[language] for language in sorted(largest)}
    cleaner = Cleaner.from_config(read_config(overrides={"profile": "gentle"}))
    checks: dict[str, bool] = {}
    print(f"{arguments.texts}: {', '.join(texts_of)}\n")
    if arguments.only in (None, "inject"):
        report_injected(arguments, rested(texts_of, cleaner, arguments.kb * 1000), cleaner, checks)
    if arguments.only in (None, "clean"):
        total, unique, found, told = stays_clean(texts, cleaner, CLEAN_MB)
        print(
            f"Clean text: {total:.1f} MB in {len(texts)} languages ({unique:.1f} MB apart), edits: {dict(found) or 0}\n"
        )
        print(*told[: arguments.fails], sep="\n", file=sys.stderr)
        checks[f"clean text: {found.total()} edits (none but of blanks)"] = not found
    if arguments.only in (None, "speed"):
        report_speed(texts, arguments.runs, checks)
    for told, held in checks.items():
        print("ok    " if held else "BROKEN", told)
    return 0 if all(checks.values()) else 1


def report_injected(
    arguments: argparse.Namespace, texts: Mapping[str, list[str]], cleaner: Cleaner, checks: dict[str, bool]
) -> None:
    kinds = [name.replace(":", ",") for name in arguments.kinds.split(",")]
    rates = [float(rate) for rate in arguments.rates.split(",")]
    scores = injected(texts, cleaner, rates, kinds)
    rows = []
    for name in kinds:
        for rate in rates:
            score = sum(scores[name, rate].values(), Score())
            counts = (score.injected, score.restored, score.wrong, score.damaged)
            rows.append([name, f"{rate:g} %", *map(str, counts), f"{score.recall:.3f}", f"{score.precision:.4f}"])
        whole = sum((score for rate in rates for score in scores[name, rate].values()), Score())
        least = KINDS[name].recall
        if least is not None:
            checks[f"{name}: recall {whole.recall:.3f} (at least {least:g})"] = whole.recall >= least
        for told in sorted(whole.fails, key=lambda told: told.startswith("LEFT"))[
            : arguments.fails
        ]:  # wrong ones first
            print(f"{name}: {told}", file=sys.stderr)
    whole = sum((score for by_language in scores.values() for score in by_language.values()), Score())
    checks[f"precision {whole.precision:.4f} (at least {PRECISION})"] = whole.precision >= PRECISION
    print(
        table(["damage", "of words", "garbled", "restored", "wrong", "damaged", "recall", "precision"], rows),
        end="\n\n",
    )
    print(table(["recall", *texts], [
        [name, *(f"{sum((scores[name, rate][language] for rate in rates), Score()).recall:.2f}" for language in texts)]
        for name in kinds
    ]), end="\n\n")  # fmt: skip


def report_speed(texts: Mapping[str, list[str]], runs: int, checks: dict[str, bool]) -> None:
    rows = []
    tools = peers()
    for sort, sample, least in (
        ("English", upto(iter(texts.get("en", ())), TIMED_MB), ENGLISH_SPEED),
        ("all languages", upto(evenly(texts), TIMED_MB), MIXED_SPEED),
    ):
        if not sample:
            continue
        for name, speed in speeds(sample, tools, runs).items():
            rows.append([sort, name, f"{speed:.1f}"])
            if name == "repair stage":
                checks[f"repair stage on clean text, {sort}: {speed:.1f} MB/s (at least {least:g})"] = speed >= least
    print(table(["clean text", "tool", "MB/s"], rows), end="\n\n")
    costs = line_costs(upto(iter(texts.get("en") or next(iter(texts.values()))), 1))
    print(
        table(["one line", "MB", "seconds a MB"], [[s, f"{mb:g}", f"{cost:.3f}"] for s, mb, cost in costs]), end="\n\n"
    )
    for sort in ("clean", "garbled"):
        own = [cost for name, _, cost in costs if name == sort]
        checks[f"a {sort} line of {LONG_LINES[-1]} MB: {own[-1] / own[0]:.2f} times the cost a MB of one of 1 MB"] = (
            own[-1] <= LINEAR * own[0]
        )


if __name__ == "__main__":
    sys.exit(main())
