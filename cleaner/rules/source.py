"""Rule files: YAML read as strings with their places, checked field by field, all problems told at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import regex
import yaml

from cleaner.model import Place, Problem, RuleError
from cleaner.rules.kinds import KINDS
from cleaner.rules.literals import Shape, shape_of
from cleaner.rules.patterns import FLAGS, compile_pattern
from cleaner.rules.rule import Pack, Rule

__all__ = ["PACK_KEYS", "parse_pack", "parse_packs"]

PACK_KEYS: dict[str, tuple[Any, str]] = {
    "pack": (str, "Dotted name, such as `en.share-bars`: folder and file name."),
    "about": (str, "One sentence: what these rules take away."),
    "languages": (tuple[str, ...], "ISO 639-1 codes of the languages the rules are written for; left out: any."),
    "sites": (tuple[str, ...], "Hosts the pack holds for; left out: any."),
    "default": (bool, "`false` for packs that are off unless enabled by name."),
    "rules": (list[Any], "The rules."),
}
_PACK_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_PATH = re.compile(r" - at `(?P<path>[^`]*)`")
# What msgspec says, in the words of somebody who writes YAML.
_PLAIN_WORDS = {
    "Expected `str` matching regex '^[a-z0-9]+(-[a-z0-9]+)*$'": "expected lower-case words joined by hyphens, "
    "such as `share-counter`",
    "Expected": "expected",
    "`str`": "text",
    "`array`": "a list",
    "`int | null`": "a whole number",
    "`float | null`": "a number",
    "`object`": "a mapping",
    "`float`": "a number",
    "`bool`": "true or false",
    "`int`": "a whole number",
    "`null`": "nothing",
    "Mapping contains": "there is an",
    "Object contains": "there is an",
    "of length >= 10": "of ten characters or more",
}
_DEEPEST = 20  # levels of lists and mappings; a pack has six
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel has it: eight times faster


@dataclass
class _Reading:
    """One file while it is read: its nodes as plain values, the place of each, and the problems found so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def problem(self, path: tuple[str | int, ...], message: str) -> None:
        while path not in self.places and path:
            path = path[:-1]
        self.problems.append(Problem(self.places.get(path, Place(self.file)), message))

    def value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        self.places[path] = Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)
        if id(node) in self.seen:
            self.problem(path, "aliases (*name) are not read in rule files; write the value out")
            return node.value if isinstance(node, yaml.ScalarNode) else None
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            mapping: dict[str, Any] = {}
            for key, item in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    self.problem(path, "keys must be plain words")
                    continue
                if key.value in mapping:
                    place = Place(self.file, key.start_mark.line + 1, key.start_mark.column + 1)
                    self.problems.append(Problem(place, f"`{key.value}` is given twice; one of the two would be lost"))
                    continue
                mapping[key.value] = self.value(item, (*path, key.value))
            return mapping
        return node.value


def parse_pack(text: str, file: str) -> Pack:
    r"""The pack that a YAML file's text holds. All scalars are strings: ``No`` stays "No", ``12:30`` stays "12:30".

    Raises:
        RuleError: with every problem found, each as ``file:line:column: what, and what was expected``.

    >>> parse_pack("pack: en.demo\nabout: Nothing yet.\nrules: []\n", "en/demo.yml").name
    'en.demo'
    """
    packs = parse_packs(text, file)
    if len(packs) > 1:
        raise RuleError([Problem(Place(file), f"one pack was expected here, and the file holds {len(packs)}")])
    return packs[0]


