"""The scopes of a solve: what is still possible for one package family.

Scopes never change; each operation returns a new one, or the same if there was no effect.
"""
from __future__ import annotations

from pkgrs.solver.family import EphemeralRange, Selection, bits_of, is_ephemeral
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

    from pkgrs.solver.catalog import FamilySource, Key
    from pkgrs.solver.family import Dependency, Wanted
    from pkgrs.solver.workspace import Workspace

    #: A version, and those of its variants that are in a scope.
    Entry = Tuple[int, List[int]]
    from pkgrs.solver.reasons import Reduction


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

    def alone(self, work: Workspace) -> "Scope":
        """Return the same scope, but without those that it was narrowed from, which it needs to explain a failure."""
        return self

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

    versions: int

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
        if work.count_tests:
            self._tested: Set[Any] = set() if parent is None else set(parent._tested)

    @property
    def request(self) -> Requirement:  # type: ignore[override]
        return self.selection.request

    @property
    def extractable(self) -> bool:
        return self.fresh and bool(self.selection.demands)

    def alone(self, work: Workspace) -> "PackageScope":
        scope = PackageScope(self.selection, work)
        scope.order, scope.fresh = self.order, self.fresh
        return scope

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

    def located_variant(self) -> Tuple[FamilySource, int, int]:
        """Return where the variant of a single scope is found: source, place of the package, position in it."""
        family, variant = self.family, self.variant
        return family.source, family.place(family.owner(variant)), family.position(variant)

    def _with(self, mask: int, work: Workspace) -> "PackageScope":
        return PackageScope(self.family.select(mask), work, self)

    def intersect(self, wanted: Any, range_: Any, work: Workspace) -> Optional[Scope]:
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
        from pkgrs.solver.reasons import Reduction
        dependency = self.family.dependencies[other.name]
        removed = self.mask & dependency.conflicting(other)
        result: List[Reduction] = []
        for version in versions:
            variants = self._variants_of(version)
            if len(variants) > 1 and self._is_sorted(version, clock, work):
                variants = [variant for variant in work.ranked(self.family, version) if variant in variants]
            for variant in variants:
                if removed >> variant & 1:
                    requirement = dependency.requirement_of(variant)
                    assert requirement is not None
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
                if not dependency.excluding[place]:
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
        common: Any = None
        previous: List[Dependency] = []
        taken = 0
        for version in self._in_order():
            for variant in self._sorted_variants(version, self._variants_of(version), work):
                if common is None:
                    demands = self.selection.demands
                    common = [] if few else [each for each in family.asked_by(variant) if each.name not in demands]
                else:
                    previous, common = common, [each for each in common if each.cover >> variant & 1]
                    if not common:
                        return taken, ", ".join(sorted([each.name for each in previous])) or "first variant"
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
