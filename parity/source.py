"""Where the results of the reference come from: the reference itself, a recording of it, or both."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Protocol, Sequence

from parity import worlds
from parity.group import Results, run_group
from parity.model import Scenario
from parity.processes import overdue
from parity.recording import Recording
from parity.side import Side

# One run of the reference for each. What Rez takes from a set comes in an order that varies with the seed: these were
# chosen so that small sets differ.
HASH_SEEDS = (0, 5, 2)


class Source(Protocol):
    """What the reference gave, in up to `most` runs, of which the first `least` are always needed."""

    least: int
    most: int
    version: str

    def lacks(self, scenario: Scenario) -> Optional[str]:
        """Why there are no results for this scenario; None if there are."""

    def run(self, turn: int, group: List[Scenario], root: Path, number: int) -> Results:
        """What the run of this number, from 0, gave for scenarios that share a world.

        Args:
            root: Folder for the worlds of this run of parity.
            number: That of the group, for its folder.
        """

    def live_side(self, group: List[Scenario]) -> Optional[Side]:
        """The side to ask more about these scenarios, if the results are not recorded."""


class Live:
    """The reference, run with different hash seeds."""

    def __init__(self, side: Side, least: int = 1, seeds: Sequence[int] = HASH_SEEDS) -> None:
        self.side, self.least, self.seeds, self.version = side, least, seeds, side.version
        self.most = len(seeds)

    def lacks(self, scenario: Scenario) -> Optional[str]:
        return None

    def run(self, turn: int, group: List[Scenario], root: Path, number: int) -> Results:
        return run_group(replace(self.side, hash_seed=self.seeds[turn]), group, worlds.folder_of(root, number))

    def live_side(self, group: List[Scenario]) -> Optional[Side]:
        return self.side


class Recorder(Live):
    """The reference, all of whose runs are made, and kept once they are.

    Each is in a folder of its own, so that what is derived from a path (a hash, say) is noise, as it has to be in a
    recording.

    Args:
        keep: Called with each scenario and its runs as soon as these are made.
    """

    def __init__(self, side: Side, keep: Callable[[Scenario, List[List[Any]]], None]) -> None:
        super().__init__(side, least=len(HASH_SEEDS))
        self._keep, self._runs_of = keep, {}  # type: ignore[var-annotated]

    def run(self, turn: int, group: List[Scenario], root: Path, number: int) -> Results:
        results = super().run(turn, group, root, number + turn * 1000)
        for scenario in group:
            runs = self._runs_of.setdefault(scenario.name, [])
            runs.append(results[scenario.name])
            if len(runs) == self.most and not scenario.live and not any(map(overdue, runs)):
                self._keep(scenario, self._runs_of.pop(scenario.name))
        return results


class Recorded:
    """A recording, with the reference for what it lacks, if that is at hand.

    Args:
        scenarios: Those that will be asked for.
        facts: Those of the machine that it is compared on.
        again: Whether the reference is asked for all.
    """

    least = most = len(HASH_SEEDS)

    def __init__(self, recording: Recording, scenarios: Sequence[Scenario], facts: Dict[str, str],
                 live: Optional[Live] = None, again: bool = False) -> None:
        self.recording, self.live = recording, live
        self.version = recording.version
        self.reasons = recording.reasons(scenarios, facts)
        if again:
            self.reasons = dict.fromkeys((s.name for s in scenarios), "to be recorded again")

    def lacks(self, scenario: Scenario) -> Optional[str]:
        return None if self.live else self.reasons.get(scenario.name)

    def run(self, turn: int, group: List[Scenario], root: Path, number: int) -> Results:
        kept = {s.name: self.recording.run(s.name, turn) for s in group if s.name not in self.reasons}
        rest = [s for s in group if s.name in self.reasons]
        if rest and self.live:
            kept.update(self.live.run(turn, rest, root, number))
        return kept

    def live_side(self, group: List[Scenario]) -> Optional[Side]:
        return self.live.side if self.live and any(s.name in self.reasons for s in group) else None
