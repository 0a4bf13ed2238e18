"""Variants as a solve hands them out."""
from __future__ import annotations


from pkgrs.base.descriptors import cached_property
from pkgrs.errors import ResolveError
from pkgrs.version.requirement import Requirement, RequirementList
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, Set
    from pkgrs.base.resources import ResourceHandle
    from pkgrs.package.model import Variant


__all__ = ["PackageVariant"]


class PackageVariant:
    """A variant of a package within a solve.

    Args:
        variant: The variant.
        building: Whether what its build requires counts as required.
    """

    def __init__(self, variant: Variant, building: bool) -> None:
        self.variant = variant
        self.building = building

    @property
    def name(self) -> str:
        """The package's name."""
        return self.variant.name  # type: ignore[attr-defined,no-any-return]

    @property
    def version(self) -> Version:
        """The package's version."""
        return self.variant.version  # type: ignore[attr-defined,no-any-return]

    @property
    def index(self) -> Optional[int]:
        """The variant's index, None if the package has no variants."""
        return self.variant.index  # type: ignore[attr-defined,no-any-return]

    @property
    def handle(self) -> Any:
        """The handle of the variant, as a dictionary."""
        handle: ResourceHandle = self.variant.handle
        return handle.to_dict()

    @cached_property
    def requires_list(self) -> RequirementList:
        """What the variant requires, merged.

        Raises:
            ResolveError: The requirements contradict each other.
        """
        requires = RequirementList(self.variant.get_requires(build_requires=self.building))
        if requires.conflict:
            raise ResolveError("The package %s has an internal requirements conflict: %s" % (self, requires))
        return requires

    @property
    def request_fams(self) -> Set[str]:
        """Names of the packages that the variant asks for."""
        return self.requires_list.names

    @property
    def conflict_request_fams(self) -> Set[str]:
        """Names of the packages that the variant excludes versions of."""
        return self.requires_list.conflict_names

    def get(self, pkg_name: str) -> Optional[Requirement]:
        """Return what the variant requires of a package, if anything."""
        return self.requires_list.get(pkg_name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackageVariant) and (
            (self.name, self.version, self.index) == (other.name, other.version, other.index))

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: "PackageVariant") -> bool:
        return (self.name, self.version, self.index or 0) < (other.name, other.version, other.index or 0)

    def __str__(self) -> str:
        return "%s[%s]" % (self.variant.qualified_package_name, "" if self.index is None else self.index)

    def __repr__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, self)
