"""Loading: from folders of rule files to packs, through a cache of what was checked before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import msgspec
import regex

from cleaner.model import Place, Problem, RuleError
from cleaner.plugins import entry_points
from cleaner.rules import cache
from cleaner.rules.kinds import KINDS
from cleaner.rules.literals import Shape
from cleaner.rules.rule import Pack

__all__ = ["builtin_rules", "load_packs", "rule_files"]


def builtin_rules() -> Path:
    """The folder of the rules that ship with the package: inside a wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def rule_files(folder: Path) -> list[Path]:
    """All ``*.yml`` and ``*.yaml`` below ``folder``, sorted; the folder itself may also be one such file.

    Raises:
        RuleError: where there is no such folder, or something in it that should be a rule file is none.
    """
    if os.path.isfile(folder):  # noqa: PTH113  # Path.is_file raises where a folder above may not be entered
        return [folder]
    if not os.path.isdir(folder):  # noqa: PTH112  # as above
        told = "there is no such rule folder: check the path, and the permissions of the folders above it"
        raise RuleError([Problem(Place(str(folder)), told)])
    found: list[Path] = []
    problems: list[Problem] = []

    def shut(error: OSError) -> None:
        problems.append(_unreadable(str(error.filename), error))

    for above, folders, names in os.walk(folder, onerror=shut):
        folders[:] = [name for name in folders if not Path(above, name).is_symlink()]
        for path in (Path(above, name) for name in names if name.endswith((".yml", ".yaml"))):
            if os.path.isfile(path):  # noqa: PTH113  # as above
                found.append(path)
            else:  # never opened: reading a pipe would wait for ever
                told = "is no file, or a link to none: put a rule file there, or take it away"
                problems.append(Problem(Place(str(path)), told))
    if problems:
        raise RuleError(sorted(problems, key=str))
    return sorted(found)


def load_packs(folders: Sequence[Path] = (), *, builtin: bool = True, cached: bool = True) -> list[Pack]:
    """The packs of the built-in rules, of installed packages (entry points ``cleaner.packs``), and of ``folders``.

    Each folder's packs are checked once and then read from a cache keyed by their content.

    Raises:
        RuleError: with the problems of all files.
    """
    roots = [builtin_rules()] if builtin else []
    if builtin:
        roots += [Path(point.load()) for point in entry_points("cleaner.packs")]
    packs: list[Pack] = []
    problems: list[Problem] = []
    for root in (*roots, *folders):
        try:
            packs += _load(root, cached=cached)
        except RuleError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)
    return packs


def _load(root: Path, *, cached: bool) -> list[Pack]:
    files: list[tuple[Path, bytes]] = []
    problems: list[Problem] = []
    for path in rule_files(root):
        try:
            files.append((path, path.read_bytes()))
        except OSError as error:
            problems.append(_unreadable(_named(root, path), error))
    if problems:
        raise RuleError(problems)
    key = hashlib.sha256(f"{regex.__version__} {msgspec.__version__}".encode())
    for code in sorted(Path(__file__).parent.rglob("*.py")):  # what was checked by other code is checked again
        key.update(code.read_bytes())
    for path, content in files:
        name = path.relative_to(root).as_posix() if path != root else path.name
        key.update(f"\0{name}\0{len(content)}\0".encode() + content)
    if cached:
        packs = _decoded(cache.read(key.hexdigest()))
        if packs is not None:
            return packs
    packs = []
    for path, content in files:
        try:
            packs += _parsed(root, path, content)
        except RuleError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)
    if cached:
        cache.write(key.hexdigest(), _encoded(packs))
    return packs


def _parsed(root: Path, path: Path, content: bytes) -> list[Pack]:
    from cleaner.rules.source import parse_packs

    name = _named(root, path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RuleError([Problem(Place(name, line), f"rule files are UTF-8; byte {error.start} is not")]) from None
    return parse_packs(text, name)


def _named(root: Path, path: Path) -> str:
    return f"{root.name}/{path.relative_to(root).as_posix()}" if path != root else path.name


def _unreadable(name: str, error: OSError) -> Problem:
    told = f"cannot be read: {error.strerror}; check what stands there and its permissions, or take it away"
    return Problem(Place(name), told)


def _encoded(packs: Sequence[Pack]) -> bytes:
    return msgspec.msgpack.encode(
        [(p.name, p.about, p.file, p.languages, p.sites, p.default, p.rules, p.shapes) for p in packs]
    )


def _decoded(stored: bytes | None) -> list[Pack] | None:
    if stored is None:
        return None
    rule: Any = reduce(or_, KINDS.values())
    names = tuple[str, ...]
    form = list[tuple[str, str, str, names, names, bool, tuple[rule, ...], tuple[Shape | None, ...]]]
    try:
        return [Pack(*row) for row in msgspec.msgpack.decode(stored, type=form)]
    except msgspec.MsgspecError:
        return None
