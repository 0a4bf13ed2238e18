"""Hide a package, so that resolves do not see it, or show it again."""
from __future__ import annotations

from argparse import ArgumentParser

from pkgrs.cli.stop import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("-u", "--unignore", action="store_true", help="show the package again")
    parser.add_argument("-a", "--allow-missing", action="store_true", help="hide even a package that is not there")
    package = parser.add_argument("PKG", type=str, help="the package and its version, such as 'foo-1.2.3'")
    parser.add_argument("PATH", nargs="?", help="the repository it is in; without it, you get a list to choose from")
    if completions:
        from pkgrs.cli.complete import PackageCompleter
        package.completer = PackageCompleter  # type: ignore[attr-defined]


def list_repos() -> None:
    """Print the repositories of the packages path, and end."""
    from pkgrs.cli.choose import list_repositories
    list_repositories()


def list_repos_containing_pkg(pkg_name: str, pkg_version: Any) -> None:
    """Print the repositories that have the package, and end."""
    from pkgrs.cli.choose import list_repositories_with
    list_repositories_with(pkg_name, pkg_version)


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    from pkgrs.repository.manager import package_repository_manager
    from pkgrs.version.requirement import VersionedObject

    wanted = VersionedObject(opts.PKG)
    if not opts.PATH:
        if opts.allow_missing:
            list_repos()
        else:
            list_repos_containing_pkg(wanted.name, wanted.version)
    repository = package_repository_manager.get_repository(opts.PATH)
    if opts.unignore:
        outcome = repository.unignore_package(wanted.name, wanted.version)
    else:
        outcome = repository.ignore_package(wanted.name, wanted.version, allow_missing=opts.allow_missing)

    if outcome == 1:
        print("Package is now visible to resolves once more" if opts.unignore
              else "Package is now ignored and will not be visible to resolves")
    elif outcome == -1:
        stop("Package not found")
    else:
        print("No action taken - package was already visible" if opts.unignore
              else "No action taken - package was already ignored")
