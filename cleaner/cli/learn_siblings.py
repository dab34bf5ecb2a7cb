"""``cleaner learn siblings``: an index of the sentences of a batch, for spun copies of them to be turned back by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cleaner.cli.learn_reading import Reading
from cleaner.cli.options import FormatName, HtmlKey, IdKey, TextKey, UrlKey, input_format, row_keys
from cleaner.cli.streams import standard_input, standard_output
from cleaner.cli.target import declared

if TYPE_CHECKING:
    from cleaner.io import Sources

__all__ = ["learn_sibling_index"]


def learn_sibling_index(
    inputs: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.", metavar="INPUT")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the index goes.")],
    merge: Annotated[
        Optional[list[Path]],  # noqa: UP045  # typer evaluates annotations
        typer.Option("--merge", metavar="FILE", help="An earlier index whose sentences go into this one, too."),
    ] = None,
    most: Annotated[
        Optional[int],  # noqa: UP045  # as above
        typer.Option("--most", metavar="N", help="Sentences that are kept in all; default 500,000.", min=1),
    ] = None,
    format: FormatName = None,  # noqa: A002  # the word of the field
    encoding: Annotated[
        Optional[str],  # noqa: UP045  # as above
        typer.Option("--encoding", metavar="CHARSET", help="The charset the input declares."),
    ] = None,
    text_key: TextKey = "text",
    id_key: IdKey = "id",
    url_key: UrlKey = "url",
    html_key: HtmlKey = "html",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no index.")] = False,  # noqa: FBT002  # a flag
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what failed.")] = False,  # noqa: FBT002
) -> None:
    """Index the English sentences of a batch, as they stand. Exit code 1 when some input failed."""
    from cleaner.io import find_sources, open_reader
    from cleaner.io.atomic import write_together
    from cleaner.learn.learner import observed
    from cleaner.learn.siblings import MOST_SENTENCES, SiblingCounts, SiblingLearner, counts_of
    from cleaner.model import CleanerError
    from cleaner.stages.spun.sibling_index import read_siblings

    format = input_format(format)  # noqa: A001  # as above
    encoding = None if encoding is None else declared(encoding)
    keys = row_keys(text_key, id_key, url_key, html_key)
    standard_input(wanted="-" in inputs)
    standard_output()
    sources = find_sources(inputs, format=format, mirror=False)
    _refuse(out, sources, force=force)
    earlier = [counts_of(read_siblings(path)) for path in merge or []]
    reading = Reading(sources, None, quiet=quiet)
    learner = SiblingLearner(MOST_SENTENCES if most is None else most)
    documents = reading.documents(lambda source: open_reader(source.format, encoding=encoding, keys=keys))
    counts = observed(learner, documents) or SiblingCounts()
    for one in earlier:
        counts = learner.merge(counts, one)
    if not counts.sentences:
        why = "no English sentence of eight words was found" if reading.read else "no documents were found"
        raise CleanerError(f"{why}: check the path, the format and --text-key; nothing was written")
    write_together([(out, learner.fit(counts))])
    index = read_siblings(out)
    typer.echo(f"{len(index):,} sentences of {counts.documents:,} documents")
    if len(index) == learner.most:
        typer.echo("that is as many as are kept; a larger --most keeps more, for 2 KB of memory each")
    typer.echo(f"written to {out}, fingerprint {index.fingerprint}: use it with `cleaner clean ... --siblings {out}`")
    if reading.failed:
        raise typer.Exit(1)


def _refuse(out: Path, sources: Sources, *, force: bool) -> None:
    """Stops where OUT is an input, a folder, or somebody else's file; an index that is merged may be written anew.

    Raises:
        CleanerError: saying which.
    """
    from cleaner.io.overwriting import inputs_overwritten
    from cleaner.model import CleanerError
    from cleaner.stages.spun.sibling_index import is_sibling_index

    if out.is_dir():
        raise CleanerError(f"{out}: is a folder; an index is one file: give --out a name such as {out}/siblings.model")
    problems = inputs_overwritten(sources.sources, out, single=True)
    if problems:
        raise CleanerError("\n".join(f"{problem}; nothing was written" for problem in problems))
    if not force and out.is_file() and not is_sibling_index(out):
        raise CleanerError(f"{out}: exists and is no index: choose another --out, or overwrite it with --force")
