"""The command `parity`."""
from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional, Sequence, Tuple

import click

from parity import environments, known, model, recording, scratch, shadow, side, surface, surface_compare, upstream
from parity import run as runner
from parity.audit import command as audit
from parity.bench import output as bench_output
from parity.bench.parts import PARTS, Bench
from parity.forks import forked
from parity.report.data import as_data, digest
from parity.report.outputs import option as outputs_option
from parity.report.outputs import write as write_reports
from parity.report.text import text_report
from parity.source import HASH_SEEDS, Live, Recorded, Recorder, Source

SCENARIOS = Path(__file__).parent / "scenarios"
# These, and what they import, are imported once; `package.*`: all modules of that package, if the side has it. What is not
# of `rez` has no parts of packages, so that an import which is forgotten somewhere is missed nevertheless.
IMPORTED = (
    "rez.cli._main", "rez.cli.env", "rez.cli.build", "rez.cli.release", "rez.cli.test", "rez.cli.suite", "rez.cli.context",
    "rez.resolved_context", "rez.suite", "rez.developer_package",
    *("pkgrs.%s.*" % package for package in (
        "base", "bind", "build", "cache", "cli", "cli.commands", "context", "definition", "package", "plugin", "plugin.defaults",
        "query", "release", "repository", "resolve", "rex", "shell", "solver", "store", "suite", "testing")),
    "base64", "copy", "dataclasses", "datetime", "fnmatch", "getpass", "hashlib", "heapq", "inspect", "pickle", "pkgutil", "platform",
    "pprint", "random", "shlex", "shutil", "subprocess", "tempfile", "termios", "uuid", "yaml")
reference_option = click.option(
    "--reference", metavar="PYTHON", default=lambda: os.environ.get("PKGRS_REFERENCE"),
    help="Interpreter that has the real rez; by default the one that `parity setup` made.")
ours_option = click.option(
    "--ours", metavar="PYTHON", help="Interpreter to compare; by default the one that runs parity.")
jobs_option = click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Runs at once.")
scenario_jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1), default=(os.cpu_count() or 1) + 1,
    help="Runs at once; by default one more than there are processors, as each now and then waits.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run real Rez and pkgrs side by side and compare what they produce."""


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), default=lambda: environments.default_folder() / "reference",
              help="Where to make it; by default in the user's cache folder.")
def setup(folder: Path) -> None:
    """Make an environment with the real rez 3.4.0, laid out as Rez's installer does."""
    try:
        if not (folder / "bin" / "rez" / environments.MARKER).exists():
            click.echo("making %s" % folder)
            shutil.rmtree(str(folder), ignore_errors=True)
            environments.make_venv(folder, environments.REZ, "parameterized", "pytest")
            environments.make_production(folder, environments.scripts_table(), isolated=False)
        opened = _open("reference", str(folder / "bin" / "python"))
    except (environments.EnvironmentFailed, side.SideError) as error:
        raise click.ClickException(str(error))
    click.echo("rez %s is ready: %s" % (opened.version, opened.python))


@main.command()
@click.argument("names", nargs=-1)
@reference_option
@ours_option
@scenario_jobs_option
@click.option("--scenarios", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
              default=SCENARIOS, help="Folder of scenario files.")
@click.option("-v", "--verbose", is_flag=True, help="Also list known differences and noise.")
@outputs_option
@click.option("-l", "--list", "list_only", is_flag=True, help="Only print the names of the scenarios.")
@click.option("--record", is_flag=True,
              help="Bring the recording up to date: what it lacks, or what has changed, is run thrice on the reference "
                   "and kept.")
@click.option("--again", is_flag=True, help="With --record: also what is recorded already.")
@click.option("--recorded", is_flag=True, help="Compare with the recording; the reference is asked for what that lacks.")
@click.option("--offline", is_flag=True, help="Never ask the reference: what is not recorded is not compared.")
@click.option("--recording", "kept_in", type=click.Path(dir_okay=False, path_type=Path), default=recording.SHIPPED,
              metavar="FILE", help="The recording (.json.gz); by default the one that comes with parity.")
@click.option("--thorough", is_flag=True,
              help="Run everything thrice on the reference, not only what differs after its first run, and all commands in "
                   "processes of their own, not in forks of one that has what they import.")
