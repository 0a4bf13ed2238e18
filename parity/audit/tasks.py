"""One thing to compare, and comparing it on a lane."""
from __future__ import annotations

import re
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Callable, Dict, FrozenSet, List, Tuple

from parity.audit.inputs import Repository, Request, digest_of
from parity.audit.worker import Lane, Worker, WorkerDied
from parity.compare import Difference, compare
from parity.normalise import learn, own_paths
from parity.source import HASH_SEEDS
from parity.side import Side

IDENTICAL, DIFFERENT, NOT_COMPARED = "identical", "different", "not compared"
_MANY = 50  # differences of one task that are kept
_LONG = 20000  # characters of a text that are kept
_WARM = "a worker that did something else before gave another answer"


@dataclass(frozen=True)
class Task:
    """Something to ask both sides.

    Attributes:
        key: Digest of all that the answer depends on.
        name: What reports call it, as "definitions/maya" or "requests/shots/010.rxt".
        kind: "families" (the names that a repository has), "family" (its definitions) or "resolve".
        arguments: What the probe is given.
    """

    key: str
    name: str
    kind: str
    arguments: Dict[str, Any]


@dataclass
class Outcome:
    """What came of a task; plain enough for the journal.

    Attributes:
        total: How many definitions or requests it was.
        same: How many of them are the same on both sides.
        differences: Path, the reference's value and ours.
        noise: Where the reference differs from itself.
        errors: What could not be compared, and why.
        seconds: How long each side took.
        artefacts: Kinds of what was compared.
    """

    key: str
    name: str
    kind: str
    status: str = IDENTICAL
    total: int = 1
    same: int = 1
    differences: List[Dict[str, Any]] = field(default_factory=list)
    noise: List[str] = field(default_factory=list)
    errors: List[str] = field(default_factory=list)
    seconds: Dict[str, float] = field(default_factory=dict)
    artefacts: List[str] = field(default_factory=list)

    def data(self) -> Dict[str, Any]:
        return asdict(self)


def artefact(kind: str, key: str) -> str:
    """The kind of thing that an answer to a task of that kind has at that key."""
    if kind != "resolve":
        return "definition"
    return {"environment": "environment", "shell": "shell code"}.get(key, "resolve")


def families_task(repository: Repository, sides: str) -> Task:
    arguments = {"path": repository.path}
    return Task(digest_of([sides, "families", arguments, sorted(repository.families)]),
                "repositories/%s" % repository.path, "families", arguments)


def family_task(repository: Repository, family: str, sides: str) -> Task:
    arguments = {"path": repository.path, "name": family}
    return Task(digest_of([sides, "family", arguments, repository.families.get(family)]),
                "definitions/%s" % family, "family", arguments)


def request_task(request: Request, shells: Tuple[str, ...], repositories: str, sides: str) -> Task:
    """The task for a recorded request.

    Args:
        repositories: Digest of the repositories' state.
        sides: Digest of the state of both sides.
    """
    arguments = {"request": request.question(), "shells": list(shells)}
    return Task(digest_of([sides, "resolve", request.name, arguments, repositories]), "requests/%s" % request.name,
                "resolve", arguments)


def perform(task: Task, lane: Lane) -> Outcome:
    """Ask both sides and compare."""
    outcome = Outcome(task.key, task.name, task.kind)
    answers, died = _both(lane, task.kind, task.arguments, outcome.seconds)
    if died and task.kind == "family":
        return _one_by_one(task, lane, outcome)
    if died:
        outcome.errors.append(died)
        return _judged(outcome, 1, set())
    left, right = answers
    outcome.artefacts = sorted({artefact(task.kind, key) for key in left if isinstance(key, str)})
    both_dicts = task.kind == "family" and isinstance(left, dict) and isinstance(right, dict)
    if both_dicts and "error" not in left:
        outcome.total = len(set(left) | set(right))
    return _compared(task, lane, outcome, left, right)


