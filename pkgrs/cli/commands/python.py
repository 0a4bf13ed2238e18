"""Run a python script, or an interpreter, that can import rez. Further arguments go to the interpreter."""
from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    file = parser.add_argument("FILE", type=str, nargs="?", help="the script")
    if completions:
        from pkgrs.cli.complete import FilesCompleter
        file.completer = FilesCompleter(dirs=False, file_patterns=["*.py"])  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    import os
    import subprocess
    import sys

    argv = [sys.executable]
    if extra_arg_groups:
        argv += extra_arg_groups[0]
    if opts.FILE:
        argv += [opts.FILE]
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    env = dict(os.environ)
    if not _importable_from(root):
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [root, env.get("PYTHONPATH")]))
    sys.exit(subprocess.call(argv, env=env))


def _importable_from(root: str) -> bool:
    """Whether an interpreter finds rez there by itself, as in an installation."""
    import sysconfig
    return root in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
