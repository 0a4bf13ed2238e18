"""Modules of a package, compiled, in a single file: to search and read a hundred files takes longer than to run them.

The file is an index (`marshal`, after its length in 8 bytes) and what the modules' `.pyc` files hold. A module whose
source has changed since, or is gone, is left to Python, as is one that the file does not have.
"""
from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional, Tuple

    # whether it is a package, place and length of the data, time in seconds and size of the source
    _Entry = Tuple[bool, int, int, int, int]

_LENGTH = 8
_HEADER = 16  # of a `.pyc` file: magic number, flags, and the source's time and size, 4 bytes each


class _Loader(SourceFileLoader):
    """Loads a module as Python does, which checks the data, but without its `.pyc` file."""

    def __init__(self, name: str, path: str, stats: Mapping[str, Any], data: bytes) -> None:
        super().__init__(name, path)
        self._stats = stats
        self._data = data

    def path_stats(self, path: Any) -> Mapping[str, Any]:
        return self._stats if path == self.path else super().path_stats(path)

    def get_data(self, path: Any) -> bytes:
        if path != self.path and self._data:
            data, self._data = self._data, b""  # needed once
            return data
        return super().get_data(path)


class CompiledFinder:
    """Finds the modules that a file holds.

    Args:
        file: Its descriptor, which stays open.
        folder: What holds the package.

    Raises:
        OSError, ValueError, EOFError, TypeError: The file can't be read, or is damaged.
    """

    def __init__(self, file: int, folder: str) -> None:
        self._folder = folder
        self._file = file
        length = int.from_bytes(os.pread(file, _LENGTH, 0), "little")
        if length > os.fstat(file).st_size:
            raise ValueError("the index is cut off")
        self._start = _LENGTH + length
        self._index: Dict[str, _Entry] = marshal.loads(os.pread(file, length, _LENGTH))
        if not isinstance(self._index, dict):
            raise ValueError("there is no index")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Optional[ModuleSpec]:
        """What Python's import system asks for."""
        entry = self._index.get(name)
        if entry is None:
            return None
        is_package, place, length, seconds, size = entry
        folder = "%s/%s" % (self._folder, name.replace(".", "/"))
        source = folder + ("/__init__.py" if is_package else ".py")
        try:
            stat = os.stat(source)
            if int(stat.st_mtime) != seconds or stat.st_size != size:
                return None
            data = os.pread(self._file, length, self._start + place)
        except OSError:
            return None
        loader = _Loader(name, source, {"mtime": stat.st_mtime, "size": size}, data)
        spec = ModuleSpec(name, loader, origin=source, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [folder]
        return spec


def use(path: str, folder: str) -> None:
    """Have modules come from a file, if it is there and good.

    Args:
        path: The file.
        folder: What holds the package.
    """
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        finder = CompiledFinder(file, folder)
    except (OSError, ValueError, EOFError, TypeError):
        os.close(file)
        return
    sys.meta_path.insert(0, finder)  # type: ignore[arg-type]


def write(path: str, folder: str, package: str) -> None:
    """Write the file. A module without a `.pyc` file that is up to date is left out.

    Args:
        path: The file.
        folder: What holds the package.
        package: Its name.
    """
    from importlib.util import cache_from_source

    index: Dict[str, _Entry] = {}
    parts: List[bytes] = []
    place = 0
    for parent, folders, names in os.walk(os.path.join(folder, package)):
        folders.sort()
        for name in sorted(names):
            source = os.path.join(parent, name)
            if not name.endswith(".py"):
                continue
            try:
                with open(cache_from_source(source), "rb") as stream:
                    data = stream.read()
            except FileNotFoundError:
                continue
            stat = os.stat(source)
            seconds, size = int(stat.st_mtime), stat.st_size
            if data[8:_HEADER] != b"".join((n & 0xFFFFFFFF).to_bytes(4, "little") for n in (seconds, size)):
                continue
            module = os.path.relpath(source, folder)[:-3].replace(os.sep, ".")
            is_package = name == "__init__.py"
            index[module[:-len(".__init__")] if is_package else module] = (is_package, place, len(data), seconds, size)
            parts.append(data)
            place += len(data)
    head = marshal.dumps(index)
    with open(path, "wb") as stream:
        stream.write(b"".join([len(head).to_bytes(_LENGTH, "little"), head] + parts))
