"""Makes a package of this software itself."""
from __future__ import annotations

import os
import os.path
import shutil
from importlib.util import find_spec

from pkgrs.base.rez_version import _rez_version
from pkgrs.bind.utils import check_version
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


env: Any = None  # what commands see under this name is given to them when they run

_OWN = ("rez", "rezplugins", "pkgrs")
# The libraries that are imported in the course of things. Their compiled parts, which fit one version of python only,
# are optional, and left out.
_LIBRARIES = ("yaml", "schema", "contextlib2", "packaging", "pyparsing", "distlib", "argcomplete", "tomli",
              "pymemcache", "pika", "six", "colorama", "pydot", "distro", "typing_extensions")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd", "*.pyc")


def commands() -> None:
    env.PYTHONPATH.append('{this.root}')


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    version = Version(_rez_version)
    check_version(version, version_range)

    def make_root(variant: Any, root: str) -> None:
        for name in (*_OWN, *_LIBRARIES):
            source = _locate(name)
            if source and os.path.isdir(source):
                shutil.copytree(source, os.path.join(root, os.path.basename(source)), ignore=_LEFT_OUT)
            elif source:
                shutil.copy2(source, root)

    with make_package("rez", path, make_root=make_root) as package:
        package.version = version
        package.commands = commands
        package.requires = ["python-3.8+<3.14"]
        package.variants = [system.variant]
    return package.installed_variants


def _locate(name: str) -> Optional[str]:
    """The folder or file of a module that this process could import, or None."""
    try:
        spec = find_spec(name)
    except ImportError:
        return None
    if spec is None:
        return None
    for folder in spec.submodule_search_locations or ():
        return folder
    return spec.origin if spec.origin and os.path.isfile(spec.origin) else None
