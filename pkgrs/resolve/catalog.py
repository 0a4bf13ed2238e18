"""Links packages and the solver: what the engine asks for, answered from package repositories."""
from __future__ import annotations

import sys
from itertools import islice

from pkgrs.base.log import print_debug
from pkgrs.base.threads import local
from pkgrs.config.config import config
from pkgrs.errors import PackageFamilyNotFoundError, PackageRequestError
from pkgrs.package.find import get_families, iter_packages
from pkgrs.package.model import Package, Variant
from pkgrs.repository.base import package_repo_stats
from pkgrs.repository.family_contents import FamilyContents
from pkgrs.repository.filesystem import FileSystemPackageRepository
from pkgrs.repository.manager import package_repository_manager
from pkgrs.solver.family import Universe, is_ephemeral
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Set, Tuple
    from pkgrs.definition.stated import Stated
    from pkgrs.package.filter import PackageFilterBase
    from pkgrs.package.order import PackageOrderList
    from pkgrs.repository.resource import PackageResource, VariantResource
    from pkgrs.resolve.variant import PackageVariant
    from pkgrs.version.version import Version


#: How many sets of repositories the tables are kept of, by each thread.
MAX_UNIVERSES = 4


class RepositoryFamily:
    """The packages of one family in a list of repositories.

    Args:
        name: The family's name.
        packages: Its packages, as listed: resources, or the contents of a folder and the place there.
        building: Whether what builds require counts as required.
        universe: Knows the requirements that definitions state.
        catalog: Of the solve, if its packages' variants may be others than the definitions say.
    """

    def __init__(self, name: str, packages: List[Any], building: bool, universe: Universe,
                 catalog: Optional[PackageCatalog] = None) -> None:
        self.name = name
        self._packages = packages
        self._resources: Dict[int, PackageResource] = {}
        self._stated: List[Any] = [_UNKNOWN] * len(packages)
        self.versions: List[Version] = [
            package[0].versions[package[1]] if type(package) is tuple else package.version for package in packages]
        self._building = building
        self._known = universe.requirements
        self._parse = universe.requirement
        self._variants: Dict[Tuple[int, int], VariantResource] = {}
        self._catalog = catalog
        self._replaced: Dict[int, Optional[List[Any]]] = {}

    def resource(self, place: int) -> PackageResource:
        """Return the resource of a package."""
        package = self._packages[place]
        if type(package) is not tuple:
            return package  # type: ignore[no-any-return]
        resource = self._resources.get(place)
        if resource is None:
            resource = self._resources[place] = package[0].package(package[1])
        return resource

    def _find_stated(self, place: int) -> Optional[Stated]:
        """Return what a definition states, where that is known without loading it, and so are its variants."""
        stated = self._stated[place]
        if stated is _UNKNOWN:
            package = self._packages[place]
            stated = self._stated[place] = (
                package[0].stated(package[1]) if type(package) is tuple and self._catalog is None else None)
        return stated  # type: ignore[no-any-return]

    def replaced(self, place: int) -> Optional[List[Any]]:
        """Return the variants of a package that `iter_variants` of the package, its class or its repository
        gives, where that is a third party's; None where it is our own."""
        if self._catalog is None:
            return None
        if place not in self._replaced:
            package = self._catalog.package(self, place)
            own = "iter_variants" not in vars(package) and _is_ours(Package) and _is_ours(type(package.repository))
            self._replaced[place] = None if own else list(package.iter_variants())
        return self._replaced[place]

    def variant(self, place: int, position: int) -> VariantResource:
        """Return the variant of a package at a position."""
        key = (place, position)
        variant = self._variants.get(key)
        if variant is None:
            replaced = self.replaced(place)
            if replaced is not None:
                return replaced[position].resource  # type: ignore[no-any-return]
            stated = self._find_stated(place)
            if stated is not None:
                contents, listed = self._packages[place]
                variant = contents.variant(listed, position if stated[2] else None)
            else:
                package = self.resource(place)
                variant = next(islice(package._repository.iter_variants(package), position, None))
            self._variants[key] = variant
        return variant

    def expand(self, place: int) -> Sequence[Optional[int]]:
        """Return the variant indexes of a package.

        Raises:
            ResourceError: The definition can't be loaded.
            PackageMetadataError: It says something else than a list of variants.
        """
        stated = self._find_stated(place)
        if stated is not None:
            listed = stated[2] or ()
            if all(self._is_plain(variant) for variant in listed):
                return range(len(listed)) or _NO_VARIANTS
        replaced = self.replaced(place)
        if replaced is not None:
            return [variant.index for variant in replaced]
        resource = self.resource(place)
        if resource.has_plain_data:
            variants = resource._data.get("variants")
            if isinstance(variants, list) and all(self._is_plain(variant) for variant in variants):
                return range(len(variants)) or _NO_VARIANTS
        return range(len(resource.variants or ())) or _NO_VARIANTS  # type: ignore[attr-defined]

    def requires(self, place: int, position: int) -> Optional[List[str]]:
        """Return what a variant requires, None if the text of the definition doesn't tell."""
        stated = self._find_stated(place)
        if stated is not None:
            requires, build_requires, variants = stated
            texts = [*(requires or ()), *(variants[position] if variants else ()),
                     *(build_requires or () if self._building else ())]
            return texts if self._is_plain(texts) else None
        resource = self.resource(place)
        if not resource.has_plain_data or self.replaced(place) is not None:
            return None
        data = resource._data
        result: List[str] = []
        for key in ("requires", "variants", "build_requires") if self._building else ("requires", "variants"):
            if key in data:
                value = data[key]
                if key == "variants" and value:
                    value = value[position]
                if not self._is_plain(value):
                    return None
                result += value
        return result

    def _is_plain(self, value: Any) -> bool:
        """Tell whether this is a list of texts which are all valid requirements."""
        if not isinstance(value, list):
            return False
        for text in value:
            if type(text) is not str:
                return False
            if text not in self._known:
                try:
                    self._parse(text)
                except Exception:
                    # validation of the whole definition words the error
                    return False
        return True


