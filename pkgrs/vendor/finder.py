"""Handing out installed libraries below another package, as `rez.vendor.yaml` for `yaml`."""
from __future__ import annotations

import importlib
import importlib.machinery
import os
import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional, Sequence, Set


# Modules of ours that stand for a library, or for a part of one whose interface has moved.
_OURS: Dict[str, str] = {
    "pygraph": "pkgrs.base.pygraph",
    "packaging.__about__": "packaging",
    "packaging.specifiers": "pkgrs.vendor.packaging_specifiers",
    "packaging.version": "pkgrs.vendor.packaging_version",
}
# What else serves where the library isn't installed.
_ELSE: Dict[str, str] = {
    "atomicwrites": "pkgrs.vendor.atomicwrites",
    "importlib_metadata": "importlib.metadata",
    "lockfile": "pkgrs.vendor.lockfile",
    "memcache": "pkgrs.vendor.memcache",
    "progress": "pkgrs.vendor.progress",
    "zipp": "zipfile",
}
_DISTRIBUTIONS = {"attr": "attrs", "yaml": "PyYAML"}  # where the name is another one


class _Loader:
    """Hands out a module that is imported under its true name, and leaves its attributes as they are."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.spec: Any = None

    def create_module(self, spec: Any) -> ModuleType:
        module = importlib.import_module(self.target)
        self.spec = getattr(module, "__spec__", None)
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec


class LibraryFinder:
    """Finds the modules below a package that has none of its own, or few.

    Args:
        package: Name of the package.
        folder: Its folder. What is a folder in there is a package around a module of the same name, which stands
            for the library: `six` in it makes `<package>.six.six` the library `six`.
    """

    def __init__(self, package: str, folder: str) -> None:
        self.prefix = package + "."
        self.folders: Set[str] = {name for name in os.listdir(folder) if not name.endswith((".py", ".pyc"))}

    def find_spec(self, fullname: str, path: Optional[Sequence[str]] = None,
                  target: Optional[ModuleType] = None) -> Optional[importlib.machinery.ModuleSpec]:
        """The spec of a module, None if this isn't one of the package's.

        Raises:
            ModuleNotFoundError: The library isn't installed; tells what installs it.
        """
        if not fullname.startswith(self.prefix):
            return None
        wanted = fullname[len(self.prefix):]
        library, _, rest = wanted.partition(".")
        if library in self.folders:
            if not rest.startswith(library + "."):
                return None
            wanted = rest
        for actual in _candidates(wanted):
            try:
                importlib.import_module(actual)
            except ImportError as error:
                missing = error
                continue
            return importlib.machinery.ModuleSpec(fullname, _Loader(actual))  # type: ignore[arg-type]
        if "." in wanted:
            return None
        lacking = (missing.name or library).partition(".")[0]
        raise ModuleNotFoundError(
            "No module named %r: it stands for the library %r, which is not installed; it comes with `pip install %s`"
            % (fullname, lacking, _DISTRIBUTIONS.get(lacking, lacking)), name=fullname
        ) from missing


def _candidates(wanted: str) -> Iterator[str]:
    """Names of the modules that may serve, best first."""
    for name, actual in _OURS.items():
        if wanted == name or wanted.startswith(name + "."):
            yield actual + wanted[len(name):]
            return
    yield wanted
    library, dot, rest = wanted.partition(".")
    if library in _ELSE and not _is_installed(library):
        yield _ELSE[library] + dot + rest


def _is_installed(library: str) -> bool:
    from importlib.util import find_spec
    return find_spec(library) is not None


def install(package: str, folder: str) -> None:
    """Have the modules below a package found; see `LibraryFinder`."""
    if not any(isinstance(finder, LibraryFinder) and finder.prefix == package + "." for finder in sys.meta_path):
        # First, or the path of the true library's package would give each submodule a second life.
        sys.meta_path.insert(0, LibraryFinder(package, folder))  # type: ignore[arg-type]
