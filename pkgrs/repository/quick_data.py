"""All data of a package at once, without looking at what its definition leaves out."""
from __future__ import annotations


from pkgrs.base.schema import key_name
from pkgrs.definition.validate import has_quick_check, is_surely_valid, validate_attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, List, Tuple, Type


# class -> the keys of its schema, those of them that it computes even if the definition lacks them, and those whose
# values can be checked where they stand
_KEYS: Dict[type, Tuple[List[str], List[str], FrozenSet[str]]] = {}

# methods that give nothing for a key that the definition lacks
_FROM_DATA = ("pre_commands", "commands", "post_commands")


def validated_data(self: Any) -> Dict[str, Any]:
    """Get all data, each key validated, in the order of the schema."""
    keys, computed, _ = _keys_of(type(self))
    data: Dict[str, Any] = dict.fromkeys(keys)
    raw = self._data or {}
    for key in raw:
        data[key] = getattr(self, key) if key in data else raw[key]
    for key in computed:
        data[key] = getattr(self, key)
    return data


def validate_data(self: Any) -> None:
    """Validate every key; raises the class's `schema_error`.

    Values that are valid as they stand are converted when they are read: many are not.
    """
    _, computed, checked = _keys_of(type(self))
    known = self._schema_keys
    for key, value in (self._data or {}).items():
        if key in known and not (key in checked and is_surely_valid(key, value)):
            getattr(self, key)
    for key in computed:
        getattr(self, key)


def validate_key(self: Any, key: str, attr: Any, schema: Any) -> Any:
    """Validate the value of a key; raises the class's `schema_error`."""
    return validate_attribute(key, attr, schema, self.schema_error)


def _keys_of(cls: Type[Any]) -> Tuple[List[str], List[str], FrozenSet[str]]:
    found = _KEYS.get(cls)
    if found is None:
        keys = [name for name in map(key_name, cls.schema._schema) if isinstance(name, str)]
        computed = [key for key in keys if key not in _FROM_DATA and not _is_from_data(cls, key)]
        own = cls._validate_key_impl is validate_key and not hasattr(cls, "_validate_key")
        checked = frozenset([key for key in keys if own and has_quick_check(key, cls.schema) and _is_from_data(cls, key)])
        found = _KEYS[cls] = keys, computed, checked
    return found


def _is_from_data(cls: Type[Any], key: str) -> bool:
    """True if the attribute is the one that the metaclass makes."""
    for base in cls.__mro__:
        if key in base.__dict__:
            function = getattr(base.__dict__[key], "func", None)
            return getattr(function, "__qualname__", "").startswith("LazyAttributeMeta.")
    return False
