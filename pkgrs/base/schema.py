"""Validation of data against a description of its shape.

A schema is a plain value: a type (data is an instance of it), a callable (it returns true), a list,
tuple or set (each entry matches one of the schemas inside), a dictionary (each key and value
matches a pair), an object with a `validate` method, or anything else (data equals it).

Names, results and error texts are those of version 0.3.1 of the library `schema` as Rez ships it. Users see
these texts, and they name what is wrong otherwise in all later versions of that library.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Protocol, Set, Tuple, Type, Union
    from typing import Optional as _Opt

    _Check = Callable[[Any], Any]
    _Texts = Union[str, None, List[_Opt[str]]]

    class Validatable(Protocol):
        """What has a `validate` method."""

        def validate(self, data: Any) -> Any:
            """Get the valid value; raises `SchemaError`."""


__all__ = [
    "Schema", "And", "Or", "Use", "Optional", "Required", "SchemaError",
    "schema_keys", "dict_to_schema", "extensible_schema_dict",
]


class SchemaError(Exception):
    """Data that does not match its schema.

    `autos` are the descriptions of what went wrong, outermost first, and `errors` the texts that the schemas
    involved provide (None where they don't). `code` is the message: the provided texts
    if there are any, else the descriptions. `key` is the key of the outermost dictionary under which the data is, and
    `place` tells a user where to look; both are None where that is not known.
    """

    __module__ = "rez.vendor.schema.schema"
    key: Any = None
    place: _Opt[str] = None

    def __init__(self, autos: _Texts, errors: _Texts) -> None:
        self.autos: List[_Opt[str]] = autos if isinstance(autos, list) else [autos]
        self.errors: List[_Opt[str]] = errors if isinstance(errors, list) else [errors]
        super().__init__(self.code)

    @property
    def code(self) -> str:
        """Message, a line per distinct text."""
        for texts in (self.errors, self.autos):
            # A dictionary keeps the first of equal texts, in order.
            lines = list(dict.fromkeys(text for text in texts if text is not None))
            if lines:
                return "\n".join(lines)
        return ""


def _call_name(f: Any) -> str:
    return f.__name__


def _nested(error: SchemaError, text: _Opt[str]) -> SchemaError:
    result = SchemaError([None, *error.autos], [text, *error.errors])
    result.key = error.key
    return result


class Schema:
    """A validator of data.

    Args:
        schema: Description of valid data, see this module.
        error: Text to report instead of the description of what is wrong.
    """

    def __init__(self, schema: Any, error: _Opt[str] = None) -> None:
        self._schema = schema
        self._error = error

    def __repr__(self) -> str:
        return "%s(%r)" % (self.__class__.__name__, self._schema)

    def validate(self, data: Any) -> Any:
        """Get the valid value, which `Use` parts may have converted.

        Raises:
            SchemaError: If the data doesn't match.
        """
        return _validate(self._schema, data, self._error)


Required = Schema
_MISSING = object()


class Optional(Schema):
    """A key of a dictionary schema that data may lack.

    Args:
        default: Value that the result gets if the key is missing.

    Raises:
        TypeError: If there is a default, but the key isn't one particular value.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        default = kwargs.pop("default", _MISSING)
        super().__init__(*args, **kwargs)
        if default is not _MISSING:
            if _kind(self._schema) != _LITERAL:
                raise TypeError(
                    "Optional keys with defaults must have simple, predictable values, "
                    'like literal strings or ints. "%r" is too complex.' % (self._schema,))
            self.default = default
            self.key = self._schema


class And:
    """Validator that passes data through each of several schemas, in turn.

    Args:
        error: Text to report instead of the description of what is wrong.
    """

    def __init__(self, *args: Any, error: _Opt[str] = None) -> None:
        self._args = args
        self._error = error

    def __repr__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, ", ".join(repr(schema) for schema in self._args))

    def validate(self, data: Any) -> Any:
        """Get the valid value; raises `SchemaError`."""
        for schema in self._args:
            data = _validate(schema, data, self._error)
        return data


