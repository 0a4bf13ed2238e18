"""Running scenarios on both sides and comparing what they give."""
from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, Dict, List, Protocol, Sequence, Tuple

from parity import worlds
from parity.compare import Difference, compare
from parity.known import Known, sort_out
from parity.model import Scenario
from parity.normalise import learn, own_paths
from parity.side import Side, run_batch, run_scenario

# One run of the reference for each. What Rez takes from a set comes in an order that varies with the seed: these were
# chosen so that small sets differ.
HASH_SEEDS = (0, 5, 2)

Results = Dict[str, List[Any]]  # name of a scenario: what each of its steps gave


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


class Source(Protocol):
    """Where the results of the reference come from: `Live`, or a recording of it."""

    def runs(self, group: List[Scenario], root: Path, number: int) -> List[Results]:
        """What each run of the reference gave for these scenarios.

        Args:
            root: Folder for the worlds of this run of parity.
            number: That of the group, for its folder.
        """


class Live:
    """The reference, run a few times with different hash seeds.

    Args:
        moving: Whether each run is in a folder of its own, so that what is derived from a path (a hash, say) is noise,
            as it has to be in a recording. `runs_of` then keeps what the runs gave.
    """

    def __init__(self, side: Side, moving: bool = False) -> None:
        self.side = side
        self.moving = moving
        self.runs_of: Dict[str, List[List[Any]]] = {}

    def runs(self, group: List[Scenario], root: Path, number: int) -> List[Results]:
        found = []
        for turn, seed in enumerate(HASH_SEEDS):
            place = number + turn * 1000 if self.moving else number
            found.append(run_group(replace(self.side, hash_seed=seed), group, worlds.folder_of(root, place)))
        if self.moving:
            for scenario in group:
                self.runs_of[scenario.name] = [results[scenario.name] for results in found]
        return found


def run(scenarios: Sequence[Scenario], reference: Source, ours: Side, known: Sequence[Known], jobs: int = 2,
        progress: Callable[[int], None] = lambda count: None, whole: bool = True) -> Outcome:
    """Run each scenario on ours, and compare with what the runs of the reference gave.

    Args:
        progress: Called with the number of scenarios that have just been done.
        whole: Whether these are all scenarios, so that any entry of `known` that covers nothing is an error. Else it
            is one only if all scenarios that the entry names were run.
    """
    root = Path(tempfile.mkdtemp(prefix="parity-"))
    differences: List[Difference] = []
    outcome = Outcome([s.name for s in scenarios])

    def work(numbered: Tuple[int, List[Scenario]]) -> None:
        number, group = numbered
        own = run_group(ours, group, worlds.folder_of(root, number))
        runs = reference.runs(group, root, number)
        for scenario in group:
            left, right, noise = learn([results[scenario.name] for results in runs], own[scenario.name])
            if noise:
                outcome.noise[scenario.name] = noise
            differences.extend(compare(scenario.name, left, right, scenario.unordered))
            differences.extend(_unfinished(scenario, left))
        progress(len(group))

    try:
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(work, enumerate(_groups(scenarios))))
    finally:
        worlds.make_removable(root)
        shutil.rmtree(str(root), ignore_errors=True)
    differences.sort(key=lambda d: (d.scenario, d.path))
    outcome.new, outcome.covered, unused = sort_out(differences, known)
    ran = set(outcome.scenarios)
    outcome.unused = [entry for entry in unused if whole or ran.issuperset(entry.scenarios)]
    return outcome


def _unfinished(scenario: Scenario, results: List[Any]) -> List[Difference]:
    """Steps whose code ended with an error on the reference: what comes after it was never compared."""
    return [Difference(scenario.name, "[%d]" % i, "%s: %s" % (result["error"], result.get("message")), "code that ends")
            for i, (step, result) in enumerate(zip(scenario.steps, results))
            if step.kind == "python" and "error" in result and not step.arguments.get("fails")]


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


def run_group(side: Side, group: List[Scenario], folder: Path) -> Results:
    """What the scenarios, which share a world, give on this side, in a world made anew in the folder."""
    worlds.build(group[0].world, folder)
    if len(group) == 1:
        results = {group[0].name: run_scenario(side, group[0], folder)}
    else:
        results = run_batch(side, group, folder)
    return {name: own_paths(value, side, folder) for name, value in results.items()}
