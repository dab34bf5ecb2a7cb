"""``cleaner learn pages``: the page model, from HTML pages whose article is known."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cleaner.cli.streams import say, standard_output

if TYPE_CHECKING:
    from cleaner.learn.pages import GoldPage

__all__ = ["learn_page_model"]


def learn_page_model(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="JSONL files whose rows hold id, url or domain, html, and gold: the article.", metavar="DATA"
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
    fold_models: Annotated[
        Optional[Path],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--fold-models", metavar="FOLDER", help="Also write the model of each fold, and which site is where."
        ),
    ] = None,
    exclude_source: Annotated[
        Optional[list[str]],  # noqa: UP045  # as above
        typer.Option("--exclude-source", metavar="NAME", help="Learn nothing from rows with this source_dataset."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are no page model and no card.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Learn which lines of an HTML page are content. Exit code 1 when some row could not be used."""
    import json

    from cleaner.io.atomic import write_together
    from cleaner.learn.folds import fold_of
    from cleaner.learn.page_card import to_markdown
    from cleaner.learn.pages import learn_pages
    from cleaner.model import CleanerError, ConfigError, Place, Problem

    if find_spec("lightgbm") is None:
        told = "learning pages takes LightGBM: pip install 'newswash[learn]'; cleaning does not need it"
        raise ConfigError([Problem(Place("cleaner learn pages"), told)])
    if folds == 1:
        told = "1 leaves nothing to learn from: give 2 or more, or 0 to measure nothing"
        raise ConfigError([Problem(Place("--folds"), told)])
    standard_output()
    card_file = _card_file(out, force=force)
    pages, failed = _read(inputs, (out, card_file))
    try:
        learned = learn_pages(pages, folds, say, frozenset(exclude_source or ()))
    except ValueError as error:
        raise CleanerError(f"{error}; {len(pages)} pages were read, nothing was written") from None
    files = [(out, learned.content), (card_file, to_markdown(learned.card).encode("utf-8", "replace"))]
    if fold_models is not None:
        where = {page.domain: fold_of(page.domain, folds) for page in pages} if folds else {}
        files += [(fold_models / f"fold-{fold}.model", content) for fold, content in enumerate(learned.folds)]
        files.append((fold_models / "folds.json", json.dumps(where, indent=0, sort_keys=True).encode() + b"\n"))
    write_together(files)
    card = learned.card
    typer.echo(f"{card['pages']:,} pages of {card['domains']:,} sites, {card['lines']:,} lines")
    for point, figures in card["out_of_fold"].items():
        all_ = figures["all"]
        told = f"F1 {all_['f1']:.4f}, same {all_['same']:.3f}, {all_['words_lost']:.2%} of the articles' words lost"
        typer.echo(f"{point} ({card['points'][point]}): {told}")
    typer.echo(f"written to {out}, {len(learned.content):,} bytes")
    if failed:
        raise typer.Exit(1)


def _card_file(out: Path, *, force: bool) -> Path:
    """Where the card of the model at ``out`` goes.

    Raises:
        CleanerError: where one of them is a folder or somebody else's file.
    """
    from cleaner.learn.page_card import is_card
    from cleaner.model import CleanerError
    from cleaner.stages.chrome.page_model import is_page_model

    if out.is_dir():
        raise CleanerError(f"{out}: is a folder; a model is one file: give --out a name such as {out}/pages.model")
    card_file = out.with_suffix(".md")
    if out == card_file:
        raise CleanerError(f"{out}: the card of the model goes there: give --out another suffix, such as .model")
    for path, what, ours in ((out, "page model", is_page_model), (card_file, "card of a page model", is_card)):
        if path.is_dir():
            raise CleanerError(f"{path}: is a folder, and the {what} goes there: choose another --out")
        if not force and path.is_file() and not ours(path):
            raise CleanerError(f"{path}: exists and is no {what}: choose another --out, or overwrite it with --force")
    return card_file


def _read(inputs: list[str], written: tuple[Path, ...]) -> tuple[list[GoldPage], int]:
    """The pages of the rows, and how many rows could not be used.

    Raises:
        CleanerError: where an input is to be ``written``.
    """
    from cleaner.io import Failure, find_sources, open_reader
    from cleaner.io.gold_pages import gold_pages
    from cleaner.io.overwriting import inputs_overwritten
    from cleaner.model import CleanerError

    sources = find_sources(inputs, format="jsonl", mirror=False)
    problems = [told for path in written for told in inputs_overwritten(sources.sources, path, single=True)]
    if problems:
        raise CleanerError("\n".join(f"{problem}; nothing was written" for problem in problems))
    failures = list(sources.problems)
    pages = []
    for source in sources.sources:
        for page in gold_pages(open_reader("jsonl").read(source)):
            if isinstance(page, Failure):
                failures.append(page)
            else:
                pages.append(page)
    for failure in failures:
        say(f"failed: {failure}")
    return pages, len(failures)
