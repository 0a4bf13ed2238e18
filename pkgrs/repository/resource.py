"""The resources that package repositories consist of: families, packages, variants."""
from __future__ import annotations

import os
from types import FunctionType, MethodType

from pkgrs.base.data import AttributeForwardMeta, LazyAttributeMeta, cached_property
from pkgrs.base.log import print_debug, print_warning
from pkgrs.base.resources import Resource
from pkgrs.base.schema import SchemaError, schema_keys
from pkgrs.config.config import config
from pkgrs.definition.schema import package_schema, variant_schema
from pkgrs.definition.source import SourceCode
from pkgrs.definition.validate import shared_version
from pkgrs.errors import PackageMetadataError, ResourceError
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Union
    from pkgrs.version.requirement import Requirement

    Commands = Union[List[str], str, FunctionType, MethodType, SourceCode]


# what handles may hold in place of a version
_NO_VERSION = ("", False, "_NO_VERSION", None)


class PackageRepositoryResource(Resource):
    """Base class of everything that is found in a package repository.

    Its variables name at least the type and the location of the repository; the repository
    that makes a resource sets itself as `_repository`.
    """

    schema_error = PackageMetadataError
    repository_type: str = None  # type: ignore[assignment]

    @classmethod
    def normalize_variables(cls, variables: Dict[str, Any]) -> Dict[str, Any]:
        """Check that the repository is named.

        Raises:
            ResourceError: It is not.
        """
        if "repository_type" not in variables or "location" not in variables:
            raise ResourceError("%s resources require a repository_type and location" % cls.__name__)
        return super().normalize_variables(variables)

    def __init__(self, variables: Optional[Dict[str, Any]] = None) -> None:
        super().__init__(variables)
        self._repository: Any = None

    @cached_property
    def _data(self) -> Optional[Dict[str, Any]]:
        if self.schema is None:
            return None
        data = self._load()
        if config.debug("resources"):
            print_debug("Loaded resource: %s" % self)
        return data

    @cached_property
    def uri(self) -> str:
        """Where the resource is found, as text."""
        return self._uri()

    @property
    def location(self) -> Any:
        """Location of the repository."""
        return self.get("location")

    @property
    def name(self) -> Any:
        """Name of the package."""
        return self.get("name")

    def _uri(self) -> str:
        raise NotImplementedError


class PackageFamilyResource(PackageRepositoryResource):
    """All versions of a package in a repository.

    A repository's own class implements `_uri` and `iter_packages`.
    """

    if TYPE_CHECKING:
        def iter_packages(self) -> Iterator[Any]:
            """The family's packages."""


class PackageResource(PackageRepositoryResource):
    """One version of a package, or what belongs to it."""

    #: Whether the data is what the definition says, so that it can be read without validating all of it.
    has_plain_data = False

    @classmethod
    def normalize_variables(cls, variables: Dict[str, Any]) -> Dict[str, Any]:
        """Leave out a version that says that there is none."""
        if "version" in variables and variables["version"] in _NO_VERSION:
            del variables["version"]
        return super().normalize_variables(variables)

    @cached_property
    def version(self) -> Version:
        """The version; that of an unversioned package is empty."""
        return shared_version(self.get("version", ""))


class VariantResource(PackageResource):
    """A variant of a package; a package without variants has one, whose index is None."""

    @property
    def parent(self) -> Any:
        """The package."""
        raise NotImplementedError

    @property
    def index(self) -> Optional[int]:
        """Position of the variant in the package's list."""
        return self.get("index", None)

    @cached_property
    def root(self) -> Optional[str]:
        """Folder of the payload, None if there is none."""
        return self._root()

    @cached_property
    def subpath(self) -> Optional[str]:
        """Where `root` is, relative to the package's base."""
        return self._subpath()

    def _root(self, ignore_shortlinks: bool = False) -> Optional[str]:
        raise NotImplementedError

    def _subpath(self, ignore_shortlinks: bool = False) -> Optional[str]:
        raise NotImplementedError


