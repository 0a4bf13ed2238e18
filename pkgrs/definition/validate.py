"""Quick validation of the usual values of package attributes.

Each function here accepts what the schema of the same attribute accepts, in its commonest forms, and gives the same
result. Anything else it leaves to the schema, which also words the errors.
"""
from __future__ import annotations

from functools import lru_cache

from pkgrs.base.schema import Schema, SchemaError
from pkgrs.definition.schema import package_pod_schema
from pkgrs.definition.source import SourceCode
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Type


# The answer "ask the schema".
_UNSURE = object()

# Both are immutable, so that equal texts can share one object.
_request: Callable[[str], PackageRequest] = lru_cache(maxsize=None)(PackageRequest)
shared_version: Callable[[str], Version] = lru_cache(maxsize=None)(Version)


def _text(value: Any) -> Any:
    return value if isinstance(value, str) else _UNSURE


def _any(value: Any) -> Any:
    return value


def _bool(value: Any) -> Any:
    return value if isinstance(value, (bool, SourceCode)) else _UNSURE


def _plain_bool(value: Any) -> Any:
    return value if isinstance(value, bool) else _UNSURE


def _int(value: Any) -> Any:
    return value if isinstance(value, int) else _UNSURE


def _to_version(value: Any) -> Any:
    return shared_version(value) if value.__class__ is str else _UNSURE


def _large_text(value: Any) -> Any:
    if value.__class__ is not str:
        return _UNSURE
    return value.strip() if "\n" not in value else _UNSURE


def _texts(value: Any) -> Any:
    if value.__class__ is not list:
        return value if isinstance(value, SourceCode) else _UNSURE
    for entry in value:
        if entry.__class__ is not str:
            return _UNSURE
    return list(value)


def _plain_texts(value: Any) -> Any:
    return _UNSURE if isinstance(value, SourceCode) else _texts(value)


def _requests(value: Any) -> Any:
    if value.__class__ is not list:
        return value if isinstance(value, SourceCode) else _UNSURE
    requests = []
    for entry in value:
        if entry.__class__ is not str:
            return _UNSURE
        requests.append(_request(entry))
    return requests


def _variants(value: Any) -> Any:
    if value.__class__ is not list:
        return _UNSURE
    variants = []
    for entry in value:
        if entry.__class__ is not list:
            return _UNSURE
        requests = _requests(entry)
        if requests is _UNSURE:
            return _UNSURE
        variants.append(requests)
    return variants


def _commands(value: Any) -> Any:
    return value if isinstance(value, (SourceCode, str)) else _UNSURE


_QUICK: Dict[str, Callable[[Any], Any]] = {
    "name": _text,
    "base": _text,
    "version": _to_version,
    "description": _large_text,
    "authors": _plain_texts,
    "requires": _requests,
    "build_requires": _requests,
    "private_build_requires": _requests,
    "variants": _variants,
    "has_plugins": _bool,
    "plugin_for": _texts,
    "uuid": _text,
    "tools": _texts,
    "hashed_variants": _plain_bool,
    "relocatable": _bool,
    "cachable": _bool,
    "pre_commands": _commands,
    "commands": _commands,
    "post_commands": _commands,
    "pre_build_commands": _commands,
    "pre_test_commands": _commands,
    "timestamp": _int,
    "revision": _any,
    "changelog": _large_text,
    "release_message": _text,
    "previous_version": _to_version,
    "previous_revision": _any,
    "vcs": _text,
}


def _has_requests(value: Any) -> bool:
    """As `_requests`, but keeps nothing."""
    if value.__class__ is not list:
        return isinstance(value, SourceCode)
    for entry in value:
        if entry.__class__ is not str:
            return False
        _request(entry)
    return True


def _has_variants(value: Any) -> bool:
    """As `_variants`, but keeps nothing."""
    if value.__class__ is not list:
        return False
    for entry in value:
        if entry.__class__ is not list or not _has_requests(entry):
            return False
    return True


_CHECKS: Dict[str, Callable[[Any], bool]] = {
    "requires": _has_requests,
    "build_requires": _has_requests,
    "private_build_requires": _has_requests,
    "variants": _has_variants,
}


def is_surely_valid(key: str, value: Any) -> bool:
    """Tell whether `validate_attribute` would find a value of an attribute valid, without converting it.

    Args:
        key: The attribute.
        value: Its value.

    Returns:
        False if only `validate_attribute` can tell.
    """
    try:
        check = _CHECKS.get(key)
        return _QUICK[key](value) is not _UNSURE if check is None else check(value)
    except Exception:
        return False  # the schema says it better


def has_quick_check(key: str, schema: Any) -> bool:
    """Tell whether `is_surely_valid` knows an attribute.

    Args:
        key: The attribute.
        schema: The schema that it is part of.
    """
    return schema is package_pod_schema and key in _QUICK


def validate_attribute(key: str, value: Any, schema: Any, error: Type[Exception]) -> Any:
    """Validate one attribute of a definition as it stands in a file.

    Args:
        key: The attribute.
        value: Its value.
        schema: Its part of `package_pod_schema`.
        error: Class of the error to raise.

    Returns:
        The valid, converted value.

    Raises:
        error: The value is not valid; the text is the schema's.
    """
    quick = _QUICK.get(key)
    if quick is not None and schema is _KEY_SCHEMAS.get(key):
        try:
            result = quick(value)
        except Exception:
            result = _UNSURE  # the schema says it better
        if result is not _UNSURE:
            return result
    validator = schema if isinstance(schema, Schema) else Schema(schema)
    try:
        return validator.validate(value)
    except SchemaError as e:
        raise error("Validation of key %r failed: %s" % (key, e)) from e


def _key_schemas() -> Dict[str, Any]:
    from pkgrs.base.schema import key_name
    return {key_name(key): schema for key, schema in package_pod_schema._schema.items()}


_KEY_SCHEMAS = _key_schemas()
