"""Finding families, packages and variants in repositories.

Where a function takes `paths`, that are the package search paths to look in, by default those of
the setting `packages_path`. In a search, the first path that has a version of a package hides it
in later ones.
"""
from __future__ import annotations

import os

from pkgrs.base.descriptors import cached_property
from pkgrs.base.resources import ResourceHandle
from pkgrs.config.config import config
from pkgrs.errors import PackageFamilyNotFoundError, RezError
from pkgrs.package.model import Package, PackageFamily, Variant
from pkgrs.repository.manager import package_repository_manager
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement, VersionedObject
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple, TypeVar, Union
    from pkgrs.repository.base import PackageRepository
    from pkgrs.repository.resource import PackageFamilyResource, PackageResource

    PackageT = TypeVar("PackageT", Package, Variant)


__all__ = [
    "PackageSearchPath", "iter_package_families", "iter_packages", "get_package",
    "get_package_family_from_repository", "get_package_from_repository", "get_package_from_handle",
    "get_package_from_string", "get_variant", "get_package_from_uri", "get_variant_from_uri",
    "get_last_release_time", "get_completions", "get_latest_package", "get_latest_package_from_string",
]


class PackageSearchPath:
    """A list of package search paths, to search in and to ask whether a package comes from it.

    Args:
        packages_path: Package search paths.
    """

    def __init__(self, packages_path: List[str]) -> None:
        self.paths = packages_path

    def iter_packages(self, name: str, range_: Union[VersionRange, str, None] = None) -> Iterator[Package]:
        """Iterate over the packages of a name; see `iter_packages`."""
        return iter_packages(name=name, range_=range_, paths=self.paths)

    def __contains__(self, package: Union[Package, Variant]) -> bool:
        """True if the package or variant is in one of the repositories, in sight or hidden."""
        return package.repository.uid in self._repository_uids

    @cached_property
    def _repository_uids(self) -> Set[Tuple]:
        return {package_repository_manager.get_repository(path).uid for path in self.paths}


def _repositories(paths: Optional[List[str]]) -> Iterator[PackageRepository]:
    for path in paths or config.packages_path:
        yield package_repository_manager.get_repository(path)


def get_families(name: str, paths: Optional[List[str]] = None
                  ) -> List[Tuple[PackageRepository, PackageFamilyResource]]:
    """Get the families of a name, with the repository of each."""
    families = []
    for repository in _repositories(paths):
        family = repository.get_package_family(name)
        if family:
            families.append((repository, family))
    return families


def iter_package_families(paths: Optional[List[str]] = None) -> Iterator[PackageFamily]:
    """Iterate over the families of all paths, unordered.

    A name comes once for each path that has it.
    """
    for repository in _repositories(paths):
        for resource in repository.iter_package_families():
            yield PackageFamily(resource)


def iter_packages(name: str, range_: Union[VersionRange, str, None] = None,
                  paths: Optional[List[str]] = None) -> Iterator[Package]:
    """Iterate over the packages of a name, in no particular order. Their definitions aren't read.

    Args:
        name: Name of the packages, such as `maya`.
        range_: Versions to search for, all by default.
        paths: Package search paths.

    Raises:
        VersionError: If the range is malformed and there are such packages.
    """
    for resource in iter_package_resources(name, paths):
        if range_:
            if isinstance(range_, str):
                range_ = VersionRange(range_)
            if resource.version not in range_:
                continue
        yield Package(resource)


def iter_package_resources(name: str, paths: Optional[List[str]] = None) -> Iterator[PackageResource]:
    """Iterate over the packages of a name as their repositories hold them; of each version, over the first one found.

    Args:
        name: Name of the packages.
        paths: Package search paths.
    """
    seen: Set[Version] = set()
    for repository, family in get_families(name, paths):
        for resource in repository.iter_packages(family):
            version = resource.version
            if version not in seen:
                seen.add(version)
                yield resource


def get_package(name: str, version: Union[Version, str], paths: Optional[List[str]] = None) -> Optional[Package]:
    """Get the package of exactly this version, or None. An empty version is the unversioned package.

    Raises:
        VersionError: If the version is malformed.
    """
    if isinstance(version, str):
        range_ = VersionRange("==%s" % version)
    else:
        range_ = VersionRange.from_version(version, "==")
    return next(iter_packages(name, range_, paths), None)


def get_package_family_from_repository(name: str, path: str) -> Optional[PackageFamily]:
    """Get a family of the one repository at the path, or None."""
    family = package_repository_manager.get_repository(path).get_package_family(name)
    return None if family is None else PackageFamily(family)


def get_package_from_repository(name: str, version: Union[Version, str], path: str) -> Optional[Package]:
    """Get the package of exactly this version from the one repository at the path, or None.

    Raises:
        VersionError: If the version is malformed.
    """
    if isinstance(version, str):
        version = Version(version)
    resource = package_repository_manager.get_repository(path).get_package(name, version)
    return None if resource is None else Package(resource)


def _resource_from_handle(handle: Union[ResourceHandle, Dict[str, Any]]) -> Any:
    if isinstance(handle, dict):
        handle = ResourceHandle.from_dict(handle)
    return package_repository_manager.get_resource_from_handle(handle)


def get_package_from_handle(package_handle: Union[ResourceHandle, Dict[str, Any]]) -> Package:
    """Get the package that a handle, or the dictionary made of one, names.

    Raises:
        ResourceError: If it doesn't name a package.
    """
    return Package(_resource_from_handle(package_handle))


