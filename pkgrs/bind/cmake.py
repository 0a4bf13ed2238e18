"""Makes a package of the installed cmake."""
from __future__ import annotations

import os
import os.path

from pkgrs.bind.utils import check_version, extract_version, find_exe, log, make_dirs
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


env: Any = None  # what commands see under this name is given to them when they run


def setup_parser(parser: Any) -> None:
    parser.add_argument("--exe", type=str, metavar="PATH", help="the cmake to bind, rather than the one on the path")


def commands() -> None:
    env.PATH.append('{this.root}/bin')


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    exe = find_exe("cmake", getattr(opts, "exe", None))
    version = extract_version(exe, "--version")
    check_version(version, version_range)

    def make_root(variant: Any, root: str) -> None:
        link = os.path.join(make_dirs(root, "bin"), "cmake")
        log("linking %s to %s" % (link, exe))
        if not os.path.lexists(link):
            os.symlink(exe, link)

    with make_package("cmake", path, make_root=make_root) as package:
        package.version = version
        package.tools = ["cmake"]
        package.commands = commands
        package.variants = [system.variant]
    return package.installed_variants
