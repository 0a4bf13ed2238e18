"""Makes a package of the installed gcc and g++."""
from __future__ import annotations

import os
import os.path

from pkgrs.bind.utils import extract_version, find_exe, log, make_dirs
from pkgrs.tool_errors import RezBindError
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


env: Any = None  # what commands see under this name is given to them when they run


def setup_parser(parser: Any) -> None:
    parser.add_argument("--exe", type=str, metavar="PATH", help="the gcc to bind, rather than the one on the path")


def commands() -> None:
    env.PATH.append('{this.root}/bin')


def _version(exe: str) -> Version:
    """Newer compilers print all of their version only when asked for the full one."""
    try:
        return extract_version(exe, ["-dumpfullversion", "-dumpversion"])
    except RezBindError:
        return extract_version(exe, "-dumpversion")


def _beside(gcc: str) -> str:
    """The compiler of C++ that goes with one of C; that one itself if there is none."""
    folder, name = os.path.split(gcc)
    found = os.path.join(folder, name.replace("gcc", "g++"))
    return found if os.path.isfile(found) else gcc


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`. As in Rez, any version will do.

    Raises:
        RezBindError: gcc and g++ are of different versions.
    """
    found = getattr(opts, "exe", None)
    executables = {"gcc": find_exe("gcc", found), "g++": find_exe("g++", found and _beside(found))}
    for exe in executables.values():
        log("binding %s: %s" % (os.path.basename(exe), exe))
    version = _version(executables["gcc"])
    if _version(executables["g++"]) != version:
        raise RezBindError("gcc version different than g++ can not continue")

    def make_root(variant: Any, root: str) -> None:
        folder = make_dirs(root, "bin")
        for name, exe in executables.items():
            if not os.path.lexists(os.path.join(folder, name)):
                os.symlink(exe, os.path.join(folder, name))

    with make_package("gcc", path, make_root=make_root) as package:
        package.version = version
        package.tools = ["gcc", "g++"]
        package.commands = commands
        package.variants = [system.variant]
    return package.installed_variants
