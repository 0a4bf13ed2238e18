"""A package family as bit tables.

A version of a family is a bit, the lowest bit being the highest version, and so a set of versions is an int.
A variant is a bit as well: the first variant of a version has the bit of the version, further variants have
bits above those of all versions. In most families versions have one variant, and both kinds of set are the same.

Tables only ever grow. They hold nothing that depends on the request of a solve, and so outlive it.
"""
from __future__ import annotations

from operator import itemgetter

from pkgrs.errors import ResolveError
from pkgrs.version.range import VersionRange, find_spans, sort_key
from pkgrs.version.requirement import Requirement, RequirementList
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple, Union

    from pkgrs.solver.catalog import Catalog, FamilySource, Key, Stated

    #: Versions of a family that are asked for, or the range of an ephemeral.
    Wanted = Union[int, "EphemeralRange"]
    #: One requirement of a variant: the dependency, and the place of the requirement in it.
    Row = List[Tuple["Dependency", int]]

#: A memo that grew larger than this is emptied: a long-lived process must not grow without limit.
MEMO_LIMIT = 20000


def bits_of(mask: int) -> Iterator[int]:
    """Iterate over the positions of the bits of a set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def is_ephemeral(name: str) -> bool:
    """Tell whether this is the name of an ephemeral: something that has a range, but no packages."""
    return name.startswith(".")


class EphemeralRange:
    """The counterpart of a set of versions for an ephemeral: nothing is listed, so only its range is known."""

    __slots__ = ("range",)

    def __init__(self, range_: VersionRange) -> None:
        self.range = range_

    def __and__(self, other: "EphemeralRange") -> Union["EphemeralRange", int]:
        common = self.range.intersection(other.range)
        return 0 if common is None else EphemeralRange(common)

    def __or__(self, other: "EphemeralRange") -> "EphemeralRange":
        return EphemeralRange(self.range.union(other.range))


class Dependency:
    """All that the variants of one family require of one other family.

    Attributes:
        requirements: The distinct requirements.
        excluding: For each of them, whether it is a conflict requirement.
        makers: For each of them, the variants that make it.
        cover: The variants that ask for the other family (a conflict requirement does not ask for it).
        conflicts: Memo of `conflicting`, by the key of the other scope.
    """

    __slots__ = ("name", "universe", "requirements", "excluding", "makers", "cover", "conflicts", "_gaps",
                 "_wanted")

    def __init__(self, name: str, universe: "Universe") -> None:
        self.name = name
        self.universe = universe
        self.requirements: List[Requirement] = []
        self.excluding: List[bool] = []
        self.makers: List[int] = []
        self.cover = 0
        self._wanted: List[Optional[Wanted]] = []
        self.conflicts: Dict[Key, int] = {}
        self._gaps: Optional[bool] = None

    def add(self, requirement: Requirement) -> int:
        """Add a requirement that no variant has made so far. Returns its place."""
        self.requirements.append(requirement)
        self.excluding.append(requirement.conflict)
        self._gaps = None
        self.makers.append(0)
        self._wanted.append(None)
        return len(self.makers) - 1

    @property
    def gaps(self) -> bool:
        """Whether some range ends just below the version above which another one starts.

        Rez's union may then hold that version, though no range does.
        """
        if self._gaps is None:
            bounds = [bound for requirement, excluding in zip(self.requirements, self.excluding) if not excluding
                      for bound in requirement.range.bounds]
            starts = {bound.lower.version for bound in bounds if not bound.lower.inclusive}
            self._gaps = bool(starts) and not starts.isdisjoint(
                [bound.upper.version for bound in bounds if not bound.upper.inclusive])
        return self._gaps

    def refresh(self) -> None:
        """Take note that more variants were entered."""
        self.conflicts.clear()
        cover = 0
        for excluding, makers in zip(self.excluding, self.makers):
            if not excluding:
                cover |= makers
        self.cover = cover

    def wanted(self, place: int) -> Wanted:
        """Return the versions that lie in the range of a requirement."""
        wanted = self._wanted[place]
        if wanted is None:
            range_ = self.requirements[place].range
            if is_ephemeral(self.name):
                wanted = EphemeralRange(range_)
            else:
                family = self.universe.family(self.name)
                wanted = family.versions_in(range_) if family else 0
            self._wanted[place] = wanted
        return wanted

    def wanted_by(self, variants: int) -> Wanted:
        """Return the versions that at least one of these variants asks for. All of them must ask for some."""
        if self.gaps and not is_ephemeral(self.name):
            family = self.universe.family(self.name)
            return family.versions_in(self.range_wanted_by(variants)) if family else 0
        total: Any = None
        for place, makers in enumerate(self.makers):
            if makers & variants and not self.excluding[place]:
                wanted = self.wanted(place)
                total = wanted if total is None else total | wanted
        return total

    def range_wanted_by(self, variants: int) -> VersionRange:
        """As `wanted_by`, as a range."""
        ranges = [requirement.range for requirement, makers in zip(self.requirements, self.makers)
                  if makers & variants and not requirement.conflict]
        return ranges[0].union(ranges[1:])

    def conflicting(self, other: Any) -> int:
        """Return the variants whose requirement leaves nothing of the scope `other`, which is of the other family."""
        conflicting = self.conflicts.get(other.key)
        if conflicting is None:
            if len(self.conflicts) > MEMO_LIMIT:
                self.conflicts.clear()
            conflicting = self.conflicts[other.key] = self._find_conflicting(other)
        return conflicting

    def _find_conflicting(self, other: Any) -> int:
        versions = other.versions
        conflicting = 0
        for place, requirement in enumerate(self.requirements):
            if versions is None:
                conflicts = requirement.conflicts_with(other.request)
            elif requirement.range is None:
                conflicts = False
            else:
                wanted: Any = self.wanted(place)
                conflicts = not versions & (~wanted if requirement.conflict else wanted)
            if conflicts:
                conflicting |= self.makers[place]
        return conflicting

    def concerns(self, variants: int) -> bool:
        """Tell whether one of these variants has a requirement on the other family."""
        return any(makers & variants for makers in self.makers)

    def requirement_of(self, variant: int) -> Optional[Requirement]:
        """Return the requirement that the variant makes, if any."""
        for requirement, makers in zip(self.requirements, self.makers):
            if makers >> variant & 1:
                return requirement
        return None


class Selection:
    """A set of variants of one family, and what follows from it. There is one object for each set.

    Attributes:
        mask: The variants.
        single: True if there is one variant only.
        versions: The versions that the variants belong to.
        halves: The parts that the selection falls into when it is split, if they depend on nothing else.

    These are found when they are first read, which may raise whatever the loading of a definition may raise, and
    ResolveError for a variant that contradicts itself:

    Attributes:
        demands: What all variants require: versions, by name of the required family, in the order of these names.
        request: The selection as a requirement on exactly these versions.
        first_listed: The version that the repositories list first.
    """

    __slots__ = ("family", "mask", "single", "versions", "halves", "demands", "request", "first_listed")

    demands: Dict[str, Wanted]
    request: Requirement
    first_listed: int

    def __init__(self, family: "Family", mask: int) -> None:
        self.family = family
        self.mask = mask
        self.single = not mask & (mask - 1)
        self.versions = family.versions_of(mask)
        self.halves: Optional[Tuple["Selection", "Selection"]] = None

    def __getattr__(self, name: str) -> Any:
        # Only for what has no value yet: reading a slot again costs no call.
        finder = _FINDERS.get(name)
        if finder is None:
            raise AttributeError(name)
        value = finder(self)
        setattr(self, name, value)
        return value

    def _find_demands(self) -> Dict[str, Wanted]:
        return self.family.find_demands(self.mask, self.single)

    def _find_request(self) -> Requirement:
        versions = [self.family.version(bit) for bit in bits_of(self.versions)]
        return Requirement.construct(self.family.name, VersionRange.from_versions(versions))

    def _find_first_listed(self) -> int:
        versions = self.versions
        return next(version for version in self.family.listing if versions >> version & 1)

    def demanded(self, name: str) -> Requirement:
        """Return what all variants require of one family as a requirement."""
        return Requirement.construct(name, self.family.dependencies[name].range_wanted_by(self.mask))


_FINDERS: Dict[str, Callable[[Selection], Any]] = {
    "demands": Selection._find_demands, "request": Selection._find_request, "first_listed": Selection._find_first_listed,
}


class Family:
    """One package family.

    Attributes:
        dependencies: What the family's variants require, by name of the required family.
        ranked: Memo of the variants of versions, from most to least wanted; see `Workspace.ranked`.
        extras: The variant bits of each version with more than one variant, in the order of their indexes.
    """

    def __init__(self, source: FamilySource, universe: "Universe") -> None:
        self.name = source.name
        self.source = source
        self.universe = universe
        versions = source.versions
        keys = [sort_key(version) for version in versions]
        self._places = sorted(range(len(versions)), key=keys.__getitem__, reverse=True)
        self._keys = sorted(keys)
        self.listing: List[int] = [0] * len(versions)
        for bit, place in enumerate(self._places):
            self.listing[place] = bit
        self.all_versions = (1 << len(versions)) - 1
        self.dependencies: Dict[str, Dependency] = {}
        self.extras: Dict[int, List[int]] = {}
        self.rows: Dict[int, Row] = {}
        self.ranked: Dict[Any, List[int]] = {}
        self._owners: List[int] = []
        self._indexes: Dict[int, Optional[int]] = {}
        self._expanded = 0
        self._compiled = 0
        self._stated: Dict[Stated, Tuple[Dependency, int]] = {}
        self._merges: Dict[Any, Tuple[Dependency, int]] = {}
        self._selections: Dict[int, Selection] = {}
        self._ranges: Dict[VersionRange, int] = {}
        self._spans: Dict[int, int] = {}

    # -- versions

    def version(self, bit: int) -> Version:
        """Return the version at a bit."""
        return self.source.versions[self._places[bit]]

    def place(self, version: int) -> int:
        """Return the place in the listing of the version at a bit."""
        return self._places[version]

    def versions_in(self, range_: VersionRange) -> int:
        """Return the versions that lie in a range."""
        mask = self._ranges.get(range_)
        if mask is None:
            mask = self._ranges[range_] = self._find_versions_in(range_)
        return mask

    def _find_versions_in(self, range_: VersionRange) -> int:
        count = len(self._keys)
        mask = 0
        for first, last in find_spans(range_, self._keys):
            mask |= ((1 << (last - first)) - 1) << (count - last)
        return mask

    # -- variants

    def span(self, versions: int) -> int:
        """Return all variants, as far as they are known, of these versions."""
        if not self.extras:
            return versions
        mask = self._spans.get(versions)
        if mask is None:
            mask = versions
            for version, variants in self.extras.items():
                if versions >> version & 1:
                    for variant in variants:
                        mask |= 1 << variant
            self._spans[versions] = mask
        return mask

    def versions_of(self, mask: int) -> int:
        """Return the versions that these variants belong to."""
        versions = mask & self.all_versions
        if mask != versions:
            count = len(self._places)
            for extra in bits_of(mask >> count):
                versions |= 1 << self._owners[extra]
        return versions

    def variants_of(self, version: int) -> List[int]:
        """Return the variants of a version, in the order of their indexes."""
        return self.extras.get(version) or [version]

    def owner(self, variant: int) -> int:
        """Return the version that a variant belongs to."""
        count = len(self._places)
        return variant if variant < count else self._owners[variant - count]

    def index(self, variant: int) -> Optional[int]:
        """Return a variant's index in its package, None if the package has no variants."""
        return self._indexes[variant]

    def position(self, variant: int) -> int:
        """Return a variant's position in its package."""
        return self.variants_of(self.owner(variant)).index(variant)

    def describe(self, variant: int) -> str:
        """Return a variant's name, as messages show it."""
        version = str(self.version(self.owner(variant)))
        index = self.index(variant)
        return "%s[%s]" % (self.name + "-" + version if version else self.name, "" if index is None else index)

    def expand(self, versions: int) -> int:
        """Make sure that the variants of these versions are known.

        Returns:
            The variants.
        """
        missing = versions & ~self._expanded
        if missing:
            for version in self.in_listing_order(missing):
                self._expand(version)
        return self.span(versions)

    def _expand(self, version: int) -> None:
        indexes = self.source.expand(self._places[version])
        self._indexes[version] = indexes[0]
        if len(indexes) > 1:
            variants = [version]
            for index in indexes[1:]:
                variant = len(self._places) + len(self._owners)
                self._owners.append(version)
                self._indexes[variant] = index
                variants.append(variant)
            self.extras[version] = variants
            self._spans.clear()
        self._expanded |= 1 << version

    def in_listing_order(self, versions: int) -> List[int]:
        """Return versions in the order in which the repositories list them."""
        if not versions & (versions - 1):
            return [versions.bit_length() - 1] if versions else []
        return [version for version in self.listing if versions >> version & 1]

    # -- requirements

    def compile(self, versions: int) -> None:
        """Enter what the variants of these versions require into the tables.

        Raises:
            ResolveError: A variant's requirements contradict each other.
        """
        missing = versions & ~self._compiled
        if not missing:
            return
        touched: Set[Dependency] = set()
        try:
            for version in self.in_listing_order(missing):
                for position, variant in enumerate(self.variants_of(version)):
                    if variant not in self.rows:
                        stated = self.universe.requires(self, self._places[version], position)
                        row = self.rows[variant] = self._row(variant, stated)
                        touched.update([dependency for dependency, _ in row])
                self._compiled |= 1 << version
        finally:
            for dependency in touched:
                dependency.refresh()

    def _row(self, variant: int, stated: Any) -> Row:
        known = self._stated
        try:
            row = [known[requirement] for requirement in stated]
        except KeyError:
            row = [known.get(requirement) or self._enter(requirement) for requirement in stated]
        if len(set(map(_first, row))) != len(row):
            row = self._merged(variant, row)
        bit = 1 << variant
        for dependency, place in row:
            dependency.makers[place] |= bit
        return row

    def _enter(self, stated: Stated) -> Tuple[Dependency, int]:
        requirement = self.universe.requirement(stated)
        dependency = self.dependencies.get(requirement.name)
        if dependency is None:
            dependency = self.dependencies[requirement.name] = Dependency(requirement.name, self.universe)
            self.universe.users.setdefault(requirement.name, {})[self.name] = dependency
        entry = self._stated[stated] = (dependency, dependency.add(requirement))
        return entry

    def _merged(self, variant: int, row: Row) -> Row:
        """Merge a variant's requirements: it mentions a family more than once."""
        merged: Dict[Dependency, Tuple[Dependency, int]] = {}
        for entry in row:
            known = merged.setdefault(entry[0], entry)
            if known is not entry:
                merged[entry[0]] = self._merge(variant, row, known, entry)
        return list(merged.values())

    def _merge(self, variant: int, row: Row, one: Tuple[Dependency, int], other: Tuple[Dependency, int]) -> \
            Tuple[Dependency, int]:
        """Merge two requirements on the same family."""
        key = (one, other)
        entry = self._merges.get(key)
        if entry is None:
            requirements = one[0].requirements
            requirement = requirements[one[1]].merged(requirements[other[1]])
            if requirement is None:
                conflict = RequirementList([dependency.requirements[place] for dependency, place in row])
                raise ResolveError("The package %s has an internal requirements conflict: %s"
                                   % (self.describe(variant), conflict))
            for each in (one, other):
                if requirements[each[1]] is requirement:
                    entry = each
            entry = self._merges[key] = entry or self._stated.get(requirement) or self._enter(requirement)
        return entry

    def find_demands(self, mask: int, single: bool) -> Dict[str, Wanted]:
        """Compute `Selection.demands`."""
        versions = self.versions_of(mask)
        if versions & ~self._compiled:
            self.compile(versions)
        demands = {}
        for dependency, place in self.rows[(mask & -mask).bit_length() - 1]:
            if single:
                if not dependency.excluding[place]:
                    demands[dependency.name] = dependency.wanted(place)
            elif not mask & ~dependency.cover:
                demands[dependency.name] = dependency.wanted_by(mask)
        return {name: demands[name] for name in sorted(demands)}

    def requirements_of(self, variant: int) -> List[Requirement]:
        """Return what a variant requires."""
        return [dependency.requirements[place] for dependency, place in self.rows[variant]]

    def asked_by(self, variant: int) -> List[Dependency]:
        """Return the dependencies on the families that a variant asks for."""
        return [dependency for dependency, place in self.rows[variant] if not dependency.excluding[place]]

    def select(self, mask: int) -> Selection:
        """Return the selection of these variants."""
        selection = self._selections.get(mask)
        if selection is None:
            if len(self._selections) > MEMO_LIMIT:
                self._selections.clear()
            selection = self._selections[mask] = Selection(self, mask)
        return selection


