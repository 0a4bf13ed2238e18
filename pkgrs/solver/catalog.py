"""What the solver asks of the outside world: packages, and the wishes about their order."""
from __future__ import annotations

from typing import Any, Hashable, Optional, Sequence, Tuple, Union

from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version

try:
    from typing import Protocol
except ImportError:  # pragma: no cover
    Protocol = object  # type: ignore[assignment,misc]

#: A requirement as a definition states it: text, or an object that a late-bound function returned.
Stated = Union[str, Requirement]


class FamilySource(Protocol):
    """The packages of one family, by their place in the listing of the family.

    A source outlives a solve, so what it answers must not depend on the solve, unless
    its catalog makes a new one for every solve.
    """

    name: str

    #: The versions in the order in which the repositories list them.
    versions: Sequence[Version]

    def expand(self, place: int) -> Sequence[Optional[int]]:
        """Return the variant indexes of a package, [None] for one without variants. Loads the definition."""

    def requires(self, place: int, position: int) -> Sequence[Stated]:
        """Return what the package's variant at that position requires."""

    def variant(self, place: int, position: int) -> Any:
        """Return the object that stands for the variant in the outcome of a solve."""


class Catalog(Protocol):
    """The families that one solve can see."""

    #: Tables and families known so far; see `pkgrs.solver.family.Universe`.
    universe: Any

    #: True if versions must pass `admit` before they enter the solve.
    selective: bool

    def admit(self, source: FamilySource, place: int) -> bool:
        """Tell whether the package may be used. Called once per package and solve, before it is expanded."""

    def entered(self, source: FamilySource, place: int) -> None:
        """Take note that the package entered the solve. Called once per package and solve, if `selective`."""

    def arrange(self, source: FamilySource, places: Sequence[int]) -> Tuple[Optional[Sequence[int]], str]:
        """Order packages from most to least wanted.

        Returns:
            The places in that order (None: by descending version), and the description of the order.
        """

    def preference(self, name: str, range_: VersionRange) -> Any:
        """Return a sort key, greater for a range of versions that is wanted more."""

    def load_time(self) -> float:
        """Return how many seconds were spent on loading definitions so far."""

    def describe_sources(self) -> str:
        """Say where packages are searched for, for the message about a missing family."""


#: What distinguishes a scope from any other of its name.
Key = Hashable
