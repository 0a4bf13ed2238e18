"""A binder: makes a package of a tool that this file writes itself."""
import os

from rez.bind._utils import check_version, make_dirs
from rez.package_maker import make_package
from rez.utils.execution import ExecutableScriptMode, create_executable_script
from rez.version import Version


def setup_parser(parser):
    parser.add_argument("--greeting", metavar="TEXT", default="hello", help="what the tool says")


def commands():
    env.PATH.append("{this.root}/bin")


def tool(text):
    print(text)


def bind(path, version_range=None, opts=None, parser=None):
    version = Version("1.2")
    check_version(version, version_range)

    def make_root(variant, root):
        folder = make_dirs(root, "bin")
        create_executable_script(os.path.join(folder, "sampletool"), "print(%r)" % getattr(opts, "greeting", "hello"),
                                 program="python3", py_script_mode=ExecutableScriptMode.single)

    with make_package("sampletool", path, make_root=make_root) as package:
        package.version = version
        package.tools = ["sampletool"]
        package.commands = commands
    return package.installed_variants
