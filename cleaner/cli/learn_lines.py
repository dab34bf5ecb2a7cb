"""``cleaner learn lines``: the line model, from pages whose lines are labelled."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from cleaner.cli.streams import say, standard_output

if TYPE_CHECKING:
    from cleaner.learn.line_pages import LinePage

__all__ = ["learn_line_model"]


def learn_line_model(
    data: Annotated[
        list[Path],
        typer.Argument(
            help="JSONL files (.gz too); a row holds id, domain, raw_lines of text and label, maybe title.",
            metavar="DATA",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="Where the model goes; its card stands beside it as .md."),
    ],
    folds: Annotated[
        int,
        typer.Option(
            "--folds", metavar="K", help="Choose the points on sites that K models never saw; 0: do not.", min=0, max=20
        ),
    ] = 5,
    networks: Annotated[
        int, typer.Option("--networks", metavar="N", help="How many networks are averaged.", min=1, max=20)
    ] = 1,
    epochs: Annotated[
        int, typer.Option("--epochs", metavar="N", help="How often each network sees every page.", min=1, max=1000)
    ] = 18,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of everything that is drawn.", min=0)] = 7,
    exclude_source: Annotated[
        Optional[list[str]],  # noqa: UP045  # typer evaluates annotations
        typer.Option("--exclude-source", metavar="NAME", help="Learn nothing from rows with this source_dataset."),
    ] = None,
    fold_models: Annotated[
        Optional[Path],  # noqa: UP045  # as above
        typer.Option(
            "--fold-models", metavar="FOLDER", help="Also write the model of each fold, and which site is where."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are no line model and no card.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Learn which lines of a page are prose, and how much each operating point may take."""
    from cleaner.io.atomic import write_together
    from cleaner.learn.folds import fold_of
    from cleaner.learn.line_card import to_markdown
    from cleaner.learn.line_network import Schedule
    from cleaner.learn.line_pages import read_pages
    from cleaner.learn.lines import Plan, learn_lines, mark_taken
    from cleaner.rules.load import load_packs
    from cleaner.rules.ruleset import RuleSet

    if find_spec("jax") is None or find_spec("optax") is None:
        say("cleaner: learning a line model needs jax and optax: pip install 'newswash[learn]'")
        raise typer.Exit(2)
    standard_output()
    card_file = out.with_suffix(".md")
    _refuse(data, out, card_file, force=force)
    pages = read_pages(data, frozenset(exclude_source or ()))
    _check(pages, folds)
    pages = mark_taken(pages, RuleSet.of(load_packs([]), [], [], risky=False))
    learned = learn_lines(pages, Plan(folds, networks, seed, Schedule(epochs=epochs)), say)
    files = [(out, learned.content), (card_file, to_markdown(learned.card).encode("utf-8", "replace"))]
    if fold_models is not None:
        files += [(fold_models / f"fold-{fold}.model", content) for fold, content in enumerate(learned.folds)]
        where = {page.site: fold_of(page.site, folds) for page in pages} if folds else {}
        files.append((fold_models / "folds.json", json.dumps(where, indent=0, sort_keys=True).encode() + b"\n"))
    write_together(files)
    _summarise(learned.card, len(learned.content), out)


def _refuse(data: Sequence[Path], out: Path, card_file: Path, *, force: bool) -> None:
    """Stops where OUT or its card is an input, a folder, or somebody else's file.

    Raises:
        CleanerError: saying which.
    """
    from cleaner.learn.line_card import is_card
    from cleaner.model import CleanerError
    from cleaner.stages.chrome.line_model import is_line_model

    if out == card_file:
        raise CleanerError(f"{out}: the card of the model goes there: give --out another suffix, such as .model")
    for path, what, ours in ((out, "line model", is_line_model), (card_file, "card of a line model", is_card)):
        if path.is_dir():
            raise CleanerError(f"{path}: is a folder; give --out the name of a file, such as lines.model")
        if any(path.resolve() == given.resolve() for given in data):
            raise CleanerError(f"{path}: is one of the inputs: choose another --out; nothing was written")
        if not force and path.is_file() and not ours(path):
            raise CleanerError(f"{path}: exists and is no {what}: choose another --out, or overwrite it with --force")


def _check(pages: Sequence[LinePage], folds: int) -> None:
    """Stops where the pages do not suffice.

    Raises:
        CleanerError: saying why, and what to do.
    """
    from cleaner.learn.folds import fold_of
    from cleaner.model import CleanerError

    if not pages:
        raise CleanerError("there are no pages to learn from: check DATA and --exclude-source; nothing was written")
    for label in ("content", "chrome"):
        if not any((page.prose if label == "content" else page.chrome).any() for page in pages):
            raise CleanerError(f"no line is labelled `{label}`: a model needs lines of both labels to learn from")
    held = {fold_of(page.site, folds) for page in pages} if folds else set()
    if len(held) == 1:
        why = "all sites fall into one fold, and nothing is left to learn from"
        raise CleanerError(f"{why}: give pages of more sites, or more --folds, or --folds 0 to measure nothing")


def _summarise(card: Mapping[str, Any], size: int, out: Path) -> None:
    from cleaner.learn.line_card import figure_rows

    typer.echo(f"{card['pages']:,} pages of {card['sites']:,} sites, {card['lines']:,} lines")
    rows = figure_rows(card)
    if rows:
        typer.echo(f"{'pages':<10} {'point':<9} {'score':>6} {'content lost':>13} {'chrome removed':>15} {'F1':>7}")
    for look, point, lost, removed, f1 in rows:
        typer.echo(f"{look:<10} {point:<9} {card['points'][point]:>6g} {lost:>13} {removed:>15} {f1:>7}")
    typer.echo(f"written to {out}, {size:,} bytes: use it with `cleaner clean ... --line-model {out}`")
