"""JSON text of plain data, without the library `json`, whose import takes longer than to write a context does."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List

_LITERALS = {None: "null", True: "true", False: "false"}


def dumps(data: Any) -> str:
    """Get the text that `json.dumps(data, indent=4, separators=(",", ": "), sort_keys=True)` gives.

    Raises:
        TypeError: Part of the data is of no kind that JSON knows.
    """
    parts: List[str] = []
    _write(data, "\n", parts)
    return "".join(parts)


def _write(value: Any, newline: str, parts: List[str]) -> None:
    kind = type(value)
    if kind is str:
        parts.append(_string(value))
    elif value is None or kind is bool:
        parts.append(_LITERALS[value])
    elif kind is int or (kind is float and value - value == 0):  # neither infinite nor not a number
        parts.append(repr(value))
    elif kind is dict and all(type(key) is str for key in value):
        _write_dict(value, newline, parts)
    elif kind is list or kind is tuple:
        _write_list(value, newline, parts)
    else:
        parts.append(_by_library(value).replace("\n", newline))


def _write_dict(value: Any, newline: str, parts: List[str]) -> None:
    if not value:
        parts.append("{}")
        return
    inner = newline + "    "
    start = "{" + inner
    for key in sorted(value):
        parts.append(start)
        parts.append(_string(key))
        parts.append(": ")
        _write(value[key], inner, parts)
        start = "," + inner
    parts.append(newline + "}")


def _write_list(value: Any, newline: str, parts: List[str]) -> None:
    if not value:
        parts.append("[]")
        return
    inner = newline + "    "
    start = "[" + inner
    for item in value:
        parts.append(start)
        _write(item, inner, parts)
        start = "," + inner
    parts.append(newline + "]")


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"%s"' % escaped if escaped.isascii() and escaped.isprintable() else _by_library(text)


def _by_library(value: Any) -> str:
    from json import dumps as library_dumps
    return library_dumps(value, indent=4, separators=(",", ": "), sort_keys=True)
