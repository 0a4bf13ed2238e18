"""Which versions a package may move to when a context is patched."""
from __future__ import annotations

from enum import Enum

from pkgrs.version.package_request import PackageRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


__all__ = ["PatchLock", "get_lock_request"]


class PatchLock(Enum):
    """How far a package's version may move.

    `rank` is the number of leading parts of the version that stay; -1 where that is no number.
    """

    __module__ = "rez.resolved_context"

    no_lock = ("No locking", -1)
    lock_2 = ("Minor version updates only (X.*)", 1)
    lock_3 = ("Patch version updates only (X.X.*)", 2)
    lock_4 = ("Build version updates only (X.X.X.*)", 3)
    lock = ("Exact version", -1)

    __order__ = "no_lock,lock_2,lock_3,lock_4,lock"

    def __init__(self, description: str, rank: int) -> None:
        self.description = description
        self.rank = rank


def get_lock_request(name: str, version: Any, patch_lock: PatchLock, weak: bool = True) -> Optional[PackageRequest]:
    """Get the request that holds a package at its version, as far as a lock says.

    Args:
        name: Package name.
        version: Its version.
        patch_lock: The lock.
        weak: Whether the request is a weak one: `~name-1`.

    Returns:
        The request, or None if the lock holds nothing.
    """
    if patch_lock == PatchLock.no_lock:
        return None
    if patch_lock == PatchLock.lock:
        range_ = "==%s" % version
    else:
        kept = version.trim(patch_lock.rank)
        if not kept:
            return None
        range_ = "-%s" % kept
    return PackageRequest("%s%s%s" % ("~" if weak else "", name, range_))
