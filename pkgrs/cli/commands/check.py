"""Check package definitions and repositories for common mistakes.

Definitions are parsed, never run, and nothing is changed. Exit code: 0 if nothing was found, 1 if something was, 2 if
something could not be read.
"""
from __future__ import annotations

import sys
from argparse import ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, Iterator, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print what is found")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE",
                        help="leave a rule out; can be given several times")
    parser.add_argument("--list-rules", action="store_true", help="list the rules, and exit")
    parser.add_argument("--families", action="store_true",
                        help="find requests for packages that are in no repository, too")
    parser.add_argument("--paths", help="with --families: repositories besides those checked, separated as in PATH; "
                                        "those configured by default")
    paths = parser.add_argument("PATH", nargs="*", help="a definition file, the folder of a package, or a repository")
    if completions:
        from pkgrs.cli.complete import FilesCompleter
        paths.completer = FilesCompleter(file_patterns=["*.py", "*.yaml"])  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if something was found, and with 2 if something could not be read."""
    from pkgrs.check import report as reports
    from pkgrs.check.rules import RULES
    from pkgrs.check.run import check

    if opts.list_rules:
        print(reports.rules_as_json() if opts.format == "json" else "\n".join(reports.rules_as_text()))
        return
    unknown = [name for name in opts.ignore if name not in RULES]
    if unknown:
        parser.error("argument --ignore: no such rule: %s (see --list-rules)" % ", ".join(unknown))
    if not opts.PATH:
        parser.error("name what to check: a definition file, the folder of a package, or a repository")
    report = check(opts.PATH, opts.ignore, _families(opts), _progress)
    print(reports.as_json(report) if opts.format == "json" else "\n".join(reports.as_text(report)))
    for problem in report.problems:
        print("can't be checked: %s" % problem, file=sys.stderr)
    sys.exit(report.exit_code)


def _families(opts: Any) -> Any:
    """The packages that are there, if requests are to be looked up."""
    import os

    if not opts.families:
        return None
    from pkgrs.check.run import families_in
    from pkgrs.config.config import config
    paths = config.packages_path if opts.paths is None else [path for path in opts.paths.split(os.pathsep) if path]
    return families_in(map(os.path.expanduser, paths))


def _progress(definitions: Iterable[Any], count: int) -> Iterator[Any]:
    """Show a bar while many definitions are gone through."""
    if count < 200 or not sys.stderr.isatty():
        yield from definitions
        return
    from pkgrs.terminal.progress import ProgressBar
    bar = ProgressBar("Checking", count)
    for number, definition in enumerate(definitions, 1):
        yield definition
        if number % 50 == 0 or number == count:
            bar.goto(number)
    bar.finish()
