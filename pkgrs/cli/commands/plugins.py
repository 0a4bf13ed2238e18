"""
List the plugins of a package.
"""
from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("--paths", type=str, default=None, help="repositories to look in, separated as in $PATH")
    package = parser.add_argument("PKG", type=str, help="the package")
    if completions:
        from pkgrs.cli.complete import PackageFamilyCompleter

        package.completer = PackageFamilyCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; raises PackageFamilyNotFoundError if there is no such package."""
    from pkgrs.config.config import config
    from pkgrs.query.search import get_plugins

    config.override("warn_none", True)
    paths = None
    if opts.paths is not None:
        paths = [os.path.expanduser(path) for path in opts.paths.split(os.pathsep) if path]
    names = get_plugins(package_name=opts.PKG, paths=paths)
    if names:
        print("\n".join(names))
    else:
        print("package '%s' has no plugins." % opts.PKG, file=sys.stderr)
