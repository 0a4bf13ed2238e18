"""Resolves: package repositories and requests."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Dict, List, Optional

Families = Dict[str, List[str]]  # name: versions

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


@dataclass(frozen=True)
class Case:
    """What to resolve: the data of a memory repository (family: version: definition), requests, and the settings."""

    packages: Dict[str, Dict[str, Dict[str, Any]]]
    requests: List[List[str]]
    variant_select_mode: str
    timestamp: Optional[int] = None
    orderers: Optional[List[Dict[str, Any]]] = None
    filters: Optional[List[Dict[str, Any]]] = None

    def data(self) -> Dict[str, Any]:
        return asdict(self)


def code(number: int) -> str:
    """The code of that number, which leaves the outcomes in `result`."""
    return _CODE % (json.dumps(case(Random(number)).data()), number)


def case(random: Random) -> Case:
    """What to resolve."""
    families = {"p%d" % i: sorted({_version(random) for _ in range(random.randint(1, 5))})
                for i in range(random.randint(2, 8))}
    return Case(
        packages={name: {version: _definition(random, name, version, families) for version in families[name]}
                  for name in families},
        requests=[[_request(random, families) for _ in range(random.randint(1, 4))] for _ in range(4)],
        variant_select_mode=random.choice(["version_priority", "intersection_priority"]),
        timestamp=random.choice([150, 250]) if random.random() < 0.3 else None,
        orderers=_orderers(random) if random.random() < 0.4 else None,
        filters=_filters(random) if random.random() < 0.2 else None)


def _version(random: Random) -> str:
    tokens = [str(random.randint(0, 3)) for _ in range(random.randint(1, 3))]
    return ".".join(tokens) + random.choice(["", "", "", "a", "-b1", ".alpha"])


def _range(random: Random, versions: List[str]) -> str:
    one, other = (random.choice(versions) if random.random() < 0.8 else _version(random) for _ in range(2))
    lower, upper = sorted([one, other])
    return random.choice([
        "", "", "-" + one, "-" + one, "-" + one + "+", "<" + one, "==" + one, ">" + one, "-%s|%s" % (one, other),
        "-" + one if one == other else "-%s+<%s" % (lower, upper)])


def _request(random: Random, families: Families, weak: float = 0.12, conflict: float = 0.08, ephemeral: float = 0.08) -> str:
    if random.random() < ephemeral:
        return random.choice([".e1", ".e2", ".e3"]) + random.choice(["", "-1", "-2", "-1+", "<2", "-0|2"])
    name = random.choice(list(families))
    kind = random.random()
    prefix = "~" if kind < weak else "!" if kind < weak + conflict else ""
    return prefix + name + _range(random, families[name])


def _definition(random: Random, name: str, version: str, families: Families) -> Dict[str, Any]:
    """Most packages require only families that come later, as otherwise nearly all resolves would be cycles."""
    names = list(families)
    others = {each: families[each] for each in names if each != name}
    later = {each: families[each] for each in names[names.index(name) + 1:]} or others
    pool = later if random.random() < 0.75 else others
    definition: Dict[str, Any] = {"name": name, "version": version}
    if random.random() < 0.6:
        definition["requires"] = [_request(random, pool) for _ in range(random.randint(0, 3))]
    if random.random() < 0.5:
        definition["variants"] = [[_request(random, pool, 0.1, 0.02, 0.05) for _ in range(random.randint(0, 3))]
                                  for _ in range(random.randint(1, 4))]
    if random.random() < 0.2:
        definition["timestamp"] = random.choice([100, 200, 300])
    return definition


def _orderers(random: Random) -> List[Dict[str, Any]]:
    return [random.choice([
        {"type": "soft_timestamp", "timestamp": 200, "rank": 0},
        {"type": "sorted", "descending": random.random() < 0.5},
        {"type": "version_split", "first_version": _version(random)},
        {"type": "per_family", "orderers": [{"packages": ["p0", "p1"], "type": "sorted", "descending": False}]},
    ])]


def _filters(random: Random) -> List[Dict[str, Any]]:
    return [{"excludes": [random.choice(["glob(*a)", "range(p1-1)", "after(150)", "regex(p2.*)"])]}]
