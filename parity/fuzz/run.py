"""Resolving generated cases on both sides."""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Callable, List, Sequence

from parity import worlds
from parity.fuzz import generate
from parity.known import Known
from parity.model import Scenario, Step, World
from parity.run import Outcome, Results, run, run_group
from parity.side import Side

KNOWN = Path(__file__).parent / "known.toml"
BATCH = 100  # cases of one process
SEEDS = (0, 5, 2)
# For cases that differ: which of several cycles is found, say, varies with the seed, and three may agree by chance.
MORE_SEEDS = tuple(range(12))
_WORLD = World(copy={}, env={"REZ_IMPLICIT_PACKAGES": ""})

# Run in each side. Of errors that are no RezError, which are Rez's own crashes, only the class is told.
_CODE = """
import json
from rez.config import config
from rez.exceptions import RezError
from rez.package_filter import PackageFilterList
from rez.package_order import from_pod
from rez.package_repository import package_repository_manager
from rez.resolved_context import ResolvedContext

case = json.loads(%r)
path = "memory@fuzz%d"
package_repository_manager.get_repository(path).data = case["packages"]

def resolve(request):
    try:
        context = ResolvedContext(
            request, package_paths=[path], caching=False, timestamp=case["timestamp"],
            package_orderers=case["orderers"] and [from_pod(each) for each in case["orderers"]],
            package_filter=case["filters"] and PackageFilterList.from_pod(case["filters"]))
    except Exception as error:
        return type(error).__name__ + (": " + str(error) if isinstance(error, RezError) else "")
    return {
        "status": context.status.name,
        "packages": context.success and [[variant.qualified_name, variant.index] for variant in context.resolved_packages],
        "ephemerals": context.success and [str(each) for each in context.resolved_ephemerals],
        "failure": context.failure_description,
        "graph": context.to_dict()["graph"],
        "loaded": context.num_loaded_packages,
    }

config.override("variant_select_mode", case["variant_select_mode"])
result = [resolve(request) for request in case["requests"]]
config.remove_override("variant_select_mode")
"""


class Seeds:
    """The reference, run once with each of these hash seeds."""

    def __init__(self, side: Side, seeds: Sequence[int]) -> None:
        self.side = side
        self.seeds = seeds

    def runs(self, group: List[Scenario], root: Path, number: int) -> List[Results]:
        folder = worlds.folder_of(root, number)
        return [run_group(replace(self.side, hash_seed=seed), group, folder) for seed in self.seeds]


def fuzz(first: int, count: int, reference: Side, ours: Side, known: Sequence[Known], jobs: int = 2,
         progress: Callable[[int], None] = lambda count: None) -> Outcome:
    """Resolve the cases with these numbers on both sides and compare.

    Args:
        progress: Called with the number of cases that have just been done.
    """
    scenarios = [_scenario(number) for number in range(first, first + count)]
    outcome = run(scenarios, Seeds(reference, SEEDS), ours, known, jobs, progress, whole=False)
    doubtful = {difference.scenario for difference in outcome.new}
    if doubtful:
        again = run([s for s in scenarios if s.name in doubtful], Seeds(reference, MORE_SEEDS), ours, known, jobs, whole=False)
        outcome.new = again.new
        outcome.covered = [pair for pair in outcome.covered if pair[0].scenario not in doubtful] + again.covered
        outcome.noise.update(again.noise)
    return outcome


def _scenario(number: int) -> Scenario:
    code = _CODE % (json.dumps(generate.case(number).data()), number)
    # a process is shared by the scenarios of one file
    return Scenario("fuzz/%d" % number, "fuzz%d" % (number // BATCH), _WORLD, (Step("python", {"python": code}),))