_first = itemgetter(0)


class Universe:
    """The families of a set of repositories, as far as they were looked at.

    Args:
        find: Returns the source of a family, None if there is no such family.
        parse: Makes a requirement of its text.

    Attributes:
        users: For the name of a family, what the families that mention it require of it, by their names.
        requirements: The requirements that definitions state, by their text.
    """

    def __init__(self, find: Callable[[str], Optional[FamilySource]],
                 parse: Callable[[str], Requirement] = Requirement) -> None:
        self.users: Dict[str, Dict[str, Dependency]] = {}
        self._find = find
        self._parse = parse
        self._families: Dict[str, Optional[Family]] = {}
        self.requirements: Dict[str, Requirement] = {}
        self._dynamic: Set[str] = set()
        self._catalog: Optional[Catalog] = None

    def begin(self, catalog: Catalog) -> None:
        """Take note that a solve begins: what depended on an earlier one is forgotten."""
        self._catalog = catalog
        for name in self._dynamic:
            self._families.pop(name, None)
        for users in self.users.values() if self._dynamic else ():
            for name in users.keys() & self._dynamic:
                del users[name]
        self._dynamic.clear()

    def family(self, name: str) -> Optional[Family]:
        """Return a family, None if there is none of that name."""
        try:
            return self._families[name]
        except KeyError:
            source = self._find(name)
            family = None if source is None else Family(source, self)
            self._families[name] = family
            return family

    def requirement(self, stated: Stated) -> Requirement:
        """Return a requirement that a definition states."""
        if not isinstance(stated, str):
            return stated
        requirement = self.requirements.get(stated)
        if requirement is None:
            requirement = self.requirements[stated] = self._parse(stated)
        return requirement

    def requires(self, family: Family, place: int, position: int) -> Sequence[Stated]:
        """Return what a variant requires."""
        stated: Optional[Sequence[Stated]] = family.source.requires(place, position)
        if stated is None:
            assert self._catalog is not None
            self._dynamic.add(family.name)
            stated = self._catalog.requires(family.source, place, position)
        return stated
