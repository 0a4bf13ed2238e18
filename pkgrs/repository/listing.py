"""What the folders of a filesystem repository hold, each read with one directory scan."""
from __future__ import annotations

import os

from pkgrs.base.text import is_valid_package_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, FrozenSet, List, Optional, Tuple


# prefixes of the files, beside the folder of a version, that hide it
building_prefix = ".building"
ignore_prefix = ".ignore"

_FAMILY_EXTENSIONS = (".py", ".yaml")


def list_families(location: str, lock_dir: Optional[str]) -> List[Tuple[str, Optional[str]]]:
    """Find the families of a repository.

    Args:
        location: The repository's folder.
        lock_dir: Name of a folder in it that holds locks.

    Returns:
        Name, and extension of the file if the family is a file.
    """
    families: List[Tuple[str, Optional[str]]] = []
    try:
        entries = os.scandir(location)
    except (FileNotFoundError, NotADirectoryError):
        return families
    with entries:
        for entry in entries:
            name = entry.name
            if _is_dir(entry):
                if name != lock_dir and is_valid_package_name(name):
                    families.append((name, None))
            else:
                stem, extension = os.path.splitext(name)
                if extension in _FAMILY_EXTENSIONS and is_valid_package_name(stem):
                    families.append((stem, extension[1:]))
    return families


def _is_dir(entry: Any) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


class FamilyFolder:
    """The content of the folder of one family.

    Attributes:
        versions: Names of the folders that may be versions.
        building: Versions that are marked as being installed.
        ignored: Versions that are marked as ignored.
        files: Names of other files.
        has_links: Whether there are symbolic links among versions and files.
    """

    __slots__ = ("versions", "building", "ignored", "files", "has_links")

    def __init__(self, path: str) -> None:
        """
        Args:
            path: The folder.

        Raises:
            OSError: It can't be read.
        """
        versions = []
        building = set()
        ignored = set()
        files = set()
        self.has_links = False
        with os.scandir(path) as entries:
            for entry in entries:
                name = entry.name
                if name[0] != ".":
                    if entry.is_symlink():
                        self.has_links = True
                    if _is_dir(entry):
                        versions.append(name)
                    else:
                        files.add(name)
                elif name.startswith(ignore_prefix):
                    ignored.add(name[len(ignore_prefix):])
                elif name.startswith(building_prefix):
                    building.add(name[len(building_prefix):])
        self.versions: List[str] = versions
        self.building: FrozenSet[str] = frozenset(building)
        self.ignored: FrozenSet[str] = frozenset(ignored)
        self.files: FrozenSet[str] = frozenset(files)

    def listing(self) -> Tuple[List[str], ...]:
        """The content as plain data."""
        return self.versions, list(self.building), list(self.ignored), list(self.files)

    @classmethod
    def of(cls, listing: Tuple[List[str], ...]) -> FamilyFolder:
        """Make one of what `listing` returned, whatever follows it."""
        folder = cls.__new__(cls)
        folder.versions = listing[0]
        folder.building, folder.ignored, folder.files = map(frozenset, listing[1:4])
        folder.has_links = False
        return folder
