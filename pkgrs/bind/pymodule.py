"""Makes a package of an installed python module."""
from __future__ import annotations

import os
import os.path
import shutil
import sys

from pkgrs.base.log import print_warning
from pkgrs.bind.utils import (
    check_version, copy_tree, find_exe, get_version_in_python, log, make_dirs, run_python_command,
)
from pkgrs.tool_errors import RezBindError
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence


env: Any = None  # what commands see under this name is given to them when they run

_EXTENSIONS = (".so", ".pyd", ".dylib")


def commands() -> None:
    env.PYTHONPATH.append('{this.root}/python')


def commands_with_bin() -> None:
    env.PYTHONPATH.append('{this.root}/python')
    env.PATH.append('{this.root}/bin')


def copy_module(name: str, destpath: str) -> None:
    """Copy an installed module into a folder.

    Raises:
        RezBindError: There is no such module, or it has no file.
    """
    source = _locate(name)
    target = os.path.join(destpath, os.path.basename(source))
    if os.path.isdir(source):
        copy_tree(source, target)
    else:
        shutil.copy2(source, target)


def _locate(name: str) -> str:
    """Get the folder or file of a module."""
    success, out, err = run_python_command([
        "import %s" % name, "print(%s.__path__[0] if hasattr(%s, '__path__') else '')" % (name, name)])
    if not (success and out):
        success, out, err = run_python_command(["import %s" % name, "print(%s.__file__)" % name])
    path = out[:-1] if out.endswith(".pyc") else out
    if not success or not os.path.exists(path):
        raise RezBindError("Couldn't locate module %s: %s" % (name, err))
    return path


def _is_pure(name: str) -> bool:
    source = _locate(name)
    if not os.path.isdir(source):
        return not source.endswith(_EXTENSIONS)
    return not any(filename.endswith(_EXTENSIONS) for _, _, names in os.walk(source) for filename in names)


def bind(name: str, path: str, import_name: Optional[str] = None, version_range: Any = None, version: Any = None,
         requires: Optional[Sequence[Any]] = None, pure_python: Optional[bool] = None,
         tools: Optional[Sequence[str]] = None, extra_module_names: Sequence[str] = [],  # noqa: B006
         extra_attrs: Dict[str, Any] = {}) -> List[Any]:  # noqa: B006
    """Make the package.

    Args:
        name: Name of the package.
        path: Repository to install to.
        import_name: What to import, if that isn't the package's name.
        version_range: What the version must be in, if not None.
        version: The version; that of the module if None.
        requires: What the package requires.
        pure_python: False if it works on this platform only; looked into if None.
        tools: Executables that go with the module.
        extra_module_names: Modules that go with the module.
        extra_attrs: More attributes of the package.

    Returns:
        The variants that were installed.

    Raises:
        RezBindError: The module isn't there, or isn't of a version in the range.
    """
    modules = (import_name or name, *extra_module_names)
    found_version = version or get_version_in_python(
        name, ["import %s" % modules[0], "print(%s.__version__)" % modules[0]])
    check_version(found_version, version_range)
    if pure_python is None:
        pure_python = all(map(_is_pure, modules))

    found = _find_tools(tools or ())
    variant = [] if pure_python else list(system.variant)
    variant.append("python-%d.%d" % sys.version_info[:2])

    def make_root(variant: Any, root: str) -> None:
        folder = make_dirs(root, "python")
        for module in modules:
            copy_module(module, folder)
        if found:
            folder = make_dirs(root, "bin")
            for file in found.values():
                shutil.copy2(file, folder)

    with make_package(name, path, make_root=make_root) as package:
        package.version = found_version
        package.variants = [variant]
        package.commands = commands_with_bin if found else commands
        if requires:
            package.requires = list(requires)
        if found:
            package.tools = list(found)
        for key, value in extra_attrs.items():
            setattr(package, key, value)
    return package.installed_variants


def _find_tools(tools: Sequence[str]) -> Dict[str, str]:
    found = {}
    for tool in tools:
        try:
            found[tool] = find_exe(tool)
        except RezBindError as e:
            print_warning(str(e))
        else:
            log("found tool '%s': %s" % (tool, found[tool]))
    return found
