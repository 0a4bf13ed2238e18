"""Locks that are folders."""
from pkgrs.vendor.lockfile import AlreadyLocked, LockBase, LockFailed, LockTimeout, NotLocked, NotMyLock, MkdirLockFile

__all__ = ["AlreadyLocked", "LockBase", "LockFailed", "LockTimeout", "NotLocked", "NotMyLock", "MkdirLockFile"]
