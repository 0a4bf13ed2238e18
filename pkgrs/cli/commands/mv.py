"""Move a package to another package repository."""
from __future__ import annotations

from argparse import ArgumentParser

from pkgrs.cli.stop import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("-d", "--dest-path", required=True, metavar="PATH", help="package repository to move it to")
    parser.add_argument("-k", "--keep-timestamp", action="store_true", help="keep the package's time of release")
    parser.add_argument("-f", "--force", action="store_true",
                        help="move even a package that says it is not relocatable, at your own risk")
    package = parser.add_argument("PKG", help="the package and its version, such as 'foo-1.2.3'")
    parser.add_argument("PATH", nargs="?", help="the repository it is in; without it, you get a list to choose from")
    if completions:
        from pkgrs.cli.complete import PackageCompleter
        package.completer = PackageCompleter  # type: ignore[attr-defined]


def list_repos_containing_pkg(pkg_name: str, pkg_version: Any) -> None:
    """Print the repositories that have the package, and end."""
    from pkgrs.cli.choose import list_repositories_with
    list_repositories_with(pkg_name, pkg_version)


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:

    """Run the command."""
    from pkgrs.package.find import get_package_from_repository
    from pkgrs.store.move import move_package
    from pkgrs.version.requirement import VersionedObject

    wanted = VersionedObject(opts.PKG)
    if not opts.PATH:
        list_repos_containing_pkg(wanted.name, wanted.version)
    package = get_package_from_repository(wanted.name, wanted.version, opts.PATH)
    if package is None:
        stop("Package not found.")
    move_package(package=package, dest_repository=opts.dest_path, keep_timestamp=opts.keep_timestamp,
                 force=opts.force, verbose=opts.verbose)
