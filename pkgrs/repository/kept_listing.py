"""Listings of families' folders, kept in the index of definitions.

One counts while the folder has the times and inode that it was listed with: whoever adds or removes something in a
folder changes its times. That is so on the usual file systems of Linux, local ones and NFS; on others, and for folders
that hold links, whose targets can come and go unnoticed, the folder is listed each time.

With a listing goes what its versions are compared by, which takes longer to find than to read.
"""
from __future__ import annotations

import os

from pkgrs.definition.index import definition_index
from pkgrs.repository.listing import FamilyFolder
from pkgrs.version.version import key_of, remember

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import FrozenSet, Optional


_MOUNTS = "/proc/self/mountinfo"
_TRUSTED = frozenset(("ext2", "ext3", "ext4", "f2fs", "jfs", "xfs", "zfs", "tmpfs", "overlay", "nfs", "nfs4", "lustre"))

_trusted_devices: Optional[FrozenSet[int]] = None


def family_folder(path: str) -> FamilyFolder:
    """The content of the folder of a family.

    Args:
        path: The folder.

    Raises:
        OSError: It can't be read.
    """
    index = definition_index()
    if index is None:
        return FamilyFolder(path)
    status = os.stat(path)
    if not _is_trusted(status.st_dev):
        return FamilyFolder(path)
    listing = index.find_listing(path, status)
    if listing is not None:
        remember(listing[0], listing[-1])
        return FamilyFolder.of(listing)
    folder = FamilyFolder(path)
    if not folder.has_links:
        index.add_listing(path, status, (*folder.listing(), [key_of(version) for version in folder.versions]))
    return folder


def _is_trusted(device: int) -> bool:
    global _trusted_devices
    if _trusted_devices is None:
        _trusted_devices = _read_mounts()
    return device in _trusted_devices


def _read_mounts() -> FrozenSet[int]:
    """The devices whose file systems change the times of folders.

    The fields of each line are told in proc(5): the third is the device, the one after a lone dash the file system.
    """
    try:
        with open(_MOUNTS, "rb") as stream:
            lines = os.fsdecode(stream.read()).splitlines()
    except OSError:
        return frozenset()
    devices = set()
    for line in lines:
        fields, _, rest = line.partition(" - ")
        if rest.split(" ", 1)[0] in _TRUSTED:
            major, _, minor = fields.split(" ", 3)[2].partition(":")
            devices.add(os.makedev(int(major), int(minor)))
    return frozenset(devices)
