"""Locks that are hard links."""
from pkgrs.vendor.lockfile import AlreadyLocked, LockBase, LockFailed, LockTimeout, NotLocked, NotMyLock, LinkLockFile

__all__ = ["AlreadyLocked", "LockBase", "LockFailed", "LockTimeout", "NotLocked", "NotMyLock", "LinkLockFile"]