def run(names: Tuple[str, ...], reference: Optional[str], ours: Optional[str], jobs: int, folder: Path,
        verbose: bool, list_only: bool, outputs: Tuple[Path, ...], record: bool, again: bool, recorded: bool,
        offline: bool, kept_in: Path, thorough: bool) -> None:
    """Run scenarios on both sides and compare; NAMES are parts of their names.

    Exits with 1 if anything differs that is not known to, or a scenario file can't be read, and with 3 if nothing
    does but some scenarios could not be compared.
    """
    if record and (recorded or offline):
        raise click.UsageError("--record asks the reference itself")
    if again and not record:
        raise click.UsageError("--again goes with --record")
    try:
        scenarios, problems = model.load_folder(folder, list(names))
        entries = known.load_known()
        if list_only:
            click.echo("\n".join(s.name for s in scenarios))
            return
        if not scenarios and not problems:
            raise click.ClickException("no scenario of that name")
        with ExitStack() as stack:
            def forking(opened: side.Side) -> side.Side:
                return opened if thorough else stack.enter_context(forked(opened, IMPORTED))

            def theirs(python: str) -> side.Side:
                opened = _open("reference", python)
                if opened.product.startswith("pkgrs"):
                    click.echo("warning: %s has pkgrs, not the real Rez: it is compared with itself" % python, err=True)
                return forking(opened)

            own = forking(stack.enter_context(_ours(ours)))
            if record:
                source: Source = _to_record(scenarios, theirs(_reference_python(reference)), kept_in, again)
            else:
                source = _source(scenarios, own, reference, theirs, kept_in, recorded, offline, thorough)
            with click.progressbar(length=len(scenarios), label="scenarios", file=sys.stderr) as bar:
                going = runner.Run(source, own, entries, bar.update)
                going.outcome.problems = problems
                outcome = going.go(scenarios, jobs, whole=not names and folder == SCENARIOS)
            if isinstance(source, Recorded) and record:
                source.recording.write(kept_in, None if names else [s.name for s in scenarios])
            data = as_data(outcome, source.version, own, digest({Path(s.file) for s in scenarios}))
    except (model.ScenarioError, side.SideError, environments.EnvironmentFailed) as error:
        raise click.ClickException(str(error))
    click.echo(text_report(outcome, verbose))
    write_reports(outputs, data)
    sys.exit(1 if not outcome.ok else 3 if outcome.not_compared else 0)


def _to_record(scenarios: Sequence[model.Scenario], asked: side.Side, path: Path, again: bool) -> Recorded:
    """The reference, where it must be asked because the recording lacks something, and the recording."""
    facts = recording.facts_of(asked)
    kept = recording.Recording.go_on(path, asked.version, facts)
    return Recorded(kept, scenarios, facts, Recorder(asked, kept.keep), again)


def _source(scenarios: Sequence[model.Scenario], own: side.Side, reference: Optional[str],
            theirs: Callable[[str], side.Side], path: Path, recorded: bool, offline: bool, thorough: bool) -> Source:
    """The reference; or the recording, with the reference for what it lacks unless that is not to be asked. Where there
    is no reference at hand, the recording will do."""
    without = not recorded and not reference and path.exists()
    python = "" if offline else _reference_python(reference, needed=not recorded and not without)
    if python and not recorded:
        return Live(theirs(python), len(HASH_SEEDS) if thorough else 1)
    kept = recording.Recording.read(path)
    if not offline and not python:
        click.echo("There is no reference (`parity setup` makes one): compared with what Rez %s gave when it was recorded."
                   % kept.version, err=True)
    return Recorded(kept, scenarios, recording.facts_of(own), Live(theirs(python)) if python else None)


@main.command("known")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the page `docs/compatibility.md` instead.")
def known_command(write: Optional[Path]) -> None:
    """List the differences that are meant."""
    try:
        entries = known.load_known()
    except model.ScenarioError as error:
        raise click.ClickException(str(error))
    if write:
        write.write_text(known.markdown(entries), encoding="utf-8")
        return
    for entry in entries:
        click.echo("%s: %s" % (entry.id, entry.what))


@main.command("upstream")
@click.argument("modules", nargs=-1)
@reference_option
@jobs_option
@click.option("-v", "--verbose", is_flag=True, help="Print what the tests printed.")
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
    click.echo(upstream.reasons(results))
    for test, message in sorted(verdict.unexpected.items()):
        click.echo("unexpected failure: %s: %s" % (test, message))
    for test in verdict.fixed:
        click.echo("passes, so must leave upstream.toml: %s" % test)
    sys.exit(0 if verdict.ok else 1)


