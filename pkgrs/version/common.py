"""What versions, ranges and requirements have in common: errors, text forms, ordering."""
from __future__ import annotations

from itertools import groupby

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Iterator, Tuple, TypeVar

    T = TypeVar("T")


__all__ = ["ParseException", "VersionError", "dedup", "reverse_sort_key"]


class VersionError(Exception):
    """A version, version range or requirement that is not valid."""

    __module__ = "rez.version._util"


class ParseException(Exception):
    """Text of a version range that does not follow the syntax."""

    __module__ = "rez.version._util"


class _Common:
    """Base of the value types. A subclass has `__str__` and `__eq__`."""

    __slots__ = ()
    __module__ = "rez.version._util"

    def __str__(self) -> str:
        raise NotImplementedError

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __repr__(self) -> str:
        return "%s(%r)" % (type(self).__name__, str(self))


class _Comparable(_Common):
    """Base of the value types that have an order. A subclass has `__eq__` and `__lt__` besides."""

    __slots__ = ()
    __module__ = "rez.version._version"

    def __gt__(self, other: Any) -> bool:
        return not (self < other or self == other)

    def __le__(self, other: Any) -> bool:
        return self < other or self == other

    def __ge__(self, other: Any) -> bool:
        return not self < other


class _ReversedComparable(_Common):
    """A value in reversed order.

    Args:
        value: Value to sort by, descending.
    """

    __slots__ = ("value",)
    __module__ = "rez.version._version"

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ReversedComparable) and bool(self.value == other.value)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, _ReversedComparable):
            return NotImplemented
        return bool(other.value < self.value)

    def __gt__(self, other: object) -> bool:
        if not isinstance(other, _ReversedComparable):
            return NotImplemented
        return not (self < other or self == other)

    def __le__(self, other: object) -> bool:
        if not isinstance(other, _ReversedComparable):
            return NotImplemented
        return self < other or self == other

    def __ge__(self, other: object) -> bool:
        if not isinstance(other, _ReversedComparable):
            return NotImplemented
        return not self < other

    def __str__(self) -> str:
        return "reverse(%r)" % (self.value,)

    def __repr__(self) -> str:
        return str(self)

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, ("value",))

    def __setstate__(self, state: Dict[str, Any]) -> None:
        set_instance_state(self, state)


def reverse_sort_key(comparable: Any) -> _ReversedComparable:
    """Return a key that sorts the value in descending order."""
    return _ReversedComparable(comparable)


def dedup(iterable: Iterable[T]) -> Iterator[T]:
    """Drop from a sorted iterable each item that equals the one before it."""
    for item, _ in groupby(iterable):
        yield item


def instance_state(obj: Any, names: Tuple[str, ...]) -> Dict[str, Any]:
    """Return the named attributes as the dictionary that a pickle carries.

    The dictionary has the form that an object without slots would have, and includes what
    a subclass without slots keeps besides.
    """
    state = {name: getattr(obj, name) for name in names}
    state.update(getattr(obj, "__dict__", ()))
    return state


def set_instance_state(obj: Any, state: Dict[str, Any]) -> None:
    """Set each attribute of a pickled state."""
    for name, value in state.items():
        setattr(obj, name, value)
