"""Version ranges: sets of versions."""
from __future__ import annotations

from bisect import bisect_left, bisect_right

from pkgrs.version import algebra
from pkgrs.version.bound import _Bound, _LowerBound, _UpperBound, interval_text, is_highest, is_lowest
from pkgrs.version.common import VersionError, _Comparable, dedup
from pkgrs.version.parse import parse_range
from pkgrs.version.token import AlphanumericVersionToken, VersionToken
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple, Type, TypeVar, Union

    from pkgrs.version.token import Key
    Self = TypeVar("Self", bound="VersionRange")
    Ranges = Union["VersionRange", Iterable["VersionRange"]]
    from pkgrs.version.iterate import _ContainsVersionIterator


__all__ = ["VersionRange"]


class VersionRange(_Comparable):
    """A set of versions: intervals in ascending order, which neither overlap nor touch.

    Args:
        range_str: Text of the range; see `pkgrs.version.parse.parse_range`. Empty: all versions. None: no version.
        make_token: Makes the tokens of the versions in the text.
        invalid_bound_error: Raise an error if a lower bound is above its upper one.

    Raises:
        VersionError: If the text is not a valid range.
    """

    # _ends: lower, upper, lower, upper, …; _cuts: the sort keys of these; see pkgrs.version.bound
    __slots__ = ("_ends", "_cuts", "_hash", "_str", "__dict__", "__weakref__")
    __module__ = "rez.version._version"

    _ends: algebra.Ends
    _cuts: algebra.Cuts
    _hash: Optional[int]
    _str: Optional[str]

    def __init__(self, range_str: Optional[str] = "",
                 make_token: Callable[[str], VersionToken] = AlphanumericVersionToken,
                 invalid_bound_error: bool = True) -> None:
        _set_ends(self, () if range_str is None else parse_range(range_str, make_token, invalid_bound_error))

    @property
    def bounds(self) -> List[_Bound]:
        """The intervals."""
        return [_Bound(lower, upper, invalid_bound_error=False) for lower, upper in algebra.pairs(self._ends)]

    def is_any(self) -> bool:
        """Tell whether all versions are in the range."""
        ends = self._ends
        return len(ends) == 2 and is_lowest(ends[0]) and is_highest(ends[1])

    def lower_bounded(self) -> bool:
        """Tell whether there are versions below the range."""
        return not is_lowest(self._first)

    def upper_bounded(self) -> bool:
        """Tell whether there are versions above the range."""
        return not is_highest(self._last)

    def bounded(self) -> bool:
        """Tell whether there are versions below and above the range."""
        return self.lower_bounded() and self.upper_bounded()

    @property
    def _first(self) -> _LowerBound:
        return self._pick(0)

    @property
    def _last(self) -> _UpperBound:
        return self._pick(-1)

    def _pick(self, index: int) -> Any:
        if not self._ends:
            raise IndexError("list index out of range")
        return self._ends[index]

    def issuperset(self, range: "VersionRange") -> bool:
        """Tell whether all versions of the other range are in this one."""
        return algebra.contains(self._cuts, _cuts_of(range))

    def issubset(self, range: "VersionRange") -> bool:
        """Tell whether all versions of this range are in the other one."""
        return algebra.contains(_cuts_of(range), self._cuts)

    def union(self, other: Ranges) -> "VersionRange":
        """Return the union with another range, or with several."""
        pairs = list(algebra.pairs(self._ends))
        for range_ in _as_list(other):
            pairs += algebra.pairs(_ends_of(range_))
        return _make(algebra.union(pairs))

    def intersection(self, other: Ranges) -> Optional["VersionRange"]:
        """Return what this range has in common with another one, or with several. None if nothing."""
        ends = self._ends
        for range_ in _as_list(other):
            ends = algebra.intersection(ends, _ends_of(range_))
            if not ends:
                return None
        return _make(ends) if ends else None

    def inverse(self) -> Optional["VersionRange"]:
        """Return the range of all versions that are not in this one. None if there are none."""
        ends = algebra.inverse(self._ends)
        return _make(ends) if ends else None

    def intersects(self, other: "VersionRange") -> bool:
        """Tell whether the ranges have versions in common."""
        return algebra.intersects(self._cuts, _cuts_of(other))

    def split(self) -> List["VersionRange"]:
        """Return each interval as a range."""
        return [_make(pair) for pair in algebra.pairs(self._ends)]

    def span(self) -> "VersionRange":
        """Return the smallest range of one interval that holds this one."""
        return _make((self._first, self._last))

    @classmethod
    def as_span(cls: Type[Self], lower_version: Optional[Version] = None, upper_version: Optional[Version] = None,
                lower_inclusive: bool = True, upper_inclusive: bool = True) -> Self:
        """Make a range of one interval.

        Args:
            lower_version: Version at the lower end; None: no limit.
            upper_version: Version at the upper end; None: no limit.
            lower_inclusive: Whether the lower version is in the range.
            upper_inclusive: Whether the upper version is in the range.

        Raises:
            VersionError: If there can be no version in between.
        """
        lower = None if lower_version is None else _LowerBound(lower_version, lower_inclusive)
        upper = None if upper_version is None else _UpperBound(upper_version, upper_inclusive)
        bound = _Bound(lower, upper)
        return _make((bound.lower, bound.upper), cls)

    @classmethod
    def from_version(cls: Type[Self], version: Version, op: Optional[str] = None) -> Self:
        """Make a range from one version.

        Args:
            version: The version.
            op: One of `==`, `>`, `>=`, `<`, `<=` or `eq`, `gt`, `gte`, `lt`, `lte`; None: the version and
                all that add tokens to it.

        Raises:
            VersionError: If the operation is not known, or no version is in the range.
        """
        lower: Optional[_LowerBound] = None
        upper: Optional[_UpperBound] = None
        if op is None:
            lower, upper = _LowerBound(version, True), _UpperBound(version.next(), False)
        elif op in ("eq", "=="):
            lower, upper = _LowerBound(version, True), _UpperBound(version, True)
        elif op in ("gt", ">", "gte", ">="):
            lower = _LowerBound(version, op in ("gte", ">="))
        elif op in ("lt", "<", "lte", "<="):
            upper = _UpperBound(version, op in ("lte", "<="))
        else:
            raise VersionError("Unknown bound operation '%s'" % op)
        bound = _Bound(lower, upper)
        return _make((bound.lower, bound.upper), cls)

    @classmethod
    def from_versions(cls: Type[Self], versions: Iterable[Version]) -> Self:
        """Make the range that holds exactly these versions."""
        ends: List[Any] = []
        for version in dedup(sorted(versions)):
            ends += (_LowerBound(version, True), _UpperBound(version, True))
        return _make(tuple(ends), cls)

    def to_versions(self) -> Optional[List[Version]]:
        """Return the versions that the range names exactly (`==1`), None if there are none."""
        versions = [lower.version for lower, upper in algebra.pairs(self._ends)
                    if lower.inclusive and upper.inclusive and lower.version == upper.version]
        return versions or None

    def contains_version(self, version: Version) -> bool:
        """Tell whether the version is in the range."""
        try:
            return bisect_right(self._cuts, version._key) % 2 == 1
        except AttributeError:
            raise AttributeError("%r object has no attribute 'tokens'" % type(version).__name__)

    def iter_intersect_test(self, iterable: Iterable[Any], key: Optional[Callable[[Any], Version]] = None,
                            descending: bool = False) -> _ContainsVersionIterator:
        """Test sorted items.

        Args:
            iterable: Versions, or items that have one, sorted by version.
            key: Returns the version of an item.
            descending: Whether the items come in descending order.

        Returns:
            Iterator of pairs: whether the item's version is in the range, and the item.
        """
        from pkgrs.version.iterate import _ContainsVersionIterator
        return _ContainsVersionIterator(self, iterable, key, descending)

    def iter_intersecting(self, iterable: Iterable[Any], key: Optional[Callable[[Any], Version]] = None,
                          descending: bool = False) -> _ContainsVersionIterator:
        """Return an iterator of those of the sorted items whose version is in the range.

        For the arguments see `iter_intersect_test`.
        """
        from pkgrs.version.iterate import _ContainsVersionIterator
        return _ContainsVersionIterator(self, iterable, key, descending, _ContainsVersionIterator.MODE_INTERSECTING)

    def iter_non_intersecting(self, iterable: Iterable[Any], key: Optional[Callable[[Any], Version]] = None,
                              descending: bool = False) -> _ContainsVersionIterator:
        """Return an iterator of those of the sorted items whose version is not in the range.

        For the arguments see `iter_intersect_test`.
        """
        from pkgrs.version.iterate import _ContainsVersionIterator
        return _ContainsVersionIterator(self, iterable, key, descending, _ContainsVersionIterator.MODE_NON_INTERSECTING)

    def visit_versions(self, func: Callable[[Version], Optional[Version]]) -> None:
        """Call a function with each version at an end of an interval, and put what it returns in its place.

        Args:
            func: Returns the version to use instead, None to leave it.
        """
        ends = []
        for end in self._ends:
            limit = is_lowest(end) if isinstance(end, _LowerBound) else is_highest(end)
            version = None if limit else func(end.version)
            ends.append(end if version is None else type(end)(version, end.inclusive))
        _set_ends(self, tuple(ends))

    def __contains__(self, version_or_range: Union[Version, "VersionRange"]) -> bool:
        if isinstance(version_or_range, Version):
            return bisect_right(self._cuts, version_or_range._key) % 2 == 1
        return self.issuperset(version_or_range)

    def __len__(self) -> int:
        return len(self._ends) // 2

    def __bool__(self) -> bool:
        return bool(self._ends)

    def __invert__(self) -> Optional["VersionRange"]:
        return self.inverse()

    def __and__(self, other: Ranges) -> Optional["VersionRange"]:
        return self.intersection(other)

    def __or__(self, other: Ranges) -> "VersionRange":
        return self.union(other)

    def __add__(self, other: Ranges) -> "VersionRange":
        return self.union(other)

    def __sub__(self, other: "VersionRange") -> Optional["VersionRange"]:
        ends = algebra.intersection(self._ends, algebra.inverse(_ends_of(other)))
        return _make(ends) if ends else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VersionRange) and self._cuts == other._cuts

    def __ne__(self, other: object) -> bool:
        return not (isinstance(other, VersionRange) and self._cuts == other._cuts)

    def __lt__(self, other: "VersionRange") -> bool:
        return self._cuts < _cuts_of(other)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(tuple(self._ends))
        return self._hash

    def __str__(self) -> str:
        if self._str is None:
            self._str = "|".join(interval_text(lower, upper) for lower, upper in algebra.pairs(self._ends))
        return self._str

    # visit_versions changes a range in place, so copies must not be the same object
    def __copy__(self: Self) -> Self:
        return _copy(self)

    def __deepcopy__(self: Self, memo: Dict[int, Any]) -> Self:
        return _copy(self)

    def __getstate__(self) -> Dict[str, Any]:
        state = {"_str": self._str, "bounds": self.bounds}
        state.update(getattr(self, "__dict__", ()))
        return state

    def __setstate__(self, state: Dict[str, Any]) -> None:
        _set_ends(self, tuple(end for bound in state["bounds"] for end in (bound.lower, bound.upper)))
        for name in state.keys() - {"_str", "bounds"}:
            setattr(self, name, state[name])


