"""Package families, packages and variants as users see them: a face on a repository's resources.

Everything is read when asked for. A late-bound attribute is evaluated on first access, and its value
kept by the object it was asked of.
"""
from __future__ import annotations



from pkgrs.base.descriptors import cached_property
from pkgrs.base.format import StringFormatMixin, StringFormatType
from pkgrs.base.resources import Resource, ResourceWrapper
from pkgrs.base.schema import schema_keys
from pkgrs.config.config import config
from pkgrs.definition.load import FileFormat
from pkgrs.definition.schema import (
    late_requires_schema, package_family_schema, package_release_keys, package_schema, variant_schema)
from pkgrs.definition.source import SourceCode
from pkgrs.errors import ResourceError
from pkgrs.repository.manager import package_repository_manager
from pkgrs.repository.resource import PackageFamilyResource, PackageResource, VariantResource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Set, Type, TypeVar
    from pkgrs.config.config import Config
    from pkgrs.repository.base import PackageRepository
    from pkgrs.version.requirement import Requirement

    T = TypeVar("T")


__all__ = ["PackageRepositoryResourceWrapper", "PackageFamily", "PackageBaseResourceWrapper", "Package", "Variant"]


def _check_class(resource: Resource, cls: Type[Resource]) -> None:
    if not isinstance(resource, cls):
        raise ResourceError("Expected %s, got %s" % (cls.__name__, resource.__class__.__name__))


def _qualified(name: str, separator: str, version: Any) -> str:
    text = str(version)
    return name + separator + text if text else name


def _own_or_default(package: Package, attribute: str, default: Optional[bool]) -> Any:
    # What the package says goes first, then what is configured for its repository, then for its name.
    own = getattr(package, attribute)
    if own is not None:
        return own
    setting = "default_" + attribute
    for table, key in ((getattr(config, setting + "_per_repository"), package.repository.location),
                       (getattr(config, setting + "_per_package"), package.name)):
        value = table.get(key) if table else None
        if value is not None:
            return value
    return default


class PackageRepositoryResourceWrapper(ResourceWrapper, StringFormatMixin):
    """Base of what wraps a resource of a package repository.

    `format("{name} ...")` fills in attributes; fields that are no attributes stay as they are.
    """

    __module__ = "rez.packages"

    format_expand = StringFormatType.unchanged

    if TYPE_CHECKING:
        @property
        def resource(self) -> Any: ...

    def validated_data(self) -> Dict[str, Any]:
        """Get all data that is set.

        Raises:
            PackageMetadataError: If any of it is invalid.
        """
        data = super().validated_data() or {}
        return {key: value for key, value in data.items() if value is not None}

    @property
    def repository(self) -> PackageRepository:
        """Repository that this comes from."""
        return self.resource._repository


class PackageFamily(PackageRepositoryResourceWrapper):
    """All packages of one name in one repository; `iter_package_families` finds them.

    Raises:
        ResourceError: If the resource isn't a package family.
    """

    __module__ = "rez.packages"

    keys = schema_keys(package_family_schema)

    if TYPE_CHECKING:
        name: str

    def __init__(self, resource: PackageFamilyResource) -> None:
        _check_class(resource, PackageFamilyResource)
        super().__init__(resource)

    def iter_packages(self) -> Iterator[Package]:
        """Iterate over the family's packages, in no particular order."""
        for package in self.repository.iter_packages(self.resource):
            yield Package(package)


