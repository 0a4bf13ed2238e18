"""Finding bind modules and running them."""
from __future__ import annotations

import os
import os.path
import sys

from pkgrs.base.text import columnise
from pkgrs.config.config import config
from pkgrs.tool_errors import RezBindError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Set


def get_bind_modules(verbose: bool = False) -> Dict[str, str]:
    """Each package that can be bound, and the file of its bind module; own ones are in `bind_module_path`."""
    found: Dict[str, str] = {}
    for path in [_own_folder()] + list(config.bind_module_path):
        if verbose:
            print("searching %s..." % path)
        if not os.path.isdir(path):
            continue
        for filename in os.listdir(path):
            name, extension = os.path.splitext(filename)
            if extension == ".py" and not name.startswith("_"):
                found[name] = os.path.join(path, filename)
    return found


def _own_folder() -> str:
    """The folder of the modules that come with this software, under the names that users know."""
    return os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "rez", "bind")


def find_bind_module(name: str, verbose: bool = False) -> Optional[str]:
    """The file of the bind module of that name, or None.

    Args:
        verbose: Tell where it is looked for, and what comes close if it is not found.
    """
    modules = get_bind_modules(verbose=verbose)
    if name in modules or not verbose:
        return modules.get(name)
    from pkgrs.base.lists import get_close_matches
    close = get_close_matches(name, modules)
    if not close:
        print("No matches.")
        return None
    print("'%s' not found. Close matches:" % name)
    print("\n".join(columnise([(match, modules[match]) for match, _ in close])))
    return None


def bind_package(name: str, path: Optional[str] = None, version_range: Any = None, no_deps: bool = False,
                 bind_args: Optional[List[str]] = None, quiet: bool = False) -> List[Any]:
    """Make a package of software that is installed on this machine, and of what that package requires.

    Args:
        name: What to bind.
        path: Repository to install to; that of local packages if None.
        version_range: What its version must be in.
        no_deps: Leave out what it requires.
        bind_args: Arguments for the bind module.
        quiet: Say nothing.

    Returns:
        The variants that were installed.

    Raises:
        RezBindError: There is no such bind module, or it fails.
    """
    # Level by level: each name with those because of which it is bound, so that a circle ends.
    pending: Dict[str, Set[str]] = {name: set()}
    installed: List[Any] = []
    primary = True
    while pending:
        batch, pending = pending, {}
        first = True  # of this level: its failure ends all, as in Rez, where the order is another in each run
        for wanted, because_of in sorted(batch.items()):
            try:
                variants = _bind_package(wanted, path=path, version_range=version_range if primary else None,
                                         bind_args=bind_args if primary else None, quiet=quiet)
            except RezBindError as error:
                if first:
                    raise
                from pkgrs.base.log import print_error
                print_error("Could not bind '%s': %s: %s" % (wanted, type(error).__name__, error))
                continue
            first = primary = False
            installed.extend(variants)
            above = because_of | {wanted}
            for variant in variants if not no_deps else ():
                for request in variant.requires:
                    if not request.conflict and request.name not in above:
                        pending.setdefault(request.name, set()).update(above)
    if installed and not quiet:
        print("The following packages were installed:\n")
        _print_package_list(installed)
    return installed


def _bind_package(name: str, path: Optional[str] = None, version_range: Any = None,
                  bind_args: Optional[List[str]] = None, quiet: bool = False) -> List[Any]:
    file = find_bind_module(name, verbose=not quiet)
    if not file:
        raise RezBindError("Bind module not found for '%s'" % name)
    scope = _load(name, file)

    import argparse
    parser = argparse.ArgumentParser(prog="rez bind %s" % name, description="%s bind module" % name)
    if "setup_parser" in scope:
        scope["setup_parser"](parser)
    opts = parser.parse_args(bind_args or [])

    install_path = path or config.local_packages_path
    if not quiet:
        print("creating package '%s' in %s..." % (name, install_path))
    if "bind" not in scope:
        raise RezBindError("'bind' function missing in %s" % file)
    return scope["bind"](path=install_path, version_range=version_range, opts=opts, parser=parser)


def _load(name: str, file: str) -> Dict[str, Any]:
    """The names in a bind module."""
    if os.path.dirname(file) == _own_folder():
        from importlib import import_module
        return vars(import_module("pkgrs.bind." + name))
    scope: Dict[str, Any] = {"__name__": name, "__file__": file}
    with open(file, encoding="utf-8") as stream:
        exec(compile(stream.read(), file, "exec"), scope)
    return scope


def _print_package_list(variants: List[Any]) -> None:
    packages = {variant.parent.uri: variant.parent for variant in variants}
    rows = [("PACKAGE", "URI"), ("-------", "---")]
    rows += [(package.name, package.uri) for package in sorted(packages.values(), key=lambda p: p.name)]
    print("\n".join(columnise(rows)))
    sys.stdout.flush()
