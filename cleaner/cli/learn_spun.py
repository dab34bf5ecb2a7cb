"""``cleaner learn spun``: the models that find spun text and turn it back, from clean texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Optional

import typer

from cleaner.cli.learn_reading import Reading, text_rows
from cleaner.cli.spinners import chosen_spinners
from cleaner.cli.streams import say, standard_input, standard_output

if TYPE_CHECKING:
    from cleaner.stages.spun.network import ContextNetwork
    from cleaner.stages.spun.swaps import Swaps

__all__ = ["learn_spun_model"]

_STEPS = 5_000


class _Started(NamedTuple):
    """The network of a model that is there, and the steps of its training."""

    network: ContextNetwork
    steps: int


def learn_spun_model(
    inputs: Annotated[
        list[str],
        typer.Argument(help="JSONL files (.gz and .zst too) of clean English texts: text and id.", metavar="DATA"),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="Where the model goes; its card stands beside it as .md."),
    ],
    vectors: Annotated[
        Optional[Path],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--vectors",
            metavar="FILE",
            help="Word vectors to begin with (.gz and .zst too): a word and 100 numbers a row, commonest word first, "
            "as GloVe's files have them.",
        ),
    ] = None,
    steps: Annotated[
        Optional[int],  # noqa: UP045  # as above
        typer.Option("--steps", metavar="N", help="Of the network's training; default 5,000.", min=1),
    ] = None,
    without: Annotated[
        Optional[list[str]],  # noqa: UP045  # as above
        typer.Option("--without", metavar="FAMILY", help="A family of simulated spinners to leave out, to measure on."),
    ] = None,
    start_from: Annotated[
        Optional[Path],  # noqa: UP045  # as above
        typer.Option(
            "--start-from",
            metavar="MODEL",
            help="Take the network of this model, and learn only trees and screen; DATA must be what it learned from.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are no such model and no card.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Learn to find spun text, and what its words were spun from. Exit code 1 when some row could not be used."""
    from cleaner.io import find_sources, open_reader
    from cleaner.io.atomic import write_together
    from cleaner.learn.spun import CleanText, learn_spun
    from cleaner.learn.spun_card import to_markdown
    from cleaner.learn.word_vectors import read_vectors
    from cleaner.model import CleanerError

    left_out = tuple(sorted(set(without or ())))
    _check_packages(network=start_from is None)
    _check_options(steps, vectors, start_from)
    families = chosen_spinners(left_out)
    standard_input(wanted="-" in inputs)
    standard_output()
    sources = find_sources(inputs, format="jsonl", mirror=False)
    card_file = _card_file(out, [*sources.sources, *_source(vectors)], force=force)
    started = None if start_from is None else _started(start_from, left_out)
    known = {} if vectors is None else read_vectors(text_rows([vectors], "a word and 100 numbers"))
    reading = Reading(sources, None, quiet=False)
    texts = [CleanText(one.id, one.text) for one in reading.documents(lambda source: open_reader(source.format))]
    network, taken = (None, steps or _STEPS) if started is None else started
    try:
        learned = learn_spun(texts, families, _swaps(left_out), known, taken, say, network)
    except ValueError as error:
        raise CleanerError(f"{error}; {len(texts):,} texts were read, nothing was written") from None
    told = {
        **learned.card,
        "data": sorted({_shown(Path(source.uri)) for source in sources.sources}),
        "without": left_out,
        "vectors": "" if vectors is None else _shown(vectors),
        "started_from": "" if start_from is None else _shown(start_from),
    }
    write_together([(out, learned.content), (card_file, to_markdown(told).encode())])
    _summarise(learned.card, len(learned.content), out)
    if reading.failed:
        raise typer.Exit(1)


def _swaps(left_out: Sequence[str]) -> Swaps:
    """The compiled tables that ship, as if nobody knew what is left out."""
    from cleaner.stages.spun.swaps import shipped_swaps

    swaps = shipped_swaps()
    for name in left_out:
        if name in swaps.spinners:
            swaps = swaps.without(name)
    return swaps