class Or(And):
    """Validator of data that matches one of several schemas, the first one that fits."""

    def validate(self, data: Any) -> Any:
        """Get the valid value; raises `SchemaError`."""
        last = SchemaError([], [])
        for schema in self._args:
            try:
                return _validate(schema, data, self._error)
            except SchemaError as e:
                last = e
        raise SchemaError(
            ["%r did not validate %r" % (self, data), *last.autos], [self._error, *last.errors])


class Use:
    """Validator that converts data.

    Args:
        callable_: Given the data, returns the value, or raises anything if the data is invalid.
        error: Text to report instead of the description of what is wrong.
    """

    def __init__(self, callable_: Callable[[Any], Any], error: _Opt[str] = None) -> None:
        assert callable(callable_)
        self._callable = callable_
        self._error = error

    def __repr__(self) -> str:
        return "%s(%r)" % (self.__class__.__name__, self._callable)

    def validate(self, data: Any) -> Any:
        """Get the converted value; raises `SchemaError`."""
        try:
            return self._callable(data)
        except SchemaError as e:
            raise _nested(e, self._error) from e
        except Exception as e:
            text = "%s(%r) raised %r" % (_call_name(self._callable), data, e)
            raise SchemaError(text, self._error) from e


# Kinds of schema. A key of data is matched against the keys of a dictionary schema in this order.
_LITERAL, _PREDICATE, _VALIDATOR, _TYPE, _DICT, _SEQUENCE = range(6)


def _kind(schema: Any) -> int:
    if type(schema) in (list, tuple, set, frozenset):
        return _SEQUENCE
    if type(schema) is dict:
        return _DICT
    if isinstance(schema, type):
        return _TYPE
    if hasattr(schema, "validate"):
        return _VALIDATOR
    return _PREDICATE if callable(schema) else _LITERAL


def _precedence(schema: Any) -> List[int]:
    kinds = [_kind(schema)]
    while kinds[-1] == _VALIDATOR and hasattr(schema, "_schema"):
        schema = schema._schema
        kinds.append(_kind(schema))
    return kinds


def _validate(schema: Any, data: Any, error: _Opt[str]) -> Any:
    return _VALIDATE[_kind(schema)](schema, data, error)


def _validate_literal(schema: Any, data: Any, error: _Opt[str]) -> Any:
    if schema == data:
        return data
    raise SchemaError("%r does not match %r" % (schema, data), error)


def _validate_predicate(schema: Any, data: Any, error: _Opt[str]) -> Any:
    name = _call_name(schema)
    try:
        if schema(data):
            return data
    except SchemaError as e:
        raise _nested(e, error) from e
    except Exception as e:
        raise SchemaError("%s(%r) raised %r" % (name, data, e), error) from e
    raise SchemaError("%s(%r) should evaluate to True" % (name, data), error)


def _validate_validator(schema: Any, data: Any, error: _Opt[str]) -> Any:
    try:
        return schema.validate(data)
    except SchemaError as e:
        raise _nested(e, error) from e
    except Exception as e:
        raise SchemaError("%r.validate(%r) raised %r" % (schema, data, e), error) from e


def _validate_type(schema: Any, data: Any, error: _Opt[str]) -> Any:
    if isinstance(data, schema):
        return data
    raise SchemaError("%r should be instance of %r" % (data, schema), error)


def _validate_sequence(schema: Any, data: Any, error: _Opt[str]) -> Any:
    sequence_type = type(schema)
    entries = _validate_type(sequence_type, data, error)
    validate = Or(*schema, error=error).validate
    return sequence_type([validate(entry) for entry in entries])


def _sorted(keys: Set[Any]) -> List[Any]:
    try:
        return sorted(keys)
    except TypeError:
        return sorted(keys, key=repr)


