"""Locks between processes, with the names of the library `lockfile`.

They exclude the locks of that library, and our own, of the same path.
"""
from __future__ import annotations

import os
import socket
import threading
import time
from functools import wraps
from importlib import import_module
from warnings import warn

from pkgrs.repository.locks import KINDS, break_stale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Tuple, TypeVar

    _Lock = TypeVar("_Lock", bound="_SharedBase")


__all__ = [
    "Error", "LockError", "LockTimeout", "AlreadyLocked", "LockFailed", "UnlockError", "NotLocked", "NotMyLock",
    "LockBase", "LinkLockFile", "MkdirLockFile", "SymlinkLockFile", "LockFile", "FileLock", "LinkFileLock",
    "MkdirFileLock", "SQLiteFileLock", "locked",
]

_held: Dict[str, Tuple[int, Optional[int]]] = {}  # process and thread that hold a lock, by its file


class Error(Exception):
    """Base of all errors."""


class LockError(Error):
    """A lock can't be taken."""


class LockTimeout(LockError):
    """A lock was not let go in time."""


class AlreadyLocked(LockError):
    """Somebody holds the lock."""


class LockFailed(LockError):
    """The lock can't be made there."""


class UnlockError(Error):
    """A lock can't be let go."""


class NotLocked(UnlockError):
    """Nobody holds the lock."""


class NotMyLock(UnlockError):
    """Somebody else holds the lock."""


class _SharedBase:
    """What all locks can do, and what a class of them adds: `acquire` and `release`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def acquire(self, timeout: Optional[float] = None) -> None:
        """Take the lock."""
        raise NotImplementedError("implement in subclass")

    def release(self) -> None:
        """Let the lock go."""
        raise NotImplementedError("implement in subclass")

    def __enter__(self: _Lock) -> _Lock:
        self.acquire()
        return self

    def __exit__(self, *_exc: Any) -> None:
        self.release()

    def __repr__(self) -> str:
        return "<%s: %r>" % (type(self).__name__, self.path)


class LockBase(_SharedBase):
    """A lock for a path, held as the file `<path>.lock`.

    Args:
        path: What is locked; needn't exist.
        threaded: The holder is the thread, not the process.
        timeout: Seconds to wait for the lock; None for ever, zero or less not at all.
    """

    kind = "default"

    def __init__(self, path: str, threaded: bool = True, timeout: Optional[float] = None) -> None:
        super().__init__(path)
        self.lock_file = os.path.abspath(path) + ".lock"
        self.hostname = socket.gethostname()
        self.pid = os.getpid()
        self.tname = "-%x" % (threading.get_ident() & 0xffffffff) if threaded else ""
        self.unique_name = os.path.join(os.path.dirname(self.lock_file), "%s%s.%s%s" % (
            self.hostname, self.tname, self.pid, hash(self.path)))
        self.timeout = timeout
        self._holder = (self.pid, threading.get_ident() if threaded else None)

    def acquire(self, timeout: Optional[float] = None) -> None:
        """Take the lock.

        Args:
            timeout: Instead of that of the lock.

        Raises:
            LockTimeout: The time is over.
            AlreadyLocked: Somebody holds it, and there is no time to wait.
            LockFailed: It can't be made there.
        """
        self._wait_until(self._take, timeout)
        _held[self.lock_file] = self._holder

    def _wait_until(self, take: Callable[[], bool], timeout: Optional[float]) -> None:
        """Try to take the lock until that works or the time is over."""
        wait = self.timeout if timeout is None else timeout
        ends = time.monotonic() + (wait or 0)
        while not take():
            if wait is not None and wait <= 0:
                raise AlreadyLocked("%s is already locked" % self.path)
            if wait is not None and time.monotonic() > ends:
                raise LockTimeout("Timeout waiting to acquire lock for %s" % self.path)
            time.sleep(0.1 if wait is None else min(0.1, wait / 10))

    def _take(self) -> bool:
        if self.i_am_locking():
            return True
        try:
            return KINDS[self.kind][0](self.lock_file) or (
                break_stale(self.lock_file) and KINDS[self.kind][0](self.lock_file))
        except OSError as error:
            raise LockFailed("failed to create %s: %s" % (self.lock_file, error))

    def release(self) -> None:
        """Let the lock go.

        Raises:
            NotLocked: Nobody holds it.
            NotMyLock: Somebody else holds it.
        """
        if not self.is_locked():
            raise NotLocked("%s is not locked" % self.path)
        if not self.i_am_locking():
            raise NotMyLock("%s is locked, but not by me" % self.path)
        _held.pop(self.lock_file, None)
        KINDS[self.kind][1](self.lock_file)

    def is_locked(self) -> bool:
        """Whether somebody holds the lock."""
        return os.path.lexists(self.lock_file)

    def i_am_locking(self) -> bool:
        """Whether this process, or this thread, holds it."""
        return _held.get(self.lock_file) == self._holder and self.is_locked()

    def break_lock(self) -> None:
        """Remove the lock, whoever holds it."""
        if self.is_locked():
            if os.path.isdir(self.lock_file) and not os.path.islink(self.lock_file):
                from shutil import rmtree
                rmtree(self.lock_file)
            else:
                os.unlink(self.lock_file)

    def __repr__(self) -> str:
        return "<%s: %r -- %r>" % (type(self).__name__, self.unique_name, self.path)


class LinkLockFile(LockBase):
    """Held as a hard link."""

    kind = "link"


class MkdirLockFile(LockBase):
    """Held as a folder."""

    kind = "mkdir"


class SymlinkLockFile(LockBase):
    """Held as a symbolic link."""

    kind = "symlink"


LockFile: Any = LinkLockFile if hasattr(os, "link") else MkdirLockFile
FileLock = LockFile


def _by_old_name(module: str, kind: str, args: Tuple[Any, ...], keywords: Dict[str, Any]) -> Any:
    warn("Import from lockfile.%s module instead of lockfile package" % module, DeprecationWarning, stacklevel=3)
    return getattr(import_module("%s.%s" % (__name__, module)), kind)(*args, **keywords)


def LinkFileLock(*args: Any, **kwds: Any) -> LinkLockFile:
    """`LinkLockFile` by its old name, with a warning."""
    return _by_old_name("linklockfile", "LinkLockFile", args, kwds)


def MkdirFileLock(*args: Any, **kwds: Any) -> MkdirLockFile:
    """`MkdirLockFile` by its old name, with a warning."""
    return _by_old_name("mkdirlockfile", "MkdirLockFile", args, kwds)


def SQLiteFileLock(*args: Any, **kwds: Any) -> Any:
    """`SQLiteLockFile` by its old name, with a warning."""
    return _by_old_name("sqlitelockfile", "SQLiteLockFile", args, kwds)


def locked(path: str, timeout: Optional[float] = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: hold the lock of a path while the function runs."""
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with FileLock(path, timeout=timeout):
                return function(*args, **kwargs)
        return wrapper
    return decorate
