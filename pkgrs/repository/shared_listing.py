"""Listings of folders kept in memcached, shared between processes and machines."""
from __future__ import annotations


from pkgrs.config.config import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List


_cached: List[Callable[..., Any]] = []


def shared_listing(key: str, make: Callable[[], Any]) -> Any:
    """A listing from the cache.

    Args:
        key: Name of the listing, which changes with the folder.
        make: Reads the folder, if the cache doesn't have it.
    """
    if not _cached:
        from pkgrs.cache.memcached import memcached
        decorate = memcached(
            servers=config.memcached_uri,
            min_compress_len=config.memcached_listdir_min_compress_len,
            key=lambda key, make: key,
            debug=config.debug_memcache,
        )
        _cached.append(decorate(_make))
    return _cached[0](key, make)


def forget_listings() -> None:
    """Make the listings that this process has put there unreachable for it."""
    for cached in _cached:
        cached.forget()  # type: ignore[attr-defined]


def _make(key: str, make: Callable[[], Any]) -> Any:
    return make()
