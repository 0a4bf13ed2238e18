"""Modules, compiled, in a single file: to search and read a hundred files takes longer than to run them.

The file is an index (`marshal`, after its length in 8 bytes) and the modules' code. It serves the very release of
Python that wrote it. A module whose source has changed since, or is gone, is left to Python, as is one that the file
does not have.
"""
from __future__ import annotations

import _imp
import marshal
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple

    # source (None: where the package's modules are), whether it is a package, place and length of the code,
    # time in seconds and size of the source
    _Entry = Tuple[Optional[str], bool, int, int, int, int]

_LENGTH = 8
_HEADER = 16  # of a `.pyc` file: magic number, flags, and the source's time and size, 4 bytes each
_PYTHON = (sys.implementation.cache_tag, sys.hexversion)


class _Loader(SourceFileLoader):
    """Has the code of a module at hand."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code: Optional[CodeType] = code

    def get_code(self, fullname: str) -> Optional[CodeType]:
        """The module's code. It is kept for one call, that of the import; later ones read it as Python does."""
        code, self._code = self._code, None
        if code is None:
            return super().get_code(fullname)
        _imp._fix_co_filename(code, self.path)  # type: ignore[attr-defined]
        return code


class CompiledFinder:
    """Finds the modules that a file holds.

    Args:
        file: Its descriptor, which stays open.
        folder: What holds the package.

    Raises:
        OSError, ValueError, EOFError, TypeError: The file can't be read, is damaged, or is of another Python.
    """

    def __init__(self, file: int, folder: str) -> None:
        self._folder = folder
        self._file = file
        length = int.from_bytes(os.pread(file, _LENGTH, 0), "little")
        if length > os.fstat(file).st_size:
            raise ValueError("the index is cut off")
        self._start = _LENGTH + length
        python, index = marshal.loads(os.pread(file, length, _LENGTH))
        if python != _PYTHON or not isinstance(index, dict):
            raise ValueError("there is no index")
        self._index: Dict[str, _Entry] = index

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Optional[ModuleSpec]:
        """What Python's import system asks for."""
        entry = self._index.get(name)
        if entry is None:
            return None
        source, is_package, place, length, seconds, size = entry
        if source is None:
            source = "%s/%s%s" % (self._folder, name.replace(".", "/"), "/__init__.py" if is_package else ".py")
        try:
            status = os.stat(source)
            if int(status.st_mtime) != seconds or status.st_size != size:
                return None
            code = marshal.loads(os.pread(self._file, length, self._start + place))
        except (OSError, ValueError, EOFError, TypeError):
            return None
        if not hasattr(code, "co_code"):
            return None
        spec = ModuleSpec(name, _Loader(name, source, code), origin=source, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [source[:-len("/__init__.py")]]
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


def write(path: str, folder: str, package: str, others: Iterable[str] = ()) -> None:
    """Write the file. A module without a `.pyc` file that is up to date is left out.

    Args:
        path: The file, which is replaced as a whole.
        folder: What holds the package.
        package: Its name.
        others: Names of more modules, which are imported.
    """
    index: Dict[str, _Entry] = {}
    parts: List[bytes] = []
    place = 0
    modules: List[Tuple[str, str, Optional[str]]] = [(name, source, None) for name, source in _sources(folder, package)]
    modules += [(name, source, source) for name, source in _imported(others) if name.split(".")[0] != package]
    for name, source, written in modules:
        found = _code(source)
        if found is None:
            continue
        data, seconds, size = found
        index[name] = (written, os.path.basename(source) == "__init__.py", place, len(data), seconds, size)
        parts.append(data)
        place += len(data)
    head = marshal.dumps((_PYTHON, index))
    temporary = "%s.%d" % (path, os.getpid())
    with open(temporary, "wb") as stream:
        stream.write(b"".join([len(head).to_bytes(_LENGTH, "little"), head] + parts))
    os.replace(temporary, path)


def _sources(folder: str, package: str) -> Iterator[Tuple[str, str]]:
    """The modules of a package, by name, and their files."""
    for parent, folders, names in os.walk(os.path.join(folder, package)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                source = os.path.join(parent, name)
                parts = os.path.relpath(source, folder)[:-3].split(os.sep)
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), source


def _imported(names: Iterable[str]) -> Iterator[Tuple[str, str]]:
    """Modules, and those that come along with them, that Python reads from files; and these files."""
    from importlib import import_module
    wanted = [import_module(name) for name in names]
    for name, module in sorted(sys.modules.items()):
        if type(getattr(module, "__loader__", None)) is SourceFileLoader and wanted and name != "__main__":
            yield name, module.__file__  # type: ignore[misc]


def _code(source: str) -> Optional[Tuple[bytes, int, int]]:
    """The code of a module, as bytes; and time and size of its file. None if there is none of now."""
    from importlib.util import cache_from_source
    try:
        with open(cache_from_source(source), "rb") as stream:
            data = stream.read()
    except FileNotFoundError:
        return None
    status = os.stat(source)
    seconds, size = int(status.st_mtime), status.st_size
    if data[8:_HEADER] != b"".join((n & 0xFFFFFFFF).to_bytes(4, "little") for n in (seconds, size)):
        return None
    code = marshal.loads(data[_HEADER:])
    _imp._fix_co_filename(code, source)  # type: ignore[attr-defined]
    return marshal.dumps(code), seconds, size
