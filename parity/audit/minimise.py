"""The smallest repository and request that still show a difference (delta debugging)."""
from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, TypeVar

from parity.audit.inputs import DEFINITIONS, InputError, Request, folder_of
from parity.audit.tasks import Outcome, Task, glance, signature
from parity.audit.worker import Lane, WorkerDied

Item = TypeVar("Item")


class Deadline(Exception):
    """The time for reducing is over."""


@dataclass(frozen=True)
class Unit:
    """A part of a repository that can be left out: the definition files of a version, or a file of a whole family."""

    repository: int
    family: str
    files: Tuple[str, ...]  # below the repository's folder


def reduced(items: Sequence[Item], shows: Callable[[List[Item]], bool]) -> List[Item]:
    """The items that can't be done without: leaving out any one of them, `shows` is no longer true.

    Args:
        items: They show it all together.
        shows: Whether some of the items, in their order, still show it.
    """
    kept = list(items)
    size = max(1, len(kept) // 2)
    while True:
        start, less = 0, False
        while start < len(kept):
            rest = kept[:start] + kept[start + size:]
            if shows(rest):
                kept, less = rest, True
            else:
                start += size
        if size > 1:
            size //= 2
        elif not less:
            return kept


class Minimiser:
    """Reduces the request of one task and the repositories it is resolved in.

    Args:
        task: The task, of kind "resolve", whose outcome was a difference.
        outcome: That outcome. What is found differs in the same kinds of result.
        lane: Where trials are made.
        folder: Where the result goes; it is made.
        seconds: Time after which the best that was found is taken.
    """

    def __init__(self, task: Task, outcome: Outcome, lane: Lane, folder: Path, seconds: float) -> None:
        self._task = task
        self._wanted = signature(outcome)
        self._lane = lane
        self._folder = folder
        self._end = time.monotonic() + seconds
        self._trials = Path(tempfile.mkdtemp(prefix="trial-", dir=str(lane.scratch)))
        self._number = 0
        question = dict(task.arguments["request"])
        self._paths = list(question["paths"])
        self._request = Request(name=task.name, **dict(question, **{
            key: tuple(question[key]) for key in ("requests", "paths", "implicit")}))
        self._last: Optional[Outcome] = None
        self._best: Tuple[Request, List[Unit]] = (self._request, [])

    def run(self) -> Dict[str, Any]:
        """What was found: the folder, the request, how much is left; or `why` there is nothing.

        Whether it is the smallest there is, or only the best in the time given, is told by `complete`.
        """
        try:
            units = list(self._all_units())
            if not self._keep(self._request, units):
                return {"why": "does not occur in a copy of the definitions alone, without payloads"}
            request, units, complete = self._reduced(units)
            self._write(request, units)
        except (InputError, OSError) as error:
            return {"why": str(error)}
        except Deadline:
            return {"why": "no time was left for a first trial"}
        finally:
            shutil.rmtree(str(self._trials), ignore_errors=True)
        return {"folder": str(self._folder), "requests": list(request.requests), "definitions": len(units),
                "complete": complete}

    def _reduced(self, units: List[Unit]) -> Tuple[Request, List[Unit], bool]:
        request = self._request
        try:
            units = self._only_reachable(units, request)
            for _ in range(2):  # a shorter request needs fewer packages, and fewer packages may do with a shorter one
                request = self._smaller_request(request, units)
                units = self._fewer_units(request, units)
        except Deadline:
            return self._best[0], self._best[1], False
        return request, units, True

    def _smaller_request(self, request: Request, units: List[Unit]) -> Request:
        changes: List[Dict[str, Any]] = [{"filter": []}, {"orderers": []}, {"timestamp": None}, {"building": False},
                                         {"testing": False}, {"implicit": ()}]
        for change in changes:
            trial = replace(request, **change)
            if trial != request and self._keep(trial, units):
                request = trial
        requests = reduced(request.requests, lambda some: self._keep(replace(request, requests=tuple(some)), units))
        return replace(request, requests=tuple(requests))

    def _fewer_units(self, request: Request, units: List[Unit]) -> List[Unit]:
        families = reduced(sorted({unit.family for unit in units}), lambda names: self._keep(
            request, [unit for unit in units if unit.family in names]))
        return reduced([unit for unit in units if unit.family in families], lambda some: self._keep(request, some))

    def _only_reachable(self, units: List[Unit], request: Request) -> List[Unit]:
        """Without the families that no requirement of any version leads to, if that is enough."""
        names = {_family_named(text) for text in request.requests + request.implicit}
        texts: Dict[str, str] = {}
        for unit in units:
            for name in unit.files:
                path = os.path.join(self._source(unit.repository), name)
                with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
                    texts[unit.family] = texts.get(unit.family, "") + file.read()
        reached, new = set(), names
        while new:
            reached |= new
            text = "\n".join(texts.get(name, "") for name in new)
            new = {name for name in texts if name not in reached and name in text}
        some = [unit for unit in units if unit.family in reached]
        return some if len(some) < len(units) and self._keep(request, some) else units

    def _keep(self, request: Request, units: List[Unit]) -> bool:
        """Whether these show it; if so they are the best so far."""
        if not self._shows(request, units):
            return False
        self._best = (request, units)
        return True

    def _shows(self, request: Request, units: Sequence[Unit]) -> bool:
        if time.monotonic() > self._end:
            raise Deadline
        self._number += 1
        root = self._trials / str(self._number)
        try:
            paths = self._copy(units, root)
            trial = replace(request, paths=tuple(paths))
            arguments = dict(self._task.arguments, request=trial.question())
            found = glance(replace(self._task, arguments=arguments), self._lane)
        except WorkerDied:
            return False
        finally:
            shutil.rmtree(str(root), ignore_errors=True)
        if not self._wanted <= signature(found):
            return False
        self._last = found
        return True

    # -- repositories

    def _source(self, number: int) -> str:
        folder = folder_of(self._paths[number])
        if folder is None:
            raise InputError("%s: only repositories that are folders can be reduced" % self._paths[number])
        return folder

    def _all_units(self) -> List[Unit]:
        found: List[Unit] = []
        for number in range(len(self._paths)):
            source = self._source(number)
            if not os.path.isdir(source):
                continue
            for entry in sorted(os.scandir(source), key=lambda e: e.name):
                family, ending = os.path.splitext(entry.name)
                if entry.is_dir() and not entry.name.startswith("."):
                    found += _units_of_family(number, source, entry.name)
                elif ending in (".py", ".yaml"):
                    found.append(Unit(number, family, (entry.name,)))
        return found

    def _copy(self, units: Sequence[Unit], root: Path) -> List[str]:
        paths = []
        for number in range(len(self._paths)):
            folder = root / ("packages%d" % (number + 1))
            folder.mkdir(parents=True)
            paths.append(str(folder))
        for unit in units:
            for name in unit.files:
                target = os.path.join(paths[unit.repository], name)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copyfile(os.path.join(self._source(unit.repository), name), target)
        return paths

    def _write(self, request: Request, units: Sequence[Unit]) -> None:
        """The result: repositories, the request as `--requests` takes it, and what differs."""
        shutil.rmtree(str(self._folder), ignore_errors=True)
        paths = self._copy(units, self._folder)
        question = request.question()
        entry = {"name": request.name.partition("/")[2], "package_requests": question["requests"],
                 "package_paths": paths, "implicit_packages": question["implicit"],
                 "requested_timestamp": question["timestamp"], "building": request.building,
                 "testing": request.testing}
        if request.filter is not None:
            entry["package_filter"] = request.filter
        if request.orderers is not None:
            entry["package_orderers"] = request.orderers
        (self._folder / "requests.json").write_text(json.dumps([entry], indent=2) + "\n", encoding="utf-8")
        differences = self._last.differences if self._last else []
        (self._folder / "differences.json").write_text(
            json.dumps(differences, indent=2, default=str) + "\n", encoding="utf-8")


def _family_named(request: str) -> str:
    name = request.lstrip("!~")
    for index, character in enumerate(name):
        if not (character.isalnum() or character in "_."):
            return name[:index]
    return name


def _units_of_family(number: int, source: str, family: str) -> List[Unit]:
    whole = tuple(os.path.join(family, name) for name in DEFINITIONS
                  if os.path.isfile(os.path.join(source, family, name)))
    units = [Unit(number, family, whole)] if whole else []
    if not os.path.isdir(os.path.join(source, family)):
        return units
    for entry in sorted(os.scandir(os.path.join(source, family)), key=lambda e: e.name):
        files = tuple(os.path.join(family, entry.name, name) for name in DEFINITIONS
                      if os.path.isfile(os.path.join(entry.path, name)))
        if files:
            units.append(Unit(number, family, files))
    return units


def copy_definitions(path: str, family: str, versions: Sequence[str], folder: Path) -> Optional[Dict[str, Any]]:
    """The definitions of a family that differ, by themselves in a repository of their own.

    Returns:
        As `Minimiser.run`; None if they are no files of their own.
    """
    source = folder_of(path)
    if source is None:
        return None
    whole = [Unit(0, family, (family + ending,)) for ending in (".py", ".yaml")
             if os.path.isfile(os.path.join(source, family + ending))]
    units = whole + [unit for unit in _units_of_family(0, source, family)
                     if not versions or os.path.basename(os.path.dirname(unit.files[0])) in versions]
    if not units:
        return None
    shutil.rmtree(str(folder), ignore_errors=True)
    for unit in units:
        for name in unit.files:
            target = folder / "packages1" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(os.path.join(source, name), str(target))
    return {"folder": str(folder), "requests": [], "definitions": len(units), "complete": True}
