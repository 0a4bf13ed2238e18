"""Files and folders: safe writing, replacing, renaming, links, permissions."""
from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager

from pkgrs.base.filenames import decode_filesystem_name, encode_filesystem_name
from pkgrs.base.paths import (
    canonical_path, get_existing_path, is_subdirectory, to_nativepath, to_ntpath, to_posixpath, walk_up_dirs)
from pkgrs.base.remove import forceful_rmtree, safe_remove, safe_rmtree, windows_long_path
from pkgrs.base.replace import atomic_write, is_windows, make_tmp_name, rename, replace_file_or_dir, safe_chmod
from pkgrs.base.tempdirs import TempDirs
from pkgrs.base.trees import additive_copytree, copy_or_replace, copytree, movetree, replacing_copy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator, List, Optional


__all__ = [
    "atomic_write", "make_tmp_name", "make_path_writable", "retain_cwd", "safe_listdir", "safe_remove", "safe_chmod",
    "replace_file_or_dir", "rename", "replacing_symlink", "find_matching_symlink", "canonical_path",
    "is_subdirectory", "get_existing_path", "walk_up_dirs", "to_nativepath", "to_ntpath", "to_posixpath",
    "is_windows", "is_mac",
    "additive_copytree", "copy_or_replace", "copytree", "forceful_rmtree", "movetree", "replacing_copy",
    "safe_rmtree", "windows_long_path", "encode_filesystem_name", "decode_filesystem_name", "TempDirs",
]

is_mac = sys.platform == "darwin"


# -- looking and changing for a while

def safe_listdir(path: str) -> List[str]:
    """List a folder; nothing if it isn't there, or isn't a folder."""
    try:
        return os.listdir(path)
    except (FileNotFoundError, NotADirectoryError):
        return []


@contextmanager
def make_path_writable(path: str) -> Iterator[None]:
    """Give the user the right to write to a file or folder for the duration of a `with` block, if possible."""
    mode = None
    try:
        if not os.access(path, os.W_OK):
            mode = stat.S_IMODE(os.stat(path).st_mode)
            os.chmod(path, mode | stat.S_IWUSR)
    except OSError:
        mode = None  # not there, or not ours: what follows will tell

    try:
        yield
    finally:
        if mode is not None:
            try:
                os.chmod(path, mode)
            except OSError:
                pass


@contextmanager
def retain_cwd() -> Iterator[None]:
    """Go back, when the `with` block ends, to what was the working directory before."""
    cwd = os.getcwd()
    try:
        yield
    finally:
        os.chdir(cwd)


# -- links

def replacing_symlink(source: str, link_name: str) -> None:
    """Make a symlink, in place of whatever has its name.

    Args:
        source: What it points to.
        link_name: Path of the link.
    """
    with make_tmp_name(link_name) as temporary:
        os.symlink(source, temporary)
        replace_file_or_dir(link_name, temporary)


def find_matching_symlink(path: str, source: str) -> Optional[str]:
    """Find a link in a folder that points to a certain target.

    Args:
        path: The folder.
        source: The target; if relative, as seen from the folder.

    Returns:
        Name of the link, or None.
    """
    def absolute(target: str) -> str:
        return os.path.normpath(os.path.join(path, target))

    wanted = absolute(source)
    for name in os.listdir(path):
        link = os.path.join(path, name)
        if os.path.islink(link) and absolute(os.readlink(link)) == wanted:
            return name
    return None