class PackageBaseResourceWrapper(PackageRepositoryResourceWrapper):
    """What packages and variants share.

    Args:
        resource: Package or variant of a repository.
        context: Resolved context that late-bound attributes are evaluated in, if any.
    """

    __module__ = "rez.packages"

    # What late-bound values are validated with; they escape the validation of the definition.
    late_bind_schemas = {
        "requires": late_requires_schema,
        "build_requires": late_requires_schema,
        "private_build_requires": late_requires_schema,
    }

    # Which of the two it is.
    is_package = False
    is_variant = False

    def __init__(self, resource: Resource, context: Optional[Any] = None) -> None:
        super().__init__(resource)
        self.context = context
        self._late_binding_returnvalues: Dict[str, Any] = {}

    def set_context(self, context: Optional[Any]) -> None:
        """Set the resolved context that late-bound attributes are evaluated in from now on.

        Values that were evaluated before are kept.
        """
        self.context = context

    def arbitrary_keys(self) -> Set[str]:
        """Get the names of the attributes that no schema knows."""
        raise NotImplementedError

    @property
    def uri(self) -> str:
        """Place of the definition, in a form that tells it from all others."""
        return self.resource.uri

    @property
    def config(self) -> Config:
        """Configuration with the package's own settings applied, if it has any."""
        return self.resource.config or config

    @cached_property
    def is_local(self) -> bool:
        """True if this is in the local package repository."""
        local = package_repository_manager.get_repository(self.config.local_packages_path)
        return self.repository.uid == local.uid

    def print_info(self, buf: Optional[Any] = None, format_: FileFormat = FileFormat.yaml,
                   skip_attributes: Optional[List[str]] = None, include_release: bool = False) -> None:
        """Print the definition.

        Args:
            buf: Stream to print to, standard output by default.
            format_: Format to print in.
            skip_attributes: Names of attributes to leave out.
            include_release: Also print what a release adds, such as `timestamp` and `changelog`.

        Raises:
            PackageMetadataError: If the definition is invalid.
        """
        from pkgrs.definition.write import dump_package_data
        data = self.validated_data()
        # The validated config is every setting there is; show what the definition says.
        data.pop("config", None)
        package = self.parent if isinstance(self, Variant) else self
        own_config = (package.data or {}).get("config")
        if own_config is not None:
            data["config"] = own_config

        skipped = list(skip_attributes or ())
        if not include_release:
            skipped.extend(package_release_keys)
        if buf is None:
            import sys
            buf = sys.stdout
        dump_package_data(data, buf=buf, format_=format_, skip_attributes=skipped)

    def _wrap_forwarded(self, key: str, value: Any) -> Any:
        if not (isinstance(value, SourceCode) and value.late_binding):
            return value

        values = self._late_binding_returnvalues
        if key not in values:
            result = self._eval_late_binding(value)
            schema = self.late_bind_schemas.get(key)
            # A function that returns nothing has nothing to add to the requirements.
            if schema is not None and result is not None:
                result = schema.validate(result)
            values[key] = result
        return values[key]

    def _eval_late_binding(self, sourcecode: SourceCode[T]) -> T:
        context = self.context
        names: Dict[str, Any] = {"this": self, "in_context": lambda: context is not None}
        if context is not None:
            names["context"] = context
            names.update(context._get_pre_resolve_bindings())
        sourcecode.set_package(self)
        return sourcecode.exec_(globals_=names)


class Package(PackageBaseResourceWrapper):
    """A version of a package. Attributes that no schema knows are there too, as plain data.

    Get one from `iter_packages` and other functions of this package, rather than make it directly.

    Raises:
        ResourceError: If the resource isn't a package.
    """

    __module__ = "rez.packages"

    keys = schema_keys(package_schema)

    is_package = True

    def __init__(self, resource: PackageResource, context: Optional[Any] = None) -> None:
        _check_class(resource, PackageResource)
        super().__init__(resource, context)

    def __getattr__(self, name: str) -> Any:
        # Copying asks for methods of its own before there is a resource to ask.
        data = None if name.startswith("__") else self.data
        if data and name in data:
            return self._wrap_forwarded(name, data[name])
        raise AttributeError("Package instance has no attribute '%s'" % name)

    def arbitrary_keys(self) -> Set[str]:
        """Get the names of the attributes that no schema knows."""
        return set(self.data or ()) - set(self.keys)

    @cached_property
    def qualified_name(self) -> str:
        """Name and version, such as `maya-2016.1`."""
        return _qualified(self.name, "-", self.version)

    def as_exact_requirement(self) -> str:
        """Get a request that only this version meets, such as `maya==2016.1`."""
        return _qualified(self.name, "==", self.version)

    @cached_property
    def parent(self) -> Optional[PackageFamily]:
        """Family of the package."""
        family = self.repository.get_parent_package_family(self.resource)
        return PackageFamily(family) if family else None

    @cached_property
    def num_variants(self) -> int:
        """Number of variants; zero if the package doesn't say `variants`."""
        return len((self.data or {}).get("variants", ()))

    @property
    def is_relocatable(self) -> bool:
        """True if the payload may be used from another place than it was installed to."""
        return _own_or_default(self, "relocatable", config.default_relocatable)

    @property
    def is_cachable(self) -> bool:
        """True if the payload may go to a package cache."""
        value = _own_or_default(self, "cachable", config.default_cachable)
        return self.is_relocatable if value is None else value

    def iter_variants(self) -> Iterator[Variant]:
        """Iterate over the variants in the order of their indexes.

        A package without variants has one, whose index is None.
        """
        for variant in self.repository.iter_variants(self.resource):
            yield Variant(variant, context=self.context, parent=self)

    def get_variant(self, index: Optional[int] = None) -> Optional[Variant]:
        """Get the variant with that index (None in a package without variants), or None."""
        for variant in self.iter_variants():
            if variant.index == index:
                return variant
        return None


