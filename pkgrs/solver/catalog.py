"""What the solver asks of the outside world: packages, and the wishes about their order."""
from __future__ import annotations

from typing import Any, Hashable, Optional, Sequence, Union

from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version

try:
    from typing import Protocol
except ImportError:  # pragma: no cover
    Protocol = object  # type: ignore[assignment,misc]

#: A requirement as a definition states it: text, or an object that was made while solving.
Stated = Union[str, Requirement]


class FamilySource(Protocol):
    """The packages of one family, by their place in the listing of the family.

    A source outlives a solve, so what it answers must not depend on the solve.
    """

    name: str

    #: The versions in the order in which the repositories list them.
    versions: Sequence[Version]

    def expand(self, place: int) -> Sequence[Optional[int]]:
        """Return the variant indexes of a package, [None] for one without variants. Loads the definition."""

    def requires(self, place: int, position: int) -> Optional[Sequence[str]]:
        """Return what the package's variant at that position requires.

        Returns:
            Texts that are valid requirements; None if the catalog of the solve has to be asked.
        """


class Catalog(Protocol):
    """The packages that one solve can see, and what is wanted of them."""

    #: The families known so far, see `pkgrs.solver.family.Universe`.
    universe: Any

    #: True if versions must pass `admit` before they enter the solve.
    selective: bool

    #: True if `arrange` and `preference` are not what they are for every other solve.
    orders: bool

    def requires(self, source: FamilySource, place: int, position: int) -> Sequence[Requirement]:
        """Return what a variant requires, where the source can't tell."""

    def variant(self, source: FamilySource, place: int, position: int) -> Any:
        """Return the object that stands for a variant in the outcome of the solve."""

    def admit(self, source: FamilySource, place: int) -> bool:
        """Tell whether a package may be used. Called once per package and solve, before it is expanded."""

    def entered(self, source: FamilySource, place: int) -> None:
        """Take note that a package enters the solve. Called once per package and solve, if `selective`."""

    def arrange(self, source: FamilySource, places: Sequence[int]) -> Optional[Sequence[int]]:
        """Order packages from most to least wanted.

        Returns:
            The places in that order, None if it is that of descending versions.
        """

    def describe_order(self, source: FamilySource) -> str:
        """Return a description of the order that `arrange` uses."""

    def preference(self, name: str, range_: VersionRange) -> Any:
        """Return a sort key, greater for a range of versions that is wanted more."""

    def prefers_intersection(self) -> bool:
        """Tell how variants are preferred, see `VariantSelectMode`."""

    def missing(self, message: str) -> None:
        """Take note that a family that packages require does not exist.

        Raises:
            PackageFamilyNotFoundError: If that is no mere failure of the phase.
        """

    def load_time(self) -> float:
        """Return how many seconds were spent on loading definitions so far."""

    def describe_sources(self) -> str:
        """Say where packages are searched for, for the message about a missing family."""


#: What distinguishes a scope from any other of its name.
Key = Hashable
