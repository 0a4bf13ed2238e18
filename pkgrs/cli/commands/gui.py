"""
Show contexts in windows.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("--diff", nargs=2, metavar=("RXT1", "RXT2"), help="compare two contexts")
    file = parser.add_argument("FILE", type=str, nargs="*", help="contexts to open")
    if completions:
        from pkgrs.cli.complete import FilesCompleter

        file.completer = FilesCompleter()


def command(opts: Any, parser: Any = None, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command.

    Raises:
        ImportError: `Qt`, or a library that it can use, is not installed.
    """
    from pkgrs.gui.app import run

    run(opts, parser)
