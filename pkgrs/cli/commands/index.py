"""See, check and clear the index of package definitions."""
from __future__ import annotations

import sys
from argparse import ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-l", "--list", action="store_true", help="list the package families that it holds")
    group.add_argument("--check", action="store_true",
                       help="compare what it holds with the definitions as they are now; exits with 1 if an entry that "
                            "would be used differs")
    group.add_argument("--clear", action="store_true", help="remove it; it is made again bit by bit")
    parser.add_argument("FOLDER", nargs="?",
                        help="repository, or folder of a package family: only what it holds of these; all by default")


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if the index is off, or can't be removed, or is found to be wrong."""
    import os

    from pkgrs.definition.index import SETTING, definition_index
    from pkgrs.query import index as inspection

    index = definition_index()
    if index is None:
        print("the index is switched off by %s=%s" % (SETTING, os.environ.get(SETTING, "")), file=sys.stderr)
        sys.exit(1)
    below = os.path.abspath(opts.FOLDER) if opts.FOLDER else None
    if opts.clear:
        _clear(inspection, index, below)
        return
    groups = inspection.groups(index, below)
    if opts.check:
        wrong = inspection.wrong_entries(index, groups)
        print("\n".join(["differs: %s" % path for path in wrong] + ["%d of %d entries differ" % (
            len(wrong), sum(group.entries for group in groups))]))
        sys.exit(1 if wrong else 0)
    if opts.list:
        for group in groups:
            print("%s: %d definitions, %d of them up to date, %d bytes"
                  % (group.path, group.entries, group.current, group.size))
        return
    print("folder:       %s" % index.folder)
    print("families:     %d" % len(groups))
    print("definitions:  %d, %d of them up to date"
          % (sum(group.entries for group in groups), sum(group.current for group in groups)))
    print("size:         %d bytes" % sum(group.size for group in groups))


def _clear(inspection: Any, index: Any, below: Optional[str]) -> None:
    try:
        if below is None:
            print("removed %d files" % index.clear())
        else:
            print("removed %d package families" % inspection.clear(index, below))
    except OSError as error:
        print("%s: %s" % (error.filename, error.strerror), file=sys.stderr)
        sys.exit(1)
