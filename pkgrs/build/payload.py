"""The payload of a variant that is being installed: what was there before comes back if the build does not end well."""
from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import ExitStack
from contextvars import ContextVar
from hashlib import sha1
from subprocess import PIPE, Popen
from typing import Any, Dict, Optional, Tuple

from pkgrs.base.log import print_warning
from pkgrs.build.restore import __file__ as restore_program
from pkgrs.build.restore import JOURNAL, forget, recover, remove, restore, write_journal
from pkgrs.tool_errors import BuildError
from pkgrs.repository.install import before_definition
from pkgrs.repository.locks import LockTimeout, file_lock

# How long to wait for another process that builds the same variant.
_PATIENCE = 0.05

# Have a file share the blocks of another one until one of them changes: ioctl FICLONE of Linux.
_FICLONE = 0x40049409

_DISK_FULL = [errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)]


# Open files of this process that what a build starts is to have, too.
_inherited: ContextVar[Tuple[int, ...]] = ContextVar("_inherited", default=())


def inherited_files() -> Dict[str, Any]:
    """Arguments of Popen for what a build starts.

    It holds open the pipe to the watcher, who restores a payload only when nothing is left that could write to it.
    """
    files = _inherited.get()
    return {"pass_fds": files} if files and os.name == "posix" else {}


class PayloadGuard:
    """Keeps a copy of an installed variant's payload while a build writes over it.

    A build writes to where the payload belongs, as its path may become part of it. If it fails, is stopped or is
    killed before the definition is written, what was there before is put back: at once, or when the variant is
    installed next.

    Args:
        package_path: Folder of the version in the repository.
        place: Folder of the variant's payload: the same, or one below.

    Raises:
        BuildError: On entering, where the disk has no room for the copy.
    """

    def __init__(self, package_path: str, place: str) -> None:
        self.place = place
        family, version = os.path.split(package_path)
        tail = os.path.relpath(place, package_path)
        name = ".saved-%s" % version
        if tail != ".":
            name += "-" + sha1(tail.encode()).hexdigest()[:12]
        # Folders whose names begin with a dot are no versions.
        self.saved = os.path.join(family, name)
        self._stack = ExitStack()
        self._active = False
        self._watcher: Optional[Popen] = None

    def __enter__(self) -> PayloadGuard:
        if not (_has_content(self.place) or os.path.exists(self.saved)):
            return self
        try:
            self._stack.enter_context(file_lock(self.saved, timeout=_PATIENCE))
        except LockTimeout as error:
            print_warning("%s: this variant is being built elsewhere too", error)
            return self
        self._active = True
        try:
            self._sweep()
            recover(self.place, self.saved)  # an earlier build may have been killed
            if _has_content(self.place):
                self._save()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        try:
            if kind is not None:
                self._roll_back()
            elif self._active and os.path.exists(self.saved):
                remove(self.saved, self.saved)
            if self._active:
                forget(self.saved)
            self._dismiss_watcher()
        finally:
            self._stack.close()

    def _roll_back(self) -> None:
        if self._active and os.path.exists(self.saved):
            restore(self.place, self.saved)
        elif os.path.isdir(self.place):
            remove(self.place, self.saved)

    def _save(self) -> None:
        # The copy gets its name when it is complete.
        incomplete = "%s.part-%s" % (self.saved, os.urandom(8).hex())
        try:
            shutil.copytree(self.place, incomplete, symlinks=True, copy_function=_copy_file)
            os.rename(incomplete, self.saved)
        except (OSError, shutil.Error) as error:
            shutil.rmtree(incomplete, ignore_errors=True)
            if any(os.strerror(code) in str(error) for code in _DISK_FULL):
                raise BuildError("No space left to keep a copy of %s while it is installed anew" % self.place)
            print_warning("Could not keep a copy of %s: %s", self.place, error)
        else:
            self._watcher = _start_watcher(self.place, self.saved)
            if self._watcher is not None and self._watcher.stdin is not None:
                token = _inherited.set((*_inherited.get(), self._watcher.stdin.fileno()))
                self._stack.callback(_inherited.reset, token)
            self._stack.enter_context(before_definition(self._note))

    def _note(self, path: str, content: bytes) -> None:
        write_journal(self.saved, sha1(content).hexdigest(), path)

    def _dismiss_watcher(self) -> None:
        if self._watcher is not None:
            self._watcher.communicate(b".")
            self._watcher = None

    def _sweep(self) -> None:
        """Remove what killed processes left."""
        folder, name = os.path.split(self.saved)
        for entry in os.listdir(folder) if os.path.isdir(folder) else ():
            path = os.path.join(folder, entry)
            if entry.startswith((name + ".part-", name + ".old-")):
                shutil.rmtree(path, ignore_errors=True)
            elif entry.startswith(name + JOURNAL + ".part-"):
                os.remove(path)


def _start_watcher(place: str, saved: str) -> Optional[Popen]:
    """A process that restores the payload if this one dies without dismissing it; None if there can be none.

    It waits for those that this one has started, too.
    """
    if "python" not in os.path.basename(sys.executable or "").lower():
        return None  # another program that runs Python inside
    try:
        # In a session of its own, what kills this process and its children leaves it alone.
        return Popen([sys.executable, "-S", "-E", restore_program, place, saved], stdin=PIPE, start_new_session=True)
    except OSError as error:
        print_warning("Could not start a watcher of %s: %s", place, error)
        return None


def _has_content(path: str) -> bool:
    try:
        with os.scandir(path) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def _copy_file(source: str, target: str) -> str:
    """Copy a file with its times and permissions; where the file system can, without copying the content."""
    if not _clone(source, target):
        shutil.copyfile(source, target)
    shutil.copystat(source, target)
    return target


def _clone(source: str, target: str) -> bool:
    ioctl = _ioctl()
    if ioctl is None:
        return False
    try:
        with open(source, "rb") as old, open(target, "wb") as new:
            ioctl(new.fileno(), _FICLONE, old.fileno())
        return True
    except OSError:
        return False


def _ioctl() -> Optional[Any]:
    try:
        from fcntl import ioctl
    except ImportError:
        return None
    return ioctl
