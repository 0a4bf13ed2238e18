"""The scopes of a solve: what is still possible for one package family.

Scopes never change; each operation returns a new one, or the same if there was no effect.
"""
from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from pkgrs.errors import PackageFamilyNotFoundError, PackageNotFoundError
from pkgrs.solver.catalog import Catalog, Key
from pkgrs.solver.family import EphemeralRange, Family, Selection, Wanted, bits_of, is_ephemeral
from pkgrs.solver.reasons import Reduction
from pkgrs.solver.report import Reporter
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement, RequirementList

#: A version, and those of its variants that are in a scope.
Entry = Tuple[int, List[int]]


class Workspace:
    """What the phases of one solve share.

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

    def open(self, name: str, wanted: Wanted) -> Optional["Scope"]:
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

    def scope_of(self, request: Requirement) -> "Scope":
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

    def _preference(self, requirement: Requirement) -> Any:
        range_ = requirement.range
        return () if range_ is None else self.catalog.preference(requirement.name, range_)


def not_found(request: Requirement) -> PackageNotFoundError:
    """Return the error for a request that no package satisfies."""
    return PackageNotFoundError("Package could not be found: %s"
                                % Requirement.construct(request.name, request.range))


class Scope:
    """What is still possible for one package family.

    Attributes:
        name: The family's name.
        request: The scope as a requirement.
        single: True if the scope can't be split.
        versions: The versions in the scope, if it has packages, else None.
        key: What distinguishes the scope from any other of the same name.
    """

    __slots__ = ()

    name: str
    request: Requirement
    is_conflict = False
    is_ephemeral = False
    single = True
    mask = -1
    versions: Optional[int] = None
    key: Key

    def intersect(self, wanted: Wanted, range_: Any, work: Workspace) -> Optional["Scope"]:
        """Narrow the scope to the wanted versions.

        Args:
            wanted: The versions.
            range_: Function that returns their range; called only if it is needed.

        Returns:
            The narrowed scope, the same one if it is not narrowed, or None if nothing is left.
        """
        raise NotImplementedError

    def reduce(self, other: "Scope", work: Workspace) -> Optional["Scope"]:
        """Remove the variants that conflict with another scope. Returns as `intersect` does."""
        return self

    @property
    def extractable(self) -> bool:
        """True if the scope has demands that were not yet extracted."""
        return False

    def __repr__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, self)


class EphemeralScope(Scope):
    """The range that is left for an ephemeral."""

    __slots__ = ("name", "request", "key")

    is_ephemeral = True

    def __init__(self, request: Requirement) -> None:
        self.name = request.name
        self.request = request
        self.key = str(request)

    def intersect(self, wanted: Wanted, range_: Any, work: Workspace) -> Optional[Scope]:
        common = self.request.range.intersection(range_())
        if common is None:
            work.report.narrowed(self, None, range_)
            return None
        if common == self.request.range:
            return self
        scope = EphemeralScope(Requirement.construct(self.name, common))
        work.report.narrowed(self, scope, range_)
        return scope

    def __str__(self) -> str:
        return str(self.request)


class ConflictScope(Scope):
    """A range that must not be used, of a family that no one needs so far."""

    __slots__ = ("name", "request", "key", "is_ephemeral")

    is_conflict = True

    def __init__(self, request: Requirement) -> None:
        self.name = request.name
        self.request = request
        self.is_ephemeral = is_ephemeral(request.name)
        self.key = str(request)

    def intersect(self, wanted: Wanted, range_: Any, work: Workspace) -> Optional[Scope]:
        if isinstance(wanted, EphemeralRange):
            scope = self._intersect_ephemeral(wanted)
        else:
            scope = self._intersect_packages(wanted, range_, work)
        work.report.narrowed(self, scope, range_)
        return scope

    def _intersect_ephemeral(self, wanted: EphemeralRange) -> Optional[Scope]:
        left: Optional[VersionRange] = wanted.range
        if self.request.range is not None:
            left = wanted.range - self.request.range
        return None if left is None else EphemeralScope(Requirement.construct(self.name, left))

    def _intersect_packages(self, wanted: int, range_: Any, work: Workspace) -> Optional[Scope]:
        excluded = self.request.range
        if excluded is not None:
            known = work.universe.family(self.name)
            if known:
                wanted &= ~known.versions_in(excluded)
            elif range_() - excluded is None:
                # the family is not looked for
                return None
        return work.open(self.name, wanted)

    def __str__(self) -> str:
        return str(self.request)


class PackageScope(Scope):
    """Some variants of a family.

    Attributes:
        order: The order of the versions, once they are sorted (empty: the order of their bits), else None.
    """

    __slots__ = ("name", "family", "selection", "mask", "single", "versions", "key", "order",
                 "fresh", "_parent", "_born", "_sorted_at", "_tested")

    def __init__(self, selection: Selection, work: Workspace, parent: Optional["PackageScope"] = None) -> None:
        family = selection.family
        self.name = family.name
        self.family = family
        self.selection = selection
        self.mask = selection.mask
        self.single = selection.single
        self.versions = self.key = selection.versions
        self.order: Optional[Sequence[int]] = None if parent is None else parent.order
        self.fresh = True
        self._parent = parent
        self._born = work.clock
        self._sorted_at: Optional[Dict[int, int]] = None
        self._tested: Set[Any] = set() if parent is None or not work.count_tests else set(parent._tested)

    @property
    def request(self) -> Requirement:  # type: ignore[override]
        return self.selection.request

    @property
    def extractable(self) -> bool:
        return self.fresh and bool(self.selection.demands)

    def extract(self, work: Workspace) -> Dict[str, Wanted]:
        """Return what all variants require."""
        demands = self.selection.demands
        self.fresh = False
        if self.family.extras:
            self._sort_first(work)
        return demands

    @property
    def variant(self) -> int:
        """The variant of a single scope."""
        return self.mask.bit_length() - 1

    def variant_object(self, catalog: Catalog) -> Any:
        """Return the catalog's object for the variant of a single scope."""
        family, variant = self.family, self.variant
        return catalog.variant(family.source, family.place(family.owner(variant)), family.position(variant))

    def _with(self, mask: int, work: Workspace) -> "PackageScope":
        return PackageScope(self.family.select(mask), work, self)

    def intersect(self, wanted: Wanted, range_: Any, work: Workspace) -> Optional[Scope]:
        mask = self.mask & self.family.span(wanted)
        if mask == self.mask:
            return self
        scope = self._with(mask, work) if mask else None
        if work.verbose:
            work.report.narrowed(self, scope, range_)
        return scope

    def reduce(self, other: Scope, work: Workspace) -> Optional[Scope]:
        dependency = self.family.dependencies.get(other.name)
        if dependency is None:
            return self
        mask = self.mask
        left = mask & ~dependency.conflicting(other)
        if left == mask:
            return self
        self.sort_first_if_fresh(work)
        work.reductions += 1
        scope = self._with(left, work) if left else None
        if work.verbose:
            work.report.reduced(self, scope, other, self.reductions(other, work)())
        return scope

    def is_new_test(self, by: Any, work: Workspace) -> bool:
        """Tell whether intersecting with a range, or reducing by a scope, may have an effect that is not known.

        For statistics and reports only.
        """
        if isinstance(by, Scope):
            dependency = self.family.dependencies.get(by.name)
            if by.request.range is None or dependency is None or not dependency.concerns(self.mask):
                return False
            by = (by.name, by.key)
        return not (work.optimised and by in self._tested)

    def note_test(self, by: Any) -> None:
        """Take note that this is the outcome of intersecting with a range, or reducing by a scope."""
        self._tested.add((by.name, by.key) if isinstance(by, Scope) else by)

    def reductions(self, other: Scope, work: Workspace) -> Callable[[], List[Reduction]]:
        """Return a function that describes what reducing by another scope removes now.

        The description lists variants in the order that they have at the time of this call.
        """
        clock = work.clock
        versions = list(self._in_order())
        return lambda: self._describe_reductions(other, versions, clock, work)

    def _describe_reductions(self, other: Scope, versions: List[int], clock: int,
                             work: Workspace) -> List[Reduction]:
        dependency = self.family.dependencies[other.name]
        removed = self.mask & dependency.conflicting(other)
        result = []
        for version in versions:
            variants = self._variants_of(version)
            if len(variants) > 1 and self._is_sorted(version, clock, work):
                variants = [variant for variant in work.ranked(self.family, version) if variant in variants]
            for variant in variants:
                if removed >> variant & 1:
                    requirement = dependency.requirement_of(variant)
                    result.append(Reduction(self.name, self.family.version(version), self.family.index(variant),
                                            requirement, other.request))
        return result

    # -- order

    def _in_order(self) -> Iterator[int]:
        """Iterate over the versions in their present order."""
        versions = self.versions
        if self.order is None:
            return iter(self.family.in_listing_order(versions))
        if self.order:
            return iter([version for version in self.order if versions >> version & 1])
        return bits_of(versions)

    def _variants_of(self, version: int) -> List[int]:
        """Return the variants of a version that are in the scope, in the order of their indexes."""
        mask = self.mask
        return [variant for variant in self.family.extras.get(version, (version,)) if mask >> variant & 1]

    def entries(self) -> List[Entry]:
        """Return the versions in their present order, each with its variants in the order of their indexes."""
        return [(version, self._variants_of(version)) for version in self._in_order()]

    def _sort_versions(self, work: Workspace) -> None:
        if self.order is None:
            self.order = ()
            catalog, family = work.catalog, self.family
            if catalog.orders:
                by_place = {family.place(version): version for version in family.in_listing_order(self.versions)}
                places = catalog.arrange(family.source, list(by_place))
                if places is not None:
                    self.order = tuple([by_place[place] for place in places])
            if work.verbose:
                work.report.line("sorted: %s packages: %s", self.name, catalog.describe_order(family.source))

    def _sorted_variants(self, version: int, variants: List[int], work: Workspace) -> List[int]:
        if len(variants) == 1:
            return variants
        self._note_sorted(version, work)
        return [variant for variant in work.ranked(self.family, version) if variant in variants]

    def sort_first_if_fresh(self, work: Workspace) -> None:
        """Take note that the scope's requirements are looked at, unless that was done before."""
        if self.fresh and self.family.extras:
            self._sort_first(work)

    def _sort_first(self, work: Workspace) -> None:
        """Take note that the variants of the first version are sorted."""
        first = self.selection.first_listed if self.order is None else next(self._in_order())
        variants = self.mask & self.family.span(1 << first)
        if variants & (variants - 1):
            self._note_sorted(first, work)

    def _origin(self, version: int) -> "PackageScope":
        """Return the oldest scope this one descends from that has the same variants of a version.

        Scopes share the list of the variants of a version until one of them loses a variant, so that a list
        sorted for one is sorted for the others.
        """
        own = self.family.span(1 << version)
        scope = self
        while scope._parent is not None and not (scope._parent.mask ^ self.mask) & own:
            scope = scope._parent
        return scope

    def _note_sorted(self, version: int, work: Workspace) -> None:
        work.clock += 1
        origin = self._origin(version)
        if origin._parent is None:
            work.sorted_at.setdefault((self.name, version), work.clock)
        else:
            if origin._sorted_at is None:
                origin._sorted_at = {}
            origin._sorted_at.setdefault(version, work.clock)

    def _is_sorted(self, version: int, clock: int, work: Workspace) -> bool:
        """Tell whether the variants of a version were in sorted order at a time."""
        origin = self._origin(version)
        if origin._parent is None:
            return work.sorted_at.get((self.name, version), clock + 1) <= clock
        if (origin._sorted_at or {}).get(version, clock + 1) <= clock:
            return True
        return origin._parent._is_sorted(version, origin._born, work)

    # -- split

    def split(self, work: Workspace) -> Tuple["PackageScope", "PackageScope"]:
        """Split off the most wanted versions and variants, up to where they have no requirement in common."""
        self._sort_versions(work)
        selection = self.selection
        if selection.halves and not work.verbose and not self.order:
            halves = selection.halves
        elif self.order or work.verbose or self.mask != self.versions:
            first, reason = self._find_split(work)
            halves = self._halves(first)
        else:
            halves = selection.halves = self._halves(self._split_of_bits())
        scopes = PackageScope(halves[0], work, self), PackageScope(halves[1], work, self)
        if work.verbose:
            work.report.line("split (reason: %s) %s into %s and %s", reason, self, *scopes)
        return scopes

    def _halves(self, first: int) -> Tuple[Selection, Selection]:
        return self.family.select(first), self.family.select(self.mask & ~first)

    def _split_of_bits(self) -> int:
        """Find the split of versions in the order of their bits, each of which has a single variant."""
        mask = self.mask
        best = mask & -mask
        rest = mask ^ best
        if rest & (rest - 1):
            for dependency, place in self.family.rows[best.bit_length() - 1]:
                if not dependency.requirements[place].conflict:
                    lacking = mask & ~dependency.cover
                    end = lacking & -lacking
                    if end:
                        best = max(best, mask & (end - 1))
        return best

    def _find_split(self, work: Workspace) -> Tuple[int, str]:
        """Find the split of versions in any order. Returns the variants before it, and the reason for it."""
        family = self.family
        mask = self.mask
        without_first = mask & (mask - 1)
        few = not without_first & (without_first - 1)
        names: Any = None
        previous: List[str] = []
        taken = 0
        for version in self._in_order():
            for variant in self._sorted_variants(version, self._variants_of(version), work):
                if names is None:
                    names = set() if few else family.needed_by(variant) - self.selection.demands.keys()
                else:
                    previous, names = sorted(names), names & family.needed_by(variant)
                    if not names:
                        return taken, ", ".join(previous) or "first variant"
                taken |= 1 << variant
        raise AssertionError("a common requirement was not extracted: %s" % self)

    def __str__(self) -> str:
        return describe_packages(self)


def describe_packages(scope: PackageScope) -> str:
    """Return the short text of a package scope."""
    entries = scope.entries()
    count = sum(len(variants) for _, variants in entries)
    version, variants = entries[0]
    family = scope.family
    if count == 1:
        index = family.index(variants[0])
        text = "[%s==%s%s]" % (scope.name, family.version(version), "" if index is None else "[%d]" % index)
    elif len(entries) == 1:
        indexes = ",".join(str(index) for index in sorted(family.index(variant) or 0 for variant in variants))
        text = "[%s==%s[%s]]" % (scope.name, family.version(version), indexes)
    else:
        counts = "%d" % count if count == len(entries) else "%d:%d" % (len(entries), count)
        text = "%s[%s(%s)]" % (scope.name, scope.request.range.span(), counts)
    return text + "*" if scope.extractable else text
