"""The configuration: what a ``cleaner.toml`` or ``[tool.cleaner]`` may say, checked whole, with places."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from cleaner.model import ConfigError, Place, Problem
from cleaner.pipeline.bounds import MAX_LINES
from cleaner.stages.chrome import POINT_NAMES, PointName
from cleaner.stages.spun import ACTIONS, Action

__all__ = ["PROFILES", "Config", "Gates", "find_config", "read_config", "to_toml"]

Profile = Literal["news", "gentle", "strict"]
PROFILES: tuple[Profile, ...] = ("news", "gentle", "strict")
_ALL_STAGES = ("page", "repair", "chrome", "rules", "spun", "repeats", "layout")
Share = Annotated[float, Meta(ge=0, le=1)]
LanguageCode = Annotated[str, Meta(pattern="^[a-z]{2}$")]


class Gates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """When a document is flagged or dropped."""

    too_short: Annotated[int, Meta(ge=0, description="Fewer words than this are left; 0 switches the gate off.")] = 5
    # No page of 1,563 lost more than 38 % of its words to rules; what loses more is not what they were written for.
    too_much_removed: Annotated[
        Share,
        Meta(description="A larger share of the words is gone; such a document keeps its `gentle` result. 1: off."),
    ] = 0.6
    languages: Annotated[
        tuple[LanguageCode, ...], Meta(description="The text is in none of these (ISO 639-1); empty: off.")
    ] = ()
    verdict: Annotated[Literal["flag", "drop"], Meta(description="What short and foreign documents get.")] = "flag"


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """Everything that can change a result. Paths, jobs and output formats are the command line's.

    ``strict`` brings settings of its own (`risky`, `gates`) where neither is given.

    Raises:
        ConfigError: where there is no such profile.

    >>> Config(profile="gentle").stages
    ('page', 'repair', 'layout')
    """

    profile: Annotated[Profile, Meta(description="Where all other settings start from.")] = "news"
    point: Annotated[
        PointName, Meta(description="What models may take: `precise` spares most, `thorough` is for whole pages.")
    ] = "balanced"
    line_model: Annotated[
        str, Meta(description="A file of `cleaner learn lines` in place of the line model that ships; empty: that one.")
    ] = ""
    spun: Annotated[
        Action,
        Meta(description="What becomes of machine-paraphrased text: `repair` (and flag), `flag` only, or `drop`."),
    ] = "repair"
    siblings: Annotated[
        str, Meta(description="A file of `cleaner learn siblings`: sentences that spun ones are restored from.")
    ] = ""
    spun_judge: Annotated[
        str,
        Meta(description="Who is asked about doubtful swaps: a folder with a model, or http(s)://HOST/v1#MODEL."),
    ] = ""
    rules: Annotated[tuple[str, ...], Meta(description="Folders of rule packs beside the built-in ones.")] = ()
    site_models: Annotated[
        tuple[str, ...], Meta(description="Files of `cleaner learn site`: what each site repeats.")
    ] = ()
    enable: Annotated[tuple[str, ...], Meta(description="Rules, packs or stages to switch on.")] = ()
    disable: Annotated[tuple[str, ...], Meta(description="Rules, packs, stages, or ids such as `repair.entity`.")] = ()
    risky: Annotated[bool, Meta(description="Also use rules marked `safety: risky`.")] = False
    max_lines: Annotated[
        int, Meta(ge=1, description="Documents of more lines, or with more places to change, fail: each costs memory.")
    ] = MAX_LINES
    gates: Gates = Gates()

    def __post_init__(self) -> None:
        if self.profile not in PROFILES:
            told = f"`{self.profile}` is no profile; expected one of {', '.join(PROFILES)}"
            raise ConfigError([Problem(Place("profile"), told)])
        if self.point not in POINT_NAMES:
            told = f"`{self.point}` is no operating point; expected one of {', '.join(POINT_NAMES)}"
            raise ConfigError([Problem(Place("point"), told)])
        if self.spun not in ACTIONS:
            told = f"`{self.spun}` is nothing to do about spun text; expected one of {', '.join(ACTIONS)}"
            raise ConfigError([Problem(Place("spun"), told)])
        if self.profile == "strict" and not self.risky and self.gates == Gates():
            start = _STARTS["strict"]
            msgspec.structs.force_setattr(self, "risky", start["risky"])
            msgspec.structs.force_setattr(self, "gates", msgspec.convert(start["gates"], Gates))

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages of the profile, in order, before `enable` and `disable`."""
        return ("page", "repair", "layout") if self.profile == "gentle" else _ALL_STAGES

    @property
    def running(self) -> frozenset[str]:
        """Names of the stages that run (and whatever else ``enable`` names)."""
        return frozenset({*self.stages, *self.enable} - {*self.disable})

    @property
    def fingerprint(self) -> str:
        """32 hex digits over every setting but those that name files of rules: these have one of their own.

        Of the models the content counts, not the name.

        Raises:
            ConfigError: where a model cannot be read.
        """
        from cleaner.pipeline.fingerprint import fingerprint_of

        return fingerprint_of(self)


