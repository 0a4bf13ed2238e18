"""Definitions kept in memcached, shared between processes and machines."""
from __future__ import annotations

import os
from typing import Any, Callable, List

from pkgrs.config.config import config

_loaders: List[Callable[..., Any]] = []


def load_shared(load: Callable[..., Any], filepath: str, format_: Any, update_data_callback: Any) -> Any:
    """Read a definition through the cache.

    Args:
        load: Reads the file; called with the other arguments.
        filepath: Real path of the file.
        format_: Its format.
        update_data_callback: Function over the data, or None.

    Returns:
        What `load` returns, now or when it was cached.
    """
    if not _loaders:
        from pkgrs.cache.memcached import memcached
        decorate = memcached(
            servers=config.memcached_uri,
            min_compress_len=config.memcached_package_file_min_compress_len,
            key=_key,
            debug=config.debug_memcache,
        )
        _loaders.append(decorate(load))
    return _loaders[0](filepath, format_, update_data_callback)


def forget_shared() -> None:
    """Make the entries of this process's cache unreachable, where it has one."""
    if config.cache_package_files and config.memcached_uri and _loaders:
        _loaders[0].forget()  # type: ignore[attr-defined]


def _key(filepath: str, format_: Any, update_data_callback: Any) -> str:
    status = os.stat(filepath)
    callback = "None"
    if update_data_callback is not None:
        callback = getattr(update_data_callback, "__name__", "None")
    return str(("package_file", filepath, str(format_), callback, status.st_ino, status.st_mtime))
