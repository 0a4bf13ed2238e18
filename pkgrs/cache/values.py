"""Values as bytes, for a cache that others may write to: plain data only, checked when read."""
from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Tuple


__all__ = ["encode", "decode", "register", "DecodeError"]

_PLAIN = b"J"
_COMPRESSED = b"Z"
_LARGEST = 256 * 1024 * 1024

# What JSON lacks is an object with this one key, whose value is a pair of type and content.
_TAG = "!type"


class DecodeError(ValueError):
    """Bytes that `encode` can't have made."""


def encode(value: Any, min_compress_len: int = 0) -> bytes:
    """Get a value as bytes.

    Args:
        value: None, bool, int, float, str or bytes, or an instance of a registered class, or a list, tuple, set,
            frozenset or dictionary of such.
        min_compress_len: Compress if it is at least so many bytes long, and that makes it shorter; never if 0.

    Raises:
        TypeError: If the value has parts of other types.
    """
    data = json.dumps(_to_json(value), separators=(",", ":")).encode("utf-8")
    if min_compress_len and len(data) >= min_compress_len:
        compressed = zlib.compress(data)
        if len(compressed) < len(data):
            return _COMPRESSED + compressed
    return _PLAIN + data


def decode(data: Any) -> Any:
    """Get the value that was encoded.

    Raises:
        DecodeError: If the bytes aren't of that kind.
    """
    try:
        kind, content = data[:1], data[1:]
        if kind == _COMPRESSED:
            content = _decompressed(content)
        elif kind != _PLAIN:
            raise ValueError("unknown kind %r" % kind)
        return _from_json(json.loads(content.decode("utf-8")))
    except (ValueError, TypeError, KeyError, zlib.error, RecursionError) as e:
        raise DecodeError(str(e)) from e


def register(name: str, cls: type, to_plain: Callable[[Any], Any], from_plain: Callable[[Any], Any]) -> None:
    """Make instances of a class storable.

    Args:
        name: Name of the class among stored data.
        cls: The class; subclasses don't count.
        to_plain: Gets plain data of an instance.
        from_plain: Gets an instance of plain data, which may come from anyone; raises `ValueError`, `TypeError` or
            `KeyError` if it isn't right.
    """
    _classes[cls] = (name, to_plain)
    _MAKERS[name] = lambda content: from_plain(_from_json(content))


def _decompressed(content: bytes) -> bytes:
    decompressor = zlib.decompressobj()
    result = decompressor.decompress(content, _LARGEST)
    if not decompressor.eof:
        raise ValueError("incomplete, or too large")
    return result


_classes: Dict[type, Tuple[str, Callable[[Any], Any]]] = {}
_SEQUENCES: Dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}


def _to_json(value: Any) -> Any:
    cls = type(value)
    if value is None or cls in (bool, int, float, str):
        return value
    if cls is list:
        return [_to_json(entry) for entry in value]
    if cls is dict:
        if _TAG not in value and all(type(key) is str for key in value):
            return {key: _to_json(entry) for key, entry in value.items()}
        return {_TAG: ["dict", [[_to_json(key), _to_json(entry)] for key, entry in value.items()]]}
    if cls in _SEQUENCES:
        return {_TAG: [_SEQUENCES[cls], [_to_json(entry) for entry in value]]}
    if cls is bytes:
        return {_TAG: ["bytes", b64encode(value).decode("ascii")]}
    if cls in _classes:
        name, to_plain = _classes[cls]
        return {_TAG: [name, _to_json(to_plain(value))]}
    raise TypeError("a %s can't be kept in the cache" % cls.__name__)


def _from_json(value: Any) -> Any:
    if isinstance(value, list):
        return [_from_json(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if _TAG not in value:
        return {key: _from_json(entry) for key, entry in value.items()}

    (kind, content), = value.values()
    return _MAKERS[kind](content)


def _entries(content: List[Any]) -> List[Any]:
    return [_from_json(entry) for entry in content]


_MAKERS: Dict[str, Callable[[Any], Any]] = {
    "tuple": lambda content: tuple(_entries(content)),
    "set": lambda content: set(_entries(content)),
    "frozenset": lambda content: frozenset(_entries(content)),
    "dict": lambda content: {_from_json(key): _from_json(entry) for key, entry in content},
    "bytes": lambda content: b64decode(content, validate=True),
}
