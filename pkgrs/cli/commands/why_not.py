"""Say why a package is not in an environment."""
from __future__ import annotations

import sys
from argparse import ArgumentParser

from pkgrs.cli.commands import why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    why.add_arguments(parser, completions)


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if the package is there."""
    from pkgrs.query.why import explain_absence

    if not opts.PKG:
        parser.error("name a package")
    absent, lines = explain_absence(why.get_context(opts, parser), opts.PKG)
    print("\n".join(lines))
    sys.exit(0 if absent else 1)
