"""Which of many sorted versions are in a range."""
from __future__ import annotations

from bisect import bisect_right

from pkgrs.version.bound import _LowerBound, _UpperBound
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Iterator, Optional, Tuple, Union
    from pkgrs.version.range import VersionRange


_LOWEST = _LowerBound.min._cut
_HIGHEST = _UpperBound.inf._cut


class _ContainsVersionIterator:
    """Walks through sorted items and the intervals of a range side by side.

    It stops early once no item to come can be of interest.

    Args:
        range_: The range.
        iterable: Versions, or items that have one, sorted by version.
        key: Returns the version of an item.
        descending: Whether the items come in descending order.
        mode: What to return: all items, each with whether it is in the range; those in the range; those not in it.
    """

    __module__ = "rez.version._version"

    MODE_INTERSECTING = 0
    MODE_NON_INTERSECTING = 2
    MODE_ALL = 3

    def __init__(self, range_: "VersionRange", iterable: Iterable[Any],
                 key: Optional[Callable[[Any], Version]] = None, descending: bool = False,
                 mode: int = MODE_ALL) -> None:
        self.range_ = range_
        self.mode = mode
        self.it: Iterator[Any] = iter(iterable)
        self.keyfunc: Callable[[Any], Version] = key or (lambda version: version)
        self._test = self._descending if descending else self._ascending
        # the answer for all items to come, once that is clear
        self._constant: Optional[bool] = True if range_.is_any() else None

    def __iter__(self) -> "_ContainsVersionIterator":
        return self

    def __next__(self) -> Union[Any, Tuple[bool, Any]]:
        while True:
            item = next(self.it)
            inside = self._constant
            if inside is None:
                inside = self._test(self.keyfunc(item))
            elif self.mode == (self.MODE_NON_INTERSECTING if inside else self.MODE_INTERSECTING):
                raise StopIteration
            if self.mode == self.MODE_ALL:
                return inside, item
            if inside == (self.mode == self.MODE_INTERSECTING):
                return item

    next = __next__

    def _ascending(self, version: Version) -> bool:
        cuts = self.range_._cuts
        place = bisect_right(cuts, version._key)
        if place == len(cuts):
            self._constant = False
        elif place == len(cuts) - 1 and cuts[-1] == _HIGHEST:
            self._constant = True
        return place % 2 == 1

    def _descending(self, version: Version) -> bool:
        cuts = self.range_._cuts
        place = bisect_right(cuts, version._key)
        if place == 0:
            self._constant = False
        elif place == 1 and cuts[0] == _LOWEST:
            self._constant = True
        return place % 2 == 1
