"""Quality on labelled pages: all operating points beside doing nothing and the peers, in one run and one table.

    python bench/quality.py DATA_DIR [--tracks text,mixed,html,gold] [--fold-models DIR] [--json] > quality.md

DATA_DIR holds NAME_text, NAME_mixed and NAME_html as .jsonl or .jsonl.gz (see pages.py); the track `gold` is made of
the article texts of whatever is there: nothing in them is to be removed. The metric is that of scoring.py. Square
brackets hold 95 % intervals over resampled sites. With --fold-models each page is cleaned by the model that did not see
its site: DIR/folds.json maps domains to folds, DIR/fold-K.model is the model of fold K, of lines or (HTML) of pages.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pages import TRACKS, Page, read_pages, sampled, track_files
from peers import ON_HTML, ON_TEXT, Peer
from scoring import Figures, Score, figures, intervals, score, summed, tokens

from cleaner.io.documents import Arrival, document_of
from cleaner.model import Cleaned, CleanerError, ConfigError, Document, DocumentError, Place, Problem
from cleaner.pipeline import Cleaner, read_config
from cleaner.pipeline.parts import make_gates, make_stages
from cleaner.stages.chrome import POINT_NAMES
from cleaner.stages.chrome.page_model import PageModel, is_page_model
from cleaner.stages.chrome.page_stage import PageChrome

OURS: dict[str, dict[str, Any]] = {"no model": {"disable": ["chrome"]}}
OURS |= {point: {"point": point} for point in POINT_NAMES}
HEADER = (
    "track", "system", "pages", "F1 all", "F1 news", "F1 scrapinghub", "P", "R", "same",
    "content lost", "content lost news", "chrome lines removed", "chrome lines removed news", "CPU s",
)  # fmt: skip
GROUPS: dict[str, Callable[[Page], bool]] = {
    "all": lambda _: True,
    "news": lambda page: page.genre == "news",
    "scrapinghub": lambda page: page.source == "scrapinghub" and page.html is not None,
}


@dataclass(frozen=True, slots=True)
class Run:
    """One system on one track: a score for each page, or why there is none."""

    track: str
    system: str
    seconds: float = 0.0
    scores: tuple[Score, ...] = ()
    absent: str = ""


class Models:
    """The model that cleans a page: as shipped, of a file, or of the fold that its site is held out in."""

    def __init__(self, model: Path | None, folder: Path | None) -> None:
        self.model = model
        self.folder = folder
        self.folds: Mapping[str, Any] = {} if folder is None else json.loads((folder / "folds.json").read_bytes())

    def fold(self, page: Page) -> str:
        """The fold of the page; empty where there are no folds."""
        if self.folder is None:
            return ""
        if page.domain not in self.folds:
            told = f"does not name the site {page.domain}: for pages that no model has seen use --model"
            raise ConfigError([Problem(Place(str(self.folder / "folds.json")), told)])
        return str(self.folds[page.domain])

    def cleaner(self, name: str, fold: str) -> Cleaner:
        path = self.model if self.folder is None else self.folder / f"fold-{fold}.model"
        lines = {} if path is None or is_page_model(path) or name == "no model" else {"line-model": str(path)}
        made = Cleaner.from_config(read_config(None, {**OURS[name], **lines}))
        if path is None or lines or name == "no model":
            return made
        config, rules, judging = made.config, made.rule_set, PageChrome(PageModel.read(path), made.config.point)
        stages = [judging if stage.name == judging.name else stage for stage in make_stages(config, rules)]
        return Cleaner(config, rules, stages, make_gates(config, rules))


def cleaners(name: str, pages: Sequence[Page], models: Models) -> Callable[[Page], str | Cleaned]:
    """Ours at a point, made ready before the clock starts."""
    made = {fold: models.cleaner(name, fold) for fold in {models.fold(page) for page in pages}}
    return lambda page: cleaned(made[models.fold(page)], page)


def cleaned(cleaner: Cleaner, page: Page) -> str | Cleaned:
    """What comes out; an empty text where nothing was extracted from the HTML."""
    if page.html is None:
        document = Document(page.text, page.id, site=page.domain, language=page.language, title=page.title)
    else:
        arrival = Arrival("-", page.id, site=page.domain, language=page.language, title=page.title)
        try:
            document = document_of(page.html, arrival, page=True)
        except DocumentError:
            return ""
    return cleaner.clean(document)


def systems(track: str, pages: Sequence[Page], models: Models) -> Iterator[tuple[str, Callable, str]]:
    """Name, what makes the function from a page to its text, and the package that must be installed."""
    peers: Sequence[Peer] = () if track == "gold" else ON_HTML if track == "html" else ON_TEXT
    for peer in peers:
        yield peer.name, peer.make, peer.package
    for name in OURS:
        yield name, partial(cleaners, name, pages, models), ""


def run(track: str, pages: Sequence[Page], models: Models, only: Sequence[str]) -> Iterator[Run]:
    for name, make, package in systems(track, pages, models):
        if only and name not in only:
            continue
        print(f"{track}: {name}", file=sys.stderr, flush=True)
        try:
            clean = make()
        except ImportError:
            yield Run(track, name, absent=f"not installed (pip install {package})")
            continue
        clean(pages[0])  # what is loaded at the first page is no part of the speed
        start = time.process_time()
        results = [clean(page) for page in pages]
        seconds = time.process_time() - start
        scores = tuple(scored(page, result) for page, result in zip(pages, results, strict=True))
        yield Run(track, name, seconds, scores)


def scored(page: Page, result: str | Cleaned) -> Score:
    """The score of a page; where its raw is its gold, every token that was removed is lost content."""
    text = result if isinstance(result, str) else result.text
    one = score(page.labels, page.gold, text)
    if isinstance(result, str) or page.labels or page.html is not None:
        return one
    removed = (page.text[change.start : change.end] for change in result.changes if not change.replacement)
    lost = sum(len(tokens(piece)) for piece in removed)
    return one._replace(content_tokens=len(tokens(page.text)), content_tokens_lost=lost)


def gold_pages(tracks: Mapping[str, Sequence[Page]]) -> list[Page]:
    """The article texts of all tracks, each page once, as input."""
    found: dict[str, Page] = {}
    for pages in tracks.values():
        for page in pages:
            if page.gold.strip():
                found.setdefault(
                    page.id,
                    Page(
                        page.id,
                        page.domain,
                        page.language,
                        page.genre,
                        page.source,
                        page.title,
                        page.gold,
                        None,
                        (),
                        page.gold,
                    ),
                )
    return list(found.values())


def measured(done: Run, pages: Sequence[Page]) -> dict[str, Any]:
    """The figures of a run with their intervals, for all pages and for each group that has any."""
    row: dict[str, Any] = {"track": done.track, "system": done.system, "pages": len(pages)}
    if done.absent:
        return {**row, "absent": done.absent}
    row["cpu_seconds"] = round(done.seconds, 3)
    for group, belongs in GROUPS.items():
        chosen = [(page.domain, one) for page, one in zip(pages, done.scores, strict=True) if belongs(page)]
        if chosen:
            domains, scores = zip(*chosen, strict=True)
            low, high = intervals(domains, scores)
            values = figures(summed(scores))
            row[group] = {
                name: {"value": values[at], "interval": [low[at], high[at]]} for at, name in enumerate(Figures._fields)
            } | {"pages": len(chosen)}
    return row


def cells(row: dict[str, Any]) -> list[str]:
    """The row as the table shows it; a dash where a track has no such figure."""
    if "absent" in row:
        return [row["track"], row["system"], str(row["pages"]), row["absent"], *["–"] * (len(HEADER) - 4)]

    def cell(group: str, name: str, *, percent: bool = False) -> str:
        if group not in row:
            return "–"
        value, (low, high) = row[group][name]["value"], row[group][name]["interval"]
        if percent:
            return f"{value:.2%} [{low:.2%}–{high:.2%}]"
        return f"{value:.4f} [{low:.3f}–{high:.3f}]"

    gold, labelled = row["track"] == "gold", row["track"] in ("text", "mixed")
    lost = [cell(group, "lost", percent=True) if labelled or gold else "–" for group in ("all", "news")]
    removed = [cell(group, "removed", percent=True) if labelled else "–" for group in ("all", "news")]
    scored = [cell(group, "f1") for group in GROUPS]
    whole = [f"{row['all'][name]['value']:.4f}" for name in ("precision", "recall", "same")]
    return [
        row["track"],
        row["system"],
        str(row["pages"]),
        *scored,
        *whole,
        *lost,
        *removed,
        f"{row['cpu_seconds']:.1f}",
    ]


def by_language(runs: Sequence[Run], pages: Sequence[Page]) -> Iterator[dict[str, Any]]:
    """Share of the tokens of article texts that each system takes, by language."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, page in enumerate(pages):
        places[page.language or "unknown"].append(at)
    for language, chosen in sorted(places.items(), key=lambda item: (-len(item[1]), item[0])):
        lost = {done.system: figures(summed(done.scores[at] for at in chosen)).lost for done in runs if done.scores}
        yield {"language": language, "pages": len(chosen), "tokens removed": lost}


