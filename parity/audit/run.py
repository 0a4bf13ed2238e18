"""An audit from its inputs to its result."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Protocol, Sequence, Tuple

from parity.audit.inputs import BadInput, InputError, Repository, Request, digest_of, folder_of, scan_repository
from parity.audit.journal import Journal
from parity.audit.minimise import Minimiser, copy_definitions
from parity.audit.tasks import DIFFERENT, Outcome, Task, families_task, family_task, request_task
from parity.audit.worker import Lane, Setup, WorkerDied
from parity.side import SideError


class Executor(Protocol):
    """Where tasks are done."""

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcomes, each as soon as it is known."""

    def close(self) -> None:
        """End what was started."""


@dataclass
class Plan:
    """What is to be done, and a digest of all of it."""

    definitions: List[Task] = field(default_factory=list)
    requests: List[Task] = field(default_factory=list)
    bad: List[BadInput] = field(default_factory=list)
    sides: str = ""

    @property
    def tasks(self) -> List[Task]:
        return self.definitions + self.requests

    @property
    def digest(self) -> str:
        return digest_of(sorted(task.key for task in self.tasks))


@dataclass
class Progress:
    """What is told on the way: a step of so many tasks begins, and so many of it are done."""

    begin: Callable[[str, int], None] = lambda label, total: None
    done: Callable[[int], None] = lambda count: None


def identify(setup: Setup) -> Tuple[str, Dict[str, Any]]:
    """Ask both sides what they are.

    Returns:
        A digest of their state, and what each said.

    Raises:
        SideError: One gives no answer.
    """
    lane = Lane(setup)
    try:
        said = {worker.side.name: worker.ask("hello") for worker in (lane.reference, lane.ours)}
    except WorkerDied as error:
        raise SideError(str(error))
    finally:
        lane.close()
    return digest_of(sorted(answer["digest"] for answer in said.values())), said


def make_plan(packages: Sequence[str], requests: Sequence[Request], setup: Setup, shells: Tuple[str, ...],
              sides: str) -> Plan:
    """The tasks for these inputs.

    Args:
        packages: Repositories whose definitions are compared.
        requests: Recorded requests.
        setup: For a look at repositories that are no folders.
        shells: Whose code is compared.
        sides: Digest of the state of both sides.
    """
    plan = Plan(sides=sides)
    scanned: Dict[str, Repository] = {}

    def scan(path: str) -> Repository:
        if path not in scanned:
            try:
                scanned[path] = scan_repository(path)
            except InputError as error:
                scanned[path] = Repository(path)
                if path in packages:
                    plan.bad.append(BadInput(path, str(error)[len(path) + 2:]))
        return scanned[path]

    for path in dict.fromkeys(packages):
        repository = scan(path)
        names = sorted(repository.families) or _listed(path, setup, plan)
        if names:
            plan.definitions.append(families_task(repository, sides))
            plan.definitions += [family_task(repository, name, sides) for name in names]
    for request in requests:
        state = digest_of([scan(path).digest for path in request.paths])
        plan.requests.append(request_task(request, shells, state, sides))
    return plan


def _listed(path: str, setup: Setup, plan: Plan) -> List[str]:
    """The families of a repository that is no folder, as the reference lists them."""
    if folder_of(path) is not None:
        return []
    lane = Lane(setup)
    try:
        names = lane.reference.ask("families", path=path)
    except WorkerDied as error:
        names = {"error": "", "message": str(error)}
    finally:
        lane.close()
    if isinstance(names, dict):
        plan.bad.append(BadInput(path, names["message"]))
        return []
    return list(names)


def run(plan: Plan, journal: Journal, executor: Executor, progress: Progress) -> List[Outcome]:
    """Do what the journal does not have yet; returns the outcomes of all tasks, in the plan's order."""
    for label, tasks in (("definitions", plan.definitions), ("requests", plan.requests)):
        if not tasks:
            continue
        unique = {task.key: task for task in tasks}
        open_tasks = [task for key, task in unique.items() if key not in journal.outcomes]
        progress.begin(label, len(unique))
        progress.done(len(unique) - len(open_tasks))
        for outcome in executor.run(open_tasks):
            if journal.add(outcome):
                progress.done(1)
    return [journal.outcomes[key] for key in dict.fromkeys(task.key for task in plan.tasks)]


def minimise(plan: Plan, journal: Journal, setup: Setup, folder: Path, seconds: float, most: int,
             progress: Progress) -> None:
    """Reduce the differences that the journal has, and keep what is found in it.

    Args:
        folder: Where the results go, one folder each.
        seconds: How long each may take.
        most: How many are reduced; the others are left as they are.
    """
    tasks = {task.key: task for task in plan.tasks if journal.outcomes[task.key].status == DIFFERENT}
    chosen = [task for task in list(tasks.values())[:most] if task.key not in journal.minimal]
    if not chosen:
        return
    progress.begin("reducing differences", len(chosen))
    lane = Lane(setup)
    try:
        for task in chosen:
            found = _minimal(task, journal.outcomes[task.key], lane, folder / _file_name(task), seconds)
            if found:
                journal.add_minimal(task.key, found)
            progress.done(1)
    finally:
        lane.close()


def _minimal(task: Task, outcome: Outcome, lane: Lane, folder: Path, seconds: float) -> Any:
    if task.kind == "resolve":
        return Minimiser(task, outcome, lane, folder, seconds).run()
    if task.kind == "family":
        versions = {match.group(1) for d in outcome.differences for match in [re.match(r"\['([^']*)'\]", d["path"])]
                    if match}
        return copy_definitions(task.arguments["path"], task.arguments["name"], sorted(versions), folder)
    return None


def _file_name(task: Task) -> str:
    return "%s-%s" % (re.sub(r"[^\w.-]+", "-", task.name.partition("/")[2]).strip("-.")[-80:], task.key[:8])
