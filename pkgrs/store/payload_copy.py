"""Copying a payload so that the copy stands for itself."""
from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import FrozenSet


__all__ = ["copy_payload", "payload_size"]


def copy_payload(source: str, target: str) -> None:
    """Copy a folder.

    A link to something within the folder becomes a relative link within the copy. What other links lead to is
    copied in their place. Those that lead nowhere, or back to a folder they are in, stay links.

    Args:
        source: Folder to copy.
        target: Folder to make.

    Raises:
        OSError: Something can't be read, or written.
    """
    source = os.path.abspath(source)
    _Copier(source).folder(source, target, frozenset())


class _Copier:
    """Copies of what is in one folder.

    Args:
        root: The folder; links that lead out of it are followed.
    """

    def __init__(self, root: str) -> None:
        self.root = root

    def folder(self, source: str, target: str, above: FrozenSet[str]) -> None:
        """Copy a folder, which is in those of the real paths `above`."""
        import shutil

        above |= {os.path.realpath(source)}
        os.mkdir(target)
        with os.scandir(source) as entries:
            for entry in entries:
                place = os.path.join(target, entry.name)
                if entry.is_symlink():
                    self._link(entry.path, place, above)
                elif entry.is_dir():
                    self.folder(entry.path, place, above)
                elif entry.is_file():
                    shutil.copy2(entry.path, place)
                # Pipes and sockets belong to processes, not to a payload.
        shutil.copystat(source, target)

    def _link(self, path: str, place: str, above: FrozenSet[str]) -> None:
        import shutil

        text = os.readlink(path)
        folder = os.path.dirname(path)
        destination = os.path.normpath(os.path.join(folder, text))
        if self._is_within(destination):
            os.symlink(os.path.relpath(destination, folder) if os.path.isabs(text) else text, place)
        elif not os.path.exists(path):
            os.symlink(text, place)
        elif os.path.isfile(path):
            shutil.copy2(path, place)
        elif os.path.isdir(path):
            if os.path.realpath(path) in above:
                os.symlink(destination, place)
            else:
                self.folder(path, place, above)

    def _is_within(self, path: str) -> bool:
        return path == self.root or path.startswith(self.root + os.sep)


def payload_size(root: str, enough: float) -> int:
    """Get the bytes of the files in a folder.

    Links count nothing, and files of several names count once.

    Args:
        root: The folder.
        enough: Count no further once there are so many.
    """
    total = 0
    seen = set()
    for folder, _, names in os.walk(root):
        for name in names:
            try:
                found = os.stat(os.path.join(folder, name), follow_symlinks=False)
            except OSError:
                continue
            identity = (found.st_dev, found.st_ino)
            if not stat.S_ISREG(found.st_mode) or identity in seen:
                continue
            seen.add(identity)
            total += found.st_size
            if total >= enough:
                return total
    return total
