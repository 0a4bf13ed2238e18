"""Set algebra on version ranges, as flat tuples of ends: lower, upper, lower, upper, …, ascending, without overlap.

Where two ends are equal although their versions are written differently, the first one given is kept.
"""
from __future__ import annotations

from operator import attrgetter

from pkgrs.version.bound import _LowerBound, _UpperBound, is_highest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, List, Sequence, Tuple

    from pkgrs.version.token import Key

    Ends = Tuple[Any, ...]
    Cuts = Tuple[Key, ...]

cut = attrgetter("_cut")


def _sort_key(pair: Tuple[_LowerBound, _UpperBound]) -> Tuple[Key, Key]:
    return pair[0]._cut, pair[1]._cut


def union(pairs: Iterable[Tuple[_LowerBound, _UpperBound]]) -> Ends:
    """Return the union of intervals.

    Where an interval starts at the very version at which those before it end, Rez asks whether the *last* of these
    includes its upper end, whichever that is: `1..5|2+<3|>5` stays as it is, and `1+<5|2..3|>5` becomes `1+`.
    What ranges contain and how they are written depends on it, so the same is done here.
    """
    ends: List[Any] = []
    last: Any = None
    for lower, upper in sorted(pairs, key=_sort_key):
        if not ends or _apart(ends[-1], lower, last):
            ends += (lower, upper)
        elif ends[-1]._cut < upper._cut:
            ends[-1] = upper
        last = upper
    return tuple(ends)


def _apart(highest: _UpperBound, lower: _LowerBound, last: _UpperBound) -> bool:
    end, start = highest.version._key, lower.version._key
    return end < start or (end == start and not (lower.inclusive or last.inclusive))


def pairs(ends: Ends) -> Iterable[Tuple[_LowerBound, _UpperBound]]:
    """Return the intervals of a range."""
    return zip(ends[::2], ends[1::2])


def intersection(left: Ends, right: Ends) -> Ends:
    """Return the intersection of two ranges."""
    ends: List[Any] = []
    i = j = 0
    while i < len(left) and j < len(right):
        lower = right[j] if left[i]._cut < right[j]._cut else left[i]
        if right[j + 1]._cut < left[i + 1]._cut:
            upper = right[j + 1]
            j += 2
        else:
            upper = left[i + 1]
            i += 2
        if lower._cut < upper._cut:
            ends += (lower, upper)
    return tuple(ends)


def inverse(ends: Ends) -> Ends:
    """Return the range of all versions that are not in this one."""
    result: List[Any] = []
    lower = _LowerBound.min
    for start, end in pairs(ends):
        if lower._cut < start._cut:
            result += (lower, start.inverse())
        if is_highest(end):
            return tuple(result)
        lower = end.inverse()
    return tuple(result) + (lower, _UpperBound.inf)


def intersects(left: Sequence[Key], right: Sequence[Key]) -> bool:
    """Tell whether two ranges, given as cuts, have versions in common."""
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] < right[j + 1] and right[j] < left[i + 1]:
            return True
        if right[j + 1] < left[i + 1]:
            j += 2
        else:
            i += 2
    return False


def contains(left: Sequence[Key], right: Sequence[Key]) -> bool:
    """Tell whether each interval of the right range lies within one of the left, both given as cuts."""
    i = 0
    for j in range(0, len(right), 2):
        while i < len(left) and left[i + 1] < right[j + 1]:
            i += 2
        if i >= len(left) or right[j] < left[i]:
            return False
    return True