def parse_packs(text: str, file: str) -> list[Pack]:
    r"""The packs of a file, divided by lines of three hyphens; each is read as :func:`parse_pack` reads one.

    Raises:
        RuleError: as :func:`parse_pack`, with the problems of all its packs.

    >>> text = "pack: en.one\nabout: Nothing.\nrules: []\n---\npack: en.two\nabout: Nothing.\nrules: []\n"
    >>> [pack.name for pack in parse_packs(text, "demo.yml")]
    ['en.one', 'en.two']
    """
    try:
        _check_depth(text, file)
        roots: list[yaml.Node | None] = list(yaml.compose_all(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        told = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise RuleError([Problem(place, f"this is not YAML: {told}")]) from None
    packs: list[Pack] = []
    problems: list[Problem] = []
    for root in roots or [None]:
        reading = _Reading(file)
        if isinstance(root, yaml.MappingNode):
            packs.append(_pack(reading.value(root, ()), reading))
        else:
            line = 1 if root is None else root.start_mark.line + 1
            reading.problems.append(
                Problem(Place(file, line, 1), "a pack must be a mapping with `pack`, `about` and `rules`")
            )
        problems += reading.problems
    if problems:
        raise RuleError(sorted(problems, key=lambda problem: problem.place))
    return packs


def _check_depth(text: str, file: str) -> None:
    """Events come without recursion; composing recurses, and thousands of brackets would break the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                mark: Any = event.start_mark
                place = Place(file, mark.line + 1, mark.column + 1)
                raise RuleError([Problem(place, "lists and mappings are nested too deep for a pack")])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _pack(keys: dict[str, Any], reading: _Reading) -> Pack:
    _unknown(keys, PACK_KEYS, (), reading)
    values: dict[str, Any] = {}
    for name, (expected, _) in PACK_KEYS.items():
        if name in keys:
            values[name] = _converted(keys[name], expected, (name,), reading)
        elif name in ("pack", "about", "rules"):
            reading.problem((), f"the pack has no `{name}`")
    name = values.get("pack") or ""
    if name and not _PACK_NAME.fullmatch(name):
        reading.problem(("pack",), f"{name!r} is no pack name; expected lower-case words, such as `en.share-bars`")
    rules: list[Rule] = []
    shapes: list[Shape | None] = []
    ids: set[str] = set()
    for index, entry in enumerate(values.get("rules") or ()):
        rule = _rule(entry, ("rules", index), reading)
        if rule is None:
            continue
        if rule.id in ids:
            reading.problem(("rules", index, "id"), f"the id `{rule.id}` stands twice in this pack")
        ids.add(rule.id)
        rules.append(rule)
        probe = rule.probe()
        shapes.append(shape_of(probe.pattern, FLAGS) if probe and probe.pattern else None)
    return Pack(
        name=name,
        about=values.get("about") or "",
        file=reading.file,
        languages=values.get("languages") or (),
        sites=values.get("sites") or (),
        default=values.get("default") is not False,
        rules=tuple(rules),
        shapes=tuple(shapes),
    )


def _rule(entry: Any, path: tuple[str | int, ...], reading: _Reading) -> Rule | None:
    if not isinstance(entry, dict):
        reading.problem(path, "a rule must be a mapping with `id`, `kind`, `why` and `tests`")
        return None
    kind = KINDS.get(entry.get("kind", ""))
    if kind is None:
        given = f"`{entry['kind']}` is no kind" if "kind" in entry else "the rule has no `kind`"
        reading.problem(
            (*path, "kind"), f"{given}; expected one of {', '.join(KINDS)}{_nearest(entry.get('kind'), KINDS)}"
        )
        return None
    before = len(reading.problems)
    fields = {info.name: info for info in msgspec.structs.fields(kind)}
    _unknown(entry, {"kind": None, **fields}, path, reading)
    values = {}
    for name, info in fields.items():
        if name in entry:
            values[name] = _converted(entry[name], info.type, (*path, name), reading)
        elif info.required:
            reading.problem(path, f"the rule has no `{name}`")
    for name in ("pattern", "unless"):
        if isinstance(values.get(name), str):
            _check_pattern(values[name], (*path, name), reading)
    if len(reading.problems) > before:
        return None
    rule = kind(**values)
    for name, message in _flaws(rule):
        reading.problem((*path, name), message)
    return rule if len(reading.problems) == before else None


def _check_pattern(pattern: str, path: tuple[str | int, ...], reading: _Reading) -> None:
    try:
        compile_pattern(pattern)
    except regex.error as error:
        where = "" if error.pos is None else f" at character {error.pos + 1}"
        told = f"`{path[-1]}` is no pattern: {error.msg}{where}; rules/README.md says how patterns are written"
        reading.problem(path, told)


def _flaws(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from rule.flaws()
    if not rule.tests.keep:
        yield "tests", "no `keep`, no rule: give at least one text that looks alike and must stay"
    if not rule.tests.drop and not rule.tests.fix:
        yield "tests", "give at least one `drop` or `fix`: a text that the rule is there for"


def _unknown(entry: dict[str, Any], known: Any, path: tuple[str | int, ...], reading: _Reading) -> None:
    for key in entry:
        if key not in known:
            reading.problem((*path, key), f"`{key}` is not known here{_nearest(key, known)}")


def _nearest(word: Any, known: Any) -> str:
    close = difflib.get_close_matches(str(word), list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _converted(value: Any, expected: Any, path: tuple[str | int, ...], reading: _Reading) -> Any:
    try:
        return msgspec.convert(value, expected, strict=False)
    except msgspec.ValidationError as error:
        told = str(error)
        found = _PATH.search(told)
        inner = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", found["path"])] if found else []
        told = _PATH.sub("", told)
        if told.startswith("Invalid enum value"):
            choices = re.findall(r"Literal\[([^]]*)\]", str(expected))
            told = f"{told.rpartition(' ')[2]} is not known here; expected one of {choices[0] if choices else '?'}"
        for word, plain in _PLAIN_WORDS.items():
            told = told.replace(word, plain)
        reading.problem((*path, *inner), told)
        return None
