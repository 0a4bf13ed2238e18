"""Make a Rez package of software that is installed on this machine."""
from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


_QUICKSTART = ("platform", "arch", "os", "python", "rez", "rezgui", "setuptools", "pip")


def setup_parser(parser: argparse.ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("--quickstart", action="store_true", help="bind what one usually needs first")
    parser.add_argument("-r", "--release", action="store_true",
                        help="install to the release packages path, whatever -i says")
    parser.add_argument("-i", "--install-path", dest="install_path", type=str, default=None, metavar="PATH",
                        help="package repository to install to; that of local packages, if not given")
    parser.add_argument("--no-deps", dest="no_deps", action="store_true", help="do not bind what the package requires")
    parser.add_argument("-l", "--list", action="store_true", help="list what can be bound")
    parser.add_argument("-s", "--search", action="store_true", help="only look for the bind module")
    package = parser.add_argument("PKG", type=str, nargs="?",
                                  help="package to bind, perhaps with the version it must have")
    parser.add_argument("BIND_ARGS", metavar="ARG", nargs=argparse.REMAINDER,
                        help="arguments of the bind module; '-h' shows its help")
    if completions:
        from pkgrs.bind.run import get_bind_modules
        package.completer = lambda **_: sorted(get_bind_modules())  # type: ignore[attr-defined]


def command(opts: Any, parser: argparse.ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    from pkgrs.bind.run import bind_package, find_bind_module
    from pkgrs.config.config import config
    from pkgrs.version.package_request import PackageRequest

    path = config.release_packages_path if opts.release else opts.install_path
    if opts.list:
        _list()
    elif opts.quickstart:
        _bind_many(path or config.local_packages_path)
    elif not opts.PKG:
        parser.error("PKG required.")
    else:
        request = PackageRequest(opts.PKG)
        if opts.search:
            find_bind_module(request.name, verbose=True)
            return
        bind_package(request.name, path=path, version_range=None if request.range.is_any() else request.range,
                     no_deps=opts.no_deps, bind_args=opts.BIND_ARGS)


def _list() -> None:
    from pkgrs.base.text import columnise
    from pkgrs.bind.run import get_bind_modules

    rows = [["PACKAGE", "BIND MODULE"], ["-------", "-----------"]]
    rows += [list(item) for item in sorted(get_bind_modules().items())]
    print("\n".join(columnise(rows)))


def _bind_many(path: str) -> None:
    from pkgrs.base.log import print_error
    from pkgrs.bind.run import _print_package_list, bind_package
    from pkgrs.tool_errors import RezBindError

    variants = []
    for name in _QUICKSTART:
        print("Binding %s into %s..." % (name, path))
        try:
            variants += bind_package(name, path=path, no_deps=True, quiet=True)
        except RezBindError as e:
            print_error("Could not bind '%s': %s", name, e)
    if variants:
        print("\nSuccessfully converted the following software found on the current system into Rez packages:\n")
        _print_package_list(variants)
    print("\nTo bind other software, see what's available using the command 'rez-bind --list', then run "
          "'rez-bind <name>'.\n")