def get_variant(variant_handle: Union[ResourceHandle, Dict[str, Any]], context: Optional[Any] = None) -> Variant:
    """Get the variant that a handle, or the dictionary made of one, names.

    Args:
        variant_handle: The handle.
        context: Resolved context to give to the variant.

    Raises:
        ResourceError: If it doesn't name a variant.
    """
    return Variant(_resource_from_handle(variant_handle), context=context)


def get_package_from_string(txt: str, paths: Optional[List[str]] = None) -> Optional[Package]:
    """Get the package of exactly the name and version in a text such as `maya-2016.1`, or None.

    Raises:
        PackageRequestError: If the name is malformed.
        VersionError: If the version is malformed.
    """
    wanted = VersionedObject(txt)
    return get_package(wanted.name, wanted.version, paths=paths)


def get_package_from_uri(uri: str, paths: Optional[List[str]] = None) -> Optional[Package]:
    """Get the package of that URI, or None.

    Args:
        uri: URI of a package, or of one of its variants.
        paths: Package search paths. If there are none, and the configured ones don't have the package,
            it is also looked for where the URI itself points to.
    """
    def find(repository: PackageRepository) -> Optional[Package]:
        resource = repository.get_package_from_uri(uri)
        return None if resource is None else Package(resource)

    return _find_uri(uri, paths, find)


def get_variant_from_uri(uri: str, paths: Optional[List[str]] = None) -> Optional[Variant]:
    """Get the variant of that URI, or None.

    Args:
        uri: URI of a variant.
        paths: Package search paths. If there are none, and the configured ones don't have the variant,
            it is also looked for where the URI itself points to.
    """
    def find(repository: PackageRepository) -> Optional[Variant]:
        resource = repository.get_variant_from_uri(uri)
        return None if resource is None else Variant(resource)

    return _find_uri(uri, paths, find)


def _find_uri(uri: str, paths: Optional[List[str]],
              find: Callable[[PackageRepository], Optional[PackageT]]) -> Optional[PackageT]:
    for repository in _repositories(paths):
        found = find(repository)
        if found is not None:
            return found

    if not paths:
        for path in _paths_of_uri(uri):
            try:
                found = find(package_repository_manager.get_repository(path))
            except RezError:  # such as a name that no package can have: the folder is no repository
                continue
            if found is not None and _is_its_name(found):
                return found
    return None


def _paths_of_uri(uri: str) -> Iterator[str]:
    # <path>/<name>/<version>/package.py, <path>/<name>/package.py or <path>/<name>.py<version>
    folder, name = os.path.split(uri)
    folders = [folder]
    if "<" not in name:
        parent = os.path.dirname(folder)
        folders = [os.path.dirname(parent), parent]
    for path in folders:
        if os.path.isabs(path) and path != os.path.dirname(path) and os.path.isdir(path):
            yield path


def _is_its_name(found: Union[Package, Variant]) -> bool:
    # The place of a definition alone doesn't tell whether a folder is of a name or of a version.
    package = found if isinstance(found, Package) else found.parent
    try:
        data = package.data or {}
    except RezError:
        return False
    return data.get("name") == package.name


def get_last_release_time(name: str, paths: Optional[List[str]] = None) -> float:
    """Get when a package of that name was last released, in seconds since the epoch.

    The time is at least that of the last release, for repositories may not know better. It is zero
    if there is no such package, or a repository can't tell.
    """
    latest: float = 0
    for repository, family in get_families(name, paths):
        time_ = repository.get_last_release_time(family)
        if time_ == 0:
            return 0
        latest = max(latest, time_)
    return latest


def get_completions(prefix: str, paths: Optional[List[str]] = None, family_only: bool = False) -> Set[str]:
    """Get the package requests that a prefix can be completed to.

    Args:
        prefix: Start of a request; may be of a conflict (`!`) or weak (`~`) request.
        paths: Package search paths.
        family_only: Complete names only, no versions.

    Returns:
        Names that match; and names with versions, once there is a single name.
    """
    operator = prefix[:1] if prefix.startswith(("!", "~")) else ""
    start = prefix[len(operator):]
    family_name = next((start.split(ch)[0] for ch in "-@#" if ch in start), None)
    if family_only and (operator or family_name is not None):
        return set()

    words: Set[str] = set()
    if not family_name:
        words.update(x.name for x in iter_package_families(paths=paths) if x.name.startswith(start))
        if len(words) == 1:
            family_name = next(iter(words))

    if family_name and not family_only:
        names = (x.qualified_name for x in iter_packages(family_name, paths=paths))
        words.update(name for name in names if name.startswith(start))
    return {operator + word for word in words}


def get_latest_package(name: str, range_: Union[VersionRange, str, None] = None,
                       paths: Optional[List[str]] = None, error: bool = False) -> Optional[Package]:
    """Get the package of the highest version.

    Args:
        name: Name of the package.
        range_: Versions to choose from, all by default.
        paths: Package search paths.
        error: Raise an error if there is none, rather than return None.

    Raises:
        PackageFamilyNotFoundError: If there is none and `error` is true.
    """
    package = max(iter_packages(name, range_=range_, paths=paths), key=lambda x: x.version, default=None)
    if package is None and error:
        raise PackageFamilyNotFoundError("No such package family %r" % name)
    return package


def get_latest_package_from_string(txt: str, paths: Optional[List[str]] = None,
                                   error: bool = False) -> Optional[Package]:
    """Get the package of the highest version that a request such as `maya-2016+` allows.

    Args:
        txt: Package request.
        paths: Package search paths.
        error: Raise an error if there is none, rather than return None.

    Raises:
        PackageFamilyNotFoundError: If there is none and `error` is true.
    """
    requirement = Requirement(txt)
    return get_latest_package(name=requirement.name, range_=requirement.range_, paths=paths, error=error)
