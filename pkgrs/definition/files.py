"""Writing definition files."""
from __future__ import annotations

import os
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Dict, Iterator, Optional

from pkgrs.base.files import TempDirs, atomic_write
from pkgrs.config.config import config

if TYPE_CHECKING:
    from typing import List

# real path of each file that this process wrote -> path of a local copy of it
file_cache: Dict[str, str] = {}

_tempdirs: List[TempDirs] = []


def get_tmpdir_manager() -> TempDirs:
    """The folders that hold the copies of files written; made when first asked for."""
    if not _tempdirs:
        _tempdirs.append(TempDirs(config.tmpdir, prefix="rez_write_"))
    return _tempdirs[0]


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
    file_cache[filepath] = cache_path
