"""Repositories that live in memory."""
from __future__ import annotations


from pkgrs.base.data import cached_property
from pkgrs.base.text import is_valid_package_name
from pkgrs.definition.schema import package_pod_schema
from pkgrs.repository.base import PackageRepository
from pkgrs.repository.quick_data import validate_data, validate_key, validated_data
from pkgrs.repository.resource import PackageFamilyResource, PackageResourceHelper, VariantResourceHelper
from pkgrs.version.requirement import VersionedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional, Type
    from pkgrs.base.resources import ResourcePool
    from pkgrs.repository.resource import PackageResource, VariantResource


# in the place of a version, in the data of a repository
_NO_VERSION = "_NO_VERSION"


class MemoryPackageFamilyResource(PackageFamilyResource):
    """A family in memory."""

    __module__ = "rezplugins.package_repository.memory"

    key = "memory.family"
    repository_type = "memory"

    def _uri(self) -> str:
        return "%s:%s" % (self.location, self.name)

    def iter_packages(self) -> Iterator[MemoryPackageResource]:
        """The family's packages, in the order of the data."""
        versions = list(self._repository.data.get(self.name, {}).keys())
        names: Dict[str, Any] = {"location": self.location, "name": self.name}
        if _NO_VERSION in versions:
            yield self._repository.get_resource(MemoryPackageResource.key, **names)
            return
        for version in versions:
            yield self._repository.get_resource(MemoryPackageResource.key, **names, version=version)


class MemoryPackageResource(PackageResourceHelper):
    """A package in memory."""

    __module__ = "rezplugins.package_repository.memory"

    key = "memory.package"
    variant_key = "memory.variant"
    has_plain_data = True
    repository_type = "memory"
    schema = package_pod_schema
    _validate_key_impl = validate_key
    validate_data = validate_data
    validated_data = validated_data

    def _uri(self) -> str:
        return "%s:%s" % (self.location, VersionedObject.construct(self.name, self.version))

    @property
    def base(self) -> Optional[str]:
        """Such a package has no folder, unless its definition names one."""
        return None

    @cached_property
    def parent(self) -> MemoryPackageFamilyResource:
        """The family."""
        return self._repository.get_resource(
            MemoryPackageFamilyResource.key, location=self.location, name=self.name)

    def _load(self) -> Dict[str, Any]:
        return self._repository.data[self.name][self.get("version", _NO_VERSION)]


class MemoryVariantResource(VariantResourceHelper):
    """A variant in memory."""

    __module__ = "rezplugins.package_repository.memory"

    key = "memory.variant"
    repository_type = "memory"

    @cached_property
    def parent(self) -> MemoryPackageResource:
        """The package."""
        return self._repository.get_resource(
            MemoryPackageResource.key, location=self.location, name=self.name, version=self.get("version"))

    def _root(self, ignore_shortlinks: bool = False) -> None:
        """Such a variant has no payload."""
        return None


class MemoryPackageRepository(PackageRepository):
    """Packages given as data: `data` maps the name of each family to its versions, these to definitions.

    The version of an unversioned package is "_NO_VERSION".
    """

    @classmethod
    def name(cls) -> str:
        """Name of this type of repository."""
        return "memory"

    @classmethod
    def create_repository(cls, repository_data: Dict[str, Any]) -> MemoryPackageRepository:
        """Make a repository of given packages, with a pool of its own.

        Args:
            repository_data: The packages.
        """
        from pkgrs.base.resources import ResourcePool
        repository = cls("memory{%s}" % hex(id(repository_data)), ResourcePool(cache_size=None))
        repository.data = repository_data
        return repository

    def __init__(self, location: str, resource_pool: ResourcePool) -> None:
        """
        Args:
            location: Any text; equal ones name the same repository.
            resource_pool: Keeper of the resources.
        """
        super().__init__(location, resource_pool)
        self.data: Dict[str, Any] = {}
        for resource_class in (MemoryPackageFamilyResource, MemoryPackageResource, MemoryVariantResource):
            self.register_resource(resource_class)

    def _uid(self) -> tuple:
        return self.name(), self.location

    def get_package_family(self, name: str) -> Optional[MemoryPackageFamilyResource]:
        """Find a family; raises PackageRequestError if the name isn't valid."""
        is_valid_package_name(name, raise_error=True)
        if name not in self.data:
            return None
        return self.get_resource(
            MemoryPackageFamilyResource.key, location=self.location, name=name)  # type: ignore[return-value]

    def iter_package_families(self) -> Iterator[Any]:
        """All families, in the order of the data."""
        for name in list(self.data.keys()):  # what clients put here may know no more than that
            yield self.get_package_family(name)

    def iter_packages(self, package_family_resource: PackageFamilyResource) -> Iterator[MemoryPackageResource]:
        """All packages of a family."""
        return package_family_resource.iter_packages()  # type: ignore[attr-defined]

    def iter_variants(self, package_resource: PackageResource) -> Iterator[VariantResourceHelper]:
        """All variants of a package."""
        return package_resource.iter_variants()  # type: ignore[attr-defined]

    def get_parent_package_family(self, package_resource: PackageResourceHelper) -> PackageFamilyResource:
        """The family of a package."""
        return package_resource.parent  # type: ignore[return-value]

    def get_parent_package(self, variant_resource: VariantResource) -> PackageResourceHelper:
        """The package of a variant."""
        return variant_resource.parent  # type: ignore[return-value]


MemoryPackageRepository.__module__ = "rezplugins.package_repository.memory"


def register_plugin() -> Type[MemoryPackageRepository]:
    """The plugin's class."""
    return MemoryPackageRepository
