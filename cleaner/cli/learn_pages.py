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
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the model goes.")],
    folds: Annotated[
        int,
        typer.Option(
            "--folds", metavar="K", help="Choose the points on sites that K models never saw; 0: do not.", min=0, max=20
        ),
    ] = 5,
    folds_out: Annotated[
        Optional[Path],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--folds-out", metavar="FOLDER", help="Also write the model of each fold, and which site is where."
        ),
    ] = None,
    exclude_source: Annotated[
        Optional[list[str]],  # noqa: UP045  # as above
        typer.Option("--exclude-source", metavar="NAME", help="Learn nothing from rows with this source_dataset."),
    ] = None,
) -> None:
    """Learn which lines of an HTML page are content. Exit code 1 when some row could not be used."""
    import json

    from cleaner.io.atomic import write_together
    from cleaner.learn.folds import fold_of
    from cleaner.learn.pages import learn_pages
    from cleaner.model import CleanerError, ConfigError, Place, Problem

    if find_spec("lightgbm") is None:
        told = "learning pages takes LightGBM: pip install 'newswash[learn]'; cleaning does not need it"
        raise ConfigError([Problem(Place("cleaner learn pages"), told)])
    if folds == 1:
        told = "1 leaves nothing to learn from: give 2 or more, or 0 to measure nothing"
        raise ConfigError([Problem(Place("--folds"), told)])
    standard_output()
    pages, failed = _read(inputs, out)
    try:
        learned = learn_pages(pages, folds, say, frozenset(exclude_source or ()))
    except ValueError as error:
        raise CleanerError(f"{error}; {len(pages)} pages were read, nothing was written") from None
    files = [(out, learned.content)]
    if folds_out is not None:
        where = {page.domain: fold_of(page.domain, folds) for page in pages} if folds else {}
        files += [(folds_out / f"fold-{fold}.model", content) for fold, content in enumerate(learned.folds)]
        files.append((folds_out / "folds.json", json.dumps(where, indent=0, sort_keys=True).encode() + b"\n"))
        folds_out.mkdir(parents=True, exist_ok=True)
    write_together(files)
    card = learned.card
    typer.echo(f"{card['pages']:,} pages of {card['domains']:,} sites, {card['lines']:,} lines")
    for point, figures in card["out_of_fold"].items():
        told = f"F1 {figures['all']['f1']:.4f}, {figures['all']['words_lost']:.2%} of the articles' words lost"
        typer.echo(f"{point} ({card['points'][point]}): {told}")
    typer.echo(f"written to {out}, {len(learned.content):,} bytes")
    if failed:
        raise typer.Exit(1)


def _read(inputs: list[str], out: Path) -> tuple[list[GoldPage], int]:
    """The pages of the rows, and how many rows could not be used.

    Raises:
        CleanerError: where ``out`` is an input or a folder.
    """
    from cleaner.io import Failure, find_sources, open_reader
    from cleaner.io.gold_pages import gold_pages
    from cleaner.io.overwriting import inputs_overwritten
    from cleaner.model import CleanerError

    sources = find_sources(inputs, format="jsonl", mirror=False)
    if out.is_dir():
        raise CleanerError(f"{out}: is a folder; a model is one file: give --out a name such as {out}/pages.model")
    problems = inputs_overwritten(sources.sources, out, single=True)
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
