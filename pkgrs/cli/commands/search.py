"""
Find packages by name and version.
"""
from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    from pkgrs.query.fields import RESULT_FIELDS

    times = "seconds since the epoch, or a time ago as in -10s, -5m, -0.5h or -10d"
    parser.add_argument("-t", "--type", default="auto", choices=("package", "family", "variant", "auto"),
                        help="what to find; 'auto' finds packages if PKG says versions or matches a single name, "
                             "and families otherwise")
    parser.add_argument("--nl", "--no-local", dest="no_local", action="store_true",
                        help="leave local packages out")
    parser.add_argument("--validate", action="store_true", help="check everything that is found")
    parser.add_argument("--paths", type=str, default=None,
                        help="repositories to look in, separated as in $PATH; --no-local has no effect then")
    parser.add_argument("-f", "--format", type=str, default=None,
                        help="print this of each package, such as '{qualified_name} | {description}'. "
                             "The fields: %s" % ", ".join(RESULT_FIELDS))
    parser.add_argument("--no-newlines", action="store_true", help="print '\\n' for a newline inside of a field")
    parser.add_argument("-l", "--latest", action="store_true", help="only the highest version of each package")
    parser.add_argument("-e", "--errors", action="store_true",
                        help="only packages that something is wrong with; checks them, as --validate does")
    parser.add_argument("--nw", "--no-warnings", dest="no_warnings", action="store_true", help="print no warnings")
    parser.add_argument("--before", type=str, default="0",
                        help="only packages released before this time: " + times)
    parser.add_argument("--after", type=str, default="0",
                        help="only packages released after this time: " + times)
    package = parser.add_argument("PKG", type=str, nargs="?",
                                  help="what to look for; the name may have wildcards, as in a shell")
    if completions:
        from pkgrs.cli.complete import PackageCompleter

        package.completer = PackageCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if nothing is found.

    Raises:
        ResourceError: If a definition can't be loaded; those that can are printed first.
        RezError: If a time or the format is malformed.
    """
    from pkgrs.base.text import get_epoch_time_from_str
    from pkgrs.config.config import config
    from pkgrs.errors import RezError, convert_errors
    from pkgrs.query.search import ResourceSearcher, ResourceSearchResultFormatter

    with convert_errors(ValueError, RezError):
        after, before = [get_epoch_time_from_str(text) for text in (opts.after, opts.before)]
    if 0 < before <= after:
        parser.error("non-overlapping --before and --after")
    if opts.no_warnings:
        config.override("warn_none", True)

    searcher = ResourceSearcher(
        package_paths=_split_paths(opts.paths),
        resource_type=None if opts.type == "auto" else opts.type,
        no_local=opts.no_local,
        latest=opts.latest,
        after_time=after,
        before_time=before,
        validate=opts.validate or opts.errors)
    searcher.keep_going = True
    resource_type, results = searcher.search(opts.PKG)

    if opts.errors:
        results = [result for result in results if result.validation_error]
    if not results:
        if searcher.load_error:
            raise searcher.load_error
        erroneous = "erroneous " if opts.errors else ""
        print("No matching %s%s found." % (erroneous, resource_type), file=sys.stderr)
        sys.exit(1)

    formatter = ResourceSearchResultFormatter(output_format=opts.format, suppress_newlines=opts.no_newlines)
    with convert_errors((ValueError, IndexError), RezError, "Malformed --format"):
        formatter.print_search_results(results, buf=sys.stdout)
    if searcher.load_error:
        raise searcher.load_error


def _split_paths(text: Optional[str]) -> Optional[List[str]]:
    if text is None:
        return None
    return [os.path.expanduser(path) for path in text.split(os.pathsep) if path]