_STARTS: Mapping[Profile, Mapping[str, Any]] = {
    "news": {},
    "gentle": {},
    # For corpora where a doubtful document costs more than a lost one.
    "strict": {"risky": True, "gates": {"too-short": 30, "verdict": "drop"}},
}


def find_config(folder: Path) -> Path | None:
    """The ``cleaner.toml``, or the ``pyproject.toml`` with ``[tool.cleaner]``, in ``folder`` or its nearest parent."""
    for place in (folder, *folder.parents):
        if (place / "cleaner.toml").is_file():
            return place / "cleaner.toml"
        project = place / "pyproject.toml"
        if project.is_file() and "[tool.cleaner" in project.read_text(encoding="utf-8", errors="replace"):
            return project
    return None


def read_config(path: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Config:
    """The configuration of a file with ``overrides`` (same keys, kebab case) on top: the command line wins.

    Rule folders and models in a file are taken relative to it. All lists but those of languages add up.

    Raises:
        ConfigError: with every problem, each at its place in the file where it has one.
    """
    text, table = ("", {}) if path is None else _table(path)
    above = overrides or {}
    problems = [*_problems(Config, table, (), path, text), *_problems(Config, above, (), None, "")]
    if problems:
        raise ConfigError(sorted(problems, key=lambda problem: (problem.place.line or 0, problem.message)))
    if path is not None:
        at: dict[str, Any] = {key: [str(path.parent / name) for name in table[key]] for key in _PATHS if key in table}
        at |= {key: _beside(path, table[key]) for key in _FILES if table.get(key)}
        table = {**table, **at}
    merged = _merged(table, above)
    # Both parts are checked; what came from the command line still writes numbers and booleans as text.
    return msgspec.convert(_merged(_STARTS[merged.get("profile", "news")], merged), Config, strict=False)


def to_toml(config: Config) -> str:
    """The whole configuration as a ``cleaner.toml``, every setting with its description.

    >>> print(to_toml(Config()).splitlines()[1])
    profile = "news"
    """
    lines = []
    for struct, header in ((config, ""), (config.gates, "\n[gates]")):
        lines += [header] if header else []
        for field, value in zip(msgspec.structs.fields(type(struct)), msgspec.structs.astuple(struct), strict=True):
            if isinstance(value, Gates):
                continue
            lines.append(f"# {_description(field.type)}")
            told = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
            # TOML writes texts as JSON does, but for characters beyond U+FFFF, which stand as they are, and this one.
            lines.append(f"{field.encode_name} = {told}".replace("\x7f", "\\u007f"))
    return "\n".join(lines) + "\n"


_PATHS = ("rules", "site-models")
_FILES = ("line-model", "siblings", "spun-judge")
_PROJECT = ("tool", "cleaner")  # the table of a pyproject.toml that is ours
_HEADER = re.compile(r"\s*\[(?P<names>[^\[\]]+)\]")
_KEY = re.compile(r"\s*(?P<names>[\w\"'.\s-]+?)\s*=")
# What msgspec calls types, in the words of TOML's users.
_PLAIN_WORDS = {
    "array": "a list",
    "object": "a table",
    "str": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
}


def _beside(path: Path, named: str) -> str:
    """What a file of settings names, from where it stands; an address names no file."""
    return named if "://" in named else str(path.parent / Path(named).expanduser())


def _description(annotated: Any) -> str:
    return next((m.description for m in getattr(annotated, "__metadata__", ()) if m.description), "")


def _table(path: Path) -> tuple[str, dict[str, Any]]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(Place(str(path)), f"cannot be read: {error}")]) from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        at = re.search(r"line (\d+), column (\d+)", told)
        place = Place(str(path), int(at[1]), int(at[2])) if at else Place(str(path))
        raise ConfigError([Problem(place, f"this is not TOML: {told}")]) from None
    if path.name == "pyproject.toml":
        for name in _PROJECT:
            table = table.get(name, {})
            if not isinstance(table, dict):
                raise ConfigError([Problem(Place(str(path)), f"`{name}` must be a table: write `[tool.cleaner]`")])
    return text, table


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = _merged(merged[key], value)
        elif isinstance(value, (list, tuple)) and isinstance(merged.get(key), (list, tuple)) and key != "languages":
            merged[key] = list(dict.fromkeys([*merged[key], *value]))
        else:
            merged[key] = value
    return merged


