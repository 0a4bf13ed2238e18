"""The search path that a shell has by itself, kept in the user's cache folder: to ask the shell is to start it."""
from __future__ import annotations

import os

from pkgrs.cache.user_files import is_settled, read_own_file, signature, user_cache_folder, write_own_file
from pkgrs.definition.index import index_is_off

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional


class KeptPaths:
    """What is known of one shell, as long as its executable stays what it is.

    Args:
        executable: The shell's program, which tells its path by itself, whatever is in the environment.
    """

    def __init__(self, executable: str) -> None:
        self._head: Optional[str] = None
        self._file = ""
        folder = None if index_is_off() else user_cache_folder("shells")
        if folder is None:
            return
        try:
            status = os.stat(executable)
        except OSError:
            return
        if is_settled(status):
            self._head = "pkgrs paths 1 %s %r" % (executable, signature(status))
            self._file = os.path.join(folder, os.path.basename(executable))

    def read(self) -> Optional[List[str]]:
        """The paths, None if they aren't known."""
        if self._head is None:
            return None
        try:
            head, *paths, end = os.fsdecode(read_own_file(self._file)).split("\n")
        except (OSError, ValueError):
            return None
        return paths if head == self._head and end == "." else None

    def write(self, paths: List[str]) -> None:
        """Keep paths. That they can't be kept is no error."""
        if self._head is None or not paths or any("\n" in path for path in paths):
            return
        try:
            write_own_file(self._file, os.fsencode("\n".join([self._head, *paths, "."])))
        except OSError:
            pass
