"""
Tell what a tool, package, context or suite is, or what environment this is.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    tools = parser.add_argument("-t", "--tools", action="store_true",
                                help="list the tools that can be called; OBJECT may be a pattern such as 'foo*'")
    parser.add_argument("OBJECT", type=str, nargs="?",
                        help="a tool, package, context or suite; the current environment if not given")
    if completions:
        from pkgrs.cli.complete import ExecutablesCompleter

        tools.completer = ExecutablesCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if nothing is known of the object."""
    import sys

    from pkgrs.suite.status import status

    known = status.print_tools(opts.OBJECT) if opts.tools else status.print_info(opts.OBJECT)
    sys.exit(0 if known else 1)
