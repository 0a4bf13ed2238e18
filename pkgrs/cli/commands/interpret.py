"""
Run rex code, and print the resulting environment or a shell script that makes it.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    from pkgrs.platform.system import system
    from pkgrs.shell.base import get_shell_types

    formats = get_shell_types()
    formats += ["dict", "table"]
    parser.add_argument("-c", "--command", action="store_true",
                        help="take FILE for rex code rather than for a file's name")
    parser.add_argument("-f", "--format", type=str, choices=formats,
                        help="what to print: a script for a shell, by default the current one (%s), "
                        "or the variables as a dict or as a table" % system.shell)
    parser.add_argument("--no-env", dest="no_env", action="store_true",
                        help="begin with no environment")
    variables = parser.add_argument("--pv", "--parent-variables", dest="parent_vars", type=str, metavar="VAR",
                                    nargs="+", help="variables that are added to, rather than replaced, when they "
                                    "are first appended or prepended to; 'all' stands for all")
    file = parser.add_argument("FILE", type=str, help="file that holds rex code, or rex code with -c")

    if completions:
        import os

        from argcomplete.completers import ChoicesCompleter

        from pkgrs.cli.complete import FilesCompleter

        variables.completer = ChoicesCompleter(os.environ)
        file.completer = FilesCompleter(dirs=False, file_patterns=["*.py", "*.rex"])


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command.

    Raises:
        RezError: The file can't be read.
        RexError: The code does not compile, or raised.
    """
    from pkgrs.rex.executor import RexExecutor
    from pkgrs.rex.python import Python
    from pkgrs.shell.base import create_shell

    code, name = _code_and_name(opts)
    as_environ = opts.format in ("dict", "table")
    executor = RexExecutor(
        interpreter=Python(target_environ={}, passive=True) if as_environ else create_shell(opts.format),
        parent_environ={} if opts.no_env else None,
        parent_variables=True if opts.parent_vars == ["all"] else opts.parent_vars,
    )
    executor.execute_code(code, filename=name)
    output = executor.get_output()

    if opts.format == "dict":
        from pprint import pprint

        pprint(output)
    elif opts.format == "table":
        _print_table(output)
    else:
        print(output)


def _code_and_name(opts: Any) -> "tuple[str, Optional[str]]":
    if opts.command:
        return opts.FILE, None

    from pkgrs.errors import RezError

    try:
        with open(opts.FILE, encoding="utf-8") as file:
            return file.read(), opts.FILE
    except (OSError, UnicodeDecodeError) as error:
        raise RezError(str(error)) from error


def _print_table(environ: Dict[str, str]) -> None:
    from pkgrs.base.text import columnise

    print("\n".join(columnise(sorted(environ.items()))))
