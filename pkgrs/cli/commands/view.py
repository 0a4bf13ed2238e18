"""
Print the definition of a package.
"""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    formats = ("py", "yaml")
    parser.add_argument("-f", "--format", default="yaml", choices=formats, help="format of what is printed")
    parser.add_argument("-a", "--all", action="store_true", help="print what a release has added as well")
    parser.add_argument("-b", "--brief", action="store_true", help="print the definition alone, without its URI")
    parser.add_argument("-c", "--current", action="store_true",
                        help="take the package from the context that this is run in")
    package = parser.add_argument("PKG", type=str, help="the package; its highest version is printed")
    if completions:
        from pkgrs.cli.complete import PackageCompleter

        package.completer = PackageCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if there is no such package.

    Raises:
        PackageRequestError: If the request is malformed.
        ResourceError: If the definition can't be loaded, or is invalid.
    """
    from pkgrs.definition.load import FileFormat
    from pkgrs.errors import PackageRequestError, convert_errors
    from pkgrs.version.common import VersionError
    from pkgrs.version.package_request import PackageRequest

    with convert_errors(VersionError, PackageRequestError):
        request = PackageRequest(opts.PKG)
    package = _package_in_context(request) if opts.current else _latest_package(request)

    if not opts.brief:
        print("URI:")
        print(package.uri)
        print()
        print("CONTENTS:")
    package.print_info(format_=FileFormat[opts.format], include_release=opts.all)


def _package_in_context(request: Any) -> Any:
    from pkgrs.context.context import ResolvedContext

    context = ResolvedContext.get_current()
    if context is None:
        print("not in a resolved environment context.", file=sys.stderr)
        sys.exit(1)

    variant = context.get_resolved_package(request.name)
    if variant is None:
        print("Package %r is not in the current context" % request.name, file=sys.stderr)
        sys.exit(1)
    return variant.parent


def _latest_package(request: Any) -> Any:
    from pkgrs.package.find import get_latest_package

    package = get_latest_package(request.name, range_=request.range_)
    if package is None:
        print("no matches found")
        sys.exit(1)
    return package
