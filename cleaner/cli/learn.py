"""``cleaner learn``: models of a corpus, each made in a pass of its own; cleaning only reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cleaner.cli.learn_lines import learn_line_model
from cleaner.cli.learn_ngrams import learn_language_model
from cleaner.cli.learn_pages import learn_page_model
from cleaner.cli.learn_reading import Reading
from cleaner.cli.learn_siblings import learn_sibling_index
from cleaner.cli.learn_spun import learn_spun_model
from cleaner.cli.learn_swaps import learn_swaps
from cleaner.cli.options import FormatName, HtmlKey, IdKey, SiteName, TextKey, UrlKey, input_format, row_keys
from cleaner.cli.streams import say, standard_input, standard_output
from cleaner.cli.target import declared

if TYPE_CHECKING:
    from cleaner.io import Sources
    from cleaner.learn.site import SiteModel

__all__ = ["app"]

app = typer.Typer(help="Learn models from a corpus.", no_args_is_help=True, rich_markup_mode=None)


app.command("lines")(learn_line_model)
app.command("ngrams")(learn_language_model)
app.command("pages")(learn_page_model)
app.command("siblings")(learn_sibling_index)
app.command("spun")(learn_spun_model)
app.command("swaps")(learn_swaps)


@app.callback()
def _group() -> None:
    """Learn models from a corpus, for `clean` to read."""


@app.command("site")
def site_chrome(
    inputs: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.", metavar="INPUT")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the model goes: rule packs in YAML.")],
    min_pages: Annotated[
        Optional[int],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--min-pages", metavar="N", help="Sites with fewer pages are left alone; default 10.", min=4, max=400
        ),
    ] = None,
    site: SiteName = None,
    format: FormatName = None,  # noqa: A002  # the word of the field
    encoding: Annotated[
        Optional[str],  # noqa: UP045  # as above
        typer.Option("--encoding", metavar="CHARSET", help="The charset the input declares."),
    ] = None,
    text_key: TextKey = "text",
    id_key: IdKey = "id",
    url_key: UrlKey = "url",
    html_key: HtmlKey = "html",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no site model.")] = False,  # noqa: FBT002  # a flag
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what failed or was left out.")] = False,  # noqa: FBT002
) -> None:
    """Learn which lines each site repeats, and write them as rules to review. Exit code 1 when some input failed."""
    from cleaner.io import find_sources, open_reader
    from cleaner.io.atomic import write_together
    from cleaner.learn.site import MIN_PAGES
    from cleaner.learn.site_pack import to_yaml
    from cleaner.pipeline.learning import learn_sites

    format = input_format(format)  # noqa: A001  # as above
    encoding = None if encoding is None else declared(encoding)
    keys = row_keys(text_key, id_key, url_key, html_key)
    standard_input(wanted="-" in inputs)
    standard_output()
    sources = find_sources(inputs, format=format, mirror=False)
    _refuse(out, sources, force=force)
    reading = Reading(sources, site, quiet=quiet)
    least = MIN_PAGES if min_pages is None else min_pages
    model, unknown = learn_sites(
        reading.documents(lambda source: open_reader(source.format, encoding=encoding, keys=keys)), least
    )
    _tell_left_out(model, unknown, least)
    if not any(found.lines for found in model.sites):
        _stop(model, unknown, least, reading)
    content = to_yaml(model).encode()
    write_together([(out, content)])
    _summarise(model, content, out)
    if reading.failed:
        raise typer.Exit(1)


def _refuse(out: Path, sources: Sources, *, force: bool) -> None:
    """Stops where OUT is an input, a folder, or somebody else's file.

    Raises:
        CleanerError: saying which.
    """
    from cleaner.io.overwriting import inputs_overwritten
    from cleaner.learn.site_pack import is_site_model
    from cleaner.model import CleanerError

    if out.is_dir():
        raise CleanerError(f"{out}: is a folder; a site model is one file: give --out a name such as {out}/sites.yml")
    problems = inputs_overwritten(sources.sources, out, single=True)
    if problems:
        raise CleanerError("\n".join(f"{problem}; nothing was written" for problem in problems))
    if not force and out.is_file() and not is_site_model(out):
        raise CleanerError(f"{out}: exists and is no site model: choose another --out, or overwrite it with --force")


_MOST_TOLD = 10  # sites that are told one by one


def _tell_left_out(model: SiteModel, unknown: int, least: int) -> None:
    for name, pages in model.too_small[:_MOST_TOLD]:
        told = f"{_counted(pages, 'page')}, and learning needs {least}; its pages are cleaned without a model"
        say(f"left out: {name}: {told}")
    if len(model.too_small) > _MOST_TOLD:
        more = len(model.too_small) - _MOST_TOLD
        say(f"left out: {_counted(more, 'more site')} with fewer than {least} pages")
    if unknown:
        told = "no site known: rows say it in `url` (or --url-key); for others give --site HOST or --site parent-folder"
        say(f"left out: {_counted(unknown, 'document')}: {told}")


def _stop(model: SiteModel, unknown: int, least: int, reading: Reading) -> None:
    """Ends the run where there is nothing to write.

    Raises:
        CleanerError: saying why, and what to do.
    """
    from cleaner.model import CleanerError

    if not reading.read:
        why = "nothing could be read" if reading.failed else "no documents were found: check the path"
    elif unknown == reading.read:
        why = "no document names its site: give --site HOST, --site parent-folder, or rows with a `url`"
    elif not model.sites:
        why = f"no site has {least} different pages; give more of them, or a smaller --min-pages"
    else:
        why = "no line stands on enough pages of its site: there is nothing to learn"
    raise CleanerError(f"{why}; nothing was written")


def _summarise(model: SiteModel, content: bytes, out: Path) -> None:
    from cleaner.rules.ruleset import RuleSet
    from cleaner.rules.source import parse_packs

    for found in model.sites:
        typer.echo(f"{found.name}: {_counted(len(found.lines), 'line')} on {_counted(found.pages, 'page')}")
    fingerprint = RuleSet.of(parse_packs(content.decode(), str(out))).fingerprint
    typer.echo(f"written to {out}, fingerprint {fingerprint}: review it, then `cleaner clean ... --site-model {out}`")


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
