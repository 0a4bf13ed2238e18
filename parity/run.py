"""Running scenarios on both sides and comparing what they give."""
from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence, Tuple

from parity import worlds
from parity.compare import Difference, compare
from parity.known import Known, sort_out
from parity.model import Scenario
from parity.normalise import learn, own_paths
from parity.side import Side, run_batch, run_scenario

# One run of the reference for each. What Rez takes from a set comes in an order that varies with the seed: these were
# chosen so that small sets differ.
HASH_SEEDS = (0, 5, 2)


@dataclass
class Outcome:
    """What a run found."""

    scenarios: List[str] = field(default_factory=list)
    new: List[Difference] = field(default_factory=list)
    covered: List[Tuple[Difference, Known]] = field(default_factory=list)
    unused: List[Known] = field(default_factory=list)
    noise: Dict[str, List[str]] = field(default_factory=dict)

    @property
    def identical(self) -> int:
        return len(self.scenarios) - len({d.scenario for d in self.new})

    @property
    def ok(self) -> bool:
        return not self.new and not self.unused


def run(scenarios: Sequence[Scenario], reference: Side, ours: Side, known: Sequence[Known], jobs: int = 2,
        progress: Callable[[int], None] = lambda count: None, whole: bool = True) -> Outcome:
    """Run each scenario on ours, and a few times on the reference, and compare.

    Args:
        progress: Called with the number of scenarios that have just been done.
        whole: Whether these are all scenarios, so that an entry of `known` that covers nothing is an error.
    """
    root = Path(tempfile.mkdtemp(prefix="parity-"))
    differences: List[Difference] = []
    outcome = Outcome([s.name for s in scenarios])

    def work(numbered: Tuple[int, List[Scenario]]) -> None:
        number, group = numbered
        results = _all_runs(group, reference, ours, root / ("world%d" % number))
        for scenario in group:
            other, *runs = (result[scenario.name] for result in results)
            left, right, noise = learn(runs, other)
            if noise:
                outcome.noise[scenario.name] = noise
            differences.extend(compare(scenario.name, left, right, scenario.unordered))
        progress(len(group))

    try:
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(work, enumerate(_groups(scenarios))))
    finally:
        worlds.make_removable(root)
        shutil.rmtree(str(root), ignore_errors=True)
    differences.sort(key=lambda d: (d.scenario, d.path))
    outcome.new, outcome.covered, unused = sort_out(differences, known)
    outcome.unused = unused if whole else []
    return outcome


def _groups(scenarios: Sequence[Scenario]) -> List[List[Scenario]]:
    """Scenarios that can share a world and a process: those of one file that only read and only call the API."""
    shared: Dict[str, List[Scenario]] = {}
    groups: List[List[Scenario]] = []
    for scenario in scenarios:
        if scenario.fresh or any(step.kind == "cli" for step in scenario.steps):
            groups.append([scenario])
        else:
            if scenario.file not in shared:
                shared[scenario.file] = []
                groups.append(shared[scenario.file])
            shared[scenario.file].append(scenario)
    return groups


def _all_runs(group: List[Scenario], reference: Side, ours: Side, folder: Path) -> List[Dict[str, List[Any]]]:
    """What ours gives, then what each run of the reference gives, all in the same folder, made anew each time."""
    results = []
    for side in [ours] + [replace(reference, hash_seed=seed) for seed in HASH_SEEDS]:
        worlds.build(group[0].world, folder)
        if len(group) == 1:
            result = {group[0].name: run_scenario(side, group[0], folder)}
        else:
            result = run_batch(side, group, folder)
        results.append({name: own_paths(value, side) for name, value in result.items()})
    return results
