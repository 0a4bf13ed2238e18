"""Why a phase of a solve failed."""
from __future__ import annotations


from pkgrs.version.requirement import Requirement, VersionedObject
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


class _Common:
    def __repr__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, self)


class Reduction(_Common):
    """A variant was removed, since what it requires conflicts with a package of the solve."""

    __module__ = "rez.solver"

    def __init__(self, name: str, version: Version, variant_index: Optional[int],
                 dependency: Requirement, conflicting_request: Requirement) -> None:
        self.name = name
        self.version = version
        self.variant_index = variant_index
        self.dependency = dependency
        self.conflicting_request = conflicting_request

    def reducee_str(self) -> str:
        """Return the name of the variant that was removed."""
        stmt = VersionedObject.construct(self.name, self.version)
        index = "" if self.variant_index is None else str(self.variant_index)
        return "%s[%s]" % (stmt, index)

    def involved_requirements(self) -> List[Requirement]:
        """Return the requests that take part in this reduction."""
        range_ = None if not self.version else VersionedObject.construct(self.name, self.version)
        reducee = Requirement(str(range_) if range_ is not None else self.name)
        return [reducee, self.dependency, self.conflicting_request]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Reduction)
            and (self.name, self.version, self.variant_index) == (other.name, other.version, other.variant_index)
            and (self.dependency, self.conflicting_request) == (other.dependency, other.conflicting_request)
        )

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return "%s (dep(%s) <--!--> %s)" % (self.reducee_str(), self.dependency, self.conflicting_request)


class DependencyConflict(_Common):
    """A requirement of a package conflicts with another request."""

    __module__ = "rez.solver"

    def __init__(self, dependency: Requirement, conflicting_request: Requirement) -> None:
        self.dependency = dependency
        self.conflicting_request = conflicting_request

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, DependencyConflict)
            and (self.dependency, self.conflicting_request) == (other.dependency, other.conflicting_request)
        )

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return "%s <--!--> %s" % (self.dependency, self.conflicting_request)


class FailureReason(_Common):
    """Why a phase failed."""

    __module__ = "rez.solver"

    def involved_requirements(self) -> List[Requirement]:
        """Return the requests that led to the failure."""
        raise NotImplementedError

    def description(self) -> str:
        """Return the reason as a sentence."""
        return ""


class TotalReduction(FailureReason):
    """All variants of a package were removed."""

    __module__ = "rez.solver"

    def __init__(self, reductions: List[Reduction]) -> None:
        self.reductions = reductions

    def involved_requirements(self) -> List[Requirement]:
        return [requirement for reduction in self.reductions for requirement in reduction.involved_requirements()]

    def description(self) -> str:
        return "A package was completely reduced: %s" % self

    def __eq__(self, other: Any) -> bool:
        return self.reductions == other.reductions

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return " ".join("(%s)" % reduction for reduction in self.reductions)


class DependencyConflicts(FailureReason):
    """Requirements of packages conflict with other requests."""

    __module__ = "rez.solver"

    def __init__(self, conflicts: List[DependencyConflict]) -> None:
        self.conflicts = conflicts

    def involved_requirements(self) -> List[Requirement]:
        result = []
        for conflict in self.conflicts:
            result += [conflict.dependency, conflict.conflicting_request]
        return result

    def description(self) -> str:
        return "The following package conflicts occurred: %s" % self

    def __eq__(self, other: Any) -> bool:
        return self.conflicts == other.conflicts

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return " ".join("(%s)" % conflict for conflict in self.conflicts)


class Cycle(FailureReason):
    """The packages of a solution depend on each other in a circle."""

    __module__ = "rez.solver"

    def __init__(self, packages: List[VersionedObject]) -> None:
        self.packages = packages

    def involved_requirements(self) -> List[Requirement]:
        return [Requirement(str(package)) for package in self.packages]

    def description(self) -> str:
        return "A cyclic dependency was detected: %s" % self

    def __eq__(self, other: Any) -> bool:
        return self.packages == other.packages

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return " --> ".join(str(package) for package in self.packages + self.packages[:1])