def sort_key(version: Version) -> Key:
    """Return what versions are compared by. It compares faster than the version itself."""
    return version._key


def find_spans(range_: VersionRange, keys: Sequence[Key]) -> List[Tuple[int, int]]:
    """Find which of many versions are in a range.

    Args:
        range_: The range.
        keys: Sort keys of the versions, in ascending order.

    Returns:
        Places in `keys`: where versions in the range begin, and where they end, for each interval of the range.
    """
    places = [bisect_left(keys, cut) for cut in range_._cuts]
    return list(zip(places[::2], places[1::2]))


def _set_ends(range_: VersionRange, ends: algebra.Ends) -> None:
    range_._ends = ends
    range_._cuts = tuple([end._cut for end in ends])
    range_._hash = None
    range_._str = None


def _make(ends: algebra.Ends, cls: Any = VersionRange) -> Any:
    range_ = cls.__new__(cls)
    _set_ends(range_, ends)
    return range_


def _copy(range_: Any) -> Any:
    cls: Any = type(range_)
    result = cls.__new__(cls)
    result._ends, result._cuts = range_._ends, range_._cuts
    result._hash, result._str = range_._hash, range_._str
    if hasattr(range_, "__dict__"):
        result.__dict__.update(range_.__dict__)
    return result


def _ends_of(range_: Any) -> algebra.Ends:
    if not isinstance(range_, VersionRange):
        raise AttributeError("%r object has no attribute 'bounds'" % type(range_).__name__)
    return range_._ends


def _cuts_of(range_: Any) -> algebra.Cuts:
    if not isinstance(range_, VersionRange):
        raise AttributeError("%r object has no attribute 'bounds'" % type(range_).__name__)
    return range_._cuts


def _as_list(ranges: Ranges) -> Iterable[VersionRange]:
    return (ranges,) if isinstance(ranges, VersionRange) else ranges
