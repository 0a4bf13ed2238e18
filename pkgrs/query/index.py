"""What the index of package definitions holds."""
from __future__ import annotations

import os

from pkgrs.cache.user_files import signature
from pkgrs.definition.load import FileFormat, load_from_file
from pkgrs.repository.listing import FamilyFolder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional

    from pkgrs.definition.index import DefinitionIndex


class Group:
    """What the index holds of one package family.

    Attributes:
        path: The family's folder.
        size: The number of bytes that it takes in the index.
        names: The definitions in it: paths within the family's folder.
        entries: The number of definitions.
        current: The number of those whose file is as it was when it was read.
    """

    def __init__(self, index: DefinitionIndex, path: str, size: int) -> None:
        self.path = path
        self.size = size
        known = index.entries(path)
        self.names = [name for name, entry in sorted(known.items()) if _is_current(os.path.join(path, name), entry[0])]
        self.entries = len(known)
        self.current = len(self.names)


def _is_current(path: str, wanted: object) -> bool:
    try:
        return signature(os.stat(path)) == wanted
    except OSError:
        return False


def groups(index: DefinitionIndex, below: Optional[str] = None) -> List[Group]:
    """The families that the index holds something of, by path.

    Args:
        index: The index.
        below: Only those of this folder: a repository's or a family's.
    """
    return [Group(index, path, size) for path, size in sorted(index.groups()) if _is_below(path, below)]


def _is_below(path: str, folder: Optional[str]) -> bool:
    return folder is None or path == folder or path.startswith(os.path.join(folder, ""))


def wrong_entries(index: DefinitionIndex, held: List[Group]) -> List[str]:
    """The definition files, and the folders of families, of which the index, as it would be used now, says something
    else than they do themselves.

    Args:
        index: The index.
        held: The families to look at.
    """
    wrong = []
    for group in held:
        if _is_listed_wrongly(index, group.path):
            wrong.append(group.path)
        for name in group.names:
            path = os.path.join(group.path, name)
            try:
                found = index.find(path, os.stat(path))
                if found is not None and found != load_from_file(path, FileFormat[path.rpartition(".")[2]],
                                                                 disable_memcache=True):
                    wrong.append(path)
            except OSError:
                continue  # it was removed meanwhile
            except Exception:
                wrong.append(path)  # it does not load, so that nothing of it should be known
    return wrong


def _is_listed_wrongly(index: DefinitionIndex, path: str) -> bool:
    try:
        listing = index.find_listing(path, os.stat(path))
        return listing is not None and [*map(sorted, listing[:4])] != [*map(sorted, FamilyFolder(path).listing())]
    except OSError:
        return False  # it was removed meanwhile


def clear(index: DefinitionIndex, below: str) -> int:
    """Remove what the index holds of a folder; returns the number of families that it was about.

    Args:
        index: The index.
        below: The folder: a repository's or a family's.

    Raises:
        OSError: A file can't be written.
    """
    held = [path for path, _ in index.groups() if _is_below(path, below)]
    index.remove(held)
    return len(held)
