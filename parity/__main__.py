"""The command `parity`."""
from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Optional, Tuple

import click

from parity import environments, known, model, side, upstream
from parity import run as runner
from parity.report.text import text_report

SCENARIOS = Path(__file__).parent / "scenarios"
reference_option = click.option(
    "--reference", metavar="PYTHON", default=lambda: os.environ.get("PKGRS_REFERENCE"),
    help="Interpreter that has the real rez; by default the one that `parity setup` made.")
jobs_option = click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Runs at once.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run real Rez and pkgrs side by side and compare what they produce."""


@main.command()
def setup() -> None:
    """Make an environment with the real rez 3.4.0."""
    folder = environments.default_folder() / "reference"
    try:
        if not (folder / "bin" / "python").exists():
            click.echo("making %s" % folder)
            environments.make_venv(folder, environments.REZ, "parameterized", "pytest")
        opened = side.open_side("reference", str(folder / "bin" / "python"))
    except (environments.EnvironmentFailed, side.SideError) as error:
        raise click.ClickException(str(error))
    click.echo("rez %s is ready: %s" % (opened.version, opened.python))


@main.command()
@click.argument("names", nargs=-1)
@reference_option
@jobs_option
@click.option("--scenarios", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
              default=SCENARIOS, help="Folder of scenario files.")
@click.option("-v", "--verbose", is_flag=True, help="Also list known differences and noise.")
@click.option("-l", "--list", "list_only", is_flag=True, help="Only print the names of the scenarios.")
def run(names: Tuple[str, ...], reference: Optional[str], jobs: int, folder: Path, verbose: bool,
        list_only: bool) -> None:
    """Run scenarios on both sides and compare; NAMES are parts of their names."""
    try:
        scenarios = model.load_scenarios(folder, list(names))
        entries = known.load_known()
        if list_only:
            click.echo("\n".join(s.name for s in scenarios))
            return
        if not scenarios:
            raise click.ClickException("no scenario of that name")
        sides = _sides(reference)
    except (model.ScenarioError, side.SideError, environments.EnvironmentFailed) as error:
        raise click.ClickException(str(error))
    with click.progressbar(length=len(scenarios), label="scenarios", file=sys.stderr) as bar:
        outcome = runner.run(scenarios, sides[0], sides[1], entries, jobs, bar.update,
                             whole=not names and folder == SCENARIOS)
    click.echo(text_report(outcome, verbose))
    sys.exit(0 if outcome.ok else 1)


@main.command("upstream")
@click.argument("modules", nargs=-1)
@reference_option
@jobs_option
@click.option("-v", "--verbose", is_flag=True, help="Print what the tests printed, and why tests were skipped.")
def upstream_command(modules: Tuple[str, ...], reference: Optional[str], jobs: int, verbose: bool) -> None:
    """Run Rez's own test suite (all MODULES, or those named, such as `solver`) against pkgrs."""

    def done(result: upstream.ModuleResult) -> None:
        click.echo("%-22s %d passed, %d failed" % (result.name, len(result.passed), len(result.failed)), err=True)
        if verbose:
            click.echo(result.output)

    try:
        expected = upstream.load_expected()
        results = upstream.run_suite(Path(_reference_python(reference)), modules, jobs, done)
    except (model.ScenarioError, environments.EnvironmentFailed) as error:
        raise click.ClickException(str(error))
    verdict = upstream.judge(results, expected)
    click.echo(upstream.table(results))
    for test, message in sorted(verdict.unexpected.items()):
        click.echo("unexpected failure: %s: %s" % (test, message))
    for test in verdict.fixed:
        click.echo("passes, so must leave upstream.toml: %s" % test)
    sys.exit(0 if verdict.ok else 1)


def _reference_python(given: Optional[str]) -> str:
    python = given or str(environments.default_folder() / "reference" / "bin" / "python")
    if not shutil.which(python):
        raise click.ClickException("%s: no such interpreter; `parity setup` makes one, or name one with --reference"
                                   % python)
    return python


def _sides(reference: Optional[str]) -> Tuple[side.Side, side.Side]:
    """The reference and ours, both laid out as production installs."""
    python = Path(os.path.abspath(_reference_python(reference)))
    scripts = list(environments.console_scripts())
    tools = environments.make_production(python.parent.parent, scripts)
    theirs = side.open_side("reference", str(python), bin=str(tools))
    checkout = str(environments.CHECKOUT)
    own = Path(sys.prefix)
    own_tools = environments.make_production(own, scripts)
    return theirs, side.open_side("pkgrs", sys.executable, path=checkout, bin=str(own_tools))


if __name__ == "__main__":
    main()
