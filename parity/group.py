"""Scenarios that share a world, run on one side."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

from parity import worlds
from parity.model import Scenario
from parity.normalise import own_paths
from parity.side import Side, run_batch, run_scenario

Results = Dict[str, List[Any]]  # name of a scenario: what each of its steps gave


def run_group(side: Side, group: List[Scenario], folder: Path) -> Results:
    """What the scenarios, which share a world, give on this side, in a world made anew in the folder.

    Raises:
        ScenarioError: The world can't be made.
    """
    worlds.build(group[0].world, folder)
    if len(group) == 1:
        results = {group[0].name: run_scenario(side, group[0], folder)}
    else:
        results = run_batch(side, group, folder)
    return {name: own_paths(value, side, folder) for name, value in results.items()}
