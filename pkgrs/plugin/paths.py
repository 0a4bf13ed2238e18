"""Where third parties may have put plugins.

Three places are looked at: `rezplugins` folders of `plugin_path`, `rezplugins` folders inside packages that Python can
import, and entry points. To ask the import system and `importlib.metadata` costs far more than most commands do
themselves, so listings of the folders of `sys.path` stand in for them: a folder with a package is a candidate, and a
distribution is one if its `entry_points.txt` speaks of us. Only if there is such a distribution, or `sys.path` holds
something that is not a folder, or another finder of distributions is installed, `importlib.metadata` is asked.
"""
from __future__ import annotations

import os
import sys

from pkgrs.config.config import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple


ENTRY_POINT_GROUP = "rez.plugins."

# What was found in the folders of `sys.path`, by those folders.
_module_paths: Dict[Tuple[str, ...], List[str]] = {}
_entry_points: Dict[Tuple[str, ...], Dict[str, List[Any]]] = {}
# What is in such a folder, by these folders and its own path: names of folders, and of all entries.
_listings: Dict[Tuple[Tuple[str, ...], str], Tuple[List[str], List[str]]] = {}


def forget() -> None:
    """Look again, the next time."""
    _module_paths.clear()
    _entry_points.clear()
    _listings.clear()


def _listing(path: str) -> Tuple[List[str], List[str]]:
    key = tuple(sys.path), path
    listing = _listings.get(key)
    if listing is None:
        folders: List[str] = []
        names: List[str] = []
        try:
            with os.scandir(path or ".") as entries:
                for entry in entries:
                    names.append(entry.name)
                    if entry.is_dir():
                        folders.append(entry.name)
        except OSError:
            pass
        listing = _listings[key] = sorted(folders), sorted(names)
    return listing


def _is_stdlib(path: str) -> bool:
    return path == os.path.dirname(os.__file__)


def find_module_paths() -> List[str]:
    """Folders of importable packages that hold a package `rezplugins`, in the order of `sys.path`."""
    key = tuple(sys.path)
    found = _module_paths.get(key)
    if found is None:
        found = []
        for path in key:
            if _is_stdlib(path):
                continue
            for name in _listing(path)[0]:
                if "." in name or name == "__pycache__":
                    continue
                folder = os.path.join(path, name)
                if (os.path.isfile(os.path.join(folder, "rezplugins", "__init__.py"))
                        and os.path.isfile(os.path.join(folder, "__init__.py"))):
                    found.append(folder)
        _module_paths[key] = found
    return list(found)


def _speaks_of_us(info: str) -> bool:
    try:
        with open(os.path.join(info, "entry_points.txt"), "rb") as file:
            return ENTRY_POINT_GROUP.encode() in file.read()
    except OSError:
        return False


def _may_have_entry_points() -> bool:
    for path in sys.path:
        names = [] if _is_stdlib(path) else _listing(path)[1]
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and _speaks_of_us(os.path.join(path, name)):
                return True
            if name == "EGG-INFO" and _speaks_of_us(os.path.join(path, name)):
                return True
        if not names and os.path.isfile(path):
            return True
    from _frozen_importlib_external import PathFinder  # as `importlib.machinery` has it, which takes long to import

    return any(hasattr(finder, "find_distributions") for finder in sys.meta_path if finder is not PathFinder)


def _load_entry_points() -> Dict[str, List[Any]]:
    from importlib.metadata import distributions

    result: Dict[str, List[Any]] = {}
    seen = set()
    for distribution in distributions():
        points = [point for point in distribution.entry_points if point.group.startswith(ENTRY_POINT_GROUP)]
        if not points:
            continue
        # A distribution counts only where `sys.path` has it first.
        name = distribution.metadata["Name"]
        if name not in seen:
            seen.add(name)
            for point in points:
                result.setdefault(point.group[len(ENTRY_POINT_GROUP):], []).append(point)
    return result


def find_entry_points(plugin_type: str) -> List[Any]:
    """Entry points of the group `rez.plugins.<plugin type>`."""
    key = tuple(sys.path)
    found = _entry_points.get(key)
    if found is None:
        found = _entry_points[key] = _load_entry_points() if _may_have_entry_points() else {}
    return found.get(plugin_type, [])


def extension_paths(name: str) -> List[str]:
    """Folders, other than the one delivered here, with a part of a package of the `rezplugins` namespace.

    Args:
        name: Dotted name of the package.
    """
    folders: List[str] = []
    for path in config.plugin_path + find_module_paths():  # type: ignore[attr-defined]
        folder = os.path.join(path, *name.split("."))
        if folder not in folders and os.path.isfile(os.path.join(folder, "__init__.py")):
            folders.append(folder)
    return folders


def extend_path(path: Any, name: str) -> Any:
    """Add third parties' parts of a package of the `rezplugins` namespace to its path.

    A package of this namespace calls it so: `__path__ = extend_path(__path__, __name__)`.

    Args:
        path: The package's path. What is not a list is returned as it is.
        name: The package's name.

    Returns:
        The path followed by the folders that `plugin_path` and importable packages have for it.
    """
    if not isinstance(path, list):
        return path
    return path + [folder for folder in extension_paths(name) if folder not in path]
