"""A new rule's skeleton: valid, tested, and waiting for its pattern."""

from __future__ import annotations

from pathlib import Path

from cleaner.model import ConfigError, Place, Problem, RuleError
from cleaner.rules.kinds import KINDS
from cleaner.rules.source import parse_pack

__all__ = ["begin"]

_HEAD = """\
# rules/README.md of the project says how rules are written; `cleaner rules show share-counter` shows one.
pack: {pack}
about: What these rules take away.
languages: [{language}]
rules:
"""
_WHY = "Say here, in one sentence, why such text is never part of an article."
# What stands in each kind's skeleton: the keys that find, and a proof that holds for them.
_BODIES = {
    "phrases": """\
    phrases: [Example furniture]
    tests:
      drop: ["Example furniture"]
      keep: ["The museum sold its example furniture to a school."]
""",
    "line": """\
    pattern: 'Example counter: \\d+'
    tests:
      drop: ["Example counter: 12"]
      keep: ["The example counter: 12 visitors came on Monday."]
""",
    "recurring": """\
    phrases: ["Example: # readers"]
    tests:
      drop: ["Example: 12 readers"]
      keep: ["Example: 12 readers wrote letters."]
""",
    "span": """\
    pattern: '\\(Example note by [^()]+\\)'
    tests:
      fix: [{raw: "Snow fell. (Example note by Ann Lee)", clean: "Snow fell."}]
      keep: ["An example note by a teacher hung on the wall."]
""",
    "section": """\
    phrases: [Example teasers]
    until: prose
    only_after: 0.5
    tests:
      fix:
        - raw: "Snow closed the pass on Monday, and the road stays shut for days.\\n\\nExample teasers\\n\\nA headline"
          clean: "Snow closed the pass on Monday, and the road stays shut for days."
      keep: ["Example teasers were shown before the film."]
""",
    "ending": """\
    phrases: [Example foot]
    tests:
      fix:
        - raw: |-
            Snow closed the pass on Monday, and the road stays shut for days, the office said.
            The ploughs are out, but the drifts stand as high as a house in many places.
            Example foot
            A headline
          clean: |-
            Snow closed the pass on Monday, and the road stays shut for days, the office said.
            The ploughs are out, but the drifts stand as high as a house in many places.
      keep: ["Example foot\\nA headline"]
""",
    "run": """\
    pattern: 'Example \\d+'
    at_least: 3
    tests:
      drop: ["Example 1\\nExample 2\\nExample 3"]
      keep: ["Example 1\\nExample 2"]
""",
    "replace": """\
    swap: {White Household: White House}
    tests:
      fix: [{raw: "The White Household said no.", clean: "The White House said no."}]
      keep: ["The white households of the street had no water."]
""",
    "keep": """\
    pattern: 'Example heading \\d+'
    tests:
      keep: ["Example heading 3"]
      drop: ["Heading 3"]
""",
    "measure": """\
    metric: words
    below: 2
    tests:
      drop: ["Example"]
      keep: ["An example"]
""",
}


def begin(name: str, kind: str, folder: Path) -> tuple[Path, int]:
    """The pack's file with a skeleton of rule ``name`` (``PACK.ID``) at its end, and the line where the rule begins.

    The pack ``en.my-site`` stands in ``FOLDER/en/my-site.yml``, which is made where there is none.

    Raises:
        ConfigError: where the name or kind cannot be.
        RuleError: where the pack has such a rule already, is broken, or cannot be read or written.
    """
    pack, _, rule_id = name.rpartition(".")
    if not pack or not rule_id:
        told = f"`{name}` has no pack; expected PACK.ID, such as en.my-site.weather-box"
        raise ConfigError([Problem(Place("command line"), told)])
    if kind not in _BODIES or kind not in KINDS:
        raise ConfigError([Problem(Place("command line"), f"`{kind}` is no kind; expected one of {', '.join(KINDS)}")])
    path = folder.joinpath(*pack.split(".")).with_suffix(".yml")
    language = pack.partition(".")[0]
    before = _content(path)
    text = _HEAD.format(pack=pack, language=_quoted(language)) if before is None else before
    if not text.endswith("\n"):
        text += "\n"
    line = text.count("\n") + 1
    text += f"  - id: {rule_id}\n    kind: {kind}\n    why: {_WHY}\n{_BODIES[kind]}"
    if before is not None and any(rule.id == rule_id for rule in parse_pack(before, str(path)).rules):
        raise RuleError([Problem(Place(str(path)), f"the pack has a rule `{rule_id}` already")])
    parse_pack(text, str(path))  # refuses what would not load, before anything is written
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        told = f"cannot be written: {error.strerror}; choose another folder with --dir, or check its permissions"
        raise RuleError([Problem(Place(str(path)), told)]) from None
    return path, line


def _content(path: Path) -> str | None:
    """What stands in the pack's file; None where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        told = f"rule files are UTF-8; byte {error.start} is not: convert the file"
        raise RuleError([Problem(Place(str(path)), told)]) from None
    except OSError as error:
        told = f"cannot be read: {error.strerror}; choose another folder with --dir, or check what stands there"
        raise RuleError([Problem(Place(str(path)), told)]) from None


def _quoted(language: str) -> str:
    """A code YAML 1.1 readers take for a truth value, as Norwegian's, needs quotes; we do not, editors do."""
    return f'"{language}"' if language in ("no", "on", "yes") else language if len(language) == 2 else ""
