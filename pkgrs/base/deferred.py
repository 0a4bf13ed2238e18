"""Values that are made when they are first read."""
from __future__ import annotations

from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional


class Deferred:
    """Stands for a value that `make` makes."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make

    def __reduce__(self) -> Any:
        # A pickle, or a deep copy, is that of the value; it names nothing of ours, so that Rez can load it.
        return itemgetter(0), ((self.make(),),)


class DeferredAttribute:
    """An attribute to which a `Deferred` may be assigned: whoever reads it finds the value, made once."""

    name: str

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Any:
        if instance is None:
            return self
        value: Any
        try:
            value = instance.__dict__[self.name]
        except KeyError:
            raise AttributeError(self.name)
        if isinstance(value, Deferred):
            value = instance.__dict__[self.name] = value.make()
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.name] = value
