"""Definitions kept in memcached, shared between processes and machines."""
from __future__ import annotations

import os

from pkgrs.config.config import config
from pkgrs.definition.source import SourceCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List


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
        _loaders.append(_make_loader(load))
    return _loaders[0](filepath, format_, update_data_callback)


def _make_loader(load: Callable[..., Any]) -> Callable[..., Any]:
    from pkgrs.cache.memcached import memcached
    from pkgrs.cache.values import register
    register("SourceCode", SourceCode, SourceCode.__getstate__, _make_source_code)
    return memcached(
        servers=config.memcached_uri,
        min_compress_len=config.memcached_package_file_min_compress_len,
        key=_key,
        from_cache=_checked,
        debug=config.debug_memcache,
    )(load)


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


def _checked(data: Any, filepath: str, format_: Any, update_data_callback: Any) -> Any:
    """The data, if it can be that of such a file: anyone who reaches the cache can have put anything there."""
    from pkgrs.cache.values import DecodeError
    if isinstance(data, str if format_.extension == "txt" else dict) and all(isinstance(key, str) for key in data):
        return data
    raise DecodeError("not the content of a file")


def _make_source_code(state: Dict[str, Any]) -> SourceCode:
    """Code from its state, which may come from anyone."""
    expected: Dict[str, Any] = {"source": str, "filepath": (str, type(None)), "funcname": (str, type(None)),
                "eval_as_function": bool, "decorators": list}
    if set(state) != set(expected) or not all(isinstance(state[key], kind) for key, kind in expected.items()):
        raise ValueError("not source code")
    code: SourceCode = SourceCode.__new__(SourceCode)
    code.__setstate__(state)
    return code
