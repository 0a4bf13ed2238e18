"""
Print a package.yaml as a package.py.
"""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("PATH", type=str, nargs="?",
                        help="the file, or the folder of a package.yaml; the working directory by default")


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if there is no package.

    Raises:
        ResourceError: If the file is no YAML.
    """
    import os

    from yaml import YAMLError

    from pkgrs.definition.load import FileFormat
    from pkgrs.errors import PackageMetadataError, ResourceError
    from pkgrs.package.developer import get_developer_package

    path = os.path.expanduser(opts.PATH or os.getcwd())
    try:
        package = get_developer_package(path, format=FileFormat.yaml)
    except PackageMetadataError:
        print("Couldn't load the package at %r" % path, file=sys.stderr)
        sys.exit(1)
    except YAMLError as e:
        raise ResourceError("Problem loading %s: %s" % (path, e)) from e
    package.print_info(format_=FileFormat.py)
