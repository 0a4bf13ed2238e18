"""What a scenario file says: worlds, scenarios, steps."""
from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

STEP_KINDS = ("resolve", "config", "python", "command", "cli")


class ScenarioError(Exception):
    """A scenario file is wrong; the text names the file and the cause."""


@dataclass(frozen=True)
class World:
    """The folders and variables that steps run in.

    `copy` names folders of the sample data to copy, as `{name in the world: name of the sample}`;
    `files` are written as given (path in the world: text); `env` are variables, in which
    `{world}` stands for the world's folder.
    """

    copy: Dict[str, str] = field(default_factory=dict)
    files: Dict[str, str] = field(default_factory=dict)
    executables: Tuple[str, ...] = ()
    env: Dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One thing to do: its kind, what it is given, and its number within the scenario."""

    kind: str
    arguments: Dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """Steps that run one after the other in one world.

    `fresh` scenarios write to their world and get one of their own. Those that are `live` can't be recorded: it is the
    reason.
    """

    name: str
    file: str
    world: World
    steps: Tuple[Step, ...]
    fresh: bool = False
    unordered: bool = False
    live: str = ""


def load_scenarios(folder: Path, wanted: Optional[List[str]] = None) -> List[Scenario]:
    """The scenarios of the folder's `.toml` files; `wanted` are parts of names, any of which must occur.

    Raises:
        ScenarioError: A file can't be read, or says what is not known.
    """
    found, problems = load_folder(folder, wanted)
    if problems:
        raise ScenarioError(problems[0])
    return found


def load_folder(folder: Path, wanted: Optional[List[str]] = None) -> Tuple[List[Scenario], List[str]]:
    """The scenarios as above, and a line for each file that can't be used, so that the others can."""
    found: Dict[str, Scenario] = {}
    problems: List[str] = []
    for path in sorted(folder.glob("**/*.toml")):
        try:
            scenarios = _load_file(path)
            twice = sorted(s.name for s in scenarios if s.name in found)
            if twice:
                raise ScenarioError("%s: scenarios of the same name: %s" % (path, ", ".join(twice)))
        except ScenarioError as error:
            problems.append(str(error))
            continue
        found.update((s.name, s) for s in scenarios)
    return [s for s in found.values() if not wanted or any(part in s.name for part in wanted)], problems


def _load_file(path: Path) -> List[Scenario]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScenarioError("%s: %s" % (path, error))
    world = _world(path, data.get("world", {}))
    found = [_scenario(path, path.stem, world, item) for item in data.get("scenario", [])]
    names = [scenario.name for scenario in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioError("%s: scenarios of the same name: %s" % (path, ", ".join(twice)))
    return found


def _world(path: Path, data: Dict[str, Any]) -> World:
    unknown = set(data) - {"copy", "files", "env", "executables"}
    if unknown:
        raise ScenarioError("%s: unknown world key %s" % (path, ", ".join(sorted(unknown))))
    return World(
        copy=dict(data.get("copy", {"packages": "packages"})),
        files=dict(data.get("files", {})),
        executables=tuple(data.get("executables", ())),
        env=dict(data.get("env", {})),
    )


def _scenario(path: Path, prefix: str, world: World, item: Dict[str, Any]) -> Scenario:
    item = dict(item)
    name = "%s/%s" % (prefix, item.pop("name", "?"))
    fresh = bool(item.pop("fresh", False))
    unordered = bool(item.pop("unordered", False))
    live = str(item.pop("live", ""))
    steps_data = item.pop("steps", None) or [item]
    steps = []
    for data in steps_data:
        kinds = [kind for kind in STEP_KINDS if kind in data]
        if len(kinds) != 1:
            raise ScenarioError("%s: %s: a step has exactly one of %s" % (path, name, ", ".join(STEP_KINDS)))
        if kinds == ["python"]:
            try:
                compile(data["python"], name, "exec")
            except SyntaxError as error:
                raise ScenarioError("%s: %s: %s" % (path, name, error))
        steps.append(Step(kinds[0], dict(data)))
    return Scenario(name, str(path), world, tuple(steps), fresh, unordered, live)
