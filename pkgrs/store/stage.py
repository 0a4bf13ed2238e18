"""Filling a folder aside, so that nobody sees half of it."""
from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import Collection, Iterator

from pkgrs.base.remove import safe_remove
from pkgrs.base.replace import replace_file_or_dir

__all__ = ["staged_folder"]


@contextmanager
def staged_folder(place: str, names: Collection[str]) -> Iterator[str]:
    """Have a folder filled, then put it in place.

    What the present folder holds under other names stays in it. If anything fails, the present folder stays as it is.
    Where the folder above can't be written to, the present one itself is filled.

    Args:
        place: Path of the folder, which may be there already.
        names: Names of what it is filled with.

    Returns:
        Context manager that gives the path of the folder to fill.
    """
    parent = os.path.dirname(place)
    os.makedirs(parent, exist_ok=True)
    # Repositories take no folder of such a name for a version.
    staged = os.path.join(parent, ".copying-%s" % os.urandom(16).hex())
    try:
        os.mkdir(staged)
    except PermissionError:
        yield place
        return
    try:
        yield staged
        if os.path.isdir(place):
            _keep(place, staged, names)
            shutil.copystat(place, staged)
        replace_file_or_dir(place, staged)
    finally:
        safe_remove(staged)


def _keep(place: str, staged: str, names: Collection[str]) -> None:
    for name in os.listdir(place):
        if name in names:
            continue
        source, target = os.path.join(place, name), os.path.join(staged, name)
        if os.path.isdir(source) and not os.path.islink(source):
            shutil.copytree(source, target, symlinks=True, copy_function=_link)
        else:
            _link(source, target)


def _link(source: str, target: str, *, follow_symlinks: bool = False) -> None:
    """Give a file a second name, or copy it where there are no such names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)
