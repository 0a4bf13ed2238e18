"""What a solve reads of a family's folder, without an object for each package: most of them are looked at only once."""
from __future__ import annotations

from pkgrs.config.config import config
from pkgrs.definition.files import file_cache
from pkgrs.definition.load import load_stated, loads_as_usual, reads_unnoticed
from pkgrs.definition.validate import shared_version
from pkgrs.repository.filesystem import FileSystemPackageRepository
from pkgrs.repository.filesystem_resources import (
    FileSystemPackageFamilyResource, FileSystemPackageResource, FileSystemVariantResource)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional

    from pkgrs.definition.stated import Stated
    from pkgrs.version.version import Version


class FamilyContents:
    """The packages of one family in one filesystem repository, by their place in its listing.

    Attributes:
        versions: The versions; that of an unversioned package is empty.
    """

    __slots__ = ("versions", "_repository", "_family", "_names", "_folder", "_filename", "_needs_loading")

    def __init__(self, repository: FileSystemPackageRepository, family: FileSystemPackageFamilyResource) -> None:
        self._repository = repository
        self._family = family
        self._folder: str = family.path
        self._names: List[Optional[str]] = repository.versions_of(family.path)
        self._filename = "%s.py" % repository.package_filenames[0]
        self._needs_loading = not reads_unnoticed(repository.disable_memcache)
        self.versions: List[Version] = [shared_version(name or "") for name in self._names]

    @classmethod
    def of(cls, repository: Any, family: Any) -> Optional[FamilyContents]:
        """The contents of a family; None if its packages are for the repository to tell.

        Args:
            repository: A package repository.
            family: A family of it.
        """
        if (
            type(repository) is FileSystemPackageRepository and type(family) is FileSystemPackageFamilyResource
            and "iter_packages" not in vars(repository) and _functions() == _OWN
            and repository._index is not None and loads_as_usual() and not config.debug("resources")
        ):
            return cls(repository, family)
        return None

    def package(self, place: int) -> FileSystemPackageResource:
        """The resource of a package."""
        return self._family.package(self._names[place])

    def variant(self, place: int, index: Optional[int]) -> FileSystemVariantResource:
        """The resource of a package's variant of an index, which it must have."""
        return self._repository.get_resource(  # type: ignore[return-value]
            FileSystemVariantResource.key, location=self._family.location, name=self._family.name,
            version=self._names[place], index=index)

    def stated(self, place: int) -> Optional[Stated]:
        """What the definition of a package states about what it requires; None if that isn't known without reading it.

        Raises nothing: whatever is wrong with a definition shows when it is read.
        """
        name = self._names[place]
        index = self._repository._index
        if not name or file_cache or index is None:
            return None
        path = "%s/%s" % (name, self._filename)
        try:
            return index.find_stated(self._folder, path)
        except KeyError:
            if self._needs_loading:
                return None
        stated = load_stated(self._folder, path, index)
        # packages of a family are alike: it is not worth while to look at the next ones
        self._needs_loading = stated is None
        return stated


def _functions() -> List[Any]:
    """What decides which packages there are, and what they are."""
    repository, family, package = (
        FileSystemPackageRepository, FileSystemPackageFamilyResource, FileSystemPackageResource)
    return [repository.iter_packages, repository._get_packages, repository._get_package_versions,
            repository.iter_variants, repository._get_variants, family.iter_packages, package.iter_variants,
            package._load, package._load_definition, package._load_file]


_OWN = _functions()
