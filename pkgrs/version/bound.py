"""Bounds of version ranges.

Each end of a range is a cut between versions: just before a version (a lower bound that includes it, an upper bound
that does not), or just after it. A cut is a sort key that compares with those of versions: a version lies above a cut
if the cut is not greater than the version's key. So a range is a sequence of half-open intervals.
"""
from __future__ import annotations


from pkgrs.version.common import VersionError, _Comparable, instance_state, set_instance_state
from pkgrs.version.token import END
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Dict, Optional

    from pkgrs.version.token import Key


_AFTER: Key = (END,)


class _End(_Comparable):
    """One end of an interval.

    Args:
        version: Version at the end.
        inclusive: Whether the version belongs to the interval.
    """

    __slots__ = ("version", "inclusive", "_cut", "__weakref__")

    version: Version
    inclusive: bool
    _cut: Key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _End) and self.version == other.version and self.inclusive == other.inclusive

    def __lt__(self, other: object) -> bool:
        return self._cut < other._cut if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.version, self.inclusive))

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, ("version", "inclusive"))

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self.__init__(state["version"], state["inclusive"])  # type: ignore[misc]


class _LowerBound(_End):
    """The lower end of an interval."""

    __slots__ = ()
    __module__ = "rez.version._version"

    min: ClassVar["_LowerBound"]

    def __init__(self, version: Version, inclusive: bool) -> None:
        self.version = version
        self.inclusive = inclusive
        self._cut = version._key if inclusive else version._key + _AFTER

    def __str__(self) -> str:
        if not self.inclusive:
            return ">%s" % self.version
        return "%s+" % self.version if self.version else ""

    def contains_version(self, version: Version) -> bool:
        """Tell whether the version is not below this end."""
        return self._cut <= version._key

    def inverse(self) -> "_UpperBound":
        """Return the end of what lies below this one."""
        return _UpperBound(self.version, not self.inclusive)


class _UpperBound(_End):
    """The upper end of an interval.

    Raises:
        VersionError: If no version is below that end.
    """

    __slots__ = ()
    __module__ = "rez.version._version"

    inf: ClassVar["_UpperBound"]

    def __init__(self, version: Version, inclusive: bool) -> None:
        self.version = version
        self.inclusive = inclusive
        if inclusive:
            self._cut = version._key + _AFTER
        else:
            self._cut = version._key
            if not version:
                raise VersionError("Invalid upper bound: '%s'" % self)

    def __str__(self) -> str:
        return ("<=%s" if self.inclusive else "<%s") % self.version

    def contains_version(self, version: Version) -> bool:
        """Tell whether the version is not above this end."""
        return version._key < self._cut

    def inverse(self) -> _LowerBound:
        """Return the end of what lies above this one."""
        return _LowerBound(self.version, not self.inclusive)


_LowerBound.min = _LowerBound(Version(), True)
_UpperBound.inf = _UpperBound(Version.inf, True)


def is_lowest(lower: _LowerBound) -> bool:
    """Tell whether all versions lie above that end."""
    return not lower._cut


def is_highest(upper: _UpperBound) -> bool:
    """Tell whether all versions lie below that end."""
    return upper._cut == _UpperBound.inf._cut


class _Bound(_Comparable):
    """An interval of versions.

    Args:
        lower: Lower end; without one, there is no limit.
        upper: Upper end; without one, there is no limit.
        invalid_bound_error: Raise an error if there can be no version in between.

    Raises:
        VersionError: If there can be no version in between.
    """

    __slots__ = ("lower", "upper", "__weakref__")
    __module__ = "rez.version._version"

    any: ClassVar["_Bound"]

    def __init__(self, lower: Optional[_LowerBound] = None, upper: Optional[_UpperBound] = None,
                 invalid_bound_error: bool = True) -> None:
        self.lower = lower or _LowerBound.min
        self.upper = upper or _UpperBound.inf
        if invalid_bound_error and not self.lower._cut < self.upper._cut:
            raise VersionError("Invalid bound")

    def __str__(self) -> str:
        return interval_text(self.lower, self.upper)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bound) and self.lower == other.lower and self.upper == other.upper

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, _Bound):
            return NotImplemented
        return (self.lower._cut, self.upper._cut) < (other.lower._cut, other.upper._cut)

    def __hash__(self) -> int:
        return hash((self.lower, self.upper))

    def lower_bounded(self) -> bool:
        """Tell whether there are versions below the interval."""
        return not is_lowest(self.lower)

    def upper_bounded(self) -> bool:
        """Tell whether there are versions above the interval."""
        return not is_highest(self.upper)

    def contains_version(self, version: Version) -> bool:
        """Tell whether the version is in the interval."""
        return self.lower._cut <= version._key < self.upper._cut

    def version_containment(self, version: Version) -> int:
        """Tell where the version is: -1 below the interval, 0 in it, 1 above it."""
        if version._key < self.lower._cut:
            return -1
        return 0 if version._key < self.upper._cut else 1

    def contains_bound(self, bound: "_Bound") -> bool:
        """Tell whether the other interval is part of this one."""
        return self.lower._cut <= bound.lower._cut and bound.upper._cut <= self.upper._cut

    def intersects(self, other: "_Bound") -> bool:
        """Tell whether the intervals have versions in common."""
        return self.lower._cut < other.upper._cut and other.lower._cut < self.upper._cut

    def intersection(self, other: "_Bound") -> Optional["_Bound"]:
        """Return what the intervals have in common, None if nothing."""
        lower = other.lower if self.lower._cut < other.lower._cut else self.lower
        upper = other.upper if other.upper._cut < self.upper._cut else self.upper
        return _Bound(lower, upper) if lower._cut < upper._cut else None

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, ("lower", "upper"))

    def __setstate__(self, state: Dict[str, Any]) -> None:
        set_instance_state(self, state)


def interval_text(lower: _LowerBound, upper: _UpperBound) -> str:
    """Return the shortest way to write an interval."""
    if is_highest(upper):
        return str(lower)
    if is_lowest(lower):
        return "==" if upper.inclusive and not upper.version else str(upper)
    if lower.version == upper.version:
        return "==%s" % lower.version
    if lower.inclusive:
        if upper.inclusive:
            return "%s..%s" % (lower.version, upper.version)
        if lower.version.next() == upper.version:
            return str(lower.version)
    return "%s%s" % (lower, upper)


_Bound.any = _Bound()