_UNKNOWN = object()
_NO_VARIANTS: Sequence[Optional[int]] = (None,)


def _is_ours(kind: type) -> bool:
    """Tell whether nobody else's function gives the variants of a package."""
    return str(getattr(kind.iter_variants, "__module__", "")).startswith("pkgrs.")  # type: ignore[attr-defined]


class PackageCatalog:
    """The packages that one solve can see: `pkgrs.solver.catalog.Catalog` over package repositories.

    Args:
        paths: Package search paths.
        building: Whether what builds require counts as required.
        context: Context that late-bound requirements are evaluated in.
        package_filter: Packages to leave out.
        package_orderers: Which versions are wanted most.
        package_load_callback: Called with each package that enters the solve.
    """

    def __init__(self, paths: List[str], building: bool = False, context: Any = None,
                 package_filter: Optional[PackageFilterBase] = None,
                 package_orderers: Optional[PackageOrderList] = None,
                 package_load_callback: Optional[Callable[[Package], Any]] = None) -> None:
        self.paths = paths
        self.building = building
        self.context = context
        self.package_filter = package_filter
        self.package_orderers = package_orderers
        self.package_load_callback = package_load_callback
        self.selective = bool(package_filter) or package_load_callback is not None
        self.orders = bool(package_orderers)
        shared = None
        if package_load_callback is None and _is_ours(Package) and _is_ours(FileSystemPackageRepository):
            shared = _shared_universe(paths, building)
        self.universe = shared or make_universe(paths, building, self)
        self._packages: Dict[Tuple[str, int], Package] = {}
        self._variants: Dict[Tuple[str, int, int], PackageVariant] = {}

    # -- packages

    def package(self, source: RepositoryFamily, place: int) -> Package:
        """Return the package at a place, bound to the context of this solve."""
        key = (source.name, place)
        package = self._packages.get(key)
        if package is None:
            package = self._packages[key] = Package(source.resource(place), context=self.context)
        return package

    def variant(self, source: RepositoryFamily, place: int, position: int) -> PackageVariant:
        """Return the variant of a package at a position."""
        key = (source.name, place, position)
        variant = self._variants.get(key)
        if variant is None:
            from pkgrs.resolve.variant import PackageVariant
            replaced = source.replaced(place)
            found = replaced[position] if replaced is not None else Variant(
                source.variant(place, position), self.context, self.package(source, place))
            variant = self._variants[key] = PackageVariant(found, self.building)
        return variant

    def requires(self, source: RepositoryFamily, place: int, position: int) -> Sequence[Requirement]:
        """Return what a variant requires, evaluated in the context of this solve."""
        return self.variant(source, place, position).variant.get_requires(build_requires=self.building)

    def admit(self, source: RepositoryFamily, place: int) -> bool:
        """Tell whether a package passes the filter."""
        if not self.package_filter:
            return True
        package = self.package(source, place)
        rule = self.package_filter.excludes(package)
        if rule and config.debug_package_exclusions:
            print_debug("Package '%s' was excluded by rule '%s'" % (package.qualified_name, rule))
        return not rule

    def entered(self, source: RepositoryFamily, place: int) -> None:
        """Pass a package on to the callback."""
        if self.package_load_callback:
            self.package_load_callback(self.package(source, place))

    def missing(self, message: str) -> None:
        """Take note that a required family does not exist.

        Raises:
            PackageFamilyNotFoundError: Unless the setting `error_on_missing_variant_requires` is off.
        """
        if config.error_on_missing_variant_requires:
            raise PackageFamilyNotFoundError(message)
        print(message, file=sys.stderr)

    def load_time(self) -> float:
        """Return how many seconds this thread has spent on loading definitions."""
        return package_repo_stats.package_load_time

    def describe_sources(self) -> str:
        """Return the package search paths as text."""
        return "; ".join(self.paths)

    # -- order

    def arrange(self, source: RepositoryFamily, places: Sequence[int]) -> Optional[Sequence[int]]:
        """Order packages from most to least wanted, see `pkgrs.solver.catalog.Catalog`."""
        if not self.orders:
            return None
        orderer = self._orderer(source.name)
        return sorted(places, key=lambda place: orderer.sort_key(source.name, source.versions[place]), reverse=True)

    def describe_order(self, source: RepositoryFamily) -> str:
        """Return a description of the order of a family."""
        return repr(self._orderer(source.name)) if self.orders else "SortedOrder(True)"

    def preference(self, name: str, range_: VersionRange) -> Any:
        """Return the sort key of a range of versions."""
        if not self.orders:
            return range_
        try:
            return self._orderer(name).sort_key(name, range_)
        except PackageRequestError:
            # an orderer that looks for packages can't do so for an ephemeral
            if not is_ephemeral(name):
                raise
            from pkgrs.package.order import SortedOrder

            return SortedOrder(True).sort_key(name, range_)

    def prefers_intersection(self) -> bool:
        """Tell whether variants are preferred that have more in common with the request."""
        return bool(config.variant_select_mode == "intersection_priority")

    def _orderer(self, name: str) -> Any:
        from pkgrs.package.order import get_orderer

        return get_orderer(name, self.package_orderers)


