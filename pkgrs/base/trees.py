"""Copying and moving whole folders."""
from __future__ import annotations

import os

from pkgrs.base.remove import safe_rmtree
from pkgrs.base.replace import make_tmp_name, replace_file_or_dir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Iterable, List, Optional

    _Ignore = Optional[Callable[[str, List[str]], Iterable[str]]]


__all__ = [
    "additive_copytree", "copy_or_replace", "copytree", "movetree", "replacing_copy",
]


def copytree(src: str, dst: str, symlinks: bool = False, ignore: _Ignore = None, hardlinks: bool = False) -> None:
    """Copy a folder into a new, or existing, one.

    Args:
        src: Folder to copy.
        dst: Folder to make.
        symlinks: Copy links as links, rather than what they point to.
        ignore: Given a folder and the names in it, gets the names to leave out.
        hardlinks: Make hard links instead of copies of files, where possible.

    Raises:
        shutil.Error: If some of it can't be copied; lists source, destination and reason of each.
    """
    import shutil

    def link(source: str, destination: str) -> None:
        try:
            os.link(source, destination)
        except OSError:
            shutil.copy2(source, destination)

    shutil.copytree(src, dst, symlinks=symlinks, ignore=ignore, dirs_exist_ok=True,
                    copy_function=link if hardlinks else shutil.copy2)


def additive_copytree(src: str, dst: str, symlinks: bool = False, ignore: _Ignore = None) -> None:
    """Copy what is in a folder into another; what is there already stays, or is replaced if it has the same name.

    Args:
        src: Folder to copy.
        dst: Folder to copy into; made if it isn't there.
        symlinks: Copy links as links, rather than what they point to.
        ignore: Given a folder and the names in it, gets the names to leave out.
    """
    import shutil
    os.makedirs(dst, exist_ok=True)
    names = os.listdir(src)
    left_out = set(ignore(src, names)) if ignore else ()
    for name in names:
        if name in left_out:
            continue
        source = os.path.join(src, name)
        destination = os.path.join(dst, name)
        if symlinks and os.path.islink(source):
            replacing_copy(source, destination)
        elif os.path.isdir(source):
            additive_copytree(source, destination, symlinks, ignore)
        else:
            shutil.copy2(source, destination)


def copy_or_replace(src: str, dst: str) -> None:
    """Copy a file with its permissions; if an existing file can't be written to, put a new one in its place.

    Args:
        src: The file.
        dst: Path of the copy, or folder to copy into.
    """
    import shutil
    try:
        shutil.copy(src, dst)
        return
    except OSError:
        if os.path.isdir(dst):
            dst = os.path.join(dst, os.path.basename(src))
        if not os.path.exists(dst):
            raise

    with make_tmp_name(dst) as temporary:
        shutil.copy2(src, temporary)
        os.replace(temporary, dst)


def replacing_copy(src: str, dest: str, follow_symlinks: bool = False) -> None:
    """Copy a file, folder or link, in place of whatever has the copy's name.

    Args:
        src: What to copy.
        dest: Path of the copy itself, even if there is a folder of that name.
        follow_symlinks: Copy what links point to, rather than links.
    """
    import shutil
    with make_tmp_name(dest) as temporary:
        if os.path.islink(src) and not follow_symlinks:
            os.symlink(os.readlink(src), temporary)
        elif os.path.isdir(src):
            shutil.copytree(src, temporary, symlinks=not follow_symlinks)
        else:
            shutil.copy2(src, temporary)
        replace_file_or_dir(dest, temporary)


def movetree(src: str, dst: str) -> None:
    """Move a folder; if that fails, copy it and delete the original.

    Args:
        src: The folder.
        dst: Its new path, or an existing folder to move it into.
    """
    import shutil
    try:
        shutil.move(src, dst)
    except Exception:
        copytree(src, dst, symlinks=True, hardlinks=True)
        safe_rmtree(src)
