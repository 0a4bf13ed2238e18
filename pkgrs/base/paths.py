"""Paths: compared, written in another form, and their parents."""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator, Optional
    from typing import Protocol

    class _Platform(Protocol):
        @property
        def has_case_sensitive_filesystem(self) -> bool: ...


__all__ = [
    "canonical_path", "is_subdirectory", "get_existing_path", "walk_up_dirs", "to_nativepath", "to_ntpath",
    "to_posixpath",
]


def canonical_path(path: str, platform: Optional[_Platform] = None) -> str:
    """Get the one form of a path: links resolved, lower case where case doesn't count.

    Args:
        path: A path.
        platform: Platform that the path is for; by default this one.
    """
    path = os.path.normpath(os.path.realpath(path))
    case_counts = os.name != "nt" if platform is None else platform.has_case_sensitive_filesystem
    return path if case_counts else path.lower()


def is_subdirectory(path_a: str, path_b: str) -> bool:
    """Tell whether the first path is, once links are resolved, the second one or below it."""
    inner = os.path.realpath(path_a)
    outer = os.path.realpath(path_b)
    try:
        return not os.path.relpath(inner, outer).startswith(os.pardir)
    except ValueError:
        return False  # on Windows, on another drive


def get_existing_path(path: str, topmost_path: Optional[str] = None) -> Optional[str]:
    """Get the longest part of a path, from its start, that exists.

    Args:
        path: A path.
        topmost_path: If the search comes up here, it ends.

    Returns:
        The path, one of its parents, or None.
    """
    top = topmost_path and os.path.normpath(topmost_path)
    while not os.path.exists(path):
        parent = os.path.dirname(path)
        if parent == path or (top and os.path.normpath(parent) == top):
            return None
        path = parent
    return path


def walk_up_dirs(path: str) -> Iterator[str]:
    """Yield the absolute path, its parent, that one's parent, and so on up to the root."""
    current = os.path.abspath(path)
    previous = None
    while current != previous:
        yield current
        previous, current = current, os.path.dirname(current)


def to_nativepath(path: str) -> str:
    """Get the path with this platform's separators."""
    return path.replace("\\", "/").replace("/", os.sep)


def to_ntpath(path: str) -> str:
    """Get the path with the separators of Windows."""
    return path.replace("/", "\\")


def to_posixpath(path: str) -> str:
    """Get the path with slashes."""
    return path.replace("\\", "/")
