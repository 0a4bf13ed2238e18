"""Writing definition files."""
from __future__ import annotations

import os
from contextlib import contextmanager
from io import StringIO

from pkgrs.base.replace import atomic_write, remove_leftovers
from pkgrs.base.tempdirs import TempDirs
from pkgrs.config.config import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Iterator, Optional
    from typing import List


# real path of each file that this process wrote -> path of a local copy of it
file_cache: Dict[str, str] = {}

# the same files -> when they were written, in nanoseconds
_written: Dict[str, int] = {}

_tempdirs: List[TempDirs] = []


def get_tmpdir_manager() -> TempDirs:
    """The folders that hold the copies of files written; made when first asked for."""
    if not _tempdirs:
        _tempdirs.append(TempDirs(config.tmpdir, prefix="rez_write_"))
    return _tempdirs[0]


def local_copy(filepath: str) -> Optional[str]:
    """The copy of a file that this process wrote.

    Args:
        filepath: The file.

    Returns:
        Path of the copy; None if there is none, or another process has written the file since.
    """
    if not file_cache:
        return None
    real_path = os.path.realpath(filepath)
    copy = file_cache.get(real_path)
    if copy is None:
        return None
    try:
        changed = os.stat(real_path).st_mtime_ns > _written.get(real_path, 0)
    except OSError:
        return copy  # not shown by the file system yet
    if changed and real_path in _written:
        del file_cache[real_path], _written[real_path]
        return None
    return copy


@contextmanager
def open_file_for_write(filepath: str, mode: Optional[int] = None) -> Iterator[StringIO]:
    """Write a text file as a whole: it appears with all of its content, or not at all.

    This process reads the file from a local copy from now on, as a shared file system
    may take a while to show it.

    Args:
        filepath: File to write. An existing one is replaced.
        mode: Permission bits to give to it.

    Yields:
        A stream that takes the text.
    """
    stream = StringIO()
    yield stream
    content = stream.getvalue()

    filepath = os.path.realpath(filepath)
    cache_path = os.path.join(get_tmpdir_manager().mkdtemp(), os.path.basename(filepath))
    with open(cache_path, "w", encoding="utf-8") as copy:
        copy.write(content)

    with atomic_write(filepath, permissions=mode) as target:
        target.write(content)
    remove_leftovers(filepath)
    file_cache[filepath] = cache_path
    _written[filepath] = os.stat(filepath).st_mtime_ns
