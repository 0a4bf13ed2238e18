"""Running scenarios on both sides and comparing what they give."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Callable, Dict, List, Sequence, Tuple

from parity import exchange, scratch, worlds
from parity.compare import Difference, compare
from parity.group import Results, run_group
from parity.known import Known, sort_out
from parity.model import Scenario, ScenarioError
from parity.normalise import learn
from parity.processes import overdue
from parity.report.artefacts import artefacts
from parity.side import Side
from parity.source import Source


@dataclass
class Outcome:
    """What a run found.

    `ran` are the scenarios, `artefacts` what kinds of things each gave, `noise` where the reference differs from
    itself; `not_compared` are scenarios that could not be, with the reason; `problems` files that can't be used.
    """

    ran: List[Scenario] = field(default_factory=list)
    new: List[Difference] = field(default_factory=list)
    covered: List[Tuple[Difference, Known]] = field(default_factory=list)
    unused: List[Known] = field(default_factory=list)
    artefacts: Dict[str, List[str]] = field(default_factory=dict)
    noise: Dict[str, List[str]] = field(default_factory=dict)
    not_compared: Dict[str, str] = field(default_factory=dict)
    problems: List[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing differs that is not meant to, and every file could be read."""
        return not self.new and not self.unused and not self.problems


class Run:
    """One run over scenarios; `go` does it.

    Args:
        known: The differences that are meant.
        progress: Called with the number of scenarios that have just been done.
    """

    def __init__(self, reference: Source, ours: Side, known: Sequence[Known],
                 progress: Callable[[int], None] = lambda count: None) -> None:
        self.reference, self.ours, self.known, self.progress = reference, ours, known, progress
        self.root = scratch.make("parity-")
        self._free: "SimpleQueue[int]" = SimpleQueue()  # numbers of folders that no worker uses
        self.outcome = Outcome()
        self.differences: List[Difference] = []

    def go(self, scenarios: Sequence[Scenario], jobs: int, whole: bool) -> Outcome:
        """Run them.

        Args:
            whole: Whether these are all scenarios, so that any entry of `known` that covers nothing is an error. Else
                it is one only if all scenarios that the entry names were compared.
        """
        outcome = self.outcome
        outcome.ran = list(scenarios)
        able = []
        for scenario in scenarios:
            reason = self.reference.lacks(scenario)
            if reason:
                outcome.not_compared[scenario.name] = reason
            else:
                able.append(scenario)
        self.progress(len(outcome.not_compared))
        try:
            for number in range(jobs):
                self._free.put(number)
            with ThreadPoolExecutor(jobs) as pool:
                list(pool.map(self._work, sorted(_groups(able), key=_effort, reverse=True)))
        finally:
            worlds.remove(self.root)
        self.differences.sort(key=lambda d: (d.scenario, d.path))
        outcome.new, outcome.covered, unused = sort_out(self.differences, self.known)
        compared = {s.name for s in scenarios} - set(outcome.not_compared)
        everything = whole and not outcome.not_compared and not outcome.problems
        outcome.unused = [entry for entry in unused if everything or compared.issuperset(entry.scenarios)]
        return outcome

    def _work(self, group: List[Scenario]) -> None:
        number = self._free.get()
        try:
            self._compare(group, number)
        except (ScenarioError, OSError) as error:
            for scenario in group:
                self.outcome.not_compared[scenario.name] = "%s: %s" % (type(error).__name__, error)
        finally:
            self._free.put(number)
        self.progress(len(group))

    def _compare(self, group: List[Scenario], number: int) -> None:
        """Compare with the reference, which is asked again only as long as there are differences that are not meant:
        they may be ones that it has with itself."""
        folder = worlds.folder_of(self.root, number)
        own = run_group(self.ours, group, folder)
        self.outcome.artefacts.update((s.name, artefacts(s, own[s.name])) for s in group)
        runs: Dict[str, List[List[Any]]] = {scenario.name: [] for scenario in group}
        found: Dict[str, List[Difference]] = {}
        doubtful, turn = group, 0
        while doubtful and turn < self.reference.most:
            results = self.reference.run(turn, doubtful, self.root, number)
            turn += 1
            for scenario in doubtful:
                runs[scenario.name].append(results[scenario.name])
            doubtful = [scenario for scenario in doubtful if not self._is_overdue(scenario, results)]
            if turn >= self.reference.least:
                for scenario in doubtful:
                    found[scenario.name] = self._against(scenario, runs[scenario.name], own[scenario.name])
                doubtful = [scenario for scenario in doubtful if sort_out(found[scenario.name], self.known)[0]]
        group = [scenario for scenario in group if scenario.name not in self.outcome.not_compared]
        first = {scenario.name: runs[scenario.name][0] for scenario in group}
        exchanged = exchange.differences(self.reference.live_side(group), self.ours, group, first, own, folder)
        for scenario in group:
            self.differences.extend(found[scenario.name])
        self.differences.extend(exchanged)

    def _is_overdue(self, scenario: Scenario, results: Results) -> bool:
        """Whether the reference did not end in time, so that there is nothing to compare with; noted if so."""
        reason = overdue(results[scenario.name])
        if reason:
            self.outcome.not_compared[scenario.name] = "on the reference, %s" % reason
        return reason is not None

    def _against(self, scenario: Scenario, runs: List[List[Any]], own: List[Any]) -> List[Difference]:
        if all(run == own for run in runs):
            return _unfinished(scenario, own)
        left, right, noise = learn(runs, own)
        if noise:
            self.outcome.noise[scenario.name] = noise
        return compare(scenario.name, left, right, scenario.unordered) + _unfinished(scenario, left)


def _unfinished(scenario: Scenario, results: List[object]) -> List[Difference]:
    """Steps whose code ended with an error on the reference: what comes after it was never compared."""
    return [Difference(scenario.name, "[%d]" % i, "%s: %s" % (result["error"], result.get("message")), "code that ends")
            for i, (step, result) in enumerate(zip(scenario.steps, results))
            if step.kind == "python" and isinstance(result, dict) and "error" in result
            and not step.arguments.get("fails")]


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


def _effort(group: List[Scenario]) -> float:
    """How long a group may take, in no unit: what takes long is begun first, so that no worker is left with it."""
    return sum(1 + sum(float(step.arguments.get("timeout", 0)) + (3 if step.kind == "cli" else 1)
                       for step in scenario.steps) for scenario in group)
