"""Services of higher layers that `System` offers as its own.

The module that has the service registers a function here; `System` calls it by name.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional


__all__ = ["provide", "provider", "on_clear_caches", "cache_clearers"]

_providers: Dict[str, Callable[[], Any]] = {}

#: Functions that forget what their module has cached; given whether caches outside of the process go too.
cache_clearers: List[Callable[[bool], None]] = []


def provide(service: str, function: Callable[[], Any]) -> None:
    """Register a service: `shell_types` (names of the shells there are), `summary` (text about plugins)."""
    _providers[service] = function


def provider(service: str) -> Optional[Callable[[], Any]]:
    """Get the function that provides a service, if its module has been imported."""
    return _providers.get(service)


def on_clear_caches(function: Callable[[bool], None]) -> Callable[[bool], None]:
    """Register a function to call when all caches are to be cleared. Can be used as decorator."""
    cache_clearers.append(function)
    return function
