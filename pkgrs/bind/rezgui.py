"""Makes a package of the graphical user interface."""
from __future__ import annotations

import os
import os.path
import shutil

from pkgrs.base.rez_version import _rez_version
from pkgrs.bind.utils import check_version, make_dirs
from pkgrs.tool_errors import RezBindError
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system
from pkgrs.shell.scripts import create_executable_script
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


env: Any = None  # what commands see under this name is given to them when they run


def setup_parser(parser: Any) -> None:
    parser.add_argument("--gui-lib", type=str, default="PyQt-4", metavar="PKG",
                        help="package of the library that it is to use (default: %(default)s)")


def commands() -> None:
    env.PYTHONPATH.append('{this.root}')
    env.PATH.append('{this.root}/bin')


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    version = Version(_rez_version)
    check_version(version, version_range)
    source = _find_source()

    def make_root(variant: Any, root: str) -> None:
        shutil.copytree(source, os.path.join(root, "rezgui"), ignore=shutil.ignore_patterns("__pycache__"))
        create_executable_script(os.path.join(make_dirs(root, "bin"), "rez-gui"), _rez_gui_source)

    requires = ["rez-%s+<%d" % (version.trim(2), int(str(version[0])) + 1)]
    library = getattr(opts, "gui_lib", "")
    if library:
        requires.append(library)
    with make_package("rezgui", path, make_root=make_root) as package:
        package.version = version
        package.tools = ["rez-gui"]
        package.commands = commands
        package.requires = requires
        package.variants = [system.variant]
    return package.installed_variants


# Text, because this layer knows nothing of the commands.
_rez_gui_source = "from rez.cli._main import run\nrun('gui')\n"


def _find_source() -> str:
    import pkgrs
    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(pkgrs.__file__))), "rezgui")
    if not os.path.isdir(folder):
        raise RezBindError("Couldn't locate module rezgui")
    return folder
