"""Files in the user's cache folder, which can all be made anew: read with few system calls, written as a whole."""
from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Tuple

    Signature = Tuple[int, int, int, int]


_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_LARGEST_FILE = 64 * 1024 * 1024

# A file that was changed a moment ago can change again within the resolution of its times.
_SETTLED_SECONDS = 5

_user = os.geteuid() if hasattr(os, "geteuid") else None


def user_cache_folder(name: str) -> Optional[str]:
    """Where this user's files of that kind are kept; None if there is no home."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "pkgrs", name) if os.path.isabs(base) else None


def signature(status: os.stat_result) -> Signature:
    """What tells one state of a file or folder from others.

    Args:
        status: Its status.
    """
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns


def is_settled(status: os.stat_result) -> bool:
    """True if the file or folder is old enough for its signature to tell.

    Args:
        status: Its status.
    """
    return time.time() - max(status.st_mtime, status.st_ctime) > _SETTLED_SECONDS


def open_own_file(path: str) -> Tuple[int, os.stat_result]:
    """Open a file that nobody else can have written, for reading.

    Returns:
        The descriptor, to be closed; and the file's status.

    Raises:
        OSError: There is none.
    """
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        status = os.fstat(descriptor)
        if _user is not None and (status.st_uid != _user or status.st_mode & 0o022):
            raise PermissionError(path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor, status


def read_own_file(path: str) -> bytes:
    """Read a file that nobody else can have written.

    Raises:
        OSError: There is none.
    """
    descriptor, status = open_own_file(path)
    try:
        return os.read(descriptor, min(status.st_size, _LARGEST_FILE))
    finally:
        os.close(descriptor)


def _create(path: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        return os.open(path, flags, 0o600)


def write_own_file(path: str, content: bytes) -> None:
    """Write a file, which is replaced as a whole, and its folder.

    Raises:
        OSError: It can't be written. Nothing is left behind.
    """
    temporary = "%s.%d.tmp" % (path, os.getpid())
    try:
        descriptor = _create(temporary)
        try:
            while content:
                content = content[os.write(descriptor, content):]
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        raise
