"""Dictionaries whose items are attributes too, and completion of attribute names."""
from __future__ import annotations

from collections.abc import MutableMapping

from pkgrs.base.generic import Generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Tuple, Type, Union

    _Types = Union[Type[Any], Tuple[Type[Any], ...]]


__all__ = ["AttrDictWrapper", "RO_AttrDictWrapper", "convert_dicts", "get_object_completions"]


class AttrDictWrapper(MutableMapping, Generic):  # type: ignore[type-arg]
    """A dictionary, seen through attributes as well as through items.

    The given dictionary is wrapped, not copied: changes go both ways.

    Args:
        data: Dictionary to wrap; an empty one by default.
    """

    def __init__(self, data: Optional[Dict[str, Any]] = None) -> None:
        self.__dict__["_data"] = {} if data is None else data

    @property
    def _data(self) -> Dict[str, Any]:
        return self.__dict__["_data"]

    def __getattr__(self, attr: str) -> Any:
        if attr.startswith("__") and attr.endswith("__"):
            # Copying and pickling look up special methods before there is any data.
            raise AttributeError(self._no_attribute(attr))
        try:
            return self.__dict__["_data"][attr]
        except KeyError:
            raise AttributeError(self._no_attribute(attr)) from None

    def _no_attribute(self, attr: str) -> str:
        return "'%s' object has no attribute '%s'" % (self.__class__.__name__, attr)

    def __setattr__(self, attr: str, value: Any) -> None:
        self[attr] = value

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._data[key] = value

    def __delitem__(self, key: str) -> None:
        del self._data[key]

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __str__(self) -> str:
        return str(self._data)

    def __repr__(self) -> str:
        return "%s(%r)" % (self.__class__.__name__, self._data)

    def copy(self) -> AttrDictWrapper:
        """Get a wrapper, of the same class, of a shallow copy of the dictionary."""
        return self.__class__(self._data.copy())


class RO_AttrDictWrapper(AttrDictWrapper):
    """An `AttrDictWrapper` whose attributes can't be assigned; its items can."""

    def __setattr__(self, attr: str, value: Any) -> None:
        self[attr]  # an unknown name is a KeyError
        raise AttributeError("'%s' object attribute '%s' is read-only" % (self.__class__.__name__, attr))


for _class in (AttrDictWrapper, RO_AttrDictWrapper):
    _class.__module__ = "rez.utils.data_utils"


def convert_dicts(d: Any, to_class: Any = AttrDictWrapper, from_class: _Types = dict) -> Any:
    """Rebuild a nested dictionary with another mapping class.

    Args:
        d: Source mapping; it stays as it is.
        to_class: Called with a plain dictionary to make each mapping of the result.
        from_class: Class, or tuple of classes, of the values to convert.
    """
    converted = {}
    for key, value in d.items():
        if isinstance(value, from_class):
            value = convert_dicts(value, to_class=to_class, from_class=from_class)
        converted[key] = value
    return to_class(converted)


def _own_names(instance: Any) -> List[str]:
    names = dir(instance)
    try:
        names.extend(name for name in instance if isinstance(name, str))
    except TypeError:
        pass  # not iterable
    cls = instance.__class__
    return [name for name in names if not name.startswith("_") and not hasattr(cls, name)]


def get_object_completions(
    instance: Any, prefix: str, types: Optional[_Types] = None, instance_types: Optional[_Types] = None
) -> List[str]:
    """List the attributes of an object that continue what was typed.

    Attributes of the object's class and callables are left out. What the object yields when
    iterated counts as attribute name too. If a single attribute matches, its own attributes follow.

    Args:
        instance: The object.
        prefix: Start of a name; dots lead into attributes of attributes.
        types: Class or classes of the values to list; any by default.
        instance_types: Class or classes to descend into; any by default.
    """
    path = prefix.split(".")
    for name in path[:-1]:
        try:
            instance = getattr(instance, name)
        except AttributeError:
            return []
        if instance_types and not isinstance(instance, instance_types):
            return []

    found: Dict[str, Any] = {}
    for name in _own_names(instance):
        if not name.startswith(path[-1]):
            continue
        value = getattr(instance, name, None)
        if callable(value) or (types and not isinstance(value, types)):
            continue
        found[name] = value

    words = [".".join(path[:-1] + [name]) for name in found]
    if len(found) == 1:
        (value,) = found.values()
        if value is not None and (instance_types is None or isinstance(value, instance_types)):
            words.extend("%s.%s" % (words[0], word) for word in get_object_completions(value, "", types))
    return words
