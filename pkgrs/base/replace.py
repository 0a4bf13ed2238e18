"""Writing, renaming and replacing files and folders so that others never see half of it."""
from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager

from pkgrs.base.launch import Popen
from pkgrs.base.which import which_any as which

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Iterator, Optional


__all__ = ["atomic_write", "make_tmp_name", "safe_chmod", "replace_file_or_dir", "rename", "is_windows"]

is_windows = sys.platform == "win32"

_LEFTOVER_AGE = 24 * 60 * 60  # seconds; nobody takes as long to write one file


def _beside(path: str) -> str:
    # A name in the same folder that nobody else uses or can guess, hidden if the path is.
    folder, name = os.path.split(path)
    prefix = "._tmp-" if name.startswith(".") else "_tmp-"
    return os.path.join(folder, "%s%s-%s" % (prefix, name.lstrip("."), os.urandom(16).hex()))


@contextmanager
def atomic_write(
    path: str, mode: str = "w", encoding: Optional[str] = None, newline: Optional[str] = None,
    permissions: Optional[int] = None,
) -> Iterator[IO[Any]]:
    """Write a file so that readers see the old content or the new one, never a part.

    The content goes to a new file in the same folder, which takes the place of the old one at the end of the
    `with` block. If anything fails, the old file stays. A link keeps pointing to its file, which is replaced.

    Args:
        path: The file.
        mode: `w` or `wb`.
        encoding: Encoding of text; UTF-8 by default.
        newline: See `open`.
        permissions: Mode of the file; by default that of the old file, else what the umask leaves.

    Returns:
        Context manager that gives the open file.
    """
    target = os.path.realpath(path) if os.path.islink(path) else path
    if permissions is None:
        try:
            permissions = stat.S_IMODE(os.stat(target).st_mode)
        except OSError:
            pass

    temporary = _beside(target)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        fd = os.open(temporary, flags, 0o666)
    except OSError as e:
        raise type(e)(e.errno, e.strerror, path) from None
    try:
        text_encoding = None if "b" in mode else encoding or "utf-8"
        with open(fd, mode, encoding=text_encoding, newline=newline) as f:
            yield f
        if permissions is not None:
            safe_chmod(temporary, permissions)
        os.replace(temporary, target)
    except BaseException:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        raise


def remove_leftovers(path: str) -> None:
    """Remove what writers of this file that were killed left beside it a day ago, or longer.

    Args:
        path: A file that has just been written: its age is that of the file system, whatever time it is here.
    """
    folder, start = os.path.split(_beside(path)[:-32])
    try:
        latest = os.stat(path).st_mtime - _LEFTOVER_AGE
        for name in os.listdir(folder):
            if name.startswith(start) and len(name) == len(start) + 32:
                leftover = os.path.join(folder, name)
                if os.lstat(leftover).st_mtime < latest:
                    os.unlink(leftover)
    except OSError:
        pass  # untidy, not wrong: another process may do it, or its owner


@contextmanager
def make_tmp_name(name: str) -> Iterator[str]:
    """Get the path of a file or folder to be, in the same folder as another one.

    What stands there when the `with` block ends is deleted.

    Args:
        name: Path of the other one.
    """
    path = _beside(name)
    try:
        yield path
    finally:
        from pkgrs.base.remove import safe_remove
        safe_remove(path)


def safe_chmod(path: str, mode: int) -> None:
    """Set the permissions of a file or folder, unless they are so already.

    Thus files of another owner that have the right mode cause no error.
    """
    if stat.S_IMODE(os.stat(path).st_mode) != mode:
        os.chmod(path, mode)


def replace_file_or_dir(dest: str, source: str) -> None:
    """Rename a file or folder, over the one of the new name if there is one.

    Args:
        dest: New name.
        source: Old name.

    Where the system can swap two names, whoever looks sees the old one or the new one. Elsewhere, a folder that is
    replaced is gone for a moment.

    Raises:
        OSError: If that isn't possible; the destination is then as it was.
    """
    if not os.path.isdir(source) and not (os.path.isdir(dest) and not os.path.islink(dest)):
        os.replace(source, dest)
        return
    if not os.path.lexists(dest):
        rename(source, dest)
        return

    if _exchange(source, dest):
        from pkgrs.base.remove import safe_remove
        safe_remove(source)
        return
    # Hidden, or a repository would take it for a version.
    with make_tmp_name(os.path.join(os.path.dirname(dest), "." + os.path.basename(dest))) as aside:
        rename(dest, aside)
        try:
            rename(source, dest)
        except OSError:
            rename(aside, dest)
            raise


def _exchange(first: str, second: str) -> bool:
    """Swap two names in one step. False if the system, or the file system, can't."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes
    try:
        swap = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(swap(here, os.fsencode(first), here, os.fsencode(second), exchange) == 0)


def rename(src: str, dst: str) -> None:
    """Rename a file or folder.

    On Windows, where an open file blocks the renaming of its folder, `robocopy` is asked next.

    Raises:
        OSError: If that isn't possible.
    """
    try:
        os.rename(src, dst)
    except PermissionError:
        if not (is_windows and os.path.isdir(src) and which("robocopy")):
            raise
        # Options: with empty subfolders, moving, no output, retry once after a second.
        command = ["robocopy", src, dst, "/E", "/MOVE", "/NJH", "/NJS", "/NP", "/NFL", "/NDL", "/R:1", "/W:1"]
        process = Popen(command)
        process.communicate()
        if process.returncode > 7:  # less is success, of some kind
            raise OSError("Rename {} to {} failed.".format(src, dst)) from None