class PackageResourceHelper(PackageResource):
    """Base class for a repository's own package resources.

    These set `schema` (which is `package_pod_schema`, or accepts less), `variant_key` (the key of the
    variant resource), and implement `base`, `parent`, `_uri` and `_load`.
    """

    variant_key: str = None  # type: ignore[assignment]

    # made from the schema
    variants: Any
    _commands: Any
    _pre_commands: Any
    _post_commands: Any

    @property
    def base(self) -> Optional[str]:
        """Folder of the package."""
        raise NotImplementedError

    @property
    def parent(self) -> Any:
        """The package family."""
        raise NotImplementedError

    @cached_property
    def commands(self) -> Optional[SourceCode]:
        """What the package does to an environment."""
        return self._convert_to_rex(self._commands)

    @cached_property
    def pre_commands(self) -> Optional[SourceCode]:
        """What it does before the commands of all packages."""
        return self._convert_to_rex(self._pre_commands)

    @cached_property
    def post_commands(self) -> Optional[SourceCode]:
        """What it does after the commands of all packages."""
        return self._convert_to_rex(self._post_commands)

    def iter_variants(self) -> Iterator[VariantResourceHelper]:
        """The package's variants."""
        count = len(self.variants or ())
        indexes: List[Optional[int]] = list(range(count)) if count else [None]
        for index in indexes:
            yield self._repository.get_resource(
                self.variant_key,
                location=self.location,
                name=self.name,
                version=self.get("version"),
                index=index,
            )

    def _convert_to_rex(self, commands: Optional[Commands]) -> Optional[SourceCode]:
        """Commands in any of their forms as code."""
        if isinstance(commands, list):
            message = "package %r is using old-style commands." % self.uri
            if config.disable_rez_1_compatibility or config.error_old_commands:
                raise SchemaError(None, message)
            if config.warn("old_commands"):
                print_warning(message)
            from pkgrs.definition.legacy import convert_old_commands
            commands = convert_old_commands(commands)
        if isinstance(commands, str):
            return SourceCode(source=commands)
        if isinstance(commands, (FunctionType, MethodType)):
            return SourceCode(func=commands)
        return commands


class _Metas(AttributeForwardMeta, LazyAttributeMeta):
    """Metaclass of a resource whose attributes are those of another one."""


class VariantResourceHelper(VariantResource, metaclass=_Metas):
    """Base class for a repository's own variant resources.

    These implement `parent`. Attributes other than the variant's own are the package's.
    """

    schema = variant_schema
    keys = schema_keys(package_schema) - {"variants"}

    # forwarded
    base: Optional[str]

    def _uri(self) -> str:
        index = self.index
        return "%s[%s]" % (self.parent.uri, "" if index is None else index)

    def _subpath(self, ignore_shortlinks: bool = False) -> Optional[str]:
        if self.index is None:
            return None
        if not self.parent.hashed_variants:
            folders = [request.safe_str() for request in self.variant_requires]
            return os.path.join(*folders) if folders else ""
        from hashlib import sha1
        folder = sha1(str(list(map(str, self.variant_requires))).encode("utf8")).hexdigest()
        if config.use_variant_shortlinks and not ignore_shortlinks and self.base is not None:
            return self._shortlink(self.base, folder) or folder
        return folder

    def _shortlink(self, base: str, folder: str) -> Optional[str]:
        """A short symbolic link to the variant's folder, relative to the base."""
        from pkgrs.base.files import find_matching_symlink
        dirname = config.variant_shortlinks_dirname
        path = os.path.join(base, dirname)
        if not os.path.exists(path):
            return None
        link = find_matching_symlink(path, os.path.join(base, folder))
        return os.path.join(dirname, link) if link else None

    def _root(self, ignore_shortlinks: bool = False) -> Optional[str]:
        if self.base is None or self.index is None:
            return self.base
        return os.path.join(self.base, self._subpath(ignore_shortlinks=ignore_shortlinks) or "")

    @cached_property
    def variant_requires(self) -> List[Requirement]:
        """The requests that make this variant; none for a package without variants.

        Raises:
            ResourceError: The package has no variant of this index.
        """
        index = self.index
        if index is None:
            return []
        try:
            return self.parent.variants[index] or []
        except (IndexError, TypeError):
            raise ResourceError("Unexpected error - variant %s cannot be found in its parent package %s"
                                % (self.uri, self.parent.uri)) from None

    @property
    def wrapped(self) -> Any:
        """What the other attributes are read from."""
        return self.parent

    def _load(self) -> Any:
        """A variant has no data of its own."""
        return None
