"""Repositories that are folders."""
from __future__ import annotations

import os
from functools import lru_cache

from pkgrs.base.data import cached_property
from pkgrs.base.paths import canonical_path, is_subdirectory
from pkgrs.base.resources import ResourcePool
from pkgrs.base.schema import Or
from pkgrs.base.text import is_valid_package_name
from pkgrs.config.config import config
from pkgrs.definition.index import definition_index
from pkgrs.definition.load import FileFormat, clear_file_caches
from pkgrs.errors import ConfigurationError
from pkgrs.platform.current import platform_
from pkgrs.repository.base import PackageRepository
from pkgrs.repository.filesystem_resources import (
    FileSystemPackageFamilyResource, FileSystemPackageResource, FileSystemVariantResource)
from pkgrs.repository.kept_listing import family_folder
from pkgrs.repository.listing import building_prefix, ignore_prefix, list_families
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Set, Tuple, Type, Union
    from contextlib import AbstractContextManager

    from pkgrs.definition.index import DefinitionIndex
    from pkgrs.repository.listing import FamilyFolder
    from pkgrs.repository.resource import (
        PackageFamilyResource, PackageRepositoryResource, PackageResource, PackageResourceHelper, VariantResource,
        VariantResourceHelper)


_DEFINITION_FORMATS = (FileFormat.py, FileFormat.yaml)
_RESOURCE_CLASSES = (
    FileSystemPackageFamilyResource,
    FileSystemPackageResource,
    FileSystemVariantResource,
)
# Those of families that are files, which few repositories have, by their keys.
_COMBINED_FAMILY = "filesystem.family.combined"
_COMBINED_CLASSES = {
    _COMBINED_FAMILY: "FileSystemCombinedPackageFamilyResource",
    "filesystem.package.combined": "FileSystemCombinedPackageResource",
    "filesystem.variant.combined": "FileSystemCombinedVariantResource",
}
_CACHED = ("get_families", "get_family", "get_packages", "get_variants", "get_file")
_OWN_PACKAGES = FileSystemPackageFamilyResource.iter_packages
_SETTINGS: Dict[str, Any] = dict(
    file_lock_timeout=int,
    file_lock_dir=Or(None, str),
    file_lock_type=Or("default", "link", "mkdir", "symlink"),
    package_filenames=[str],
)


