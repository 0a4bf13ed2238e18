"""Locks that are a file with the holder's process id."""
from __future__ import annotations

import os

from pkgrs.vendor.lockfile import LockBase, LockFailed, NotLocked, NotMyLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

__all__ = ["PIDLockFile", "read_pid_from_pidfile", "remove_existing_pidfile", "write_pid_to_pidfile"]


class PIDLockFile(LockBase):
    """A lock held by a process; the path is that of the file itself. A holder that has died still holds it.

    Args:
        path: The file.
        threaded: No use.
        timeout: As for all locks.
    """

    def __init__(self, path: str, threaded: bool = False, timeout: Optional[float] = None) -> None:
        super().__init__(path, False, timeout)
        self.unique_name = self.path

    def read_pid(self) -> Optional[int]:
        """The holder's process id, None if there is none."""
        return read_pid_from_pidfile(self.path)

    def is_locked(self) -> bool:
        """Whether there is the file."""
        return os.path.exists(self.path)

    def i_am_locking(self) -> bool:
        """Whether this process holds it."""
        return self.is_locked() and self.read_pid() == os.getpid()

    def acquire(self, timeout: Optional[float] = None) -> None:
        """Take the lock; for parameters and errors see `LockBase.acquire`."""
        self._wait_until(self._write, timeout)

    def _write(self) -> bool:
        try:
            write_pid_to_pidfile(self.path)
        except FileExistsError:
            return False
        except OSError:
            raise LockFailed("failed to create %s" % self.path)
        return True

    def release(self) -> None:
        """Let the lock go; raises `NotLocked` or `NotMyLock` where that can't be."""
        if not self.is_locked():
            raise NotLocked("%s is not locked" % self.path)
        if not self.i_am_locking():
            raise NotMyLock("%s is locked, but not by me" % self.path)
        self.break_lock()

    def break_lock(self) -> None:
        """Remove the file, whoever holds it."""
        remove_existing_pidfile(self.path)


def read_pid_from_pidfile(pidfile_path: str) -> Optional[int]:
    """The process id that a file holds, None if there is no file or no number in it."""
    try:
        with open(pidfile_path, encoding="utf-8") as stream:
            return int(stream.readline())
    except (OSError, ValueError):
        return None


def write_pid_to_pidfile(pidfile_path: str) -> None:
    """Make a file with the process id of this process; raises `OSError` if that can't be, or if it exists."""
    handle = os.open(pidfile_path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    with os.fdopen(handle, "w") as stream:
        stream.write("%d\n" % os.getpid())


def remove_existing_pidfile(pidfile_path: str) -> None:
    """Remove a file if it exists."""
    try:
        os.remove(pidfile_path)
    except FileNotFoundError:
        pass
