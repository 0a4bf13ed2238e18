"""What the phases of one solve share."""
from __future__ import annotations


from pkgrs.errors import PackageFamilyNotFoundError, PackageNotFoundError
from pkgrs.solver.family import EphemeralRange, Family, is_ephemeral
from pkgrs.solver.report import Reporter
from pkgrs.solver.scope import ConflictScope, EphemeralScope, PackageScope, Scope
from pkgrs.version.requirement import Requirement, RequirementList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

    from pkgrs.solver.catalog import Catalog
    from pkgrs.solver.family import Wanted


class Workspace:
    """What the phases of one solve share: the packages it can see, the order of variants, counters.

    Attributes:
        entered: The versions of each family that the solve met.
        verbose: True if there is anything to report.
        count_tests: True if all tests are to be made, even those without effect, to report or to count them.
        clock: Counts the times that variants of a version were sorted.
        sorted_at: When the variants of a version (of the family, as listed) were sorted.
    """

    def __init__(self, catalog: Catalog, requests: RequirementList, reporter: Reporter,
                 optimised: bool) -> None:
        self.catalog = catalog
        self.universe = catalog.universe
        self.universe.begin(catalog)
        self.requests = requests
        self.report = reporter
        self.verbose = bool(reporter)
        self.optimised = optimised
        self.count_tests = self.verbose
        self.clock = 0
        self.sorted_at: Dict[Tuple[str, int], int] = {}
        self.extractions = 0
        self.intersections = 0
        self.intersection_tests = 0
        self.intersection_broad_tests = 0
        self.reductions = 0
        self.reduction_tests = 0
        self.reduction_broad_tests = 0
        self.extraction_time = 0.0
        self.intersection_time = 0.0
        self.reduction_time = 0.0
        self._families: Dict[str, Family] = {}
        self.entered: Dict[str, int] = {}
        self._refused: Dict[str, int] = {}
        self._ranked: Dict[str, Dict[Any, List[int]]] = {}
        self._requested: Dict[str, Tuple[str, ...]] = {}

    # -- scopes

    def open(self, name: str, wanted: Wanted) -> Optional[Scope]:
        """Return a scope of the wanted versions, as far as they are admitted; None if there are none.

        Raises:
            PackageFamilyNotFoundError: There is no such family.
        """
        if isinstance(wanted, EphemeralRange):
            return EphemeralScope(Requirement.construct(name, wanted.range))
        family = self.family(name)
        if self.catalog.selective:
            wanted = self._admit(family, wanted)
        else:
            self.entered[name] = self.entered.get(name, 0) | wanted
        if not wanted:
            return None
        return PackageScope(family.select(family.expand(wanted)), self)

    def scope_of(self, request: Requirement) -> Scope:
        """Return the scope that a request starts with.

        Raises:
            PackageFamilyNotFoundError: There is no such family.
            PackageNotFoundError: No version lies in the range.
        """
        if request.conflict:
            return ConflictScope(request)
        if is_ephemeral(request.name):
            return EphemeralScope(request)
        scope = self.open(request.name, self.family(request.name).versions_in(request.range))
        if scope is None:
            raise not_found(request)
        return scope

    def family(self, name: str) -> Family:
        """Return a family. Raises PackageFamilyNotFoundError."""
        family = self._families.get(name)
        if family is None:
            family = self._families[name] = self._find_family(name)
        return family

    def _find_family(self, name: str) -> Family:
        family = self.universe.family(name)
        if family is None:
            raise PackageFamilyNotFoundError(self._describe_missing(name))
        return family

    def exists(self, name: str) -> bool:
        """Tell whether there is a family, or an ephemeral, of that name."""
        return name in self._families or is_ephemeral(name) or self.universe.family(name) is not None

    def report_missing(self, name: str, requesters: List[str]) -> None:
        """Take note that a family does not exist that others require.

        Raises:
            PackageFamilyNotFoundError: If the catalog does not tolerate that.
        """
        self.catalog.missing(self._describe_missing("%s, was required by: %s" % (name, ", ".join(requesters))))

    def _describe_missing(self, what: str) -> str:
        return "package family not found: %s (searched: %s)" % (what, self.catalog.describe_sources())

    def _admit(self, family: Family, wanted: int) -> int:
        """Ask the catalog for each version that the solve did not yet meet."""
        name = family.name
        entered = self.entered.get(name, 0)
        refused = self._refused.get(name, 0)
        for version in family.in_listing_order(wanted & ~(entered | refused)):
            place = family.place(version)
            if self.catalog.admit(family.source, place):
                self.catalog.entered(family.source, place)
                family.expand(1 << version)
                entered |= 1 << version
            else:
                refused |= 1 << version
            self.entered[name] = entered
            self._refused[name] = refused
        return wanted & entered

    # -- order of variants

    def ranked(self, family: Family, version: int) -> List[int]:
        """Return all variants of a version, from most to least wanted."""
        key = (version, self._requested_of(family), self.catalog.prefers_intersection())
        memo = self._ranked.setdefault(family.name, {}) if self.catalog.orders else family.ranked
        ranked = memo.get(key)
        if ranked is None:
            variants = family.variants_of(version)
            ranked = memo[key] = sorted(variants, key=lambda variant: self._rank(family, variant, *key[1:]),
                                        reverse=True)
        return ranked

    def _requested_of(self, family: Family) -> Tuple[str, ...]:
        """Return the names of requested families that the family has requirements on."""
        requested = self._requested.get(family.name)
        if requested is None:
            requested = self._requested[family.name] = tuple([
                request.name for request in self.requests
                if not request.conflict and request.name in family.dependencies])
        return requested

    def _rank(self, family: Family, variant: int, names: Tuple[str, ...], by_intersection: bool) -> Any:
        row = {dependency.name: dependency.requirements[place] for dependency, place in family.rows[variant]}
        requested = [(-place, self._preference(row.pop(name))) for place, name in enumerate(names) if name in row]
        additional = [(self._preference(requirement), name) for name, requirement in row.items()
                      if not requirement.conflict]
        rank = (requested, -len(additional), additional, family.index(variant))
        return (len(requested),) + rank if by_intersection else rank

    def _preference(self, requirement: Requirement) -> Tuple[Any, ...]:
        range_ = requirement.range
        return () if range_ is None else (self.catalog.preference(requirement.name, range_),)


def not_found(request: Requirement) -> PackageNotFoundError:
    """Return the error for a request that no package satisfies."""
    return PackageNotFoundError("Package could not be found: %s"
                                % Requirement.construct(request.name, request.range))
