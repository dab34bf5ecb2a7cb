"""``cleaner config``: the settings in force."""

from __future__ import annotations

import typer

from cleaner.cli.options import (
    ConfigFile,
    Disable,
    Enable,
    LineModelFile,
    PointName,
    ProfileName,
    Risky,
    RuleFolders,
    Settings,
    SiblingsFile,
    SiteModels,
    SpunAction,
    SpunJudge,
    configuration,
)

__all__ = ["app"]

app = typer.Typer(help="Show the settings in force.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Show the settings in force."""


@app.command("show")
def show(
    profile: ProfileName = None,
    point: PointName = None,
    config: ConfigFile = None,
    settings: Settings = [],  # noqa: B006  # typer copies defaults
    rules: RuleFolders = [],  # noqa: B006  # as above
    site_model: SiteModels = [],  # noqa: B006  # as above
    line_model: LineModelFile = None,
    spun: SpunAction = None,
    siblings: SiblingsFile = None,
    spun_judge: SpunJudge = None,
    enable: Enable = [],  # noqa: B006  # as above
    disable: Disable = [],  # noqa: B006  # as above
    risky: Risky = False,  # noqa: FBT002  # a flag
) -> None:
    """Print all settings as a cleaner.toml, each with what it means."""
    from cleaner.pipeline import Cleaner, to_toml

    effective = configuration(
        profile,
        config,
        settings,
        rules,
        enable,
        disable,
        site_models=site_model,
        risky=risky,
        point=point,
        line_model=line_model,
        spun=spun,
        siblings=siblings,
        spun_judge=spun_judge,
    )
    cleaner = Cleaner.from_config(effective)  # refuses what does not exist
    typer.echo(to_toml(effective), nl=False)
    on = len(cleaner.rule_set.active) if "rules" in cleaner.stages else 0
    typer.echo(f"# stages: {', '.join(cleaner.stages)}; {on} rules on")
    typer.echo(f"# fingerprints: config {effective.fingerprint}, rules {cleaner.rule_set.fingerprint}")