class Variant(PackageBaseResourceWrapper):
    """A variant of a package. Attributes that no schema knows are those of its package.

    Args:
        resource: Variant of a repository.
        context: Resolved context that late-bound attributes are evaluated in, if any.
        parent: Package of the variant, if it is at hand.

    Raises:
        ResourceError: If the resource isn't a variant.
    """

    __module__ = "rez.packages"

    keys = schema_keys(variant_schema) | {"index", "root", "subpath"}

    is_variant = True

    def __init__(self, resource: VariantResource, context: Optional[Any] = None,
                 parent: Optional[Package] = None) -> None:
        _check_class(resource, VariantResource)
        super().__init__(resource, context)
        self._parent = parent

    def __getattr__(self, name: str) -> Any:
        # Only what stands in the definition: a package's methods and computed attributes aren't a variant's.
        if not name.startswith("__"):
            try:
                return self.parent.__getattr__(name)
            except AttributeError:
                pass
        raise AttributeError("Variant instance has no attribute '%s'" % name)

    def arbitrary_keys(self) -> Set[str]:
        """Get the names of the package's attributes that no schema knows."""
        return self.parent.arbitrary_keys()

    @cached_property
    def qualified_package_name(self) -> str:
        """Name and version of the package, such as `maya-2016.1`."""
        return _qualified(self.name, "-", self.version)

    @cached_property
    def qualified_name(self) -> str:
        """Name, version and index, such as `maya-2016.1[1]`."""
        return "%s[%s]" % (self.qualified_package_name, "" if self.index is None else self.index)

    @cached_property
    def parent(self) -> Package:
        """Package of the variant."""
        if self._parent is None:
            resource: Any = self.repository.get_parent_package(self.resource)
            self._parent = Package(resource, context=self.context)
        return self._parent

    @property
    def variant_requires(self) -> List[Requirement]:
        """What this variant requires beyond its package."""
        if self.index is None:
            return []
        return self.parent.variants[self.index] or []

    @property
    def requires(self) -> List[Requirement]:
        """What the package requires, and then what the variant does."""
        return _without_attribute_error(lambda: (self.parent.requires or []) + self.variant_requires)

    def get_requires(self, build_requires: bool = False, private_build_requires: bool = False) -> List[Requirement]:
        """Get what the variant requires.

        Args:
            build_requires: Add what its build requires.
            private_build_requires: Add what only its own build requires, not that of packages which use it.
        """
        requires = list(self.requires or ())
        if build_requires:
            requires.extend(self.build_requires or ())
        if private_build_requires:
            requires.extend(self.private_build_requires or ())
        return requires

    @property
    def _non_shortlinked_subpath(self) -> Optional[str]:
        return self.resource._subpath(ignore_shortlinks=True)

    def install(self, path: str, dry_run: bool = False,
                overrides: Optional[Dict[str, Any]] = None) -> Optional[Variant]:
        """Install the variant's definition, not its payload, into another repository.

        Args:
            path: Path of that repository.
            dry_run: Install nothing, just find out what is there.
            overrides: Attributes that replace those of the definition.

        Returns:
            The installed variant. In a dry run, the equal variant that is there already, or None.
        """
        repository = package_repository_manager.get_repository(path)
        resource = repository.install_variant(self.resource, dry_run=dry_run, overrides=overrides)
        if resource is None:
            return None
        return self if resource is self.resource else Variant(resource)


def _without_attribute_error(getter: Any) -> Any:
    # An AttributeError in a property would send the lookup on to `__getattr__`, and so be lost.
    try:
        return getter()
    except AttributeError as e:
        raise ValueError(str(e)) from e
