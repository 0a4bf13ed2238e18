"""Families of filesystem repositories that are one file each, and their packages and variants."""
from __future__ import annotations

import os

from pkgrs.base.data import cached_property
from pkgrs.base.schema import And, Schema, Use
from pkgrs.base.schema import Optional as OptionalKey
from pkgrs.config.config import config
from pkgrs.definition.load import FileFormat, load_definition
from pkgrs.definition.schema import package_pod_schema
from pkgrs.repository.filesystem_resources import check_format_version, mtime
from pkgrs.repository.quick_data import validate_data, validate_key, validated_data
from pkgrs.repository.resource import PackageFamilyResource, PackageResourceHelper, VariantResourceHelper
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional


class FileSystemCombinedPackageFamilyResource(PackageFamilyResource):
    """A family that is one file, which holds the definition of every version."""

    __module__ = "rezplugins.package_repository.filesystem"

    key = "filesystem.family.combined"
    repository_type = "filesystem"
    schema = Schema({
        OptionalKey("versions"): [And(str, Use(Version))],
        OptionalKey("version_overrides"): {And(str, Use(VersionRange)): dict},
    })

    # made from the schema
    versions: Any
    version_overrides: Any

    @property
    def ext(self) -> Any:
        """Extension of the file's name."""
        return self.get("ext")

    @property
    def filepath(self) -> str:
        """The file."""
        return os.path.join(self.location, "%s.%s" % (self.name, self.ext))

    def _uri(self) -> str:
        return self.filepath

    def get_last_release_time(self) -> float:
        """When the file changed last, 0 if that can't be told."""
        return mtime(self.filepath)

    def iter_packages(self) -> Iterator[FileSystemCombinedPackageResource]:
        """The family's packages, in the file's order."""
        names: Dict[str, Any] = {"location": self.location, "name": self.name, "ext": self.ext}
        get_resource = self._repository.get_resource
        if config.allow_unversioned_packages and not self.versions:
            yield get_resource(FileSystemCombinedPackageResource.key, **names)
            return
        for version in self.versions or ():
            yield get_resource(FileSystemCombinedPackageResource.key, **names, version=str(version))

    def _load(self) -> Dict[str, Any]:
        data = load_definition(self.filepath, FileFormat[self.ext], disable_memcache=self._repository.disable_memcache)
        check_format_version(self.filepath, data)
        return data


class FileSystemCombinedPackageResource(PackageResourceHelper):
    """A package that is defined in the file of its family."""

    __module__ = "rezplugins.package_repository.filesystem"

    key = "filesystem.package.combined"
    variant_key = "filesystem.variant.combined"
    repository_type = "filesystem"
    schema = package_pod_schema
    _validate_key_impl = validate_key
    validate_data = validate_data
    validated_data = validated_data

    def _uri(self) -> str:
        return "%s<%s>" % (self.parent.filepath, self.get("version", ""))

    @cached_property
    def parent(self) -> FileSystemCombinedPackageFamilyResource:
        """The family."""
        return self._repository.get_resource(
            FileSystemCombinedPackageFamilyResource.key, location=self.location, name=self.name, ext=self.get("ext"))

    @property
    def base(self) -> None:
        """Such a package has no folder."""
        return None

    @cached_property
    def state_handle(self) -> float:
        """When the family's file changed last."""
        return os.path.getmtime(self.parent.filepath)

    def iter_variants(self) -> Iterator[FileSystemCombinedVariantResource]:
        """The package's variants."""
        count = len(self.variants or ())
        indexes: List[Optional[int]] = list(range(count)) if count else [None]
        for index in indexes:
            yield self._repository.get_resource(
                self.variant_key,
                location=self.location,
                name=self.name,
                ext=self.get("ext"),
                version=self.get("version"),
                index=index,
            )

    def _load(self) -> Dict[str, Any]:
        family = self.parent
        data = dict(family._data or ())
        data.pop("versions", None)
        data.pop("version_overrides", None)
        version_text = self.get("version")
        if version_text:
            data["version"] = version_text
            version = Version(version_text)
            for versions, overrides in (family.version_overrides or {}).items():
                if version in versions:
                    data.update(overrides)
                    break
        return data


class FileSystemCombinedVariantResource(VariantResourceHelper):
    """A variant of a package that is defined in the file of its family."""

    __module__ = "rezplugins.package_repository.filesystem"

    key = "filesystem.variant.combined"
    repository_type = "filesystem"

    @cached_property
    def parent(self) -> FileSystemCombinedPackageResource:
        """The package."""
        return self._repository.get_resource(
            FileSystemCombinedPackageResource.key, location=self.location, name=self.name, ext=self.get("ext"),
            version=self.get("version"))

    def _root(self, ignore_shortlinks: bool = False) -> None:
        """Such a variant has no payload."""
        return None
