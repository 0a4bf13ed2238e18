"""Contexts that one side saved, loaded by the other."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from parity.compare import Difference, compare
from parity.group import Results
from parity.model import Scenario
from parity.normalise import own_paths, places_for_roles
from parity.side import Side, load_contexts

Saved = Tuple[Scenario, int, Dict[str, Any]]  # scenario, number of the step, what the step gave


def differences(reference: Optional[Side], ours: Side, group: List[Scenario], theirs: Results, own: Results,
                folder: Path) -> List[Difference]:
    """How a context that was loaded differs from the one that was saved, in content or environment.

    Args:
        reference: None where what it gave is recorded: then only ours loads.
        folder: The world that the steps ran in.
    """
    found = _loaded(ours, group, theirs, folder, reference or ours, "loaded by ours")
    if reference:
        found += _loaded(reference, group, own, folder, ours, "loaded by the reference")
    return found


def _loaded(loader: Side, group: List[Scenario], results: Results, folder: Path, writer: Side, title: str
            ) -> List[Difference]:
    saved = [item for scenario in group for item in _saved(scenario, results[scenario.name])]
    if not saved:
        return []
    texts = [json.dumps(places_for_roles(result["rxt"], writer, folder)) for _, _, result in saved]
    found = []
    for (scenario, step, result), answer in zip(saved, load_contexts(loader, group[0].world, texts, folder)):
        answer = own_paths(own_paths(answer, loader, folder), writer, folder)
        wanted = {"rxt": result["rxt"], "environ": result["environ"]}
        found += compare(scenario.name, {title: {str(step): wanted}}, {title: {str(step): answer}})
    return found



def _saved(scenario: Scenario, results: List[Any]) -> List[Saved]:
    return [(scenario, i, result) for i, (step, result) in enumerate(zip(scenario.steps, results))
            if step.kind == "resolve" and isinstance(result, dict) and isinstance(result.get("rxt"), dict)
            and "serialize_version" in result["rxt"]]
