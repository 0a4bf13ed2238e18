"""The command `parity audit`."""
from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional, Sequence, Tuple

import click

from parity import environments, known, model
from parity.audit import inputs, report
from parity.audit import run as audit
from parity.audit.executors import Dask, ExecutorError, Local
from parity.audit.journal import Journal, JournalError
from parity.audit.tasks import Outcome
from parity.audit.worker import Setup
from parity.report import outputs
from parity.side import Side, SideError

Opener = Callable[[Optional[str], Optional[str]], Tuple[Side, Side]]

_OPTIONS = [
    click.option("--packages", "-p", multiple=True, metavar="PATH",
                 help="Repository whose definitions are compared; also where the requests of --requests are resolved. "
                      "May be given more than once, or as one path list. By default those the contexts name."),
    click.option("--contexts", "-c", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER",
                 help="Folder of recorded .rxt files, searched with all below it, or one file."),
    click.option("--requests", "-q", "request_files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
                 help="JSON list of requests: lists of texts, as Rez's benchmark has them, or mappings with keys of "
                      "an .rxt file."),
    click.option("--use-packages", is_flag=True,
                 help="Resolve recorded contexts in the repositories of --packages, whatever they name themselves."),
    click.option("--no-definitions", is_flag=True, help="Only replay requests."),
    click.option("--shell", "shells", multiple=True, default=("bash",), show_default=True,
                 help="Shell whose code is compared. May be given more than once."),
    click.option("--known", "known_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                 help="Differences to tolerate, in the form of parity's known.toml."),
    click.option("--work", type=click.Path(file_okay=False, path_type=Path),
                 help="Folder for the journal and for reduced differences; by default one for these inputs in the "
                      "user's cache folder."),
    click.option("--resume", is_flag=True, help="Go on with an audit that was stopped."),
    click.option("--minimise/--no-minimise", default=True, show_default=True,
                 help="Reduce differences to the smallest repository and request that show them."),
    click.option("--minimise-most", type=click.IntRange(0), default=20, show_default=True,
                 help="How many differences are reduced."),
    click.option("--minimise-time", type=float, default=120.0, show_default=True,
                 help="Seconds that reducing one may take."),
    click.option("--time-limit", type=float, default=300.0, show_default=True,
                 help="Seconds that one side may take for one request, or for the definitions of one family."),
    click.option("--executor", type=click.Choice(["local", "dask"]), default="local", show_default=True,
                 help="Where it is done: on this machine's cores, or on a Dask cluster."),
    click.option("--scheduler", metavar="ADDRESS", help="The scheduler of the Dask cluster, as tcp://host:8786."),
    outputs.option,
    click.option("-v", "--verbose", is_flag=True, help="Also list known differences and noise."),
]


@dataclass(frozen=True)
class Options:
    """What the command was given; the names are those of its options."""

    reference: Optional[str]
    ours: Optional[str]
    jobs: int
    packages: Tuple[str, ...]
    contexts: Tuple[Path, ...]
    request_files: Tuple[Path, ...]
    use_packages: bool
    no_definitions: bool
    shells: Tuple[str, ...]
    known_file: Optional[Path]
    work: Optional[Path]
    resume: bool
    minimise: bool
    minimise_most: int
    minimise_time: float
    time_limit: float
    executor: str
    scheduler: Optional[str]
    outputs: Tuple[Path, ...]
    verbose: bool


def add_to(group: click.Group, open_sides: Opener, shared: Sequence[Any]) -> None:
    """Make `audit` a command of the group.

    Args:
        open_sides: Gives both sides for the names of two interpreters.
        shared: The options that it has in common with other commands.
    """
    def audit_command(**given: Any) -> None:
        """Compare both sides on a studio's own packages and recorded contexts.

        Every definition in the repositories is loaded, and every recorded request resolved anew, with its timestamp,
        filters, orderers and paths, by real Rez and by pkgrs. Nothing is written in the folders that are audited.

        The exit code is 0 if all is the same, 1 if something differs or could not be compared, 130 if it was stopped:
        with --resume it then goes on.
        """
        options = Options(**given)
        _check(options)
        try:
            code = _audit(options, open_sides(options.reference, options.ours))
        except (SideError, ExecutorError, JournalError, model.ScenarioError, environments.EnvironmentFailed) as error:
            raise click.ClickException(str(error))
        sys.exit(code)

    command = audit_command
    for option in reversed(list(shared) + _OPTIONS):
        command = option(command)
    group.command("audit")(command)


def _check(options: Options) -> None:
    if not (options.packages or options.contexts or options.request_files):
        raise click.UsageError("nothing to audit: name --packages, --contexts or --requests")
    if (options.use_packages or options.request_files) and not options.packages:
        raise click.UsageError("--packages is needed with --use-packages and --requests")
    if (options.executor == "dask") != bool(options.scheduler):
        raise click.UsageError("--executor dask and --scheduler go together")


def _audit(options: Options, sides: Tuple[Side, Side]) -> int:
    entries = known.load_known(options.known_file) if options.known_file else []
    packages, requests, bad = _inputs(options)
    work = _work_folder(options, packages)
    setup = Setup(sides[0], sides[1], work / "scratch", options.time_limit)
    identity = _identity(setup)
    with _journal(work, options.resume) as journal:
        plan = audit.make_plan([] if options.no_definitions else packages, requests, setup, options.shells, identity)
        plan.bad[:0] = bad
        try:
            with _interruptible():
                outcomes = _run(options, plan, journal, setup, work)
        except KeyboardInterrupt:
            done = sum(task.key in journal.outcomes for task in plan.tasks)
            click.echo("\nstopped: %d of %d are done; go on with --resume --work %s" % (done, len(plan.tasks), work),
                       err=True)
            return 130
        data = report.as_data(outcomes, plan.bad, journal.minimal, entries, sides, plan.digest)
    click.echo(report.text_report(data, options.verbose))
    outputs.write(options.outputs, data)
    return 0 if data["ok"] else 1


def _inputs(options: Options) -> Tuple[List[str], List[inputs.Request], List[inputs.BadInput]]:
    """Repositories, requests and what of these can't be read."""
    bad: List[inputs.BadInput] = []
    packages = [_absolute(path) for given in options.packages for path in given.split(os.pathsep) if path]
    requests: List[inputs.Request] = []
    for folder in options.contexts:
        for request in inputs.read_contexts(folder, bad.append):
            requests.append(inputs.in_repositories(request, packages) if options.use_packages else request)
    for path in options.request_files:
        requests += inputs.read_requests(path, packages, bad.append)
    if not packages:
        packages = list(dict.fromkeys(path for request in requests for path in request.paths))
    return packages, requests, bad


def _absolute(path: str) -> str:
    folder = inputs.folder_of(path)
    return os.path.abspath(path) if folder == path else path


def _work_folder(options: Options, packages: List[str]) -> Path:
    folder = options.work
    if folder is None:
        given = [packages, [str(path.absolute()) for path in options.contexts + options.request_files]]
        folder = environments.default_folder() / "audit" / inputs.digest_of(given)[:12]
    folder = folder.absolute()
    inside = next((path for path in packages + [str(path.absolute()) for path in options.contexts]
                   if str(folder).startswith(os.path.join(path, ""))), None)
    if inside:
        raise click.UsageError("the work folder must not be in a folder that is audited: %s" % inside)
    try:
        for path in (folder, folder / "scratch"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException("%s: %s" % (folder, error.strerror or error))
    return folder


def _identity(setup: Setup) -> str:
    digest, said = audit.identify(setup)
    if said[setup.reference.name]["pkgrs"]:
        raise SideError("reference: %s has pkgrs, not the real Rez; name one that has with --reference"
                        % setup.reference.python)
    return digest


@contextmanager
def _journal(work: Path, resume: bool) -> Iterator[Journal]:
    journal = Journal(work, resume)
    try:
        if journal.set_aside:
            click.echo("an earlier journal was set aside: %s (--resume goes on with it)" % journal.set_aside, err=True)
        yield journal
    finally:
        journal.close()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Within this, being told to end is as being interrupted: what was done is kept and said."""
    def interrupt(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(options: Options, plan: audit.Plan, journal: Journal, setup: Setup, work: Path) -> List[Outcome]:
    bars = _Bars()
    progress = audit.Progress(bars.begin, bars.done)
    executor: audit.Executor = (Dask(setup, options.scheduler) if options.scheduler else Local(setup, options.jobs))
    try:
        outcomes = audit.run(plan, journal, executor, progress)
        if options.minimise:
            audit.minimise(plan, journal, setup, work / "minimal", options.minimise_time, options.minimise_most,
                           progress)
    finally:
        bars.close()
        with suppress(OSError):
            executor.close()
    return outcomes


class _Bars:
    """One progress bar after the other, with an estimate of the time that is left."""

    def __init__(self) -> None:
        self._bar: Any = None

    def begin(self, label: str, total: int) -> None:
        self.close()
        self._bar = click.progressbar(length=total, label="%-11s" % label, file=sys.stderr, show_pos=True)
        self._bar.__enter__()

    def done(self, count: int) -> None:
        if count:
            self._bar.update(count)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
