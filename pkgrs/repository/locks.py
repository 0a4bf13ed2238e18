"""Locks between processes, held as files that say who holds them."""
from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager

from pkgrs.base.log import print_warning
from pkgrs.tool_errors import PackageRepositoryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, Iterator, Optional, Tuple


_POLL_SECONDS = 0.1
_OWNER_FILE = "owner"


class LockTimeout(PackageRepositoryError):
    """A lock was not let go in time."""


@contextmanager
def file_lock(path: str, kind: str = "default", timeout: float = 0) -> Iterator[None]:
    """Context in which no other process, on any machine, is in a context of the same path.

    A lock whose holder died on this machine is taken over.

    Args:
        path: The lock is the file (or folder, or link) of this path with `.lock` added.
        kind: How to take it in one step: "link", "symlink", "mkdir", or "default" for the first of these that
            the platform has.
        timeout: Seconds to wait; zero to wait for ever.

    Raises:
        LockTimeout: The time is over.
        OSError: The lock can't be made there.
    """
    lock_path = path + ".lock"
    take, let_go = KINDS[kind]
    deadline = time.time() + timeout if timeout > 0 else None
    while not take(lock_path):
        if break_stale(lock_path):
            continue
        if deadline is not None and time.time() > deadline:
            raise LockTimeout("Timeout waiting to acquire lock for %s%s" % (path, _holder_text(lock_path)))
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        let_go(lock_path)


def _hostname() -> str:
    from socket import gethostname
    return gethostname()


def _owner_text() -> str:
    return "%s %d %s" % (_hostname(), os.getpid(), _start_time(os.getpid()) or "-")


def _start_time(pid: int) -> Optional[str]:
    """When a process of this machine started, where the system tells: ids are used again."""
    try:
        with open("/proc/%d/stat" % pid, "rb") as stream:
            return stream.read().rpartition(b")")[2].split()[19].decode("ascii")
    except (OSError, IndexError, ValueError):
        return None


def _unique_path(lock_path: str) -> str:
    return "%s.%s-%d-%x" % (lock_path, _hostname(), os.getpid(), threading.get_ident())


def _take_link(lock_path: str) -> bool:
    unique = _unique_path(lock_path)
    with open(unique, "w", encoding="utf-8") as stream:
        stream.write(_owner_text())
    try:
        os.link(unique, lock_path)
        return True
    except FileExistsError:
        return False
    except OSError:
        # over NFS the answer may be lost although the link was made
        if os.stat(unique).st_nlink == 2:
            return True
        raise
    finally:
        os.unlink(unique)


def _take_symlink(lock_path: str) -> bool:
    try:
        os.symlink(_owner_text(), lock_path)
        return True
    except FileExistsError:
        return False


def _take_mkdir(lock_path: str) -> bool:
    try:
        os.mkdir(lock_path)
    except FileExistsError:
        return False
    with open(os.path.join(lock_path, _OWNER_FILE), "w", encoding="utf-8") as stream:
        stream.write(_owner_text())
    return True


def _let_go_file(lock_path: str) -> None:
    try:
        if _read_owner(lock_path) == _owner_text():
            os.unlink(lock_path)
    except OSError as e:
        print_warning("Could not remove lock %s: %s" % (lock_path, e))


def _let_go_dir(lock_path: str) -> None:
    try:
        os.unlink(os.path.join(lock_path, _OWNER_FILE))
        os.rmdir(lock_path)
    except OSError as e:
        print_warning("Could not remove lock %s: %s" % (lock_path, e))


KINDS: Dict[str, tuple] = {
    "link": (_take_link, _let_go_file),
    "symlink": (_take_symlink, _let_go_file),
    "mkdir": (_take_mkdir, _let_go_dir),
}
KINDS["default"] = KINDS["link" if hasattr(os, "link") else "mkdir"]


def _read_owner(lock_path: str) -> Optional[str]:
    """Who holds the lock; None if it says nothing, as those of other programs do."""
    readers: tuple = (
        os.readlink,
        lambda path: _read_text(path),
        lambda path: _read_text(os.path.join(path, _OWNER_FILE)),
    )
    for reader in readers:
        try:
            return reader(lock_path) or None
        except (OSError, ValueError):
            continue
    return None


def _read_text(path: str) -> str:
    with open(path, encoding="utf-8") as stream:
        return stream.read(1000)


def _holder_text(lock_path: str) -> str:
    words = (_read_owner(lock_path) or "").split()
    if len(words) != 3:
        return ""
    return " (held by process %s on %s)" % (words[1], words[0])


def _is_stale(owner: Optional[str]) -> bool:
    """True if the holder was a process of this machine that is no more."""
    words = (owner or "").split()
    if len(words) != 3 or words[0] != _hostname() or not words[1].isdigit():
        return False
    pid = int(words[1])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    started = _start_time(pid)
    return words[2] != "-" and started is not None and started != words[2]


def lock_holder(lock_path: str) -> Tuple[Optional[str], bool]:
    """Tell who holds a lock. Nothing is changed.

    Args:
        lock_path: The lock itself.

    Returns:
        The process's id, None if the lock doesn't say; and whether it was one of this machine that has ended.
    """
    owner = _read_owner(lock_path)
    words = (owner or "").split()
    return (words[1], _is_stale(owner)) if len(words) == 3 else (None, False)


def break_stale(lock_path: str) -> bool:
    """Remove the lock if its holder is dead; true if there may be none now."""
    owner = _read_owner(lock_path)
    if not _is_stale(owner):
        return False
    moved = _unique_path(lock_path) + ".stale"
    try:
        os.rename(lock_path, moved)
    except OSError:
        return True
    if _read_owner(moved) != owner:
        # another process was quicker, and has the lock by now
        os.rename(moved, lock_path)
        return False
    remove: Callable[[str], None] = os.unlink
    if os.path.isdir(moved) and not os.path.islink(moved):
        os.unlink(os.path.join(moved, _OWNER_FILE))
        remove = os.rmdir
    remove(moved)
    print_warning("Took over lock %s, whose holder has died (%s)" % (lock_path, owner))
    return True
