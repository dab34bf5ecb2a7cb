"""The entry point: all commands, and what errors look like."""

from __future__ import annotations

import io
import sys

import typer

from cleaner.cli import clean, config, diff, explain, learn, restore, rules, spun
from cleaner.cli.streams import ensure_stderr

__all__ = ["app", "main"]

# No rich markup: importing rich for the help costs more than everything else together (0.17 s).
app = typer.Typer(
    name="cleaner",
    help="Cleans scraped news: removes site chrome, repairs garbled text, drops repeats, and explains every edit.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("clean")(clean.command)
app.command("diff")(diff.command)
app.command("explain")(explain.command)
app.command("spun")(spun.command)
app.command("restore")(restore.command)
app.add_typer(rules.app, name="rules")
app.add_typer(learn.app, name="learn")
app.add_typer(config.app, name="config")


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", help="Show the version and exit."),  # noqa: FBT001, FBT003  # a flag
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"cleaner (newswash) {installed('newswash')}")
        raise typer.Exit


def main() -> None:
    """Runs the command line. Exit codes: 0 ok, 1 findings or some inputs failed, 2 usage or configuration."""
    from cleaner.model import CleanerError, ConfigError, RuleError

    ensure_stderr()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a character, or half a character, is no reason to fail.
        sys.stdout.reconfigure(errors="replace")
    try:
        app(prog_name="cleaner")  # also where another name started it, such as `python -c`
    except (ConfigError, RuleError) as error:
        _stop(str(error), 2)
    except CleanerError as error:
        _stop(str(error), 1)


def _stop(message: str, code: int) -> None:
    for line in message.splitlines():
        sys.stderr.write(f"cleaner: {line}\n")
    raise SystemExit(code)