@main.command("surface")
@reference_option
@ours_option
@click.option("--live", is_flag=True, help="Ask the reference now, instead of its recording.")
@click.option("--record", "record_only", is_flag=True, help="Record the reference's surface and stop.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="Also write the page `docs/surface.md`.")
@click.option("--match", default="", help="Only print lines that contain this text.")
def surface_command(reference: Optional[str], ours: Optional[str], live: bool, record_only: bool,
                    write: Optional[Path], match: str) -> None:
    """Compare what can be imported from `rez` and `rezplugins`."""
    try:
        if record_only:
            surface.record(surface.probe(_open("reference", _reference_python(reference))))
            return
        theirs = surface.probe(_open("reference", _reference_python(reference))) if live else surface.load()
        report = surface_compare.compare(theirs, surface.probe(_open("pkgrs", ours or sys.executable)))
    except side.SideError as error:
        raise click.ClickException(str(error))
    for line in report.missing:
        if match in line:
            click.echo(line)
    for what, wanted in report.wanted.items():
        click.echo("%-23s %5d of %5d" % (what, report.found[what], wanted))
    click.echo("%.1f %% of the surface" % report.percent)
    if write:
        write.write_text(surface.markdown(report), encoding="utf-8")
    sys.exit(1 if report.missing else 0)


@main.command("fuzz")
@click.argument("kinds", nargs=-1, type=click.Choice(["resolves", "versions", "scripts"]))
@reference_option
@ours_option
@jobs_option
@click.option("--first", type=click.IntRange(0), default=0, help="Number of the first case.")
@click.option("--count", type=click.IntRange(1), default=200, help="How many cases of each kind.")
@click.option("-v", "--verbose", is_flag=True, help="Also list known differences and noise.")
def fuzz_command(kinds: Tuple[str, ...], reference: Optional[str], ours: Optional[str], jobs: int, first: int, count: int,
                 verbose: bool) -> None:
    """Run generated cases of all KINDS, or those named: resolves of generated requests on generated packages, versions
    and requirements from generated texts, scripts for all shells from generated code.

    Each case has a number, and is the same wherever it is made: --first 17 --count 1 makes case 17 again.
    """
    from parity.fuzz import run as fuzzing
    identical = True
    try:
        with _sides(reference, ours) as (theirs, own):
            for kind in kinds or fuzzing.KINDS:
                with click.progressbar(length=count, label=kind, file=sys.stderr) as bar:
                    outcome = fuzzing.fuzz(kind, first, count, theirs, own, known.load_known(fuzzing.KNOWN), jobs, bar.update)
                click.echo(text_report(outcome, verbose))
                identical = identical and outcome.ok
    except (model.ScenarioError, side.SideError, environments.EnvironmentFailed) as error:
        raise click.ClickException(str(error))
    sys.exit(0 if identical else 1)


@main.command("bench")
@reference_option
@ours_option
@click.option("--pyrer", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Interpreter that has pyrer and a rez, to be timed as well.")
@click.option("--every", type=click.IntRange(1), default=1, help="Resolve only each so-manieth request.")
@click.option("--repeat", type=click.IntRange(1), default=5, help="How often short things are measured.")
@click.option("--families", multiple=True, type=click.IntRange(100), default=(100, 1000, 10000), show_default=True,
              help="Sizes of the repository that grows, in hundreds; may be given more than once.")
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS),
              help="Only this part; may be given more than once.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for text, JSON, Markdown and the plots (SVG).")
def bench_command(reference: Optional[str], ours: Optional[str], pyrer: Optional[Path], every: int, repeat: int,
                  families: Tuple[int, ...], parts: Tuple[str, ...], output: Optional[Path]) -> None:
    """Time real Rez, pyrer and pkgrs in turn, by processor time.

    Unless --ours names an interpreter, a production install of this checkout is made to be timed: what `parity setup`
    makes of Rez is one, too.
    """
    rows: List[Any] = []
    if any(size % 100 for size in families):
        raise click.BadParameter("not a number of hundreds", param_hint="--families")
    chosen = parts or PARTS
    try:
        with environments.as_in_production(ours) as installed, _sides(reference, installed) as (theirs, own):
            bench = Bench(theirs, own, pyrer, every, repeat, sorted(set(families)))
            try:
                with click.progressbar(length=sum(map(bench.steps, chosen)), label="measurements", file=sys.stderr,
                                       item_show_func=lambda item: item) as bar:
                    def done(what: str) -> None:
                        bar.update(1, what)  # type: ignore[arg-type]
                        if not sys.stderr.isatty():
                            click.echo("  " + what, err=True)

                    bench.progress = done
                    for part in chosen:
                        rows += getattr(bench, part)()
                        if output:
                            _write_bench(output, rows)  # a run is long: what there is stays, should it be ended
            finally:
                bench.close()
    except (side.SideError, environments.EnvironmentFailed) as error:
        raise click.ClickException(str(error))
    click.echo(bench_output.text(rows))
    for remark in bench.remarks:
        click.echo(remark)


