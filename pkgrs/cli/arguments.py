"""Arguments that all commands have, and how help leaves an argument out; without `argparse`."""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def left_out() -> Any:
    """The `help` of an argument that help leaves out: `argparse.SUPPRESS`, which parsers know by its identity. Where
    that library is not imported there is no parser."""
    library = sys.modules.get("argparse")
    return library.SUPPRESS if library else None


def add_common_arguments(parser: Any) -> None:
    """Declare the arguments that all commands have.

    Args:
        parser: The command's parser, or what stands in for it.
    """
    parser.add_argument("-v", "--verbose", action="count", default=0,
                        help="say more; give it again for still more")
    parser.add_argument("--debug", dest="debug", action="store_true", help=left_out())
    parser.add_argument("--profile", dest="profile", type=str, help=left_out())
