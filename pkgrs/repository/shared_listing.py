"""Listings of folders kept in memcached, shared between processes and machines."""
from __future__ import annotations


from pkgrs.config.config import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List


_cached: List[Callable[..., Any]] = []


def shared_listing(key: str, make: Callable[[], Any], is_entry: Callable[[Any], bool]) -> Any:
    """A listing from the cache.

    Args:
        key: Name of the listing, which changes with the folder.
        make: Reads the folder, if the cache doesn't have it.
        is_entry: Whether something can be in the listing: anyone who reaches the cache can have put anything there.
    """
    if not _cached:
        from pkgrs.cache.memcached import memcached
        decorate = memcached(
            servers=config.memcached_uri,
            min_compress_len=config.memcached_listdir_min_compress_len,
            key=lambda key, make, is_entry: key,
            from_cache=_checked,
            debug=config.debug_memcache,
        )
        _cached.append(decorate(_make))
    return _cached[0](key, make, is_entry)


def forget_listings() -> None:
    """Make the listings that this process has put there unreachable for it."""
    for cached in _cached:
        cached.forget()  # type: ignore[attr-defined]


def _make(key: str, make: Callable[[], Any], is_entry: Callable[[Any], bool]) -> Any:
    return make()


def _checked(names: Any, key: str, make: Callable[[], Any], is_entry: Callable[[Any], bool]) -> Any:
    from pkgrs.cache.values import DecodeError
    if not isinstance(names, list) or not all(map(is_entry, names)):
        raise DecodeError("not a listing")
    return names


def is_family(pair: Any) -> bool:
    """True for a pair of a family's name, and the extension of its file or None."""
    return (isinstance(pair, tuple) and len(pair) == 2 and is_name(pair[0])
            and (pair[1] is None or is_name(pair[1])))


def is_name(name: Any) -> bool:
    """True for a name that becomes a part of a path, and leads nowhere else."""
    return isinstance(name, str) and not set("/\\\0") & set(name) and name not in ("", ".", "..")
