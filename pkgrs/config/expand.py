"""Expansion of `~`, environment variables and `{system.x}` in the values of settings."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, TypeVar

    T = TypeVar("T")


def _expand_text(text: str) -> str:
    if "$" in text or "%" in text:
        from pkgrs.base.text import expandvars

        text = expandvars(text)
    if "~" in text:
        from pkgrs.base.text import expanduser

        text = expanduser(text)
    if "{" in text or "}" in text:
        from pkgrs.base.object_formatter import ObjectStringFormatter
        from pkgrs.platform.system import system

        text = ObjectStringFormatter(
            object(), pretty=True, expand=ObjectStringFormatter.unchanged).format(text, system=system)
    return text


def _expand_sequence(values: Any) -> Any:
    return [expand_system_vars(value) for value in values]


def _expand_dict(values: Dict[Any, Any]) -> Dict[Any, Any]:
    return {key: expand_system_vars(value) for key, value in values.items()}


_EXPANDERS: Dict[type, Callable[[Any], Any]] = {
    str: _expand_text,
    list: _expand_sequence,
    tuple: _expand_sequence,
    set: _expand_sequence,
    dict: _expand_dict,
}


def expand_system_vars(data: T) -> T:
    """Expand every string within the data.

    Args:
        data: Anything. Strings are looked for in lists, tuples, sets and the values of dictionaries.

    Returns:
        The expanded data (a tuple or set becomes a list). What `{…}` names and is not
        known stays as it is, as do unknown environment variables.

    Raises:
        ValueError, IndexError: Unbalanced or positional braces.
    """
    expander = _EXPANDERS.get(type(data))
    if expander is None:
        for base in (str, list, tuple, set, dict):
            if isinstance(data, base):
                expander = _EXPANDERS[base]
                break
        else:
            return data
    result: T = expander(data)
    return result
