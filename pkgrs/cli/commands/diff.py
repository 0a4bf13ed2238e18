"""
Compare the sources of two packages.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    first = parser.add_argument("PKG1", type=str, help="a package, such as foo-1.0")
    second = parser.add_argument("PKG2", type=str, nargs="?",
                                 help="the package to compare it with; the version before PKG1's by default")
    if completions:
        from pkgrs.cli.complete import PackageCompleter

        first.completer = PackageCompleter
        second.completer = PackageCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command.

    Raises:
        PackageNotFoundError: If there is no such package.
        RezError: If the packages can't be compared.
    """
    from pkgrs.query.diff import diff_packages

    package = _get_package(opts.PKG1)
    diff_packages(package, _get_package(opts.PKG2) if opts.PKG2 else None)


def _get_package(name: str) -> Any:
    from pkgrs.errors import PackageNotFoundError
    from pkgrs.package.find import get_package_from_string

    package = get_package_from_string(name)
    if package is None:
        raise PackageNotFoundError("Package could not be found: %s" % name)
    return package
