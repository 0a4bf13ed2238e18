"""Temporary folders that vanish with the process."""
from __future__ import annotations

import os
import sys
from _weakref import ref

from pkgrs.base.threads import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Set
    from weakref import ReferenceType


__all__ = ["TempDirs", "gettempdir"]


def gettempdir() -> str:
    """Get the folder for temporary files, as the library `tempfile` does, which is imported in odd cases only."""
    if "tempfile" not in sys.modules:
        path = next(filter(None, map(os.environ.get, ("TMPDIR", "TEMP", "TMP"))), "/tmp")
        if os.path.isabs(path) and os.path.isdir(path) and os.access(path, os.W_OK | os.X_OK):
            return path
    from tempfile import gettempdir
    return gettempdir()


def _mkdtemp(folder: str, prefix: str) -> str:
    while True:
        path = os.path.join(folder, prefix + os.urandom(8).hex())
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return path


def _remove(path: str) -> None:
    """Delete a folder, as far as that is possible; most hold a few files only."""
    try:
        for name in os.listdir(path):
            os.unlink(os.path.join(path, name))
        os.rmdir(path)
    except OSError:
        import shutil
        shutil.rmtree(path, ignore_errors=True)


class TempDirs:
    """Maker of temporary folders, which it deletes when it goes, or when Python exits.

    With `REZ_KEEP_TMPDIRS` set in the environment, folders are left for people to look at.

    Args:
        tmpdir: Folder to make them in; by default that of the system.
        prefix: Start of their names.
    """

    instances_lock = Lock()
    instances: List[ReferenceType[TempDirs]] = []
    _registered = False

    def __init__(self, tmpdir: Optional[str], prefix: str = "rez_") -> None:
        self.tmpdir = tmpdir
        self.prefix = prefix
        self.dirs: Set[str] = set()
        self.lock = Lock()

        with TempDirs.instances_lock:
            TempDirs.instances.append(ref(self))
            if not TempDirs._registered:
                import atexit
                atexit.register(TempDirs.clear_all)
                TempDirs._registered = True

    def mkdtemp(self, cleanup: bool = True) -> str:
        """Make a folder that only this user can enter.

        Args:
            cleanup: Whether to delete it in the end.

        Returns:
            Path of the folder.

        Raises:
            OSError: If it can't be made.
        """
        path = _mkdtemp(os.path.abspath(self.tmpdir or gettempdir()), self.prefix)
        if cleanup:
            with self.lock:
                self.dirs.add(path)
        return path

    def __del__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Delete the folders made so far."""
        with self.lock:
            if not self.dirs:
                return
            dirs, self.dirs = self.dirs, set()

        if os.environ.get("REZ_KEEP_TMPDIRS", "").strip().lower() in ("1", "true", "on", "yes"):
            return

        for path in dirs:
            _remove(path)

    @classmethod
    def clear_all(cls) -> None:
        """Delete the folders of every instance."""
        with cls.instances_lock:
            references = list(cls.instances)
        for reference in references:
            instance = reference()
            if instance is not None:
                instance.clear()
