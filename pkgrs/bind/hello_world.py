"""Makes a package with a tool that greets, to try things with."""
from __future__ import annotations

import os
import os.path

from pkgrs.base.log import print_info
from pkgrs.base.remove import forceful_rmtree
from pkgrs.bind.utils import check_version, make_dirs
from pkgrs.package.maker import make_package
from pkgrs.shell.scripts import ExecutableScriptMode, create_executable_script
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


env: Any = None  # what commands see under this name is given to them when they run


def commands() -> None:
    env.PATH.append('{this.root}/bin')
    env.OH_HAI_WORLD = "hello"


def hello_world_source() -> None:
    import sys
    from argparse import ArgumentParser

    parser = ArgumentParser()
    parser.add_argument("-q", dest="quiet", action="store_true", help="say nothing")
    parser.add_argument("-r", dest="retcode", type=int, default=0, help="exit with this code")
    options = parser.parse_args()
    if not options.quiet:
        print("Hello Rez World!")
    sys.exit(options.retcode)


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package.

    Args:
        path: The repository to install to.
        version_range: What the version must be in, if not None.

    Returns:
        The variants that were installed.
    """
    version = Version("1.0")
    check_version(version, version_range)

    def make_root(variant: Any, root: str) -> None:
        # distlib knows what a script needs on each platform; it makes scripts of scripts.
        from distlib.scripts import ScriptMaker
        folder, target = make_dirs(root, "bintmp"), make_dirs(root, "bin")
        maker = ScriptMaker(folder, target)
        for name, program in (("hello_world", "python"), ("hello_world_gui", "pythonw")):
            source = os.path.join(folder, name)
            create_executable_script(source, hello_world_source, program, py_script_mode=ExecutableScriptMode.single)
            for made in maker.make(name):
                print_info("copying and adjusting %s -> %s", source, target)
                print_info("changing mode of %s to %o", made, os.stat(made).st_mode & 0o777)
        forceful_rmtree(folder)

    with make_package("hello_world", path, make_root=make_root) as package:
        package.version = version
        package.tools = ["hello_world", "hello_world_gui"]
        package.commands = commands
    return package.installed_variants
