"""Deleting files and folders."""
from __future__ import annotations

import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


__all__ = ["safe_rmtree", "forceful_rmtree", "safe_remove", "windows_long_path"]


def safe_rmtree(path: str) -> None:
    """Delete a folder with all that is in it.

    On macOS, files named `._name` may vanish as `name` is deleted; that is no error.

    Raises:
        OSError: If that isn't possible.
    """
    import shutil

    def on_error(func: Any, failed: str, exc_info: Any) -> None:
        if sys.platform == "darwin" and issubclass(exc_info[0], FileNotFoundError) \
                and os.path.basename(failed).startswith("._"):
            return
        raise exc_info[1]

    shutil.rmtree(path, onerror=on_error)


def forceful_rmtree(path: str) -> None:
    """Delete a folder with all that is in it, even if parts of it can't be written to.

    Raises:
        OSError: If that isn't possible.
    """
    import shutil
    if sys.platform == "win32":
        path = windows_long_path(path)

    def on_error(func: Any, failed: str, exc_info: Any) -> None:
        if sys.platform == "darwin" and issubclass(exc_info[0], FileNotFoundError) \
                and os.path.basename(failed).startswith("._"):
            return
        if not issubclass(exc_info[0], PermissionError):
            raise exc_info[1]
        if func not in (os.rmdir, os.unlink, os.remove):
            # A folder that can't be listed: open it up, then delete it as a whole.
            _add_permissions(failed, stat.S_IRWXU)
            shutil.rmtree(failed)
            return
        # What is missing is the right to change the folder that holds it or, on Windows, the thing itself.
        _add_permissions(os.path.dirname(failed), stat.S_IRWXU)
        if not os.path.islink(failed):
            _add_permissions(failed, stat.S_IWUSR)
        func(failed)

    shutil.rmtree(path, onerror=on_error)


def _add_permissions(path: str, bits: int) -> None:
    try:
        os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | bits)
    except OSError:
        pass  # the original problem is the one to report


def windows_long_path(dos_path: str) -> str:
    r"""Get the form of an absolute Windows path, beginning with `\\?\`, whose length isn't limited to 259."""
    path = os.path.abspath(dos_path)
    if path.startswith("\\\\?\\"):
        return path
    if path.startswith("\\\\"):
        return "\\\\?\\UNC\\" + path[2:]
    return "\\\\?\\" + path


def safe_remove(path: str) -> None:
    """Delete a file, link or folder, if it is there."""
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            forceful_rmtree(path)
        else:
            os.remove(path)
    except FileNotFoundError:
        pass  # never was there, or someone else deleted it
