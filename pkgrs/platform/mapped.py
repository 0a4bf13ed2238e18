"""Renaming what a platform reports, as the setting `platform_map` asks.

The setting lives in a layer above; whoever has it registers a function that gets it.
"""
from __future__ import annotations

import functools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional

    _Map = Dict[str, Dict[str, str]]


__all__ = ["platform_mapped", "set_map_source"]

_source: Optional[Callable[[], Optional[_Map]]] = None


def set_map_source(source: Optional[Callable[[], Optional[_Map]]]) -> None:
    """Register the function that returns the platform map; None for no map.

    It is called each time that a value is computed, so it sees the current setting.
    """
    global _source
    _source = source


def platform_mapped(func: Callable[..., str]) -> Callable[..., str]:
    """Decorate a function so that its result goes through the platform map.

    The map's entry of the function's name holds patterns and replacements; the first pattern that
    matches the result's start counts, and what it matches is replaced.
    """
    @functools.wraps(func)
    def mapped(*args: Any, **kwargs: Any) -> str:
        value = func(*args, **kwargs)
        rules = (_source() or {}).get(func.__name__) if _source is not None else None
        if not rules:
            return value
        import re
        for pattern, replacement in rules.items():
            renamed, count = re.subn(pattern, replacement, value)
            if count > 0:
                return renamed
        return value

    return mapped
