"""The site model's file: rule packs in YAML, one a site, for people to review and for rules to read."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from cleaner.learn.site import RecurringLine, Site, SiteModel
from cleaner.model import Place, Problem, RuleError
from cleaner.rules.load import load_packs
from cleaner.rules.rule import Pack

__all__ = ["is_site_model", "read_site_model", "to_yaml"]

_MARK = "# Site chrome learned by `cleaner learn site`, format"
_FORMAT = "1"
_HEAD = """\
{mark} {format}.
# {sites}, {pages} pages, {lines}. Each rule removes one line that the site repeats.
# Review it: take out any rule whose line may be part of a story. `cleaner rules test sites --rules THIS_FILE` proves
# what is left, `cleaner clean ... --site-model THIS_FILE` uses it.
"""
# YAML's own sign for the end of a document: without it the file was cut off.
_END = "..."


def to_yaml(model: SiteModel) -> str:
    r"""The file's text. The same model gives the same text.

    >>> line = RecurringLine("# comments", 38, "edges", ("12 comments",))
    >>> text = to_yaml(SiteModel((Site("town.example", 40, (line,)),), ()))
    >>> print(text.splitlines()[1])
    # 1 site, 40 pages, 1 line. Each rule removes one line that the site repeats.
    """
    sites = [site for site in model.sites if site.lines]
    lines = sum(len(site.lines) for site in sites)
    head = _HEAD.format(
        mark=_MARK,
        format=_FORMAT,
        sites=_counted(len(sites), "site"),
        pages=sum(site.pages for site in sites),
        lines=_counted(lines, "line"),
    )
    return head + "".join(f"---\n{_pack(site)}" for site in sites) + f"{_END}\n"


def is_site_model(path: Path) -> bool:
    """True where the file can be read and begins as one of :func:`to_yaml` does, whatever its format."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MARK)) == _MARK.encode()
    except OSError:
        return False


def read_site_model(path: Path) -> list[Pack]:
    """The packs of a site model.

    Raises:
        RuleError: where it is no such file, is cut off, was made by another version, or holds rules that cannot be
            used; each problem with its place.
    """
    if not os.path.isfile(path):  # noqa: PTH113  # Path.is_file raises where a folder above may not be entered
        told = "there is no such site model: check the path, or make one with `cleaner learn site DIR --out FILE`"
        if os.path.lexists(path):
            told = "a site model is one file, which `cleaner learn site` writes; folders of packs go to --rules"
        raise RuleError([Problem(Place(str(path)), told)])
    try:
        content = path.read_bytes()
    except OSError as error:
        told = f"the site model cannot be read: {error.strerror}; check its permissions"
        raise RuleError([Problem(Place(str(path)), told)]) from None
    found = _problem(content)
    if found is not None:
        raise RuleError([Problem(Place(str(path), found[0]), found[1])])
    return load_packs((path,), builtin=False)


def _problem(content: bytes) -> tuple[int, str] | None:
    first, *_ = content.split(b"\n", 1)
    if not first.startswith(_MARK.encode()):
        return 1, (
            "this is no site model: its first line is not that of `cleaner learn site`; packs of rules go to --rules"
        )
    version = first.decode("utf-8", "replace").removeprefix(_MARK).strip(" .")
    if version != _FORMAT:
        return 1, f"the site model has format {version or '?'}, and this cleaner reads {_FORMAT}: learn it again"
    if content.rstrip().rpartition(b"\n")[2].strip() != _END.encode():
        return content.rstrip().count(b"\n") + 1, (
            f"the site model is cut off: its last line must be `{_END}`; copy it again, or learn it again"
        )
    return None


def _pack(site: Site) -> str:
    lines = "".join(piece for line in site.lines for piece in _rule(line, site))
    return (
        f"pack: {_pack_name(site.name)}\n"
        f"about: {_quoted(f'Lines that {site.name} repeats, counted on {site.pages} of its pages.')}\n"
        f"sites: [{_quoted(site.name)}]\n"
        f"rules:\n{lines}"
    )


def _rule(line: RecurringLine, site: Site) -> Iterator[str]:
    why = f"It stands on {line.pages} of {site.pages} pages of {site.name}."
    drop = ", ".join(map(_quoted, line.examples))
    yield f"  - id: {_rule_id(line.phrase)}\n"
    yield "    kind: recurring\n"
    yield f"    why: {_quoted(why)}\n"
    yield f"    phrases: [{_quoted(line.phrase)}]\n"
    if line.where != "any":
        yield f"    where: {line.where}\n"
    yield f"    tests:\n      drop: [{drop}]\n      keep: [{_quoted(_look_alike(line.examples[0]))}]\n"


def _look_alike(line: str) -> str:
    """What must stay: the same words in a sentence."""
    return f"The page that they had printed said “{line}” in the middle of a longer sentence, and that was all."


def _rule_id(phrase: str) -> str:
    """Made from the phrase alone, so that the next model calls the rule the same, and a user's `disable` still fits."""
    return f"line-{hashlib.sha256(phrase.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def _pack_name(site: str) -> str:
    """``sites.HOST``; a site whose name is no host's gets what can be written of it, and a digest to tell it apart."""
    if re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", site):
        return f"sites.{site}"
    name = re.sub(r"[^a-z0-9]+", "-", site.lower()).strip("-")
    return "sites." + f"{name}-{hashlib.sha256(site.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}".lstrip("-")


def _quoted(text: str) -> str:
    r"""``text`` as a YAML scalar in double quotes.

    >>> print(_quoted('say "no\u2028"'))
    "say \"no\u2028\""
    """
    told = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escaped(c) for c in told)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
