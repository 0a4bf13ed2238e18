"""Copy a package, or some of its variants, to another package repository."""
from __future__ import annotations

import os.path
import sys
from argparse import ArgumentParser

from pkgrs.cli.stop import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("--dest-path", type=str, metavar="PATH",
                        help="package repository to copy to; that of the package, which only works along with a new "
                             "name or version, if not given")
    parser.add_argument("--paths", type=str, default=None, metavar="PATHS",
                        help="where to search for packages (--no-local is then ignored)")
    parser.add_argument("--nl", "--no-local", dest="no_local", action="store_true",
                        help="leave local packages out of the search")
    parser.add_argument("--reversion", type=str, metavar="VERSION", help="version of the copy")
    parser.add_argument("--rename", type=str, metavar="NAME", help="name of the copy")
    parser.add_argument("-o", "--overwrite", action="store_true", help="replace variants that are there already")
    parser.add_argument("-s", "--shallow", action="store_true",
                        help="link to the topmost files and folders rather than copy them")
    parser.add_argument("--follow-symlinks", action="store_true",
                        help="copy what links of the payload point to, rather than the links")
    parser.add_argument("-k", "--keep-timestamp", action="store_true",
                        help="keep the time of release (not when variants join a package that is there already)")
    parser.add_argument("-f", "--force", action="store_true",
                        help="copy even a package that says it is not relocatable, at your own risk")
    parser.add_argument("--allow-empty", action="store_true", help="accept an empty repository to copy to")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would be copied")
    parser.add_argument("--variants", nargs="+", type=int, metavar="INDEX",
                        help="variants to copy, counted from 0; negative ones from the end")
    parser.add_argument("--variant-uri", type=str, metavar="URI",
                        help="variant to copy, named by its URI; --variants is then ignored")
    package = parser.add_argument("PKG", type=str, nargs="?", help="the package")
    if completions:
        from pkgrs.cli.complete import PackageCompleter
        package.completer = PackageCompleter  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    from pkgrs.repository.manager import package_repository_manager
    from pkgrs.store.copy import copy_package

    if not (opts.PKG or opts.variant_uri):
        parser.error("Expected PKG.")
    if opts.PKG and opts.variant_uri:
        parser.error("Supply PKG or --variant-uri, not both.")
    if not (opts.dest_path or opts.rename or opts.reversion):
        parser.error("--dest-path must be specified unless --rename or --reversion are used.")
    package, variants = _find(opts)

    repository = package.repository
    if opts.dest_path:
        repository = package_repository_manager.get_repository(opts.dest_path)
        if repository.is_empty() and not opts.allow_empty:
            stop("Attempting to copy a package into an EMPTY repository. Are you sure that --dest-path is the correct "
                  "path? This should not include package name and/or version.\n\nIf this is a valid new package "
                  "repository, use the --allow-empty flag to continue.")

    result = copy_package(package=package, dest_repository=repository, variants=variants, shallow=opts.shallow,
                          dest_name=opts.rename, dest_version=opts.reversion, overwrite=opts.overwrite,
                          force=opts.force, follow_symlinks=opts.follow_symlinks, dry_run=opts.dry_run,
                          keep_timestamp=opts.keep_timestamp, verbose=opts.verbose)
    place = os.path.join(repository.get_package_payload_path(
        opts.rename or package.name, opts.reversion or package.version), "?")
    if package.num_variants == 0 and not opts.dry_run:
        _report_package(result)
    else:
        _report(result, place, opts.dry_run)


def _find(opts: Any) -> Any:
    """The package, and the indexes of the variants that are wanted, or None for all."""
    from pkgrs.package.find import get_variant_from_uri

    if not opts.variant_uri:
        return _only_match(opts), opts.variants or None
    variant = get_variant_from_uri(opts.variant_uri) or stop("Unknown variant: %s" % opts.variant_uri)
    return variant.parent, [variant.index]


def _only_match(opts: Any) -> Any:
    from pkgrs.config.config import config
    from pkgrs.package.find import iter_packages
    from pkgrs.version.package_request import PackageRequest

    wanted = PackageRequest(opts.PKG)
    paths: Optional[List[str]]
    if opts.paths:
        paths = [os.path.expanduser(path) for path in opts.paths.split(os.pathsep) if path]
    else:
        paths = config.nonlocal_packages_path if opts.no_local else None
    found = list(iter_packages(wanted.name, range_=wanted.range_, paths=paths))
    if not found:
        stop("No matching packages found.")
    if len(found) > 1:
        print("More than one package matches, please choose:", file=sys.stderr)
        stop("\n".join(p.qualified_name for p in sorted(found, key=lambda p: p.version)))
    return found[0]


def _report_package(result: Any) -> None:
    """Tell about a package without variants."""
    for source, target in result["copied"]:
        print("Copied %s to %s" % (source.parent.uri, target.parent.uri))
    for _, target in result["skipped"]:
        print("Target package already exists: %s. Use 'overwrite' to replace it." % target.parent.uri)


def _report(result: Any, place: str, dry_run: bool) -> None:
    """Tell about variants; `place` stands for where one would be copied to."""
    verb = "would be" if dry_run else "were"
    for key, heading, arrow in (("copied", "%d variants %s copied:", "  %s -> %s"),
                                ("skipped", "%d variants %s skipped (target exists):", "  %s !-> %s")):
        pairs = result[key]
        if not pairs:
            continue
        print(heading % (len(pairs), verb))
        for source, target in pairs:
            print(arrow % (source.uri, place if target is None else target.uri))
