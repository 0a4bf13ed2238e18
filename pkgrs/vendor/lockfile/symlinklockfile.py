"""Locks that are symbolic links."""
from pkgrs.vendor.lockfile import AlreadyLocked, LockBase, LockFailed, LockTimeout, NotLocked, NotMyLock, SymlinkLockFile

__all__ = ["AlreadyLocked", "LockBase", "LockFailed", "LockTimeout", "NotLocked", "NotMyLock", "SymlinkLockFile"]
