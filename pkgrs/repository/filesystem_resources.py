"""Families, packages and variants of filesystem repositories, each a folder."""
from __future__ import annotations

import os

from pkgrs.base.data import cached_property
from pkgrs.base.log import print_warning
from pkgrs.base.resources import ResourceHandle
from pkgrs.config.config import config
from pkgrs.definition.load import FileFormat, load_definition, load_from_file
from pkgrs.definition.schema import package_pod_schema
from pkgrs.definition.stated import format_version
from pkgrs.errors import PackageMetadataError
from pkgrs.repository.quick_data import validate_data, validate_key, validated_data
from pkgrs.repository.resource import PackageFamilyResource, PackageResourceHelper, VariantResourceHelper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional


_DEFINITION_FORMATS = (FileFormat.py, FileFormat.yaml)


class PackageDefinitionFileMissing(PackageMetadataError):
    """There is a folder for a package, but no definition in it."""


def check_format_version(filename: str, data: Dict[str, Any]) -> None:
    """Warn if a definition is newer than what is understood here.

    Args:
        filename: The definition file.
        data: Its data. The format version is taken out.

    Raises:
        PackageMetadataError: The file's data is not a mapping.
    """
    if not isinstance(data, dict):
        raise PackageMetadataError("Problem loading %s: expected a mapping of attributes, not %s"
                                   % (filename, type(data).__name__))
    found = data.pop("format_version", None)
    if found is None:
        return
    try:
        found = int(found)
    except (TypeError, ValueError):
        return
    if found > format_version:
        print_warning("Loading from %s may fail: newer format version (%d) than current format version (%d)"
                      % (filename, found, format_version))


class FileSystemPackageFamilyResource(PackageFamilyResource):
    """A family that is a folder."""

    __module__ = "rezplugins.package_repository.filesystem"

    key = "filesystem.family"
    repository_type = "filesystem"

    def _uri(self) -> str:
        return self.path

    @cached_property
    def path(self) -> str:
        """The family's folder."""
        return os.path.join(self.location, self.name)

    def get_last_release_time(self) -> float:
        """When a variant was last installed, 0 if that can't be told."""
        # an installation touches the folder
        return mtime(self.path)

    def iter_packages(self) -> Iterator[FileSystemPackageResource]:
        """The family's packages, in no particular order."""
        for version in self._repository._get_package_versions(self.path):
            yield self.package(version)

    def package(self, version: Optional[str]) -> FileSystemPackageResource:
        """The package of a version that is listed; None stands for an unversioned one."""
        repository = self._repository
        variables = {"location": self.location, "name": self.name}
        if version is not None:
            variables["version"] = version
        variables["repository_type"] = repository.name()
        # these variables are in their standard form, and those of this repository
        resource: FileSystemPackageResource = repository.pool.get_resource_from_handle(
            ResourceHandle(FileSystemPackageResource.key, variables))
        resource._repository = repository
        return resource


def mtime(path: str) -> float:
    """When a file or folder changed last, 0 if that can't be told."""
    try:
        return os.path.getmtime(path)
    except OSError:
        return 0


