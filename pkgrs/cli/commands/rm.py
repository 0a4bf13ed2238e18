"""Remove packages from a package repository."""
from __future__ import annotations

from argparse import ArgumentParser

from pkgrs.cli.stop import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    what = parser.add_mutually_exclusive_group()
    package = what.add_argument("-p", "--package", help="remove this package, such as 'foo-1.2.3', ignored or not")
    family = what.add_argument("-f", "--family", help="remove the package of this name, if it has no versions left")
    what.add_argument("--force-family", action="store_true", help="as -f, versions and all")
    what.add_argument("-i", "--ignored-since", type=int, metavar="DAYS",
                      help="remove all packages that have been ignored for at least so many days")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would be removed")
    parser.add_argument("PATH", nargs="?", help="the repository")
    if completions:
        from pkgrs.cli.complete import PackageCompleter, PackageFamilyCompleter
        package.completer = PackageCompleter  # type: ignore[attr-defined]
        family.completer = PackageFamilyCompleter  # type: ignore[attr-defined]


def remove_package(opts: Any, parser: ArgumentParser) -> None:
    """Remove one package; ends with exit code 1 if it is not there."""
    from pkgrs.store.remove import remove_package
    from pkgrs.version.requirement import VersionedObject

    if opts.dry_run:
        parser.error("--dry-run is not supported with --package")
    if not opts.PATH:
        parser.error("Must specify PATH with --package")
    wanted = VersionedObject(opts.package)
    if remove_package(wanted.name, wanted.version, opts.PATH):
        print("Package removed.")
    else:
        stop("Package not found.")


def remove_package_family(opts: Any, parser: ArgumentParser, force: bool = False) -> None:
    """Remove a package of all versions; ends with exit code 1 if that can't be done."""
    from pkgrs.tool_errors import PackageRepositoryError
    from pkgrs.store.remove import remove_package_family
    from pkgrs.version.requirement import VersionedObject

    if opts.dry_run:
        parser.error("--dry-run is not supported with --family")
    if not opts.PATH:
        parser.error("Must specify PATH with --family")
    wanted = VersionedObject(opts.family)
    if wanted.version:
        parser.error("Expected package name, not version")
    try:
        found = remove_package_family(wanted.name, opts.PATH, force=force)
    except PackageRepositoryError as error:
        stop("Error: %s" % error)
    if found:
        print("Package family removed.")
    else:
        stop("Package family not found.")


def remove_ignored_since(opts: Any, parser: ArgumentParser) -> None:
    """Remove what has been ignored for long, and say how many that were."""
    from pkgrs.store.remove import remove_packages_ignored_since

    paths = [opts.PATH] if opts.PATH else None
    count = remove_packages_ignored_since(days=opts.ignored_since, paths=paths, dry_run=opts.dry_run,
                                          verbose=opts.verbose)
    if not count:
        print("No packages were removed.")
    elif opts.dry_run:
        print("%d packages would be removed." % count)
    else:
        print("%d packages were removed." % count)


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    if opts.package:
        remove_package(opts, parser)
    elif opts.family or opts.force_family:
        remove_package_family(opts, parser, force=bool(opts.force_family))
    elif opts.ignored_since is not None:
        remove_ignored_since(opts, parser)
    else:
        parser.error("Must specify either --package or --ignored-since")
