"""``cleaner learn ngrams``: the language model, from counts of words, pairs and triples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cleaner.cli.learn_reading import text_rows
from cleaner.cli.streams import standard_output

if TYPE_CHECKING:
    from cleaner.learn.ngrams import LearnedNgrams

__all__ = ["learn_language_model"]


def learn_language_model(
    counts: Annotated[
        list[Path],
        typer.Argument(
            help="TSV files (.gz and .zst too); a row: a count, a tab, one to three words with blanks between.",
            metavar="COUNTS",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the model goes.")],
    least: Annotated[
        int, typer.Option("--least", metavar="N", help="Leave out what was counted fewer times.", min=1)
    ] = 1,
    source: Annotated[
        Optional[str],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--source", metavar="TEXT", help="What was counted, kept in the model; default: the names of COUNTS."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no language model.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Make the language model that judges words of spun text, from counts; equal grams of several files are summed."""
    from cleaner.io.atomic import write_together
    from cleaner.learn.ngrams import count_rows, learn_ngrams

    standard_output()
    _refuse(counts, out, force=force)
    told = ", ".join(path.name for path in counts) if source is None else source
    told = told.encode("utf-8", "replace").decode()  # a name or an argument may be no UTF-8
    learned = learn_ngrams(count_rows(text_rows(counts, "a count, a tab, and one to three words")), told, least)
    write_together([(out, learned.content)])
    _summarise(learned, out)


def _refuse(counts: Sequence[Path], out: Path, *, force: bool) -> None:
    """Stops where OUT is an input, a folder, or somebody else's file.

    Raises:
        CleanerError: saying which.
    """
    from cleaner.model import CleanerError
    from cleaner.stages.spun.language_model import is_language_model

    if out.is_dir():
        raise CleanerError(f"{out}: is a folder; a model is one file: give --out a name such as {out}/english.ngrams")
    if any(out.resolve() == given.resolve() for given in counts):
        raise CleanerError(f"{out}: is one of the inputs: choose another --out; nothing was written")
    if not force and out.is_file() and not is_language_model(out):
        told = "exists and is no language model: choose another --out, or overwrite it with --force"
        raise CleanerError(f"{out}: {told}")


def _summarise(learned: LearnedNgrams, out: Path) -> None:
    held = f"{learned.words:,} words, {learned.bigrams:,} pairs, {learned.trigrams:,} triples"
    typer.echo(f"{held}, from {learned.tokens:,} tokens")
    for why, number in learned.left_out.items():
        typer.echo(f"left out: {number:,} {why}")
    typer.echo(f"written to {out}, {len(learned.content):,} bytes")
