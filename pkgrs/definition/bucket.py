"""Files of the index of definitions: each holds what is known of some of the families of a repository's folder.

One file for each family would mean hundreds to make in a process that resolves a large request; one for all would be
large to make anew for a single definition. A file starts with a line that says who can read it; then come the digest and
the size of a table of contents, the table, and what the table points at, each piece with a digest of its own in the table.
"""
from __future__ import annotations

import _imp
import marshal
import os

from pkgrs.cache.user_files import open_own_file, signature, write_own_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple


COUNT = 16  # files for the folder of a repository

_DIGEST = 8  # bytes
_SIZE = 4
# what is read at once: a file of that size is read only one time
_CHUNK = 128 * 1024
_LARGEST_FILE = 256 * 1024 * 1024


def bucket_number(family: str) -> int:
    """Which of the files is about a family, whatever the process or the machine.

    Args:
        family: Name of the family.
    """
    return digest(family.encode("utf-8", "surrogatepass"))[0] % COUNT


def digest(content: bytes) -> bytes:
    """A hash that tells whether content is whole: Python's own for compiled files, as it needs no library."""
    return _imp.source_hash(len(content), content)


class Bucket:
    """What there is in one file; nothing if it is missing, damaged, foreign, or others could have written it."""

    __slots__ = ("_path", "_table", "_start", "_content", "_state")

    def __init__(self, path: str, magic: bytes, whole: bool = False) -> None:
        """
        Args:
            path: The file.
            magic: The line that it must start with.
            whole: All of its content will be wanted.
        """
        self._path = path
        self._table: Dict[str, Tuple[int, int, bytes]] = {}
        self._start = 0
        self._content = b""
        self._state: Any = None
        try:
            self._read_table(magic, _LARGEST_FILE if whole else _CHUNK)
        except (OSError, ValueError, TypeError, EOFError):
            pass

    def families(self) -> List[str]:
        """Names of the families that it holds something of."""
        return list(self._table)

    def size(self, family: str) -> int:
        """The number of bytes about a family that it holds."""
        return self._table[family][1]

    def find(self, family: str) -> Optional[bytes]:
        """What it holds of a family, None if nothing, or it is damaged.

        Args:
            family: Name of the family.
        """
        place = self._table.get(family)
        if place is None:
            return None
        offset, size, wanted = place
        start = self._start + offset
        content = self._content[start:start + size]
        if len(content) != size:
            content = self._read_piece(start, size)
        return content if digest(content) == wanted else None

    def _read_table(self, magic: bytes, limit: int) -> None:
        descriptor, status = open_own_file(self._path)
        try:
            content = os.read(descriptor, min(status.st_size, limit))
            head = len(magic) + _DIGEST
            self._start = head + _SIZE + int.from_bytes(content[head:head + _SIZE], "big")
            if self._start > len(content):
                content += os.read(descriptor, min(self._start, status.st_size) - len(content))
        finally:
            os.close(descriptor)
        table = content[head + _SIZE:self._start]
        if content[:head] == magic + digest(table):
            self._table = dict(marshal.loads(table))
            self._content = content
            self._state = signature(status)

    def _read_piece(self, start: int, size: int) -> bytes:
        try:
            descriptor, status = open_own_file(self._path)
        except OSError:
            return b""
        try:
            # another process may have written it anew, with all in other places
            if signature(status) != self._state:
                return b""
            os.lseek(descriptor, start, os.SEEK_SET)
            return os.read(descriptor, size)
        except OSError:
            return b""
        finally:
            os.close(descriptor)


def write_bucket(path: str, magic: bytes, bodies: Dict[str, bytes]) -> None:
    """Write a file, as a whole.

    Args:
        path: The file.
        magic: The line that it starts with.
        bodies: What to hold of each family.

    Raises:
        OSError: It can't be written.
    """
    places = {}
    offset = 0
    for family, body in bodies.items():
        places[family] = (offset, len(body), digest(body))
        offset += len(body)
    table = marshal.dumps(places)
    size = len(table).to_bytes(_SIZE, "big")
    write_own_file(path, b"".join([magic, digest(table), size, table, *bodies.values()]))
