"""The files by which a cache of payloads knows what is in it.

In `<cache>/<name>/<version>/<4 hex digits>/`, the payload `a` has a file `a.json`, which says whose it is and whose
time is that of the last use, and, while it is being copied, a file `.copying-a`, which the one who copies touches
again and again.
"""
from __future__ import annotations

import json
import os
import threading
import time
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

from pkgrs.base.files import safe_listdir
from pkgrs.base.replace import atomic_write

__all__ = ["Entry", "entries", "find_entry", "read_json", "write_json", "age", "touch", "kept_alive",
           "remove_empty_folders"]


class Entry(NamedTuple):
    """An entry of a folder: its name, and what its file holds, None if that can't be read."""

    folder: str
    name: str
    data: Optional[Dict[str, Any]]

    @property
    def root(self) -> str:
        """Path of the payload."""
        return os.path.join(self.folder, self.name)

    @property
    def file(self) -> str:
        """Path of the file that says whose payload it is."""
        return self.root + ".json"

    @property
    def mark(self) -> str:
        """Path of the file that is there while the payload is being copied."""
        return os.path.join(self.folder, ".copying-" + self.name)


def entries(folder: str) -> List[Entry]:
    """Get the entries of a folder."""
    found = []
    for name in sorted(safe_listdir(folder)):
        if name.endswith(".json") and not name.startswith("."):
            data = read_json(os.path.join(folder, name))
            if data is not None and not isinstance(data.get("handle"), dict):
                data = None
            found.append(Entry(folder, name[:-len(".json")], data))
    return found


def find_entry(folder: str, handle: Dict[str, Any]) -> Optional[Entry]:
    """Get the entry of a variant, or None."""
    for entry in entries(folder):
        if entry.data and entry.data["handle"] == handle:
            return entry
    return None


def read_json(path: str) -> Optional[Dict[str, Any]]:
    """Read a dictionary; None if there is none."""
    try:
        with open(path, encoding="utf-8") as stream:
            data = json.load(stream)
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def write_json(path: str, data: Dict[str, Any]) -> None:
    """Write a dictionary.

    Raises:
        OSError: That isn't possible.
    """
    with atomic_write(path) as stream:
        stream.write(json.dumps(data))


def age(path: str) -> Optional[float]:
    """Get the seconds since a file was changed or touched, or None if it isn't there."""
    try:
        return time.time() - os.stat(path).st_mtime
    except OSError:
        return None


def touch(*paths: str) -> None:
    """Set the times of files to now, where possible."""
    for path in paths:
        try:
            os.utime(path, None)
        except OSError:
            pass  # gone, or someone else's: its time then stays


@contextmanager
def kept_alive(seconds: float, *paths: str) -> Iterator[None]:
    """Touch files every so many seconds for the duration of a `with` block."""
    done = threading.Event()

    def keep_touching() -> None:
        while not done.wait(seconds):
            touch(*paths)

    thread = threading.Thread(target=keep_touching, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()

def remove_empty_folders(folder: str) -> None:
    """Remove the folder of entries, of the version and of the family, so far as they are empty."""
    try:
        for _ in range(3):
            os.rmdir(folder)
            folder = os.path.dirname(folder)
    except OSError:
        pass  # not empty
