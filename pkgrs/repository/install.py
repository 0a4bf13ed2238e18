"""Adding variants to filesystem repositories."""
from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

from pkgrs.base.files import make_path_writable
from pkgrs.base.log import print_debug
from pkgrs.config.config import config
from pkgrs.definition.files import open_file_for_write
from pkgrs.definition.load import FileFormat
from pkgrs.definition.schema import package_build_only_keys, package_release_keys
from pkgrs.definition.stated import format_version
from pkgrs.definition.write import dump_package_data
from pkgrs.errors import PackageMetadataError, ResourceError, RezSystemError
from pkgrs.tool_errors import PackageRepositoryError
from pkgrs.repository.combined_resources import FileSystemCombinedPackageFamilyResource
from pkgrs.repository.filesystem_resources import PackageDefinitionFileMissing
from pkgrs.repository.listing import building_prefix
from pkgrs.repository.locks import file_lock
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, Optional, Tuple, Union

    # gets the path of the definition, and what it is going to hold
    Listener = Callable[[str, bytes], None]


# how long a mark of an installation is kept whose package never came
_STALE_SECONDS = 3600

_listeners: ContextVar[Tuple[Listener, ...]] = ContextVar("_listeners", default=())


@contextmanager
def before_definition(listener: Listener) -> Iterator[None]:
    """Context in which a function is called right before a definition gets its place, the end of an installation.

    Args:
        listener: Called with the definition's path and its content. What it raises stops the installation.
    """
    token = _listeners.set((*_listeners.get(), listener))
    try:
        yield
    finally:
        _listeners.reset(token)


def lock_package(repository: Any, name: str,
                 version: Optional[Union[str, Version]] = None) -> AbstractContextManager:
    """Context in which no other process installs into a package.

    Args:
        repository: The repository.
        name: Name of the package.
        version: Its version.

    Raises:
        PackageRepositoryError: There is no folder for the lock, or another process keeps it too long.
    """
    folder = repository.location
    if repository.file_lock_dir:
        folder = os.path.join(folder, repository.file_lock_dir)
    if not os.path.exists(folder):
        raise PackageRepositoryError("Lockfile directory %s does not exist - please create and try again" % folder)
    filename = ".lock.%s" % name
    if version:
        filename += "-%s" % version
    settings = repository._settings
    return file_lock(os.path.join(folder, filename), settings.file_lock_type, settings.file_lock_timeout)


def mark_building(repository: Any, name: str, version: Version) -> None:
    """Mark a version as being installed.

    Args:
        repository: The repository.
        name: Name of the package.
        version: Its version; an unversioned package can't be marked.
    """
    if not version:
        return
    folder = os.path.join(repository.location, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, building_prefix + str(version)), "w"):
        pass


def delete_stale_build_tagfiles(repository: Any, family_path: str) -> None:
    """Remove the marks of versions that have been installed, or never will be.

    Args:
        repository: The repository.
        family_path: Folder of the family.
    """
    now = time.time()
    for filename in os.listdir(family_path):
        if not filename.startswith(building_prefix):
            continue
        mark = os.path.join(family_path, filename)
        package_path = os.path.join(family_path, filename[len(building_prefix):])
        if os.path.exists(package_path) and repository._is_valid_package_directory(package_path):
            os.remove(mark)
        elif now - os.stat(mark).st_mtime > _STALE_SECONDS and not os.path.exists(package_path):
            # a younger one may have been made just now, and the folder is about to follow; a folder without a
            # definition would be taken for a broken version if the mark did not hide it
            os.remove(mark)