def _problems(
    struct: Any, table: Mapping[str, Any], above: tuple[str, ...], file: Path | None, text: str
) -> Iterator[Problem]:
    """What is wrong in ``table``, which stands in ``file`` under the names ``above``, or came from the command line."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for key, value in table.items():
        names = (*above, key)
        if key not in fields:
            close = difflib.get_close_matches(key, list(fields), n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"expected one of {', '.join(fields)}"
            yield Problem(_place(file, text, names), f"`{'.'.join(names)}` is no setting; {hint}")
        elif fields[key].type is Gates and isinstance(value, Mapping):
            yield from _problems(Gates, value, names, file, text)
        else:
            try:
                msgspec.convert(value, fields[key].type, strict=file is not None)
            except msgspec.ValidationError as error:
                yield Problem(_place(file, text, names), f"`{'.'.join(names)}`: {_told(error, fields[key].type)}")


def _told(error: msgspec.ValidationError, expected: Any) -> str:
    told = str(error)
    if told.startswith("Invalid enum value"):
        choices = ", ".join(f"`{choice}`" for choice in get_args(get_args(expected)[0]))
        return f"{told.rpartition(' ')[2]} is not known; expected one of {choices}"
    told = told.replace("`str` matching regex '^[a-z]{2}$'", "a language code such as `en`")
    for word, plain in _PLAIN_WORDS.items():
        told = told.replace(f"`{word}`", plain)
    told = re.sub(r" - at `\$\[(\d+)\]`", lambda found: f" (entry {int(found[1]) + 1} of the list)", told)
    return f"{told[0].lower()}{told[1:]}"


def _place(file: Path | None, text: str, names: tuple[str, ...]) -> Place:
    """Where the key ``names`` stands in the TOML ``text``, or the table or dotted key that holds it."""
    if file is None:
        return Place("command line")
    if file.name == "pyproject.toml":
        names = (*_PROJECT, *names)
    place = Place(str(file))
    known = 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        found = _HEADER.match(line) or _KEY.match(line)
        if found is None:
            continue
        own = tuple(re.findall(r"[\w-]+", found["names"]))
        here = own if found.re is _HEADER else (*table, *own)
        if found.re is _HEADER:
            table = own
        if len(here) > known and names[: len(here)] == here:
            known = len(here)
            place = Place(str(file), number, line.rindex(own[-1], 0, found.end("names")) + 1)
    return place
