"""List the known differences from Rez."""
from __future__ import annotations

import sys
from argparse import ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("-l", "--long", action="store_true", help="show the reasons, too")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    parser.add_argument("NAME", nargs="*", help="differences to show at length; all are listed by default")


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if a name is that of no difference."""
    from pkgrs.query.quirks import describe, known_quirks

    quirks = known_quirks()
    unknown = [name for name in opts.NAME if name not in {quirk.id for quirk in quirks}]
    if unknown:
        print("no such difference: %s" % ", ".join(unknown), file=sys.stderr)
        sys.exit(1)
    chosen = [quirk for quirk in quirks if not opts.NAME or quirk.id in opts.NAME]
    if opts.json:
        import json
        print(json.dumps([quirk._asdict() for quirk in chosen], indent=4))
        return
    long = bool(opts.long or opts.NAME)
    print(("\n\n" if long else "\n").join("\n".join(describe(quirk, long)) for quirk in chosen))
