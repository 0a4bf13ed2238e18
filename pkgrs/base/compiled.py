"""Modules, compiled, in a single file: to search and read a hundred files takes longer than to run them.

The file serves the very release of Python that wrote it. A module whose source has changed since, or is gone, is left
to Python, as is one that the file does not have.

It is a head, `marshal`led after its length in 8 bytes, and data that the head gives the places of:

- Groups: modules which the import of one of them, the last, brings about. They are kept in the order in which that
  runs them, together, so that a text which several have is read once. When that one is imported, the others are made
  before it, without Python's search for each.
- Single modules, for all other imports, and their index.
"""
from __future__ import annotations

import _imp
import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any, Dict, NamedTuple, Optional, Tuple

    class Source(NamedTuple):
        """Of what a module was compiled: the file (None: where the package's modules are), whether it is a package's,
        its time in seconds, and size. In the file it is a plain tuple."""

        file: Optional[str]
        is_package: bool
        seconds: int
        size: int

    Place = Tuple[int, int]  # after the head, and length

LENGTH = 8
PYTHON = (sys.implementation.cache_tag, sys.hexversion, sys.flags.optimize)


class _Loader(SourceFileLoader):
    """Has the code of a module at hand."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code: Optional[CodeType] = code

    def get_code(self, fullname: str) -> Optional[CodeType]:
        """The module's code. It is kept for one call, that of the import; later ones read it as Python does."""
        code, self._code = self._code, None
        return super().get_code(fullname) if code is None else code


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
        length = int.from_bytes(os.pread(file, LENGTH, 0), "little")
        if length > os.fstat(file).st_size:
            raise ValueError("the head is cut off")
        self._start = LENGTH + length
        python, groups, index = marshal.loads(os.pread(file, length, LENGTH))
        if python != PYTHON or not isinstance(groups, dict):
            raise ValueError("there is no head")
        # The C library takes blocks as large as one that was freed from memory that it has, and may give again.
        bytes(max((length for _, length in groups.values()), default=0))
        self._groups: Dict[str, Place] = groups
        self._index_place: Place = index
        self._index: Optional[Dict[str, Tuple[Place, Source]]] = None
        self._ready: Dict[str, Tuple[str, bool, CodeType]] = {}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Optional[ModuleSpec]:
        """What Python's import system asks for."""
        try:
            place = self._groups.pop(name, None)
            if place is not None:
                self._make_group(place, name)
            module = self._ready.pop(name, None) or self._single(name)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        if module is None:
            return None
        source, is_package, code = module
        return _spec(name, _Loader(name, source, code), source, is_package)

    def _make_group(self, place: Place, last: str) -> None:
        """Make all modules of a group but the last, which is being imported. What can't be made is left for the
        import that needs it, which tells why."""
        ready = self._ready
        group = self._read(place)
        for name, source, code in group:
            file = self._current(name, source)
            if file is None:
                ready.clear()
                return
            if name not in sys.modules:
                ready[name] = (file, source[1], self._named(code, file))
        for name, _, _ in group:
            module = ready.get(name)
            if module is None or name == last:
                continue
            parent, _, child = name.rpartition(".")
            if parent and parent not in sys.modules:
                continue  # it imports its own modules
            del ready[name]
            try:
                made = _make(name, *module)
            except Exception:
                return
            if parent:
                setattr(sys.modules[parent], child, made)

    def _single(self, name: str) -> Optional[Tuple[str, bool, CodeType]]:
        if self._index is None:
            self._index = {}
            self._index = self._read(self._index_place)
        entry = self._index.get(name)  # type: ignore[union-attr]
        if entry is None:
            return None
        place, source = entry
        file = self._current(name, source)
        return None if file is None else (file, source[1], self._named(self._read(place), file))

    def _read(self, place: Place) -> Any:
        return marshal.loads(os.pread(self._file, place[1], self._start + place[0]))

    def _current(self, name: str, source: Source) -> Optional[str]:
        """The file of a module, if it is as it was."""
        file, is_package, seconds, size = source
        if file is None:
            file = "%s/%s%s" % (self._folder, name.replace(".", "/"), "/__init__.py" if is_package else ".py")
        try:
            status = os.stat(file)
        except OSError:
            return None
        return file if int(status.st_mtime) == seconds and status.st_size == size else None

    @staticmethod
    def _named(code: CodeType, file: str) -> CodeType:
        """The code, as that of this file, wherever it was when it was compiled."""
        if not hasattr(code, "co_code"):
            raise ValueError("there is no code")
        _imp._fix_co_filename(code, file)  # type: ignore[attr-defined]
        return code


def _spec(name: str, loader: SourceFileLoader, file: str, is_package: bool) -> ModuleSpec:
    spec = ModuleSpec(name, loader, origin=file, is_package=is_package)
    spec.has_location = True
    spec.cached = _cached(file)
    if is_package:
        spec.submodule_search_locations = [file[:-len("/__init__.py")]]
    return spec


def _cached(file: str) -> Optional[str]:
    """Where Python keeps the compiled module; it finds that out itself where that is an unusual place."""
    if sys.pycache_prefix is not None or sys.flags.optimize:
        return None
    folder, _, base = file.rpartition("/")
    return "%s/__pycache__/%s.%s.pyc" % (folder, base[:-len(".py")], PYTHON[0])


def _make(name: str, file: str, is_package: bool, code: CodeType) -> ModuleType:
    """Make a module, as Python's import system does. It is not there if its code raises an exception."""
    spec = _spec(name, SourceFileLoader(name, file), file, is_package)
    module = type(sys)(name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__file__ = file
    module.__cached__ = spec.cached  # type: ignore[attr-defined]
    if is_package:
        module.__package__ = name
        module.__path__ = spec.submodule_search_locations  # type: ignore[assignment]
    else:
        module.__package__ = name.rpartition(".")[0]
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return sys.modules[name]


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