class VariantInstall:
    """The installation of one variant."""

    def __init__(self, repository: Any, variant: Any, overrides: Optional[Dict[str, Any]] = None) -> None:
        """
        Args:
            repository: Where to install.
            variant: The variant resource, of any repository.
            overrides: Attributes to change or, with `repository.remove`, to remove.

        Raises:
            PackageRepositoryError: The overrides remove name or version.
        """
        self.repository = repository
        self.variant = variant
        self.overrides = dict(overrides or {})
        self.name = self._override("name", variant.name)
        self.version = self._override("version", variant.version)
        if isinstance(self.version, str):
            self.version = Version(self.version)

    def _override(self, key: str, default: Any) -> Any:
        value = self.overrides.pop(key, default)
        if value is self.repository.remove:
            raise PackageRepositoryError("Cannot remove package attribute '%s'" % key)
        return value

    def run(self, dry_run: bool) -> Any:
        """Install, and return the installed variant; see `PackageRepository.install_variant`."""
        variant = self.variant
        if variant._repository is self.repository \
                and self.name == variant.name and self.version == variant.version:
            return variant
        path = self.repository.location
        try:
            os.makedirs(path, exist_ok=True)
        except OSError as e:
            raise PackageRepositoryError("Package repository path %r could not be created: %s: %s"
                                         % (path, e.__class__.__name__, e)) from e
        if dry_run:
            return self.create(True)
        with self.repository._lock_package(self.name, self.version):
            return self.create(False)

    def create(self, dry_run: bool) -> Any:
        """Write the definition, and return the installed variant.

        Other processes may have changed the package since this repository was first read, so it is read
        again, ignored packages included.
        """
        fresh = self.repository._copy(disable_memcache=True, disable_pkg_ignore=True)
        family = fresh.get_package_family(self.name)
        if family is None and not dry_run:
            family = fresh._create_family(self.name)
        if isinstance(family, FileSystemCombinedPackageFamilyResource):
            raise NotImplementedError("Cannot install variant into combined-style package file %r." % family.filepath)
        existing = self._existing_package(fresh, family)
        merge = _Merge(self.variant, self.name, self.version, existing)
        if dry_run:
            return None if merge.package_changed else self._own(merge.existing_variant)
        data, index = merge.result()
        self._write(data, existing)
        return self._installed_variant(fresh, index)

    def _existing_package(self, fresh: Any, family: Any) -> Any:
        """The package, if it is there and has a definition."""
        for package in fresh.iter_packages(family) if family else ():
            if package.version != self.version:
                continue
            try:
                package.validate_data()
            except PackageDefinitionFileMissing:
                return None  # its folder was made ahead of time
            self._check_compatible(package)
            return package
        return None

    def _check_compatible(self, package: Any) -> None:
        variant = self.variant
        if variant.uuid and package.uuid and variant.uuid != package.uuid:
            raise ResourceError("Cannot install variant %r into package %r - the packages are not the same "
                                "(UUID mismatch)" % (variant, package))
        if variant.index is None and package.variants:
            raise ResourceError("Attempting to install a package without variants (%r) into an existing package "
                                "with variants (%r)" % (variant, package))
        if variant.index is not None and not package.variants:
            raise ResourceError("Attempting to install a variant (%r) into an existing package without variants "
                                "(%r)" % (variant, package))

    def _write(self, data: Dict[str, Any], existing: Any) -> None:
        """Write the definition file, the last step of an installation."""
        for key, value in self.overrides.items():
            if value is self.repository.remove:
                data.pop(key, None)
            else:
                data[key] = value
        if not data.get("timestamp"):
            data["timestamp"] = int(time.time())
        data["format_version"] = format_version
        if not data["version"] and not config.allow_unversioned_packages:
            raise PackageMetadataError("Unversioned package is not allowed in current configuration.")

        family_path = os.path.join(self.repository.location, self.name)
        folder = os.path.join(family_path, str(self.version)) if self.version else family_path
        os.makedirs(folder, exist_ok=True)
        if existing:
            filename, file_format = os.path.basename(existing.filepath), existing.file_format
        else:
            filename, file_format = self.repository.package_filenames[0] + ".py", FileFormat.py
        path = os.path.join(folder, filename)
        with make_path_writable(folder):
            with open_file_for_write(path, mode=self.repository.package_file_mode) as stream:
                dump_package_data(data, buf=stream, format_=file_format)
                for listener in _listeners.get():
                    listener(path, stream.getvalue().encode("utf-8"))
        self._clean_up(family_path)

    def _clean_up(self, family_path: str) -> None:
        """Remove marks; what can't be removed does no harm."""
        try:
            if self.version:
                mark = os.path.join(family_path, building_prefix + str(self.version))
                if os.path.exists(mark):
                    os.remove(mark)
            self.repository._delete_stale_build_tagfiles(family_path)
        except OSError as e:
            _debug("Could not remove marks in %s: %s", family_path, e)

    def _installed_variant(self, fresh: Any, index: Optional[int]) -> Any:
        self.repository._on_changed(self.name)
        fresh.clear_caches()
        family = fresh.get_package_family(self.name)
        for package in fresh.iter_packages(family):
            if package.version == self.version:
                for variant in fresh.iter_variants(package):
                    if variant.index == index:
                        return self._own(variant)
        raise RezSystemError("Internal failure - expected installed variant")

    def _own(self, variant: Any) -> Any:
        """The variant as one of this repository, not of the fresh copy."""
        if variant is not None:
            variant._repository = self.repository
        return variant


