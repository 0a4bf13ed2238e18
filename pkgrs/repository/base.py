"""The interface of package repositories."""
from __future__ import annotations

import time
from contextlib import contextmanager

from pkgrs.base.data import cached_property
from pkgrs.base.resources import ResourceHandle
from pkgrs.base.threads import local
from pkgrs.errors import ResourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Hashable, Iterator, Optional, Tuple, Type, Union
    from pkgrs.base.resources import Resource, ResourcePool
    from pkgrs.repository.resource import (
        PackageFamilyResource, PackageRepositoryResource, PackageResource, PackageResourceHelper, VariantResource)
    from pkgrs.version.version import Version


class PackageRepositoryGlobalStats(local):
    """What this thread has spent on repositories."""

    def __init__(self) -> None:
        # seconds spent on loading packages
        self.package_load_time = 0.0

    @contextmanager
    def package_loading(self) -> Iterator[None]:
        """Context whose duration counts as loading of packages."""
        started = time.time()
        yield
        self.package_load_time += time.time() - started


package_repo_stats = PackageRepositoryGlobalStats()


class PackageRepository:
    """Base class of package repositories, which plugins implement.

    Families, packages and variants are handed out as resources, and found again by their handles.
    Many methods raise NotImplementedError here: a repository implements those that it supports.
    """

    # the value, among the overrides of `install_variant`, that removes an attribute
    remove = object()

    # how often the caches were cleared: what is derived from them is valid as long as this stays
    generation = 0

    @classmethod
    def name(cls) -> str:
        """Name of the type of repository."""
        raise NotImplementedError

    def __init__(self, location: str, resource_pool: ResourcePool) -> None:
        """
        Args:
            location: Where the repository is; what that means depends on its type.
            resource_pool: Keeper of the resources.
        """
        self.location = location
        self.pool = resource_pool

    def __str__(self) -> str:
        return "%s@%s" % (self.name(), self.location)

    def register_resource(self, resource_class: Type[Resource]) -> None:
        """Make a type of resource known to the pool.

        Args:
            resource_class: Class of the resource.
        """
        self.pool.register_resource(resource_class)

    def clear_caches(self) -> None:
        """Forget what is cached, so that changes of the repository are seen."""
        self.generation += 1
        self.pool.clear_caches()

    @cached_property
    def uid(self) -> Tuple:
        """Tells this repository from others, also between processes."""
        return self._uid()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackageRepository) and other.name() == self.name() and other.uid == self.uid

    __hash__ = None  # type: ignore[assignment]

    def is_empty(self) -> bool:
        """True if there is no package at all."""
        for family in self.iter_package_families():
            for _ in self.iter_packages(family):
                return False
        return True

    def get_package_family(self, name: str) -> Optional[PackageFamilyResource]:
        """Find a family.

        Args:
            name: Name of the package.

        Returns:
            The family, or None.
        """
        raise NotImplementedError

    def iter_package_families(self) -> Iterator[PackageFamilyResource]:
        """All families, in no particular order."""
        raise NotImplementedError

    def iter_packages(self, package_family_resource: PackageFamilyResource) -> Iterator[PackageResource]:
        """All packages of a family, in no particular order.

        Args:
            package_family_resource: The family.
        """
        raise NotImplementedError

    def iter_variants(self, package_resource: PackageResource) -> Iterator[VariantResource]:
        """All variants of a package, in order.

        Args:
            package_resource: The package.
        """
        raise NotImplementedError

    def get_package(self, name: str, version: Version) -> Optional[PackageResourceHelper]:
        """Find a package.

        Args:
            name: Name of the package.
            version: Its version.

        Returns:
            The package, or None.
        """
        family = self.get_package_family(name)
        if family is None:
            return None
        text = str(version)
        packages = list(self.iter_packages(family))
        for package in packages:
            if package.get("version", "") == text:
                return package  # type: ignore[return-value]
        for package in packages:  # a version can be written in several ways
            if package.version == version:
                return package  # type: ignore[return-value]
        return None

    def get_package_from_uri(self, uri: str) -> Optional[PackageResource]:
        """Find a package by its URI.

        Args:
            uri: As the package's `uri` has it.

        Returns:
            The package, or None.
        """
        return None

    def get_variant_from_uri(self, uri: str) -> Optional[VariantResource]:
        """Find a variant by its URI.

        Args:
            uri: As the variant's `uri` has it.

        Returns:
            The variant, or None.
        """
        return None

    def ignore_package(self, pkg_name: str, pkg_version: Version, allow_missing: bool = False) -> int:
        """Hide a package.

        Args:
            pkg_name: Name of the package.
            pkg_version: Its version.
            allow_missing: Hide it even if it isn't there (yet).

        Returns:
            1 if it was hidden, 0 if it had been so already, -1 if there is no such package.
        """
        raise NotImplementedError

    def unignore_package(self, pkg_name: str, pkg_version: Version) -> int:
        """Show a hidden package again.

        Args:
            pkg_name: Name of the package.
            pkg_version: Its version.

        Returns:
            1 if it is shown again, 0 if it wasn't hidden, -1 if there is no such package.
        """
        raise NotImplementedError

    def remove_package(self, pkg_name: str, pkg_version: Version) -> bool:
        """Remove a package, payload included.

        Args:
            pkg_name: Name of the package.
            pkg_version: Its version.

        Returns:
            True if it was removed, False if there was none.
        """
        raise NotImplementedError

    def remove_package_family(self, pkg_name: str, force: bool = False) -> bool:
        """Remove a family without packages.

        Args:
            pkg_name: Name of the family.
            force: Remove it even if it has packages.

        Returns:
            True if it was removed, False if there was none.
        """
        raise NotImplementedError

    def remove_ignored_since(self, days: int, dry_run: bool = False, verbose: bool = False) -> int:
        """Remove packages that have been hidden for some time.

        Args:
            days: How many days at least.
            dry_run: Remove nothing.
            verbose: Print each one.

        Returns:
            How many were removed.
        """
        raise NotImplementedError

    def pre_variant_install(self, variant_resource: VariantResource) -> None:
        """Called before the payload of a variant is installed.

        Args:
            variant_resource: The variant.
        """

    def on_variant_install_cancelled(self, variant_resource: VariantResource) -> None:
        """Called when the installation of a variant is given up after `pre_variant_install`.

        Args:
            variant_resource: The variant.
        """

    def install_variant(self, variant_resource: VariantResource, dry_run: bool = False,
                        overrides: Optional[Dict[str, Any]] = None) -> VariantResource:
        """Add a variant, which may come from any repository, to this one.

        If the package is there already, the variant is added to it; a variant that it has already
        is updated.

        Args:
            variant_resource: The variant.
            dry_run: Change nothing; say what would come of it.
            overrides: Attributes to change, or to remove (see `remove`).

        Returns:
            The variant in this repository, or, in a dry run, None if it isn't there yet.
        """
        raise NotImplementedError

    def get_equivalent_variant(self, variant_resource: VariantResource) -> VariantResource:
        """Find the variant of this repository that installing the given one would update.

        Args:
            variant_resource: The variant.

        Returns:
            The variant, or None.
        """
        return self.install_variant(variant_resource, dry_run=True)

    def get_parent_package_family(self, package_resource: PackageResourceHelper) -> PackageFamilyResource:
        """The family of a package.

        Args:
            package_resource: The package.
        """
        raise NotImplementedError

    def get_parent_package(self, variant_resource: VariantResource) -> PackageRepositoryResource:
        """The package of a variant.

        Args:
            variant_resource: The variant.
        """
        raise NotImplementedError

    def get_variant_state_handle(self, variant_resource: PackageResource) -> Optional[Hashable]:
        """A value that changes when the variant does.

        Args:
            variant_resource: The variant.

        Returns:
            The value, or None if this repository can't tell.
        """
        return None

    def get_last_release_time(self, package_family_resource: PackageFamilyResource) -> int:
        """When the family changed last.

        Args:
            package_family_resource: The family.

        Returns:
            Seconds since the epoch, 0 if this repository can't tell.
        """
        return 0

    def make_resource_handle(self, resource_key: str, **variables: Any) -> ResourceHandle:
        """Name a resource of this repository.

        Args:
            resource_key: Type of the resource.
            variables: What tells it from others of this repository.

        Raises:
            ResourceError: The variables name another repository, or the type is unknown.
        """
        if variables.get("repository_type", self.name()) != self.name():
            raise ResourceError("repository_type mismatch - requested %r, repository_type is %r"
                                % (variables["repository_type"], self.name()))
        if variables.get("location", self.location) != self.location:
            raise ResourceError("location mismatch - requested %r, repository location is %r"
                                % (variables["location"], self.location))
        variables["repository_type"] = self.name()
        variables["location"] = self.location
        resource_class = self.pool.get_resource_class(resource_key)
        return ResourceHandle(resource_key, resource_class.normalize_variables(variables))

    def get_resource(self, resource_key: Union[str, Type[Resource]], **variables: Any) -> Resource:
        """A resource of this repository.

        Args:
            resource_key: As for `make_resource_handle`.
            variables: As for `make_resource_handle`.

        Raises:
            ResourceError: As for `make_resource_handle`.
        """
        handle = self.make_resource_handle(resource_key, **variables)  # type: ignore[arg-type]
        return self.get_resource_from_handle(handle, verify_repo=False)

    def get_resource_from_handle(self, resource_handle: ResourceHandle, verify_repo: bool = True) -> Resource:
        """The resource that a handle names.

        Args:
            resource_handle: The handle.
            verify_repo: Check that it names this repository.

        Raises:
            ResourceError: It doesn't, or the type of resource is unknown.
        """
        if verify_repo:
            self._check_handle(resource_handle)
        resource = self.pool.get_resource_from_handle(resource_handle)
        resource._repository = self  # type: ignore[attr-defined]
        return resource

    def _check_handle(self, resource_handle: ResourceHandle) -> None:
        variables = resource_handle.variables
        if variables.get("repository_type") != self.name():
            raise ResourceError("repository_type mismatch - requested %r, repository_type is %r"
                                % (variables.get("repository_type"), self.name()))
        if variables.get("location") != self.location:
            raise ResourceError("location mismatch - requested %r, repository location is %r "
                                % (variables.get("location"), self.location))

    def get_package_payload_path(self, package_name: str,
                                 package_version: Optional[Union[str, Version]] = None) -> str:
        """Where the payload of a package is, or would be.

        Args:
            package_name: Name of the package.
            package_version: Its version.
        """
        raise NotImplementedError

    def _uid(self) -> Tuple:
        raise NotImplementedError
