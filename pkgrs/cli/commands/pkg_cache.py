"""See and change what is in a package cache."""
from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple


_COLUMNS = ("status", "package", "variant_uri", "orig_path", "cache_path")
_MEGABYTE = 1024 * 1024


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-a", "--add-variants", metavar="URI", nargs="+", help="copy variants into the cache")
    group.add_argument("--logs", action="store_true", help="show the logs")
    group.add_argument("-r", "--remove-variants", metavar="URI", nargs="+", help="take variants out of the cache")
    group.add_argument("--clean", action="store_true",
                       help="delete what has not been used for long, and what else is to be deleted")
    group.add_argument("--daemon", action="store_true", help=SUPPRESS)
    parser.add_argument("--pkg-cache-mode", choices=["sync", "async"], default=None,
                        help="whether to wait for another process that copies the same variant (sync) or not (async); "
                             "as the setting package_cache_async says, if not given")
    parser.add_argument("-c", "--columns", nargs="+", choices=_COLUMNS,
                        default=["status", "package", "variant_uri", "cache_path"],
                        help="what to print of each variant: %s" % ", ".join(_COLUMNS))
    parser.add_argument("-f", "--force", action="store_true",
                        help="with --add-variants: add even a package that may not be cached")
    parser.add_argument("DIR", nargs="?", help="folder of the cache; that of the setting cache_packages_path, if not "
                                               "given")


def add_variant(pkgcache: Any, uri: str, opts: Any) -> None:
    """Add a variant, and tell about it."""
    from pkgrs.base.log import print_info, print_warning
    from pkgrs.config.config import config

    print_info("Adding variant %r to package cache at %s:", uri, pkgcache.path)
    variant = _find(uri)
    is_async = {"async": True, "sync": False}.get(opts.pkg_cache_mode, config.package_cache_async)
    path, status = pkgcache.add_variant(variant, force=opts.force, wait_for_copying=not is_async)
    if status == pkgcache.VARIANT_FOUND:
        print_info("Already exists: %s", path)
    elif status == pkgcache.VARIANT_COPYING:
        print_warning("Another process is currently copying to: %s", path)
    elif status == pkgcache.VARIANT_SKIPPED:
        import shutil
        print_warning("Cache no longer accepting new variant due to size limit.\n"
                      "Remaining cache free space: %.2fMB is near configured buffer %.2fMB "
                      "(config.package_cache_space_buffer).",
                      shutil.disk_usage(pkgcache.path)[2] / _MEGABYTE, config.package_cache_space_buffer / _MEGABYTE)
    elif status == pkgcache.VARIANT_COPY_STALLED:
        print_warning("Variant %s", pkgcache.STATUS_DESCRIPTIONS[status])
    else:
        print_info("Successfully cached to: %s", path)


def remove_variant(pkgcache: Any, uri: str, opts: Any) -> None:
    """Remove a variant, and tell about it."""
    from pkgrs.base.log import print_error, print_info, print_warning

    print_info("Removing variant %r from package cache at %s:", uri, pkgcache.path)
    status = pkgcache.remove_variant(_find(uri))
    if status == pkgcache.VARIANT_NOT_FOUND:
        print_error("No such variant found in cache")
    elif status == pkgcache.VARIANT_COPYING:
        print_warning("Another process is currently caching this variant")
    else:
        print_info("Variant successfully removed")


def _find(uri: str) -> Any:
    from pkgrs.package.find import get_variant_from_uri
    variant = get_variant_from_uri(uri)
    if variant is None:
        print("No such variant: %s" % uri, file=sys.stderr)
        sys.exit(1)
    return variant


def view_logs(pkgcache: Any, opts: Any) -> None:
    """Print the logs."""
    from pkgrs.terminal.logging import view_file_logs
    view_file_logs(os.path.join(pkgcache._log_dir, "*.log"), loglevel_index=4)


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    from pkgrs.config.config import config
    from pkgrs.store.payload_cache import PackageCache

    path = opts.DIR or config.cache_packages_path
    if not path:
        parser.error("DIR must be specified, as there is no configured 'cache_packages_path'")
    cache = PackageCache(path)
    if opts.daemon:
        cache.run_daemon()
    elif opts.add_variants:
        for uri in opts.add_variants:
            add_variant(cache, uri, opts)
    elif opts.remove_variants:
        for uri in opts.remove_variants:
            remove_variant(cache, uri, opts)
    elif opts.clean:
        cache.clean()
    elif opts.logs:
        view_logs(cache, opts)
    else:
        _list(cache, opts)


def _list(cache: Any, opts: Any) -> None:
    from pkgrs.base.text import print_colored_columns
    from pkgrs.terminal import colour

    styles: Dict[int, Tuple[str, Any, int]] = {
        cache.VARIANT_FOUND: ("cached", colour.local, 0),
        cache.VARIANT_COPYING: ("copying", colour.warning, 1),
        cache.VARIANT_COPY_STALLED: ("stalled", colour.error, 2),
        cache.VARIANT_PENDING: ("pending", colour.inactive, 3),
    }
    to_terminal = sys.stdout.isatty()
    if to_terminal:
        print("Package cache at %s:\n" % cache.path)
    found = sorted(cache.get_variants(), key=lambda item: styles[item[2]][2])
    if not found:
        print("No cached packages.", file=sys.stderr)
        return

    rows: List[Any] = []
    if to_terminal:
        heading = [column.replace("_", " ") for column in opts.columns]
        rows += [heading + [None], ["-" * len(word) for word in heading] + [None]]
    for variant, root, status in found:
        text, style, _ = styles[status]
        values = {"status": text, "package": variant.qualified_package_name, "variant_uri": variant.uri,
                  "cache_path": root or "-"}
        if "orig_path" in opts.columns:
            values["orig_path"] = _original(variant)
        rows.append([values[column] for column in opts.columns] + [style])
    print_colored_columns(colour.Printer(sys.stdout), rows)


def _original(variant: Any) -> str:
    from pkgrs.errors import RezError
    try:
        return variant.root or "-"
    except RezError:
        return "-"  # the package is gone