# Clients may put another function in the place of `rez.solver.iter_packages`; else the packages as such are not needed.
_iter_packages = iter_packages


def make_universe(paths: List[str], building: bool, catalog: Optional[PackageCatalog] = None) -> Universe:
    """Return an empty set of tables over the repositories at some paths, for a single solve if its catalog is given."""
    def find(name: str) -> Any:
        if iter_packages is _iter_packages:
            packages = _list_packages(name, paths)
        else:
            packages = [package.resource for package in iter_packages(name, paths=paths)]
        return RepositoryFamily(name, packages, building, universe, catalog) if packages else None

    universe = Universe(find, PackageRequest)
    return universe


def _list_packages(name: str, paths: List[str]) -> List[Any]:
    """Return the packages of a name; of each version, the first one found. See `RepositoryFamily`."""
    packages: List[Any] = []
    seen: Set[Version] = set()
    for repository, family in get_families(name, paths):
        contents = FamilyContents.of(repository, family)
        found: List[Any]
        if contents is None:
            found = list(repository.iter_packages(family))
            versions = [resource.version for resource in found]
        else:
            versions = contents.versions
            found = [(contents, place) for place in range(len(versions))]
        for package, version in zip(found, versions):
            if version not in seen:
                seen.add(version)
                packages.append(package)
    return packages


class _SharedUniverse:
    """Tables that outlive a solve.

    They stay valid as long as the repositories' own caches do: these are what decides when a change of a
    repository is seen by a process.
    """

    def __init__(self, repositories: List[FileSystemPackageRepository], paths: List[str], building: bool) -> None:
        self.universe = make_universe(paths, building)
        self._repositories = repositories
        self._generations = [repository.generation for repository in repositories]

    def is_valid(self) -> bool:
        """Tell whether none of the repositories has forgotten its caches since."""
        return self._generations == [repository.generation for repository in self._repositories]


class _Shared(local):
    """The tables that a thread keeps, the latest used ones last."""

    def __init__(self) -> None:
        self.universes: Dict[Any, _SharedUniverse] = {}


_shared = _Shared()


def _shared_universe(paths: List[str], building: bool) -> Optional[Universe]:
    """Return the tables for some paths that outlive a solve; None if repositories don't cache their listings."""
    repositories = [package_repository_manager.get_repository(path) for path in paths]
    if not all(type(repository) is FileSystemPackageRepository for repository in repositories):
        return None
    key = (tuple(id(repository) for repository in repositories), building)
    shared = _shared.universes.pop(key, None)
    if shared is None or not shared.is_valid():
        shared = _SharedUniverse(repositories, list(paths), building)  # type: ignore[arg-type]
    _shared.universes[key] = shared
    while len(_shared.universes) > MAX_UNIVERSES:
        del _shared.universes[next(iter(_shared.universes))]
    return shared.universe
