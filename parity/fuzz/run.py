"""Running generated cases on both sides."""
from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, Sequence

from parity.fuzz import resolves, scripts, versions
from parity.known import Known
from parity.model import Scenario, Step, World
from parity.run import Outcome, Run
from parity.side import Side
from parity.source import Live

KNOWN = Path(__file__).parent / "known.toml"
# What makes the code of a case from its number: the same wherever it is made.
KINDS: Dict[str, Callable[[int], str]] = {"resolves": resolves.code, "versions": versions.code, "scripts": scripts.code}
BATCH = 100  # cases of one process
SEEDS = (0, 5, 2)
# For cases that differ: which of several cycles is found, say, varies with the seed, and three may agree by chance.
MORE_SEEDS = tuple(range(12))
_WORLD = World(copy={}, env={"REZ_IMPLICIT_PACKAGES": "", "REZ_STANDARD_SYSTEM_PATHS": "/usr/bin:/bin"})


def fuzz(kind: str, first: int, count: int, reference: Side, ours: Side, known: Sequence[Known], jobs: int = 2,
         progress: Callable[[int], None] = lambda count: None) -> Outcome:
    """Run the cases of a kind that have these numbers on both sides, and compare.

    Args:
        progress: Called with the number of cases that have just been done.
    """
    scenarios = [_scenario(kind, number) for number in range(first, first + count)]
    outcome = Run(Live(reference, seeds=SEEDS), ours, known, progress).go(scenarios, jobs, whole=False)
    doubtful = {difference.scenario for difference in outcome.new}
    if doubtful:
        again = Run(Live(reference, seeds=MORE_SEEDS), ours, known).go(
            [s for s in scenarios if s.name in doubtful], jobs, whole=False)
        outcome.new = again.new
        outcome.covered = [pair for pair in outcome.covered if pair[0].scenario not in doubtful] + again.covered
        outcome.noise.update(again.noise)
    return outcome


def _scenario(kind: str, number: int) -> Scenario:
    # a process is shared by the scenarios of one file
    return Scenario("fuzz/%s %d" % (kind, number), "%s%d" % (kind, number // BATCH), _WORLD,
                    (Step("python", {"python": KINDS[kind](number)}),))