class FileSystemPackageRepository(PackageRepository):
    """Packages below a folder, as `<name>/<version>/package.py` or `package.yaml`.

    An unversioned package is `<name>/package.py`. All versions of a package can be one file, `<name>.py` or
    `<name>.yaml`, with a list of `versions` and their `version_overrides`.
    """

    # mode of an installed definition file
    package_file_mode = 0o444

    ignore_prefix = ignore_prefix
    building_prefix = building_prefix

    # the plugin's settings
    schema_dict = _SETTINGS

    # the methods of these names with an underscore, with caches
    get_families: Any
    get_family: Any
    get_packages: Any
    get_variants: Any
    get_file: Any

    @classmethod
    def name(cls) -> str:
        """Name of this type of repository."""
        return "filesystem"

    def __init__(self, location: str, resource_pool: ResourcePool, disable_memcache: Optional[bool] = None,
                 disable_pkg_ignore: bool = False) -> None:
        """
        Args:
            location: The folder.
            resource_pool: Keeper of the resources.
            disable_memcache: Don't use the shared cache; by default the configuration says so.
            disable_pkg_ignore: Show ignored packages as well.
        """
        super().__init__(canonical_path(location, platform_), resource_pool)
        self.disable_memcache = bool(disable_memcache)
        self.disable_pkg_ignore = disable_pkg_ignore
        for resource_class in _RESOURCE_CLASSES:
            self.register_resource(resource_class)
        for key, class_name in _COMBINED_CLASSES.items():
            resource_pool.register_later(key, "pkgrs.repository.combined_resources", class_name)
        # the caches of a long-lived process; `clear_caches` empties them
        for name in _CACHED:
            setattr(self, name, lru_cache(maxsize=None)(getattr(self, "_" + name)))
        self._versions_by_folder: Dict[str, List[Optional[str]]] = {}

    # -- Settings

    @cached_property
    def _settings(self) -> Any:
        import pkgrs.plugin.manager  # noqa: F401 (where settings of plugins come from)
        return config.plugins.package_repository.filesystem

    @cached_property
    def package_filenames(self) -> List[str]:
        """Names of definition files, without their extensions."""
        return self._settings.package_filenames

    @cached_property
    def file_lock_dir(self) -> Optional[str]:
        """Name of the folder in the repository that holds locks; None for the repository's own folder.

        Raises:
            ConfigurationError: The setting is not the name of a folder.
        """
        name: Optional[str] = self._settings.file_lock_dir or None
        if name is not None:
            if os.path.isabs(name) or name != os.path.basename(name):
                raise ConfigurationError("filesystem package repository setting 'file_lock_dir' must be "
                                         "a single relative directory such as '.lock'")
            if not os.path.exists(os.path.join(self.location, name)):
                name = None
        return name

    @cached_property
    def _index(self) -> Optional[DefinitionIndex]:
        return definition_index()

    @cached_property
    def _shares_listings(self) -> bool:
        """True if listings of folders are kept in memcached."""
        return bool(config.cache_listdir and config.memcached_uri and not self.disable_memcache)

    def _uid(self) -> Tuple:
        uid: List[Any] = [self.name(), self.location]
        try:
            uid.append(int(os.stat(self.location).st_ino))
        except OSError:
            pass
        return tuple(uid)

    # -- Finding packages

    def get_package_family(self, name: str) -> Optional[PackageFamilyResource]:
        """Find a family; raises PackageRequestError if the name isn't valid."""
        return self.get_family(name)

    def iter_package_families(self) -> Iterator[PackageFamilyResource]:
        """All families."""
        return iter(self.get_families())

    def iter_packages(self, package_family_resource: PackageFamilyResource) -> Iterator[PackageResourceHelper]:
        """All packages of a family."""
        return iter(self.get_packages(package_family_resource))

    def iter_variants(self, package_resource: PackageResource) -> Iterator[VariantResource]:
        """All variants of a package."""
        return iter(self.get_variants(package_resource))

    def get_parent_package_family(self, package_resource: PackageResourceHelper) -> Any:
        """The family of a package."""
        return package_resource.parent

    def get_parent_package(self, variant_resource: VariantResource) -> PackageRepositoryResource:
        """The package of a variant."""
        return variant_resource.parent

    def get_variant_state_handle(self, variant_resource: PackageResource) -> Any:
        """When the variant's definition changed last."""
        return variant_resource.parent.state_handle  # type: ignore[attr-defined]

    def get_last_release_time(self, package_family_resource: PackageFamilyResource) -> Any:
        """When a variant of the family was last installed, or its file changed."""
        return package_family_resource.get_last_release_time()  # type: ignore[attr-defined]

    def get_package_payload_path(self, package_name: str,
                                 package_version: Optional[Union[str, Version]] = None) -> str:
        """Where the payload of a package is, or would be."""
        path = os.path.join(self.location, package_name)
        return os.path.join(path, str(package_version)) if package_version else path

    def get_package_from_uri(self, uri: str) -> Optional[PackageResourceHelper]:
        """Find a package: `<location>/<name>/<version>/package.py`, `<location>/<name>/package.py` or
        `<location>/<name>.py<<version>>`."""
        uri = os.path.normcase(uri)
        prefix = self.location + os.path.sep
        if not is_subdirectory(uri, prefix):
            return None
        parts = uri[len(prefix):].split(os.path.sep)
        version = parts[-1].partition("<")[2].partition(">")[0]
        if len(parts) == 1:
            if "<" not in parts[0]:
                return None
            name = os.path.splitext(parts[0].partition("<")[0])[0]
        elif len(parts) <= 3:
            name = parts[0]
            version = parts[1] if len(parts) == 3 else version
        else:
            return None
        return self.get_package(name, Version(version))

    def get_variant_from_uri(self, uri: str) -> Optional[VariantResourceHelper]:
        """Find a variant: the URI of its package, then its index in square brackets."""
        package_uri, bracket, index = uri.rpartition("[")
        if not bracket:
            return None
        package = self.get_package_from_uri(package_uri)
        if package is None:
            return None
        for variant in package.iter_variants():
            if index == "%s]" % ("" if variant.index is None else variant.index):
                return variant
        return None

    def get_resource_from_handle(self, resource_handle: Any, verify_repo: bool = True) -> Any:
        """The resource that a handle names, whose location may be written in another way.

        Raises:
            ResourceError: The handle names another repository, or an unknown type of resource.
        """
        if verify_repo:
            location = resource_handle.variables.get("location")
            if location is not None and location != self.location \
                    and canonical_path(location, platform_) == self.location:
                resource_handle.variables["location"] = self.location
        return super().get_resource_from_handle(resource_handle, verify_repo=verify_repo)

    def clear_caches(self) -> None:
        """Forget what is cached, so that changes of the folder are seen."""
        super().clear_caches()
        for name in _CACHED:
            getattr(self, name).cache_clear()
        self._versions_by_folder.clear()
        clear_file_caches()
        if self._shares_listings:
            from pkgrs.repository.shared_listing import forget_listings
            forget_listings()

    def _copy(self, **kwargs: Any) -> FileSystemPackageRepository:
        """The same folder, seen through fresh caches."""
        return self.__class__(self.location, ResourcePool(cache_size=None), **kwargs)

    def _on_changed(self, pkg_name: str) -> None:
        """Make a change of a family seen, by this process and by others."""
        self.clear_caches()
        try:
            # resolves are cached for as long as this time stays
            os.utime(os.path.join(self.location, pkg_name), None)
        except FileNotFoundError:
            pass

    # -- Behind the caches

    def _get_families(self) -> List[PackageFamilyResource]:
        families: List[Any] = []
        for name, extension in self._get_family_dirs():
            names = {"location": self.location, "name": name}
            if extension is None:
                families.append(self.get_resource(FileSystemPackageFamilyResource.key, **names))
            else:
                families.append(self.get_resource(_COMBINED_FAMILY, **names, ext=extension))
        return families

    def _get_family(self, name: str) -> Optional[PackageFamilyResource]:
        is_valid_package_name(name, raise_error=True)
        names = {"location": self.location, "name": name}
        if os.path.isdir(os.path.join(self.location, name)):
            if not self._has_exact_name(name):
                return None
            return self.get_resource(FileSystemPackageFamilyResource.key, **names)  # type: ignore[return-value]
        filepath, file_format = self.get_file(self.location, package_filename=name)
        if filepath is None or file_format is None or not self._has_exact_name(os.path.basename(filepath)):
            return None
        return self.get_resource(  # type: ignore[return-value]
            _COMBINED_FAMILY, **names, ext=file_format.extension)

    def _has_exact_name(self, name: str) -> bool:
        """False if the file system finds the name only because it doesn't tell upper from lower case."""
        return platform_.has_case_sensitive_filesystem or name in os.listdir(self.location)

    def _get_packages(self, package_family_resource: PackageFamilyResource) -> List[PackageResourceHelper]:
        family: Any = package_family_resource
        if getattr(type(family), "iter_packages", None) is _OWN_PACKAGES:
            return [family.package(version) for version in self.versions_of(family.path)]
        return list(family.iter_packages())

    def versions_of(self, root: str) -> List[Optional[str]]:
        """Versions of the packages in a family's folder, as they were when they were first asked for; None stands for
        an unversioned package."""
        versions = self._versions_by_folder.get(root)
        if versions is None:
            versions = self._versions_by_folder[root] = self._get_package_versions(root)
        return versions

    def _get_variants(self, package_resource: PackageResourceHelper) -> List[VariantResource]:
        return list(package_resource.iter_variants())

    def _get_file(self, path: str, package_filename: Optional[str] = None) \
            -> Union[Tuple[str, FileFormat], Tuple[None, None]]:
        """Find the definition file in a folder."""
        for name in [package_filename] if package_filename else self.package_filenames:
            for file_format in _DEFINITION_FORMATS:
                filepath = os.path.join(path, "%s.%s" % (name, file_format.extension))
                if os.path.isfile(filepath):
                    return filepath, file_format
        return None, None

    def _get_family_dirs(self) -> List[Tuple[str, Optional[str]]]:
        if self._shares_listings:
            from pkgrs.repository.shared_listing import is_family, shared_listing
            return shared_listing(self._get_family_dirs__key(), self._list_families, is_family)
        return self._list_families()

    def _list_families(self) -> List[Tuple[str, Optional[str]]]:
        return list_families(self.location, self.file_lock_dir)

    def _get_family_dirs__key(self) -> str:
        return _listing_key(self.location)

    def _get_version_dirs(self, root: str) -> List[str]:
        if self._shares_listings:
            from pkgrs.repository.shared_listing import is_name, shared_listing
            return shared_listing(
                self._get_version_dirs__key(root), lambda: self._versions(family_folder(root), root), is_name)
        return self._versions(family_folder(root), root)

    def _get_version_dirs__key(self, root: str) -> str:
        return _listing_key(root)

    def _get_package_versions(self, root: str) -> List[Optional[str]]:
        """Versions of the packages in a family's folder; None stands for an unversioned package."""
        if self._shares_listings:
            if config.allow_unversioned_packages and self._get_file(root)[0]:
                return [None]
            return list(self._get_version_dirs(root))
        folder = family_folder(root)
        if config.allow_unversioned_packages and not folder.files.isdisjoint(self._definition_names):
            return [None]
        return list(self._versions(folder, root))

    @cached_property
    def _definition_names(self) -> Set[str]:
        return {"%s.%s" % (name, file_format.extension)
                for name in self.package_filenames for file_format in _DEFINITION_FORMATS}

    def _versions(self, folder: FamilyFolder, root: str) -> List[str]:
        """The folders that are versions to be shown."""
        names = set(folder.versions)
        if folder.ignored and not self.disable_pkg_ignore:
            names -= folder.ignored
        if self._settings.check_package_definition_files:
            unsure = set(names)
        else:
            unsure = names & folder.building  # one that is being installed is there once it has its definition
        for name in unsure:
            if not self._is_valid_package_directory(os.path.join(root, name)):
                names.remove(name)
        return list(names)

    def _is_valid_package_directory(self, path: str) -> bool:
        return self._get_file(path, "package")[0] is not None

    # -- Installing

    def pre_variant_install(self, variant_resource: VariantResource) -> None:
        """Mark the version as being installed, so that it stays unseen until its definition is there."""
        from pkgrs.repository.install import mark_building
        mark_building(self, variant_resource.name, variant_resource.version)

    def on_variant_install_cancelled(self, variant_resource: VariantResource) -> None:
        """Remove marks that are not needed."""
        self._delete_stale_build_tagfiles(os.path.join(self.location, variant_resource.name))

    def install_variant(self, variant_resource: VariantResource, dry_run: bool = False,
                        overrides: Optional[Dict[str, Any]] = None) -> VariantResource:
        """Add a variant to this repository, see the base class.

        Raises:
            PackageRepositoryError: The folder can't be made, or be locked in time.
            ResourceError: The package is there already, and the two don't go together.
            NotImplementedError: The family is a file.
        """
        from pkgrs.repository.install import VariantInstall
        return VariantInstall(self, variant_resource, overrides).run(dry_run)

    def _create_family(self, name: str) -> PackageFamilyResource:
        path = os.path.join(self.location, name)
        if not os.path.exists(path):
            os.makedirs(path)
        self.clear_caches()
        return self.get_package_family(name)  # type: ignore[return-value]

    def _create_variant(self, variant: VariantResource, dry_run: bool = False,
                        overrides: Optional[Dict[str, Any]] = None) -> Optional[VariantResource]:
        """Install a variant without taking the lock."""
        from pkgrs.repository.install import VariantInstall
        return VariantInstall(self, variant, overrides).create(dry_run)

    def _lock_package(self, package_name: str,
                      package_version: Optional[Union[str, Version]] = None) -> AbstractContextManager:
        """Context in which no other process changes the package."""
        from pkgrs.repository.install import lock_package
        return lock_package(self, package_name, package_version)

    def _delete_stale_build_tagfiles(self, family_path: str) -> None:
        from pkgrs.repository.install import delete_stale_build_tagfiles
        delete_stale_build_tagfiles(self, family_path)

    # -- Removing

    def ignore_package(self, pkg_name: str, pkg_version: Version, allow_missing: bool = False) -> int:
        """Hide a package, see the base class."""
        from pkgrs.repository.removal import PackageRemoval
        return PackageRemoval(self).ignore(pkg_name, pkg_version, allow_missing)

    def unignore_package(self, pkg_name: str, pkg_version: Version) -> int:
        """Show a hidden package again, see the base class."""
        from pkgrs.repository.removal import PackageRemoval
        return PackageRemoval(self).unignore(pkg_name, pkg_version)

    def remove_package(self, pkg_name: str, pkg_version: Version) -> bool:
        """Remove a package, see the base class."""
        from pkgrs.repository.removal import PackageRemoval
        return PackageRemoval(self).remove(pkg_name, pkg_version)

    def remove_package_family(self, pkg_name: str, force: bool = False) -> bool:
        """Remove a family, see the base class."""
        from pkgrs.repository.removal import PackageRemoval
        return PackageRemoval(self).remove_family(pkg_name, force)

    def remove_ignored_since(self, days: int, dry_run: bool = False, verbose: bool = False) -> int:
        """Remove packages that have been hidden for some time, see the base class."""
        from pkgrs.repository.removal import PackageRemoval
        return PackageRemoval(self).remove_ignored_since(days, dry_run, verbose)


def _listing_key(path: str) -> str:
    """Name of a folder's listing in the shared cache; it changes with the folder."""
    try:
        status = os.stat(path)
    except OSError:
        return str(("listdir", path))
    return str(("listdir", path, int(status.st_ino), status.st_mtime))


FileSystemPackageRepository.__module__ = "rezplugins.package_repository.filesystem"


def register_plugin() -> Type[FileSystemPackageRepository]:
    """The plugin's class."""
    return FileSystemPackageRepository
