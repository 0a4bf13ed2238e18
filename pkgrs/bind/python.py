"""Makes a package of an installed python interpreter."""
from __future__ import annotations

import os
import os.path
import sys

from pkgrs.bind.utils import check_version, copy_tree, extract_version, find_exe, log, make_dirs, run_python_command
from pkgrs.tool_errors import RezBindError
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


# what commands see under these names is given to them when they run
env: Any = None
this: Any = None


def setup_parser(parser: Any) -> None:
    parser.add_argument("--exe", type=str, metavar="PATH",
                        help="the interpreter to bind, rather than the one on the path")


def commands() -> None:
    env.PATH.append('{this.root}/bin')


def post_commands() -> None:
    import os
    path = os.path.join(this.root, "python")
    for name in sorted(os.listdir(path)):
        env.PYTHONPATH.append(os.path.join(path, name))


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    exe = _find(getattr(opts, "exe", None))
    version = extract_version(exe, ["-c", "import sys; print('.'.join(str(x) for x in sys.version_info))"])
    check_version(version, version_range)
    log("binding python: %s" % exe)

    is_this = str(version) == "%d.%d.%d" % sys.version_info[:3]
    modules = _module_folders(None if is_this else exe)

    def make_root(variant: Any, root: str) -> None:
        link = os.path.join(make_dirs(root, "bin"), "python")
        if not os.path.lexists(link):
            os.symlink(exe, link)
        folder = make_dirs(root, "python")
        for name, source in modules.items():
            target = os.path.join(folder, name)
            log("Copying builtins from %s to %s..." % (source, target))
            copy_tree(source, target)

    with make_package("python", path, make_root=make_root) as package:
        package.version = version
        package.tools = ["python"]
        package.commands = commands
        package.post_commands = post_commands
        package.variants = [system.variant]
    return package.installed_variants


def _find(given: Optional[str]) -> str:
    """The interpreter given, or the one on the path, which on some systems is `python3` only; else the one that runs this."""
    try:
        return find_exe("python", given)
    except RezBindError:
        if given:
            raise
    from pkgrs.base.which import which
    return which("python3") or sys.executable


def _module_folders(exe: Optional[str]) -> Dict[str, str]:
    """The folders of the standard library, and of the modules that were installed beside it."""
    folders: Dict[str, str] = {}
    for name, module in (("lib", "os"), ("extra", "setuptools")):
        success, out, _ = run_python_command(["import %s" % module, "print(%s.__file__)" % module], exe)
        if not success:
            continue
        folder = os.path.dirname(out)
        if os.path.basename(out).startswith("__init__."):
            folder = os.path.dirname(folder)
        if os.path.isdir(folder) and folder not in folders.values():
            folders[name] = folder
    return folders
