"""Options that several commands share, and the configuration they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional, TypeVar

import typer

if TYPE_CHECKING:
    from cleaner.io import RowKeys
    from cleaner.pipeline import Config

__all__ = [
    "Color",
    "ConfigFile",
    "Disable",
    "Enable",
    "FormatName",
    "HtmlKey",
    "IdKey",
    "LineModelFile",
    "PointName",
    "ProfileName",
    "Risky",
    "RuleFolders",
    "Settings",
    "SiblingsFile",
    "SiteModels",
    "SiteName",
    "SpunAction",
    "SpunJudge",
    "TextKey",
    "UrlKey",
    "configuration",
    "input_format",
    "one_of",
    "row_keys",
]

Word = TypeVar("Word", bound=str)

# typer reads these at run time under Python 3.10 too, hence Optional.
ProfileName = Annotated[
    Optional[str],  # noqa: UP045  # typer evaluates annotations
    typer.Option(
        "--profile",
        metavar="NAME",
        help="news (default): everything. gentle: repair and layout only. strict: risky rules too, and short texts go.",
    ),
]
FormatName = Annotated[
    Optional[str],  # noqa: UP045  # as above
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="text, html, jsonl, csv, tsv, parquet, warc, zip or tar: for - and named files, whatever their suffix.",
    ),
]
PointName = Annotated[
    Optional[str],  # noqa: UP045  # as above
    typer.Option(
        "--point",
        metavar="NAME",
        help="How much the models may take: precise, balanced (default), or thorough, for pages dumped whole.",
    ),
]
LineModelFile = Annotated[
    Optional[Path],  # noqa: UP045  # as above
    typer.Option("--line-model", metavar="FILE", help="What `cleaner learn lines` wrote, in place of what ships."),
]
SpunAction = Annotated[
    Optional[str],  # noqa: UP045  # as above
    typer.Option(
        "--spun", metavar="WHAT", help="Machine-paraphrased text: repair (default; and flag it), flag only, or drop."
    ),
]
SiblingsFile = Annotated[
    Optional[Path],  # noqa: UP045  # as above
    typer.Option(
        "--siblings", metavar="FILE", help="What `cleaner learn siblings` wrote: spun sentences are restored from it."
    ),
]
SpunJudge = Annotated[
    Optional[str],  # noqa: UP045  # as above
    typer.Option(
        "--spun-judge",
        metavar="MODEL",
        help="Asked about doubtful swaps: a folder with a model, or http(s)://HOST/v1#MODEL, which gets passages.",
    ),
]
ConfigFile = Annotated[
    Optional[Path],  # noqa: UP045  # as above
    typer.Option("--config", metavar="FILE", help="A cleaner.toml; default: the nearest one at or above this folder."),
]
Settings = Annotated[
    list[str],
    typer.Option("--set", metavar="KEY=VALUE", help="A setting on top of the file's, such as gates.too-short=20."),
]
RuleFolders = Annotated[
    list[Path], typer.Option("--rules", metavar="FOLDER", help="A folder of rule packs beside the built-in ones.")
]
SiteModels = Annotated[
    list[Path],
    typer.Option("--site-model", metavar="FILE", help="What `cleaner learn site` wrote: the lines that sites repeat."),
]
SiteName = Annotated[
    Optional[str],  # noqa: UP045  # as above
    typer.Option(
        "--site", metavar="SITE", help="Site of documents that do not say: a host, `parent-folder`, or `url` (rows)."
    ),
]
Enable = Annotated[list[str], typer.Option("--enable", metavar="NAME", help="Switch on a rule, pack or stage.")]
Disable = Annotated[
    list[str],
    typer.Option("--disable", metavar="NAME", help="Switch off a rule, pack, stage, or id like repair.entity."),
]
Risky = Annotated[bool, typer.Option("--risky", help="Also use rules marked as risky.")]
Color = Annotated[str, typer.Option("--color", metavar="WHEN", help="auto, always or never.")]
TextKey = Annotated[str, typer.Option("--text-key", metavar="COLUMN", help="Column of a row that holds the text.")]
IdKey = Annotated[str, typer.Option("--id-key", metavar="COLUMN", help="Column of a row that holds its id.")]
UrlKey = Annotated[str, typer.Option("--url-key", metavar="COLUMN", help="Column of a row that holds its address.")]
HtmlKey = Annotated[str, typer.Option("--html-key", metavar="COLUMN", help="Column of a row that holds its page.")]


def one_of(option: str, value: str, known: tuple[Word, ...]) -> Word:
    """``value`` as the one of ``known`` that it is.

    Raises:
        typer.BadParameter: where it is none.
    """
    for word in known:
        if word == value:
            return word
    raise typer.BadParameter(f"`{value}`: expected one of {', '.join(known)}", param_hint=option)


def input_format(given: str | None) -> str | None:
    """``given`` as one of the formats that are read; None where the suffix says it.

    Raises:
        typer.BadParameter: where it is none.
    """
    from cleaner.io.sources import FORMATS

    return None if given is None else one_of("--format", given, tuple(dict.fromkeys(FORMATS.values())))


def row_keys(text: str = "text", id: str = "id", url: str = "url", html: str = "html") -> RowKeys:  # noqa: A002  # the word of the field
    """The columns of rows as the command line names them.

    Raises:
        typer.BadParameter: where one column would mean two things.
    """
    from cleaner.io import RowKeys

    keys = RowKeys(text=text, id=id, url=url, html=html)
    if keys.collision is not None:
        raise typer.BadParameter(keys.collision, param_hint="--text-key, --id-key, --url-key, --html-key")
    return keys


def configuration(
    profile: str | None = None,
    config: Path | None = None,
    settings: Sequence[str] = (),
    rules: Sequence[Path] = (),
    enable: Sequence[str] = (),
    disable: Sequence[str] = (),
    *,
    site_models: Sequence[Path] = (),
    risky: bool = False,
    point: str | None = None,
    line_model: Path | None = None,
    spun: str | None = None,
    siblings: Path | None = None,
    spun_judge: str | None = None,
) -> Config:
    """The configuration of the file, with the command line on top.

    Raises:
        ConfigError: with every problem in it.
        typer.BadParameter: where there is no such profile or operating point, and nothing such to do about spun text.
    """
    from cleaner.model import ConfigError, Place, Problem
    from cleaner.pipeline import PROFILES, find_config, read_config
    from cleaner.stages.chrome import POINT_NAMES
    from cleaner.stages.spun import ACTIONS

    if config is not None and not config.exists():
        told = (
            "cannot be read: there is no such file; give --config the path of a settings file (`cleaner config show`)"
        )
        raise ConfigError([Problem(Place(str(config)), told)])
    overrides: dict[str, Any] = {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not sign:
            told = f"`--set {setting}` has no `=`; expected KEY=VALUE, such as gates.too-short=20"
            raise ConfigError([Problem(Place("command line"), told)])
        table = overrides
        *above, last = key.strip().split(".")
        for name in above:
            inner = table.setdefault(name, {})
            if not isinstance(inner, dict):
                told = f"`--set {setting}`: `{name}` was given a value before, so it can hold no `{last}`"
                raise ConfigError([Problem(Place("command line"), told)])
            table = inner
        table[last] = [word.strip() for word in value.split(",") if word.strip()] if last in _LISTS else value.strip()
    if profile is not None:
        overrides["profile"] = one_of("--profile", profile, PROFILES)
    if point is not None:
        overrides["point"] = one_of("--point", point, POINT_NAMES)
    if line_model is not None:
        overrides["line-model"] = str(line_model)
    if spun is not None:
        overrides["spun"] = one_of("--spun", spun, ACTIONS)
    if siblings is not None:
        overrides["siblings"] = str(siblings)
    if spun_judge is not None:
        overrides["spun-judge"] = spun_judge
    if risky:
        overrides["risky"] = True
    paths = {"rules": rules, "site-models": site_models}
    lists = {**{name: [str(path) for path in given] for name, given in paths.items()}, "enable": enable}
    for name, given in {**lists, "disable": disable}.items():
        if given:
            overrides[name] = [*overrides.get(name, ()), *given]
    return read_config(config or find_config(Path.cwd()), overrides)


_LISTS = frozenset(["rules", "site-models", "enable", "disable", "languages"])
