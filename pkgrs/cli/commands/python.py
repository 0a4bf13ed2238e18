"""Run a python script, or an interpreter, that can import rez. Further arguments go to the interpreter."""
from __future__ import annotations

from argparse import ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    file = parser.add_argument("FILE", type=str, nargs="?", help="the script")
    if completions:
        from pkgrs.cli.complete import FilesCompleter
        file.completer = FilesCompleter(dirs=False, file_patterns=["*.py"])  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command, and exit with the interpreter's exit code."""
    import os
    import subprocess
    import sys

    from pkgrs.cli.main import is_hyphened_command

    # All arguments are the interpreter's, in their order; the parser is there for the help.
    arguments = sys.argv[1:] if is_hyphened_command() else sys.argv[sys.argv.index("python") + 1:]
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    environ = dict(os.environ)
    options = []
    if _finds_us(root):
        options.append("-E")
    else:
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environ.get("PYTHONPATH")]))
    sys.exit(subprocess.call([sys.executable, *options, *arguments], env=environ))


def _finds_us(root: str) -> bool:
    """Whether an interpreter finds rez there by itself, as in an installation."""
    import sysconfig
    return root in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
