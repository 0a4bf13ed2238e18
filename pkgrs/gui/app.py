"""Runs the windows."""
from __future__ import annotations

import os
import signal
import sys

from pkgrs.gui.application import get_app
from pkgrs.gui.qt import execute
from pkgrs.gui.windows import MainWindow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, List

__all__ = ["get_context_files", "run"]


def get_context_files(filepaths: Iterable[str]) -> List[str]:
    """The files, with their whole paths.

    Raises:
        OSError: One is not there, or is no file.
    """
    paths = []
    for path in filepaths:
        os.stat(path)
        if not os.path.isfile(path):
            raise OSError("Not a file: %s" % path)
        paths.append(os.path.abspath(path))
    return paths


def _tell(*error: Any) -> None:
    sys.__excepthook__(*error)


def run(opts: Any = None, parser: Any = None) -> None:
    """Open the windows, and end the program when they are closed.

    Args:
        opts: What the command line says: `diff`, two files with contexts to compare, or `FILE`, those to open.
        parser: The parser of the command line.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # Python's own handlers wait for Qt, which doesn't end
        signal.signal(number, signal.SIG_DFL)
    sys.excepthook = _tell  # with one of its own, PyQt goes on after an error, as PySide does
    app = get_app()
    window = MainWindow()
    app.set_main_window(window)
    window.resize(1100, 750)
    window.show()
    if opts.diff:
        opened = [window.open_context_and_diff_with_file(*get_context_files(opts.diff))]
    else:
        opened = [window.open_context(path) for path in get_context_files(opts.FILE or ())]
    if len(opened) != 1:
        window.cascade()
    elif opened[0] is not None:
        opened[0].showMaximized()
    sys.exit(execute(app))