def _write_bench(folder: Path, rows: List[Any]) -> None:
    from parity.bench import plot
    folder.mkdir(parents=True, exist_ok=True)
    files = {"bench.txt": bench_output.text(rows) + "\n",
             "bench.json": json.dumps(bench_output.as_data(rows), indent=2) + "\n",
             "bench.md": bench_output.markdown(rows), "bench.svg": plot.bars(rows), "growth.svg": plot.curves(rows)}
    for name, content in files.items():
        if content:
            (folder / name).write_text(content, encoding="utf-8")


@main.group("shadow")
def shadow_group() -> None:
    """Read what pkgrs in shadow mode has logged."""


@shadow_group.command("report")
@click.argument("logs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="LOG...")
@outputs_option
@click.option("--since", type=click.DateTime(), help="Leave out what is older.")
@click.option("--requests", "requests_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the requests that differed to a file for `parity audit --requests`.")
def shadow_report(logs: Tuple[Path, ...], outputs: Tuple[Path, ...], since: Any, requests_file: Optional[Path]) -> None:
    """Sum up logs: files, or folders of .jsonl files. The exit code is 1 if a resolve differed."""
    try:
        summary = shadow.read(logs, since.timestamp() if since else None)
    except shadow.LogError as error:
        raise click.ClickException(str(error))
    click.echo(shadow.text_report(summary))
    write_reports(outputs, shadow.as_data(summary))
    if requests_file:
        requests_file.write_text(json.dumps(list(shadow.requests(summary)), indent=2) + "\n", encoding="utf-8")
    sys.exit(1 if summary.counts["different"] else 0)


def _reference_python(given: Optional[str], needed: bool = True) -> str:
    """The interpreter of the reference; empty if there is none and it is not `needed`."""
    python = given or str(environments.default_folder() / "reference" / "bin" / "python")
    if not shutil.which(python):
        if not needed and not given:
            return ""
        raise click.ClickException("%s: no such interpreter; `parity setup` makes one, or name one with --reference"
                                   % python)
    return python


@contextmanager
def _sides(reference: Optional[str], ours: Optional[str]) -> Iterator[Tuple[side.Side, side.Side]]:
    """The reference, and ours: the named interpreter, or a throwaway production install of this checkout."""
    theirs = _open("reference", _reference_python(reference))
    with _ours(ours) as own:
        yield theirs, own


@contextmanager
def _ours(python: Optional[str]) -> Iterator[side.Side]:
    """Ours: the named interpreter, or a throwaway production install of this checkout."""
    if python:
        yield _open("pkgrs", python)
        return
    prefix = scratch.make("parity-ours-")
    try:
        environments.make_venv(prefix)
        environments.install_checkout(prefix, environments.site_packages(Path(sys.executable)))
        environments.make_production(prefix, environments.scripts_table(), isolated=False)
        yield _open("pkgrs", str(prefix / "bin" / "python"))
    finally:
        shutil.rmtree(str(prefix), ignore_errors=True)


def _open(name: str, python: str) -> side.Side:
    full = os.path.abspath(python)
    return side.open_side(name, full, bin=str(environments.tools_folder(Path(full))))


def _long_lived(reference: Optional[str], ours: Optional[str]) -> Tuple[side.Side, side.Side]:
    """Both sides where they are, so that what was found out about them holds in the next run, too."""
    theirs = _open("reference", _reference_python(reference))
    if ours:
        return theirs, _open("pkgrs", ours)
    return theirs, side.open_side("pkgrs", sys.executable, path=str(environments.CHECKOUT))


audit.add_to(main, _long_lived, [reference_option, ours_option, jobs_option])

if __name__ == "__main__":
    main()
