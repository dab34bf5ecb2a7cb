"""``cleaner learn swaps``: swap tables, inflected and compiled for the stage that turns spun text back."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.spinners import chosen_spinners
from cleaner.cli.streams import standard_output

__all__ = ["learn_swaps"]


def learn_swaps(
    tables: Annotated[
        list[Path], typer.Argument(help="Swap tables, such as rules/repair/en/*.tsv, or their folder.", metavar="TABLE")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the compiled tables go.")],
    spinners: Annotated[  # noqa: FBT002  # a flag
        bool,
        typer.Option("--spinners", help="Add what the simulated spinners put, so that their texts are recognised."),
    ] = False,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="FAMILY", help="Leave out a spinner; may be repeated."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no compiled swap table.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Compile swap tables: all inflected forms, in a file that loads fast."""
    from cleaner.io.atomic import write_together
    from cleaner.learn.swaps import compile_swaps
    from cleaner.model import CleanerError, ConfigError, Place, Problem
    from cleaner.rules.name_tables import NAME_TABLES
    from cleaner.rules.swaps import read_swaps
    from cleaner.stages.spun.swaps import is_swaps

    if find_spec("lemminflect") is None:
        told = "inflecting takes lemminflect: pip install 'lemminflect>=0.2.3,<0.3'; cleaning does not need it"
        raise ConfigError([Problem(Place("cleaner learn swaps"), told)])
    if without and not spinners:
        told = "is about spinners, and none is added without --spinners: give both, or neither"
        raise ConfigError([Problem(Place("--without"), told)])
    known = chosen_spinners(without or []) if spinners else []
    standard_output()
    inside = {one for table in tables if table.is_dir() for one in table.glob("*.tsv") if one.name not in NAME_TABLES}
    found = sorted(inside | {table for table in tables if not table.is_dir()})
    if not found:
        raise CleanerError("there are no tables: check the path; a folder is searched for *.tsv; nothing was written")
    if out.is_dir():
        raise CleanerError(f"{out}: is a folder; give --out the name of a file, such as english.swaps")
    if any(out.resolve() == table.resolve() for table in found):
        raise CleanerError(f"{out}: is one of the tables: choose another --out; nothing was written")
    if not force and out.is_file() and not is_swaps(out):
        raise CleanerError(
            f"{out}: exists and is no compiled swap table: choose another --out, or overwrite it with --force"
        )
    rows = read_swaps(found)
    if not rows:
        raise CleanerError("the tables have a head and no rows: there is nothing to compile; nothing was written")
    compiled = compile_swaps(rows, found, known)
    write_together([(out, compiled.content)])
    typer.echo(f"{len(rows):,} rows of {len(found)} tables, {compiled.spun:,} spun forms, {compiled.pairs:,} pairs")
    typer.echo(f"written to {out}, {len(compiled.content):,} bytes")
