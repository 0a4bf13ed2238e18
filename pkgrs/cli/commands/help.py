"""
Show the help of a package.
"""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("-m", "--manual", dest="manual", action="store_true", default=False,
                        help="show the manual, rather than the help of a package")
    parser.add_argument("-e", "--entries", dest="entries", action="store_true", default=False,
                        help="list the sections that there are, and open none")
    package = parser.add_argument("PKG", metavar="PACKAGE", nargs="?",
                                  help="the package; without one, the manual is shown")
    parser.add_argument("SECTION", type=int, default=1, nargs="?", help="the number of the section, from 1")
    if completions:
        from pkgrs.cli.complete import PackageCompleter

        package.completer = PackageCompleter


def command(opts: Any, parser: Any = None, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if the package has no help, with 2 if it has no such section.

    Raises:
        PackageRequestError: If the request is malformed.
    """
    from pkgrs.errors import PackageRequestError, convert_errors
    from pkgrs.query.help import PackageHelp
    from pkgrs.version.common import VersionError
    from pkgrs.version.package_request import PackageRequest

    if opts.manual or not opts.PKG:
        PackageHelp.open_rez_manual()
        sys.exit(0)

    with convert_errors(VersionError, PackageRequestError):
        request = PackageRequest(opts.PKG)
    if request.conflict:
        raise PackageRequestError("Expected a non-conflicting package")

    help_ = PackageHelp(request.name, request.range_, verbose=opts.verbose)
    if not help_.success:
        print("Could not find a package with help for %r." % request, file=sys.stderr)
        sys.exit(1)

    assert help_.package is not None
    print("Help found for:")
    print(help_.package.uri)
    if help_.package.description:
        print()
        print("Description:")
        print(help_.package.description.strip())
        print()

    if opts.entries:
        help_.print_info()
    elif -len(help_.sections) < opts.SECTION <= len(help_.sections):
        # Zero and below count from the last section.
        help_.open(opts.SECTION - 1)
    else:
        print("No such help section.", file=sys.stderr)
        sys.exit(2)