def _validate_dict(schema: Dict[Any, Any], data: Any, error: _Opt[str]) -> Dict[Any, Any]:
    if not isinstance(data, dict):
        raise SchemaError("%r should be instance of %r" % (data, schema), error)

    keys = _DictKeys(schema)
    valid = type(data)()
    covered: Set[Any] = set()
    for key, value in data.items():
        match = keys.match(key, error)
        if match is not None:
            schema_key, valid_key = match
            try:
                valid[valid_key] = _validate(schema[schema_key], value, error)
            except SchemaError as e:
                e.key = key
                raise
            covered.add(schema_key)

    required = {key for key in schema if type(key) is not Optional}
    if not required <= covered:
        raise SchemaError("missed keys %r" % (required - covered), error)
    if len(valid) != len(data):
        wrong = _sorted(set(data) - set(valid))
        raise SchemaError("wrong keys %s in %r" % (", ".join(map(repr, wrong)), data), error)

    for key in schema:
        if type(key) is Optional and hasattr(key, "default") and key not in covered:
            valid[key.key] = key.default
    return valid


_VALIDATE: Tuple[Callable[[Any, Any, _Opt[str]], Any], ...] = (
    _validate_literal, _validate_predicate, _validate_validator, _validate_type, _validate_dict, _validate_sequence,
)


def key_name(key: Any) -> Any:
    """Get what a key of a dictionary schema wraps: the name, for `Optional("name")`."""
    while isinstance(key, Schema):
        key = key._schema
    return key


class _DictKeys:
    # Finds the key of a dictionary schema that a key of data belongs to.

    def __init__(self, schema: Dict[Any, Any]) -> None:
        self.schema = schema
        self.named = {}
        for key in schema:
            name = key_name(key)
            if isinstance(name, str):
                self.named[name] = key
        self.patterns: _Opt[List[Any]] = None

    def match(self, key: Any, error: _Opt[str]) -> _Opt[Tuple[Any, Any]]:
        # The key of the schema and the valid form of the key of data, or None if nothing matches.
        if key in self.named:
            return self.named[key], key

        if self.patterns is None:
            self.patterns = sorted(self.schema, key=_precedence, reverse=True)
        for pattern in self.patterns:
            try:
                valid = _validate(pattern, key, error)
            except SchemaError:
                continue
            if valid:
                return pattern, valid
        return None


def schema_keys(schema: Any) -> Set[str]:
    """Get the names of the keys of a dictionary schema; keys that aren't strings are left out.

    Args:
        schema: `Schema` of a dictionary.
    """
    description = schema._schema
    assert isinstance(description, dict)
    names = (key_name(key) for key in description)
    return {name for name in names if isinstance(name, str)}


def dict_to_schema(
    schema_dict: Dict[Any, Any],
    required: bool,
    allow_custom_keys: bool = True,
    modifier: _Opt[Callable[[Any], Any]] = None,
) -> Schema:
    """Make a schema of a nested dictionary whose keys are plain strings.

    Args:
        schema_dict: Keys may be `Optional` or `Required` already; these stay as they are.
        required: Whether data must have the other keys.
        allow_custom_keys: Whether data may have more keys, at each level.
        modifier: Converts the valid values.
    """
    if not isinstance(schema_dict, dict):
        return And(schema_dict, Use(modifier)) if modifier else schema_dict  # type: ignore[return-value]

    wrap: Type[Schema] = Required if required else Optional
    description: Dict[Any, Any] = {}
    for key, value in schema_dict.items():
        key = wrap(key) if isinstance(key, str) else key
        description[key] = dict_to_schema(value, required, allow_custom_keys, modifier)
    if allow_custom_keys:
        description[Optional(str)] = Use(modifier) if modifier else object
    return Schema(description)


def extensible_schema_dict(schema_dict: Dict[Any, Any]) -> Dict[Any, Any]:
    """Get a dictionary schema that also accepts keys it doesn't know.

    Thus a definition that uses a newer field can still be read.
    """
    extended: Dict[Any, Any] = {Optional(str): object}
    extended.update(schema_dict)
    return extended
