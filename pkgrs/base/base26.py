"""Short names made of letters: a, b, … z, aa, ab, …"""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


__all__ = ["get_next_base26", "create_unique_base26_symlink"]


def get_next_base26(prev: Optional[str] = None) -> str:
    """Get the name that follows.

    Args:
        prev: Name of lower case letters; without one, the first name is returned.

    Raises:
        ValueError: If it holds anything but lower case ASCII letters.
    """
    if not prev:
        return "a"
    if not all("a" <= letter <= "z" for letter in prev):
        raise ValueError("Invalid base26")

    head = prev.rstrip("z")
    overflow = "a" * (len(prev) - len(head))
    if not head:
        return "a" + overflow
    return head[:-1] + chr(ord(head[-1]) + 1) + overflow


def create_unique_base26_symlink(path: str, source: str) -> str:
    """Make a symlink of the next free short name.

    If there is a link to the source already its path is returned, but two processes at
    once may each make one.

    Args:
        path: Folder that holds nothing but such links.
        source: What the link points to.

    Returns:
        Path of the link.
    """
    from pkgrs.base.files import find_matching_symlink
    while True:
        existing = find_matching_symlink(path, source)
        if existing:
            return os.path.join(path, existing)

        names = [name for name in os.listdir(path) if os.path.islink(os.path.join(path, name))]
        # Longer names come later: sort by length first.
        last = max(names, key=lambda name: (len(name), name)) if names else None
        link = os.path.join(path, get_next_base26(last))
        try:
            os.symlink(source, link)
        except FileExistsError:
            continue  # another process was faster
        return link
