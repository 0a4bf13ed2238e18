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

    `fresh` scenarios write to their world and get one of their own.
    """

    name: str
    file: str
    world: World
    steps: Tuple[Step, ...]
    fresh: bool = False
    unordered: bool = False


def load_scenarios(folder: Path, wanted: Optional[List[str]] = None) -> List[Scenario]:
    """The scenarios of the folder's `.toml` files; `wanted` are parts of names, any of which must occur.

    Raises:
        ScenarioError: A file can't be read, or says what is not known.
    """
    found: List[Scenario] = []
    for path in sorted(folder.glob("**/*.toml")):
        found.extend(_load_file(path))
    names = [scenario.name for scenario in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioError("scenarios of the same name: %s" % ", ".join(twice))
    if wanted:
        found = [s for s in found if any(part in s.name for part in wanted)]
    return found


def _load_file(path: Path) -> List[Scenario]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScenarioError("%s: %s" % (path, error))
    world = _world(path, data.get("world", {}))
    prefix = path.stem
    return [_scenario(path, prefix, world, item) for item in data.get("scenario", [])]


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
    return Scenario(name, str(path), world, tuple(steps), fresh, unordered)
