"""
Print completions of the command line that a shell gives in COMP_LINE and COMP_POINT.
"""
from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Tuple


def setup_parser(parser: Any, completions: bool = False) -> None:
    """The command takes no arguments."""


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    line = os.getenv("COMP_LINE", "")
    try:
        point = int(os.getenv("COMP_POINT", ""))
    except ValueError:
        point = len(line.encode("utf-8", "surrogateescape"))  # as bytes, which is what shells count

    line, point = _own_command(line, point)
    program, _, rest = line.partition(" ")
    program = os.path.basename(program)
    if program in ("rez", "rezolve", "pkg"):
        if program == "pkg":
            from pkgrs.cli import table
            table.add_pkg_commands()
        written = rest.split()
        if not written or (len(written) == 1 and not rest.endswith(" ")):
            _print_commands(written[0] if written else "")
            return
        # From here on it is as if `rez-env` was written in place of `rez env`.
        name = written[0]
        shorter = "%s-%s %s" % (program, name, rest.lstrip()[len(name):].lstrip())
        point = max(point - (len(line) - len(shorter)), 0)
        line = shorter
    else:
        name = program.partition("-")[2] or program
    _print_arguments(name, *_without_dashes(line, point))


def _own_command(line: str, point: int) -> Tuple[str, int]:
    """The line without the commands before ours: tcsh gives all of it."""
    if re.match(r"(\S*/)?(rez|pkg)", line):
        return line, point
    start = max(line.rfind(separator, 0, point) for separator in ";&|") + 1
    rest = line[start:].lstrip()
    return rest, max(point - (len(line) - len(rest)), 0)


def _print_commands(prefix: str) -> None:
    from pkgrs.cli import table

    names = [name for name in table.all_commands() if not table.subcommands[name].get("hidden")]
    print(" ".join(name for name in names if name.startswith(prefix)))


def _without_dashes(line: str, point: int) -> Tuple[str, int]:
    """Each ` -- ` made an option, so that the parser can say what may follow: ` --N0 `, ` --N1 `, …"""
    number = 0
    while True:
        dashes = re.search(r"\s--\s", line)
        if dashes is None:
            return line, point
        after = dashes.end() - 1
        label = "N%d" % number
        line = line[:after] + label + line[after:]
        if point >= after:
            point += len(label)
        number += 1


def _print_arguments(name: str, line: str, point: int) -> None:
    from pkgrs.cli import table

    if not table.find(name):
        return
    import argparse
    from importlib import import_module

    from pkgrs.cli.finder import RezCompletionFinder

    parser = argparse.ArgumentParser()
    import_module(table.module_of(name)).setup_parser(parser, completions=True)
    print(" ".join(RezCompletionFinder(parser, line, point).completions))
