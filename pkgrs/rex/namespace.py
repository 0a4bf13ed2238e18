"""What rex strings and code take from a namespace by name: simple fields, and the option variables."""
from __future__ import annotations

from pkgrs.config.config import config
from pkgrs.errors import RexError
from pkgrs.rex.escape import EscapedString

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Mapping, Optional


def optionvars(name: str, default: Any = None) -> Any:
    """Look up a setting of the `optionvars` configuration.

    Args:
        name: Key, with a dot between the levels of nested dicts.
        default: Returned if there is no such key.

    Raises:
        RexError: A level on the way is not a dict.
    """
    value: Any = config.optionvars or {}
    seen: List[str] = []

    for key in name.split("."):
        if not isinstance(value, dict):
            raise RexError(
                "Optionvar %r is invalid because %r is not a dict" % (name, ".".join(seen))
            )
        if key not in value:
            return default
        value = value[key]
        seen.append(key)
    return value


def filled(text: str, namespace: Mapping[str, Any]) -> Optional[str]:
    """Replace the `{name}`s in a text, as most texts have them: whole names of the namespace.

    Returns:
        What `pkgrs.rex.formatter.NamespaceFormatter` would; None where more is asked than that. References to
        variables, written `${NAME}`, stay as they are.
    """
    first, *fields = text.split("{")
    if "}" in first or "$" in first[:-1] or first[-1:] == "$" and not fields:
        return None
    result = [first]
    before = first
    for field in fields:
        name, brace, rest = field.partition("}")
        if not brace or "}" in rest or "$" in rest[:-1]:
            return None
        if before[-1:] == "$":
            if not name:
                return None
            result += ("{", name, "}", rest)
        else:
            value = _value_of(name, namespace)
            if value is None:
                return None
            result += (value, rest)
        before = rest
    return None if fields and before[-1:] == "$" else "".join(result)


def _value_of(name: str, namespace: Mapping[str, Any]) -> Optional[str]:
    """The text of a name's value, if it is one that stays as it is."""
    if not name.isidentifier() or name not in namespace or isinstance(namespace[name], EscapedString):
        return None
    value = format(namespace[name], "")
    return None if "{" in value or "}" in value or "$" in value else value
