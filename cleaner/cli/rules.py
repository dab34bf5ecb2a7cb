"""``cleaner rules``: see rules, try their proofs, check them, and begin new ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cleaner.cli.options import RuleFolders

if TYPE_CHECKING:
    from cleaner.rules.lint import LintFinding
    from cleaner.rules.ruleset import NamedRule, RuleSet

__all__ = ["app"]

app = typer.Typer(help="See, test, check and write rules.", no_args_is_help=True, rich_markup_mode=None)

Words = Annotated[
    list[str], typer.Argument(help="Rules, packs, or folders of packs such as en; left out: all.", metavar="NAME")
]


@app.command("list")
def list_rules(
    names: Words = [],  # noqa: B006  # typer copies defaults
    rules: RuleFolders = [],  # noqa: B006  # as above
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a rule.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """List rules: whether they are on, name, kind, and why they exist."""
    rule_set = _rule_set(rules)
    chosen = _chosen(rule_set, names)
    width = max((len(named.name) for named in chosen), default=0)
    for named in chosen:
        kind = type(named.rule).__struct_config__.tag
        if as_json:
            row = {"name": named.name, "kind": kind, "on": named.on, "safety": named.rule.safety, "why": named.rule.why}
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            typer.echo(f"{'on ' if named.on else 'off'} {named.name:<{width}}  {kind:<8} {named.rule.why}")


@app.command("show")
def show(
    names: Annotated[list[str], typer.Argument(help="Rules, packs, or folders of packs.", metavar="NAME")],
    rules: RuleFolders = [],  # noqa: B006  # as above
) -> None:
    """Show rules whole: what, why, how, and the examples that prove them."""
    from cleaner.rules.docs import describe

    typer.echo("\n".join(describe(named) for named in _chosen(_rule_set(rules), names)))


@app.command("test")
def prove(
    names: Words = [],  # noqa: B006  # as above
    rules: RuleFolders = [],  # noqa: B006  # as above
) -> None:
    """Run the examples inside rules. Exit code 1 when one does not come out as its rule says."""
    from cleaner.rules.selftest import check

    rule_set = _rule_set(rules)
    chosen = _chosen(rule_set, names)
    failures = check(rule_set, chosen)
    for failure in failures:
        typer.echo(str(failure))
    examples = sum(
        len(tests.drop) + len(tests.keep) + len(tests.fix) for named in chosen for tests in (named.rule.tests,)
    )
    counts = ((len(chosen), "rule"), (examples, "example"), (len(failures), "failure"))
    sys.stderr.write(", ".join(f"{count} {word}{'s' * (count != 1)}" for count, word in counts) + "\n")
    if failures:
        raise typer.Exit(1)


@app.command("lint")
def lint(
    rules: RuleFolders = [],  # noqa: B006  # as above
    negatives: Annotated[
        Optional[Path],  # noqa: UP045  # typer evaluates annotations
        typer.Option(
            "--negatives", metavar="FOLDER", help="A folder of texts that no rule may touch, such as tests/negatives."
        ),
    ] = None,
) -> None:
    """Check rules beyond their examples: literals, hostile lines, doubles, loops, tables. Exit code 1 on errors."""
    from cleaner.rules.lint import lint as check

    findings = check(_rule_set(rules), negatives) + _stale_tables()
    for finding in findings:
        typer.echo(str(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    counts = ((errors, "error"), (len(findings) - errors, "warning"))
    sys.stderr.write(", ".join(f"{count} {word}{'s' * (count != 1)}" for count, word in counts) + "\n")
    if errors:
        raise typer.Exit(1)


def _stale_tables() -> list[LintFinding]:
    """What is wrong with the built-in swap tables as they are compiled."""
    from cleaner.learn.swaps import stale
    from cleaner.rules.lint import LintFinding as Finding
    from cleaner.rules.load import builtin_rules
    from cleaner.rules.swaps import read_swaps, swap_tables
    from cleaner.stages.spun.swaps import SHIPPED

    tables = swap_tables(builtin_rules())
    read_swaps(tables)
    if not stale(SHIPPED, tables):
        return []
    told = "older than the swap tables: run the command in rules/repair/README.md, and commit it"
    return [Finding(str(SHIPPED), "swaps", "error", told)]


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="PACK.ID, such as en.my-site.weather-box.", metavar="PACK.ID")],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="phrases, line, recurring, span, section, ending, run, replace, keep or measure.",
        ),
    ] = "line",
    folder: Annotated[Path, typer.Option("--dir", metavar="FOLDER", help="The rule folder to write into.")] = Path(
        "my-rules"
    ),
) -> None:
    """Begin a rule: adds a skeleton that works to its pack's file, and says what to do next."""
    from shlex import quote

    from cleaner.model import ConfigError, Place, Problem
    from cleaner.rules.load import builtin_rules
    from cleaner.rules.skeleton import begin

    pack = name.rpartition(".")[0]
    taken = {one.name: one.file for one in _rule_set(()).packs}
    if pack in taken and folder.resolve() != builtin_rules():
        told = f"the pack `{pack}` is in {taken[pack]} already; a rule of your own needs a pack of your own name"
        raise ConfigError([Problem(Place("command line"), told)])
    path, line = begin(name, kind, folder)
    typer.echo(f"{path}:{line}: write the pattern, the reason, and one text each to drop and to keep; then")
    typer.echo(f"  cleaner rules test {name} --rules {quote(str(folder))}")
    typer.echo(f"  cleaner diff RAW.txt --rules {quote(str(folder))}")


@app.command("docs")
def docs(
    folder: Annotated[
        Optional[Path],  # noqa: UP045  # typer evaluates annotations
        typer.Argument(help="The rule folder; default: the built-in one.", metavar="FOLDER"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 when a file is stale.")] = False,  # noqa: FBT002
) -> None:
    """Write INDEX.md and schema.json, which are made from the rules."""
    from cleaner.rules.docs import stale, write
    from cleaner.rules.load import builtin_rules

    where = folder or builtin_rules()
    if not check:
        write(where)
        return
    old = stale(where)
    for name in old:
        typer.echo(f"{where / name}: stale; run `cleaner rules docs` and commit it")
    if old:
        raise typer.Exit(1)


def _rule_set(folders: Sequence[Path]) -> RuleSet:
    from cleaner.rules.load import load_packs
    from cleaner.rules.ruleset import RuleSet

    return RuleSet.of(load_packs(folders))


def _chosen(rule_set: RuleSet, names: Sequence[str]) -> list[NamedRule]:
    rule_set.check_names(names)
    return [named for named in rule_set.all if not names or any(named.answers_to(word) for word in names)]
