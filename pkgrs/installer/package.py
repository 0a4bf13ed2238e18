"""Installing pkgrs as a package in a package repository, so that resolved environments can import `rez`."""
from __future__ import annotations

import os
import shutil
import sys

from pkgrs.base.rez_version import _rez_version
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system
from pkgrs.shell.completion import module_root_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator


__all__ = ["install_as_rez_package"]

env: Any = None  # what commands see under this name is given to them when they run

# What we need at run time, as modules. They come along, as the package's environment need not have them.
_LIBRARIES = ["yaml", "schema", "packaging", "distlib", "argcomplete"]
if sys.version_info < (3, 11):
    _LIBRARIES.append("tomli")
_FOLDER = "libraries"
# In the installed copy only: they are found after the environment's own.
_FIND_LIBRARIES = """
import os as _os
import sys as _sys
_sys.path.append(_os.path.join(_os.path.dirname(_os.path.dirname(_os.path.abspath(__file__))), %r))
""" % _FOLDER


def commands() -> None:
    env.PYTHONPATH.append("{this.root}")


def install_as_rez_package(repo_path: str) -> None:
    """Install what runs this as the package `rez` in a repository.

    The package has a variant for this platform, architecture, operating system and version of Python.

    Args:
        repo_path: The repository.
    """
    with make_package("rez", repo_path, make_root=_make_root) as package:
        package.version = _rez_version
        package.commands = commands
        package.variants = [system.variant + ["python-%d.%d" % sys.version_info[:2]]]
    print("\nSuccess! Rez was installed to %s" % os.path.join(repo_path, "rez", _rez_version))


def _make_root(variant: Any, root: str) -> None:
    installed = os.path.dirname(module_root_path)
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("rez", "rezplugins", "pkgrs"):
        shutil.copytree(os.path.join(installed, name), os.path.join(root, name), ignore=ignore)
    # what `pkg quirks` shows
    known = os.path.join(installed, "parity", "known.toml")
    if os.path.exists(known):
        os.mkdir(os.path.join(root, "parity"))
        shutil.copy2(known, os.path.join(root, "parity"))
    for path in _libraries():
        target = os.path.join(root, _FOLDER, os.path.basename(path))
        if os.path.isdir(path):
            shutil.copytree(path, target, ignore=ignore)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(path, target)
    with open(os.path.join(root, "pkgrs", "__init__.py"), "a", encoding="utf-8") as stream:
        stream.write(_FIND_LIBRARIES)


def _libraries() -> Iterator[str]:
    """The folder or file of each library that is there."""
    from importlib.util import find_spec

    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec is None:
            continue
        folders = list(spec.submodule_search_locations or [])
        path = folders[0] if folders else spec.origin
        if path:
            yield path