class FileSystemPackageResource(PackageResourceHelper):
    """A package that has a folder of its own."""

    __module__ = "rezplugins.package_repository.filesystem"

    key = "filesystem.package"
    variant_key = "filesystem.variant"
    has_plain_data = True
    repository_type = "filesystem"
    schema = package_pod_schema
    _validate_key_impl = validate_key
    validate_data = validate_data
    validated_data = validated_data

    def _uri(self) -> str:
        return self.filepath  # type: ignore[return-value]

    @cached_property
    def parent(self) -> FileSystemPackageFamilyResource:
        """The family."""
        return self._repository.get_resource(
            FileSystemPackageFamilyResource.key, location=self.location, name=self.name)

    @cached_property
    def state_handle(self) -> Optional[float]:
        """When the definition changed last, None if there is none."""
        return os.path.getmtime(self.filepath) if self.filepath else None

    @property
    def base(self) -> str:
        """Folder of the payload: the definition's, unless that says otherwise."""
        return self._data.get("_redirected_base") or self.path

    @cached_property
    def path(self) -> str:
        """Folder of the definition."""
        version = self.get("version")
        if version:
            return "%s%s%s" % (os.path.join(self.location, self.name), os.sep, version)
        return os.path.join(self.location, self.name)

    @property
    def filepath(self) -> Optional[str]:
        """The definition file, None if there is none."""
        if not self._is_sought:
            self._note_file(*self._repository._get_file(self.path))
        return self._found_path

    @property
    def file_format(self) -> Optional[FileFormat]:
        """Format of the definition file, None if there is none."""
        return None if self.filepath is None else self._found_format

    # What was found out about the definition file. There are many packages, so that none has a tuple or a dictionary
    # of its own for it, which garbage collection would go through.
    _is_sought = False
    _found_path: Optional[str] = None
    _found_format: Optional[FileFormat] = None

    def _note_file(self, filepath: Optional[str], file_format: Optional[FileFormat]) -> None:
        self._found_path, self._found_format, self._is_sought = filepath, file_format, True

    def _load(self) -> Dict[str, Any]:
        data = self._load_definition()
        if data is None:
            raise PackageDefinitionFileMissing("Missing package definition file: %r" % self)
        check_format_version(self._found_path or self.path, data)
        if "timestamp" not in data:
            data.update(self._load_old_formats() or ())
        return data

    def _load_definition(self) -> Any:
        """Read the first definition file that there is: trying to is the quickest way to find it."""
        if self._is_sought:
            return None if self._found_path is None else self._load_file(self._found_path, self._found_format)  # type: ignore[arg-type]
        for filename in self._repository.package_filenames:
            for file_format in _DEFINITION_FORMATS:
                filepath = "%s%s%s.%s" % (self.path, os.sep, filename, file_format.extension)
                try:
                    data = self._load_file(filepath, file_format)
                except OSError as e:
                    if getattr(e, "filename", None) != filepath or os.path.isfile(filepath):
                        raise
                    continue
                self._note_file(filepath, file_format)
                return data
        self._note_file(None, None)
        return None

    def _load_file(self, filepath: str, file_format: FileFormat) -> Any:
        repository = self._repository
        return load_definition(filepath, file_format, repository.disable_memcache, repository._index)

    def _load_old_formats(self) -> Optional[Dict[str, Any]]:
        """What a release added, where it was kept before it went into the definition."""
        filepath = os.path.join(self.path, "release.yaml")
        if os.path.isfile(filepath):
            return load_from_file(filepath, FileFormat.yaml, update_data_callback=self._update_changelog)
        folder = os.path.join(self.path, ".metadata")
        if not os.path.isdir(folder):
            return None
        data: Dict[str, Any] = {}
        filepath = os.path.join(folder, "changelog.txt")
        if os.path.isfile(filepath):
            data["changelog"] = load_from_file(
                filepath, FileFormat.txt, update_data_callback=self._update_changelog)
        filepath = os.path.join(folder, "release_time.txt")
        if os.path.isfile(filepath):
            try:
                data["timestamp"] = int(load_from_file(filepath, FileFormat.txt).strip())
            except ValueError:
                pass
        return data

    @staticmethod
    def _update_changelog(file_format: FileFormat, data: Any) -> Any:
        """Shorten the long changelogs of old releases."""
        limit = config.max_package_changelog_chars
        if not limit:
            return data
        if file_format == FileFormat.yaml:
            changelog = data.get("changelog")
            if changelog:
                data["changelog"] = _shortened(
                    "\n".join(changelog) if isinstance(changelog, list) else changelog, limit)
            return data
        assert isinstance(data, str)
        return _shortened(data, limit)


def _shortened(text: str, limit: int) -> str:
    return text[:limit] + "..." if len(text) > limit + 3 else text


class FileSystemVariantResource(VariantResourceHelper):
    """A variant of a package that has a folder of its own."""

    __module__ = "rezplugins.package_repository.filesystem"

    key = "filesystem.variant"
    repository_type = "filesystem"

    @cached_property
    def parent(self) -> FileSystemPackageResource:
        """The package."""
        return self._repository.get_resource(
            FileSystemPackageResource.key, location=self.location, name=self.name, version=self.get("version"))


PackageDefinitionFileMissing.__module__ = "rezplugins.package_repository.filesystem"