def _check_packages(*, network: bool) -> None:
    """Stops where a package is missing that learning takes.

    Raises:
        ConfigError: saying what to install.
    """
    from cleaner.model import ConfigError, Place, Problem

    wanted = ["lightgbm", *(["jax", "optax"] if network else [])]
    missing = [name for name in wanted if find_spec(name) is None]
    if missing:
        told = f"learning this model takes {' and '.join(missing)}: pip install 'newswash[learn]'; cleaning does not"
        raise ConfigError([Problem(Place("cleaner learn spun"), told)])


def _check_options(steps: int | None, vectors: Path | None, start_from: Path | None) -> None:
    """Stops where options speak of a network that is not learned.

    Raises:
        ConfigError: naming them.
    """
    from cleaner.model import ConfigError, Place, Problem

    if start_from is None:
        return
    given = [name for name, value in (("--steps", steps), ("--vectors", vectors)) if value is not None]
    told = "is about a network of its own, and --start-from brings one: leave one of them out"
    if given:
        raise ConfigError([Problem(Place(name), told) for name in given])


def _card_file(out: Path, read: Sequence[Any], *, force: bool) -> Path:
    """Where the card of the model at ``out`` goes.

    Raises:
        CleanerError: where one of them is a folder, is among the files that are ``read``, or is somebody else's.
    """
    from cleaner.io.overwriting import inputs_overwritten
    from cleaner.learn.spun_card import is_card
    from cleaner.model import CleanerError
    from cleaner.stages.spun.model import is_spun_model

    if out.is_dir():
        raise CleanerError(f"{out}: is a folder; a model is one file: give --out a name such as {out}/english.spun")
    card_file = out.with_suffix(".md")
    if out == card_file:
        raise CleanerError(f"{out}: the card of the model goes there: give --out another suffix, such as .spun")
    problems = [told for path in (out, card_file) for told in inputs_overwritten(read, path, single=True)]
    if problems:
        raise CleanerError("\n".join(f"{problem}; nothing was written" for problem in problems))
    for path, what, ours in (
        (out, "model of spun text", is_spun_model),
        (card_file, "card of a model of spun text", is_card),
    ):
        if path.is_dir():
            raise CleanerError(f"{path}: is a folder, and the {what} goes there: choose another --out")
        if not force and path.is_file() and not ours(path):
            raise CleanerError(f"{path}: exists and is no {what}: choose another --out, or overwrite it with --force")
    return card_file


def _source(path: Path | None) -> list[Any]:
    from cleaner.io import Source

    return [] if path is None else [Source(path, path.name, "text")]


def _started(path: Path, without: Sequence[str]) -> _Started:
    """The network of the model at ``path``.

    Raises:
        ConfigError: where the file is no such model, or its network has seen a family that is to be left out.
    """
    from cleaner.model import ConfigError, Place, Problem
    from cleaner.stages.spun.model import SpunModel

    model = SpunModel.load(path)
    seen = [name for name in without if name in model.card.get("families", ())]
    if seen:
        told = f"its network has learned from {', '.join(seen)}: figures on that would be too good; learn one without"
        raise ConfigError([Problem(Place(str(path)), told)])
    return _Started(model.network, int(model.card.get("steps", 0)))


def _shown(path: Path) -> str:
    """The name of a file, which need not be UTF-8, for the card."""
    return path.name.encode("utf-8", "replace").decode()


def _summarise(card: Mapping[str, Any], size: int, out: Path) -> None:
    typer.echo(f"{card['texts']:,} texts, {card['words']:,} words, families: {', '.join(card['families'])}")
    for look, score in card["points"].items():
        typer.echo(f"{look} from {score:g}: {card['shares'][look]:.2%} of the clean texts")
    typer.echo(f"written to {out}, {size:,} bytes")
