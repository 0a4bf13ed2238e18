"""Attributes that are computed once, and objects that are made once."""
from __future__ import annotations

from pkgrs.base.threads import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Generic, Optional, Type, TypeVar

    _T = TypeVar("_T")
else:
    from pkgrs.base.generic import Generic, _T

__all__ = ["cached_property", "cached_class_property", "LazySingleton"]


def _present_as(descriptor: Any, func: Callable[..., Any]) -> None:
    """Give a descriptor the names and the docstring of its function."""
    # `functools.update_wrapper` takes several times as long, and there are hundreds of these.
    descriptor.__dict__.update(
        func.__dict__, __module__=func.__module__, __name__=func.__name__, __qualname__=func.__qualname__,
        __doc__=func.__doc__, __wrapped__=func)


class cached_property:
    """Attribute that a method computes on first use, and the instance then keeps.

    The value is stored in the instance's own dictionary under the attribute's name,
    where Python finds it first from then on.
    """

    def __init__(self, func: Callable[[Any], Any], name: Optional[str] = None) -> None:
        self.func = func
        _present_as(self, func)
        self.name: str = name or func.__name__

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Any:
        if instance is None:
            return self

        value = self.func(instance)
        try:
            setattr(instance, self.name, value)
        except AttributeError:
            raise AttributeError("can't set attribute %r on %r" % (self.name, instance)) from None
        return value

    def __call__(self) -> Any:
        """Not supported: the attribute is read, not called.

        Raises:
            RuntimeError: Always.
        """
        raise RuntimeError("@cached_property should not be called.")

    @classmethod
    def uncache(cls, instance: Any, name: str) -> None:
        """Forget the stored value, if there is one, so that the next access computes it anew.

        Args:
            instance: Object that has the attribute.
            name: Name of the attribute.
        """
        instance.__dict__.pop(name, None)


class cached_class_property(Generic[_T]):
    """Attribute of a class that a function of the class computes on first use.

    A subclass shares the value if its base class has computed it already.
    """

    def __init__(self, func: Callable[[Any], _T], name: Optional[str] = None) -> None:
        self.func = func
        _present_as(self, func)

    def __get__(self, instance: Any, owner: Optional[type] = None) -> _T:
        assert owner
        slot = "_class_property_" + self.func.__name__
        try:
            return getattr(owner, slot)
        except AttributeError:
            value = self.func(owner)
            setattr(owner, slot, value)
            return value


class LazySingleton(Generic[_T]):
    """Callable that makes an object when first called, and returns that object ever after.

    Several threads may call it at once.
    """

    def __init__(self, instance_class: Type[_T], *nargs: Any, **kwargs: Any) -> None:
        self.instance_class = instance_class
        self.nargs: Any = nargs
        self.kwargs: Any = kwargs
        self.lock = Lock()
        self.instance: Optional[_T] = None

    def __call__(self) -> _T:
        if self.instance is None:
            with self.lock:
                if self.instance is None:
                    self.instance = self.instance_class(*self.nargs, **self.kwargs)
                    self.nargs = self.kwargs = None
        return self.instance
