"""Running generated cases on both sides."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable, Dict, List, Sequence

from parity import worlds
from parity.fuzz import resolves, scripts, versions
from parity.known import Known
from parity.model import Scenario, Step, World
from parity.run import Outcome, Results, run, run_group
from parity.side import Side

KNOWN = Path(__file__).parent / "known.toml"
# What makes the code of a case from its number: the same wherever it is made.
KINDS: Dict[str, Callable[[int], str]] = {"resolves": resolves.code, "versions": versions.code, "scripts": scripts.code}
BATCH = 100  # cases of one process
SEEDS = (0, 5, 2)
# For cases that differ: which of several cycles is found, say, varies with the seed, and three may agree by chance.
MORE_SEEDS = tuple(range(12))
_WORLD = World(copy={}, env={"REZ_IMPLICIT_PACKAGES": "", "REZ_STANDARD_SYSTEM_PATHS": "/usr/bin:/bin"})



class Seeds:
    """The reference, run once with each of these hash seeds."""

    def __init__(self, side: Side, seeds: Sequence[int]) -> None:
        self.side = side
        self.seeds = seeds

    def runs(self, group: List[Scenario], root: Path, number: int) -> List[Results]:
        folder = worlds.folder_of(root, number)
        return [run_group(replace(self.side, hash_seed=seed), group, folder) for seed in self.seeds]


def fuzz(kind: str, first: int, count: int, reference: Side, ours: Side, known: Sequence[Known], jobs: int = 2,
         progress: Callable[[int], None] = lambda count: None) -> Outcome:
    """Run the cases of a kind that have these numbers on both sides, and compare.

    Args:
        progress: Called with the number of cases that have just been done.
    """
    scenarios = [_scenario(kind, number) for number in range(first, first + count)]
    outcome = run(scenarios, Seeds(reference, SEEDS), ours, known, jobs, progress, whole=False)
    doubtful = {difference.scenario for difference in outcome.new}
    if doubtful:
        again = run([s for s in scenarios if s.name in doubtful], Seeds(reference, MORE_SEEDS), ours, known, jobs, whole=False)
        outcome.new = again.new
        outcome.covered = [pair for pair in outcome.covered if pair[0].scenario not in doubtful] + again.covered
        outcome.noise.update(again.noise)
    return outcome


def _scenario(kind: str, number: int) -> Scenario:
    # a process is shared by the scenarios of one file
    return Scenario("fuzz/%s %d" % (kind, number), "%s%d" % (kind, number // BATCH), _WORLD,
                    (Step("python", {"python": KINDS[kind](number)}),))
