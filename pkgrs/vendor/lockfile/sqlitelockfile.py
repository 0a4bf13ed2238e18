"""Locks within a process that are rows of a database."""
from __future__ import annotations

import os
import tempfile

from pkgrs.vendor.lockfile import LockBase, NotLocked, NotMyLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional

__all__ = ["SQLiteLockFile"]


class SQLiteLockFile(LockBase):
    """A lock between threads of a process, which have connections to the same database.

    Attributes:
        testdb: The file of the database, which is removed when the process ends.
    """

    testdb: Optional[str] = None

    def __init__(self, path: str, threaded: bool = True, timeout: Optional[float] = None) -> None:
        super().__init__(path, threaded, timeout)
        import sqlite3
        if SQLiteLockFile.testdb is None:
            import atexit
            from shutil import rmtree
            folder = tempfile.mkdtemp(prefix="lockfile-")
            atexit.register(rmtree, folder, ignore_errors=True)
            SQLiteLockFile.testdb = os.path.join(folder, "locks")
        self.connection = sqlite3.connect(SQLiteLockFile.testdb, isolation_level=None)
        self.connection.execute("CREATE TABLE IF NOT EXISTS locks (lock_file TEXT PRIMARY KEY, unique_name TEXT)")

    def acquire(self, timeout: Optional[float] = None) -> None:
        """Take the lock; for parameters and errors see `LockBase.acquire`."""
        self._wait_until(self._insert, timeout)

    def _insert(self) -> bool:
        self.connection.execute("INSERT OR IGNORE INTO locks VALUES (?, ?)", (self.lock_file, self.unique_name))
        return self.i_am_locking()

    def _holders(self) -> List[str]:
        rows = self.connection.execute("SELECT unique_name FROM locks WHERE lock_file = ?", (self.lock_file,))
        return [name for name, in rows]

    def release(self) -> None:
        """Let the lock go; raises `NotLocked` or `NotMyLock` where that can't be."""
        holders = self._holders()
        if not holders:
            raise NotLocked("%s is not locked" % self.path)
        if holders != [self.unique_name]:
            raise NotMyLock("%s is locked, but not by me (by %s)" % (self.unique_name, holders[0]))
        self.break_lock()

    def is_locked(self) -> bool:
        """Whether somebody holds the lock."""
        return bool(self._holders())

    def i_am_locking(self) -> bool:
        """Whether this process, or this thread, holds it."""
        return self._holders() == [self.unique_name]

    def break_lock(self) -> None:
        """Remove the lock, whoever holds it."""
        self.connection.execute("DELETE FROM locks WHERE lock_file = ?", (self.lock_file,))
