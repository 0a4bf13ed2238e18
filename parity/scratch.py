"""Where the folders of a run are: in memory, if there is a place for that."""
from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Optional

MEMORY = Path("/dev/shm")
NEEDED = 2 << 30  # bytes: much more than what the worlds of all workers take at any time
_MEMINFO = Path("/proc/meminfo")


def make(prefix: str) -> Path:
    """A new folder for what is removed at the end of the run.

    Worlds are small, many, and soon gone; a disk takes longer to keep account of them than most steps take. So the folder
    is in memory if enough of that is free, unless `$TMPDIR` names another place.

    Args:
        prefix: What its name begins with.
    """
    return Path(tempfile.mkdtemp(prefix=prefix, dir=_place()))


def _place() -> Optional[str]:
    if any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")) or not _is_fit(MEMORY):
        return None
    return str(MEMORY)


def _is_fit(folder: Path) -> bool:
    """Whether it can be written, programs in it can be run, and it has room, of which there is as much in memory."""
    try:
        there = os.statvfs(str(folder))
        found = re.search(r"^MemAvailable: *(\d+) kB$", _MEMINFO.read_text(), re.MULTILINE)
    except (AttributeError, OSError):
        return False
    return (os.access(str(folder), os.W_OK | os.X_OK) and not there.f_flag & (os.ST_NOEXEC | os.ST_RDONLY)
            and there.f_bavail * there.f_frsize >= NEEDED and found is not None and int(found.group(1)) * 1024 >= NEEDED)