def _both(lane: Lane, do: str, arguments: Dict[str, Any], seconds: Dict[str, float]) -> Tuple[List[Any], str]:
    """What each side gives, and of the sides whose worker died how it did."""
    answers, died = [], []
    for worker in (lane.reference, lane.ours):
        start = time.perf_counter()
        try:
            answers.append(_neutral(worker.ask(do, **arguments), lane))
        except WorkerDied as error:
            died.append(str(error))
        seconds[worker.side.name] = round(time.perf_counter() - start, 3)
    return answers, "; ".join(died)


def _neutral(value: Any, lane: Lane) -> Any:
    """The value with the places of both sides named by their roles: one may be that of the system's Python, which
    occurs in any environment."""
    return own_paths(own_paths(value, lane.setup.reference), lane.setup.ours)


def _compared(task: Task, lane: Lane, outcome: Outcome, left: Any, right: Any) -> Outcome:
    if left == right:
        return _judged(outcome, outcome.total, set())
    try:
        left, right, outcome.noise = _afresh(lane, left, lambda worker: worker.ask(task.kind, **task.arguments))
    except WorkerDied as error:
        outcome.errors.append(str(error))
    found = compare(task.name, left, right)
    if not found and not outcome.noise:
        outcome.noise.append(_WARM)
    outcome.differences = _plain(found)
    if outcome.total == 1:
        different = {""} if found else set()
    else:
        different = {key for key in set(left) | set(right) if left.get(key) != right.get(key)}
    return _judged(outcome, outcome.total, different)


def _judged(outcome: Outcome, total: int, different: Any) -> Outcome:
    outcome.total = total
    outcome.same = max(0, total - len(different) - len(outcome.errors))
    outcome.status = DIFFERENT if outcome.differences else NOT_COMPARED if outcome.errors else IDENTICAL
    return outcome


def _afresh(lane: Lane, left: Any, ask: Callable[[Worker], Any]) -> Tuple[Any, Any, List[str]]:
    """What processes that did nothing before give, the reference's noise learned from several."""
    def fresh(side: Side, seed: int) -> Any:
        worker = lane.worker(side, seed)
        try:
            return _neutral(ask(worker), lane)
        finally:
            worker.close()

    runs = [fresh(lane.setup.reference, seed) for seed in HASH_SEEDS]
    return learn(runs, fresh(lane.setup.ours, 0))


def _one_by_one(task: Task, lane: Lane, outcome: Outcome) -> Outcome:
    """The definitions of a family each by itself, to find the one that ended the worker."""
    path, name = task.arguments["path"], task.arguments["name"]
    try:
        versions = lane.reference.ask("versions", path=path, name=name)
        if versions != lane.ours.ask("versions", path=path, name=name) or isinstance(versions, dict):
            raise WorkerDied("the sides list other versions: nothing of this family can be compared")
    except WorkerDied as error:
        outcome.errors.append(str(error))
        return _judged(outcome, 1, set())
    left: Dict[str, Any] = {}
    right: Dict[str, Any] = {}
    outcome.artefacts = [artefact(task.kind, "")]
    for version in versions:
        arguments = {"path": path, "name": name, "version": version}
        answers, died = _both(lane, "version", arguments, {})
        if died:
            outcome.errors.append("%s-%s: %s" % (name, version, died))
        else:
            left[version], right[version] = answers
    found = compare(task.name, left, right)
    outcome.differences = _plain(found)
    return _judged(outcome, len(versions), {key for key in left if left[key] != right[key]})


def _kept(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONG:
        return value[:_LONG] + "…"
    return value


def glance(task: Task, lane: Lane) -> Outcome:
    """As `perform`, but without finding out what of the differences is noise.

    Raises:
        WorkerDied: A side did not answer.
    """
    outcome = Outcome(task.key, task.name, task.kind)
    answers, died = _both(lane, task.kind, task.arguments, outcome.seconds)
    if died:
        raise WorkerDied(died)
    outcome.differences = _plain(compare(task.name, *answers))
    return outcome


def _plain(found: List[Difference]) -> List[Dict[str, Any]]:
    return [{"path": d.path, "reference": _kept(d.reference), "ours": _kept(d.ours)} for d in found[:_MANY]]


def signature(outcome: Outcome) -> FrozenSet[str]:
    """The kinds of difference: the first two keys of each path."""
    return frozenset("".join(re.findall(r"\[[^]]*\]", d["path"])[:2]) for d in outcome.differences)
