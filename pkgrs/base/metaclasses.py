"""Metaclasses that give a class the attributes which a schema, or a list of names, describes."""
from __future__ import annotations


from pkgrs.base.descriptors import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

    _Members = Dict[str, Any]


__all__ = ["LazyAttributeMeta", "AttributeForwardMeta"]


class AttributeForwardMeta(type):
    """Metaclass of a class that shows some attributes of the object it wraps.

    The class provides `keys`, the names to show, and instances hold the object as `wrapped`.
    Names that the class or its bases have already are left as they are. A name that the wrapped
    object lacks has the value None. A method `_wrap_forwarded(key, value)`, if there is one,
    makes the value that is shown.
    """

    def __new__(cls, name: str, parents: Tuple[type, ...], members: _Members) -> Any:
        for key in members.get("keys") or ():
            if key not in members and not any(hasattr(parent, key) for parent in parents):
                members[key] = cls._make_forwarder(key)
        return super().__new__(cls, name, parents, members)

    @classmethod
    def _make_forwarder(cls, key: str) -> property:
        def forward(self: Any) -> Any:
            value = getattr(self.wrapped, key, None)
            wrap = getattr(self, "_wrap_forwarded", None)
            return value if wrap is None else wrap(key, value)

        return property(forward)


class LazyAttributeMeta(type):
    """Metaclass of a class that shows the keys of its `_data` dictionary as attributes.

    The class provides `schema`, a schema over a dictionary (or None), and `schema_error`, the
    exception to raise for bad data. A key is validated when its attribute is first read, and the
    valid value kept by the instance. An optional key that is missing reads as None.

    If the class has an attribute of the same name already, the validated one has a leading
    underscore. A method `_validate_key(key, attr, key_schema)` takes the place of
    `_validate_key_impl`, which it may call.

    Added to the class: an attribute per key, `validate_data()`, `validated_data()`,
    `_validate_key_impl()`, `_schema_keys` and, in the schema's order, `_ordered_schema_keys`.
    """

    def __new__(cls, name: str, parents: Tuple[type, ...], members: _Members) -> Any:
        schema = members.get("schema")
        if schema is None:
            return super().__new__(cls, name, parents, members)

        keys: List[str] = []
        for key, key_schema, optional in _schema_items(schema):
            keys.append(key)
            taken = key in members or any(hasattr(parent, key) for parent in parents)
            attribute = "_" + key if taken else key
            if attribute not in members:
                members[attribute] = cls._make_getter(key, attribute, optional, key_schema)

        members.setdefault("validate_data", cls._make_validate_data())
        members.setdefault("validated_data", cls._make_validated_data())
        members.setdefault("_validate_key_impl", cls._make_validate_key_impl())
        members["_schema_keys"] = frozenset(keys)
        members["_ordered_schema_keys"] = tuple(keys)
        return super().__new__(cls, name, parents, members)

    @classmethod
    def _make_validate_data(cls) -> Any:
        def validate_data(self: Any) -> None:
            """Validate every key; raises the class's `schema_error`."""
            self.validated_data()

        return validate_data

    @classmethod
    def _make_validated_data(cls) -> Any:
        def validated_data(self: Any) -> Optional[Dict[str, Any]]:
            """Get all data, each key validated, or None if the class has no schema."""
            if self.schema is None:
                return None

            data = {key: getattr(self, key) for key in self._ordered_schema_keys}
            if self._data:
                for key, value in self._data.items():
                    data.setdefault(key, value)
            return data

        return validated_data

    @classmethod
    def _make_validate_key_impl(cls) -> Any:
        def _validate_key_impl(self: Any, key: str, attr: Any, schema: Any) -> Any:
            """Get the valid value of a key; raises the class's `schema_error`."""
            from pkgrs.base.schema import Schema, SchemaError
            validator = schema if isinstance(schema, Schema) else Schema(schema)
            try:
                return validator.validate(attr)
            except SchemaError as e:
                raise self.schema_error("Validation of key %r failed: %s" % (key, e)) from e

        return _validate_key_impl

    @classmethod
    def _make_getter(cls, key: str, attribute: str, optional: bool, key_schema: Any) -> cached_property:
        def getter(self: Any) -> Any:
            data = self._data or {}
            if key not in data:
                if optional:
                    return None
                raise self.schema_error("Required key is missing: %r" % key)

            validate = getattr(self, "_validate_key", None) or self._validate_key_impl
            return validate(key, data[key], key_schema)

        return cached_property(getter, name=attribute)


def _schema_items(schema: Any) -> Any:
    # Yields (name, schema of the value, is optional) for each key of a dictionary schema that is a string.
    from pkgrs.base.schema import Optional as OptionalKey
    from pkgrs.base.schema import key_name
    for key, key_schema in schema._schema.items():
        name = key_name(key)
        if isinstance(name, str):
            yield name, key_schema, isinstance(key, OptionalKey)
