"""What kind of thing a difference is in."""
from __future__ import annotations

import re
from typing import Any, Dict, List

from parity.model import Scenario, Step

_PLACE = re.compile(r"\[(\d+)\](?:\['([^']*)'\])?")
_OF_RESOLVES = {"rxt": "rxt", "environ": "environment", "graph": "graph", "print": "output", "print_tools": "output",
                "output": "output", "error": "error", "message": "error"}
_OF_COMMANDS = {"exit": "exit code", "tree": "files", "error": "error", "message": "error"}
_OF_CODE = {"error": "error", "message": "error", "traceback": "error", "stdout": "output", "stderr": "output"}


def artefact(scenario: Scenario, path: str) -> str:
    """The artefact at a place in the results of a scenario, such as `[0]['rxt']['timestamp']`."""
    match = _PLACE.match(path)
    if match is None:
        return "rxt"  # contexts that the sides exchange have paths of their own
    return _artefact(scenario.steps[int(match.group(1))], match.group(2) or "")


def artefacts(scenario: Scenario, results: List[Any]) -> List[str]:
    """All that the steps of a scenario have given, by name."""
    found: Dict[str, None] = {}
    for step, result in zip(scenario.steps, results):
        for key in result if isinstance(result, dict) else [""]:
            found[_artefact(step, str(key))] = None
    return sorted(found)


def _artefact(step: Step, key: str) -> str:
    if step.kind == "config":
        return "config"
    if step.kind == "resolve":
        return "shell code" if key.startswith("code ") else _OF_RESOLVES.get(key, "resolve")
    if step.kind == "python":
        return _OF_CODE.get(key, "API")
    return _OF_COMMANDS.get(key, "output")