class _Merge:
    """What the definition is, once the variant is part of the package."""

    def __init__(self, variant: Any, name: str, version: Version, existing: Any) -> None:
        self.variant = variant
        self.existing = existing
        self.existing_variant: Any = None
        self.package_changed = False
        self.data = _definition_data(variant.parent)
        for key in ("base", "variants"):
            self.data.pop(key, None)
        self.data["name"] = name
        self.data["version"] = version
        self.old_data: Dict[str, Any] = {}
        self.release_data: Dict[str, Any] = {}
        if existing:
            self._compare()

    def _compare(self) -> None:
        _debug("Found existing package for installation of variant %s: %s",
                    self.variant.uri, self.existing.uri)
        self.old_data = _definition_data(self.existing)
        self.release_data = {key: self.old_data[key] for key in package_release_keys
                             if self.old_data.get(key) is not None}
        self.package_changed = _comparable(self.old_data) != _comparable(self.data)
        _debug("Variant %s package data %s package %s", self.variant.uri,
                    "differs from" if self.package_changed else "matches", self.existing.uri)
        for candidate in self.existing.iter_variants():
            if self.variant.index is None or candidate.variant_requires == self.variant.variant_requires:
                self.existing_variant = candidate
                _debug("Variant %s already has installed equivalent: %s", self.variant.uri, candidate.uri)

    def result(self) -> Tuple[Dict[str, Any], Optional[int]]:
        """The definition's data, and the index that the variant has in it."""
        if self.existing and not self.package_changed:
            data = self.old_data
        else:
            data = self.data
            if self.variant.index is not None:
                data["variants"] = self.old_data.get("variants") or []
        data.update(self.release_data)
        data.pop("base", None)
        if self.variant.index is None:
            return data, None
        if self.existing_variant is not None:
            return data, self.existing_variant.index
        data["variants"] = list(data["variants"]) + [self.variant.variant_requires]
        return data, len(data["variants"]) - 1


def _debug(message: str, *args: Any) -> None:
    if config.debug("resources"):
        print_debug(message, *args)


def _definition_data(package: Any) -> Dict[str, Any]:
    """A package's data as a definition holds it."""
    data = dict(package.validated_data())
    raw = package._data if hasattr(package, "_data") else package.resource._data
    # validated, this is a `Config`
    data.pop("config", None)
    if raw.get("config"):
        data["config"] = raw["config"]
    for key in package_build_only_keys:
        data.pop(key, None)
    return data


def _comparable(data: Dict[str, Any]) -> Dict[str, Any]:
    """What two definitions of one package have in common."""
    left_out = set(package_release_keys).union(("format_version", "base", "variants"))
    return {key: value for key, value in data.items() if key not in left_out and value is not None}
