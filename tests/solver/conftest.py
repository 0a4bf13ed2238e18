"""A catalog of packages that are given as a dictionary."""
from typing import Any, Dict, List, Optional, Sequence

import pytest

from pkgrs.errors import PackageFamilyNotFoundError
from pkgrs.solver.family import Universe
from pkgrs.solver.report import Reporter
from pkgrs.solver.solver import PhaseSolver
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version


class DictFamily:
    def __init__(self, name: str, definitions: Dict[str, Any]) -> None:
        self.name = name
        self.texts = list(definitions)
        self.versions = [Version(text) for text in definitions]
        self.definitions = list(definitions.values())
        self.expanded: List[int] = []

    def expand(self, place: int) -> Sequence[Optional[int]]:
        self.expanded.append(place)
        return range(len(self.definitions[place].get("variants") or ())) or [None]

    def requires(self, place: int, position: int) -> Optional[List[str]]:
        definition = self.definitions[place]
        if definition.get("late"):
            return None
        variants = definition.get("variants")
        return definition.get("requires", []) + (variants[position] if variants else [])


class DictCatalog:
    """Packages: "name-version" (or "name") -> {"requires": […], "variants": [[…], …], "late": …}."""

    selective = False
    orders = False
    tolerant = False

    def __init__(self, packages: Dict[str, Any], by_intersection: bool = False) -> None:
        families: Dict[str, Dict[str, Any]] = {}
        for key, definition in packages.items():
            name, _, version = key.partition("-")
            if isinstance(definition, list):
                definition = {"requires": definition}
            families.setdefault(name, {})[version] = definition
        self.families = {name: DictFamily(name, definitions) for name, definitions in families.items()}
        self.by_intersection = by_intersection
        self.universe = Universe(self.families.get, PackageRequest)
        self.late: Dict[str, List[str]] = {}

    def requires(self, source, place, position):
        return [Requirement(text) for text in self.late[source.name]]

    def variant(self, source, place, position):
        index = source.expand(place)[position]
        text = source.texts[place]
        return "%s[%s]" % (source.name + "-" + text if text else source.name, "" if index is None else index)

    def arrange(self, source, places):
        return None

    def describe_order(self, source):
        return "SortedOrder(True)"

    def preference(self, name, range_):
        return range_

    def prefers_intersection(self):
        return self.by_intersection

    def missing(self, message):
        if not self.tolerant:
            raise PackageFamilyNotFoundError(message)

    def load_time(self):
        return 0.0

    def describe_sources(self):
        return "nowhere"


@pytest.fixture(scope="session")
def make_catalog():
    return DictCatalog


@pytest.fixture(scope="session")
def solve():
    def solve(packages, requests, verbosity=0, buf=None, by_intersection=False, **options):
        catalog = packages if isinstance(packages, DictCatalog) else DictCatalog(packages, by_intersection)
        solver = PhaseSolver([Requirement(text) for text in requests], catalog, Reporter(verbosity, buf), **options)
        solver.solve()
        return solver

    return solve