def by_fold(done: Run, pages: Sequence[Page], models: Models) -> dict[str, float]:
    """Document F1 of each fold: how much the figure hangs on which sites were held out."""
    folds: defaultdict[str, list[Score]] = defaultdict(list)
    for page, one in zip(pages, done.scores, strict=True):
        folds[models.fold(page)].append(one)
    return {fold: figures(summed(scores)).f1 for fold, scores in sorted(folds.items())}


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tracks", default=",".join((*TRACKS, "gold")))
    parser.add_argument("--sample", type=int, help="this many pages a track, of whole sites")
    parser.add_argument("--only", default="", help="systems to run, by their names in the table, with commas between")
    trained = parser.add_mutually_exclusive_group()
    trained.add_argument("--model", type=Path, help="line or page model to use instead of the shipped one")
    trained.add_argument("--fold-models", type=Path, help="folder with folds.json and a model for each fold")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON instead of the table")
    return parser.parse_args()


def main() -> int:
    arguments = parsed()
    chosen, only = arguments.tracks.split(","), [name for name in arguments.only.split(",") if name]
    try:
        models = Models(arguments.model, arguments.fold_models)
        files = track_files(arguments.data)
        tracks = {track: sampled(read_pages(path), arguments.sample) for track, path in files.items()}
        tracks["gold"] = gold_pages(tracks)
        rows, languages = [], []
        for track in chosen:
            if track not in tracks:
                raise FileNotFoundError(f"{arguments.data} has no track `{track}`; it has {', '.join(tracks)}")
            done = list(run(track, tracks[track], models, only))
            for one in done:
                rows.append(measured(one, tracks[track]))
                if models.folder is not None and one.scores:
                    rows[-1]["folds"] = by_fold(one, tracks[track], models)
            languages += by_language(done, tracks[track]) if track == "gold" else []
    except (CleanerError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps({"rows": rows, "gold": languages}, indent=1) if arguments.json else shown(rows, languages))
    return 0


def shown(rows: Sequence[dict[str, Any]], languages: Sequence[dict[str, Any]]) -> str:
    header, body = [*HEADER], [cells(row) for row in rows]
    if any("folds" in row for row in rows):
        header.append("F1 of the folds")
        for row, line in zip(rows, body, strict=True):
            spread = row.get("folds", {}).values()
            line.append(f"{min(spread):.3f}–{max(spread):.3f}" if spread else "–")
    parts = [table(header, body)]
    if languages and languages[0]["tokens removed"]:
        systems = list(languages[0]["tokens removed"])
        lines = [
            [line["language"], str(line["pages"]), *(f"{line['tokens removed'][name]:.3%}" for name in systems)]
            for line in languages
        ]
        parts.append(table(["gold text in", "pages", *(f"removed, {name}" for name in systems)], lines))
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
