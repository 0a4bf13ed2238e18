"""How log messages come to the user: the handler, and the viewing of log files."""
from __future__ import annotations

import logging
import os
import sys

from pkgrs.terminal.colour import ColorizedStreamHandler, Printer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


__all__ = ["init_logging", "view_file_logs"]


def init_logging() -> None:
    """Have messages of Rez's loggers written to stderr, with time and level.

    If the environment variable `REZ_LOGGING_CONF` names a file, then as that file
    says (see the `logging.config` module) instead.
    """
    conf = os.getenv("REZ_LOGGING_CONF")
    if conf:
        from logging import config as logging_config
        logging_config.fileConfig(conf, disable_existing_loggers=False)
        return

    rez_logger = logging.getLogger("rez")
    if any(isinstance(handler, ColorizedStreamHandler) for handler in rez_logger.handlers):
        return

    handler = ColorizedStreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-8s %(message)s", "%X"))
    rez_logger.propagate = False
    rez_logger.setLevel(logging.DEBUG)
    rez_logger.addHandler(handler)


_STYLES = {
    "CRITICAL": "critical", "ERROR": "error", "WARNING": "warning", "INFO": "info", "DEBUG": "debug",
}


def view_file_logs(globbed_path: str, loglevel_index: Optional[int] = None) -> None:
    """Print the lines of log files to stdout, the file changed longest ago first.

    Args:
        globbed_path: Pattern of file names, such as `/foo/logs/*.log`.
        loglevel_index: Which word of a line is the level (INFO etc), by which the line is coloured.
            No colours if None.
    """
    from glob import glob
    paths = sorted(glob(globbed_path), key=lambda path: os.stat(path).st_ctime)
    if not paths:
        print("No logs.", file=sys.stderr)
        return

    printer = Printer(sys.stdout)
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as f:
            for line in f:
                line = line.rstrip()
                style = None if loglevel_index is None else _style_of(line, loglevel_index)
                printer(line, style)


def _style_of(line: str, loglevel_index: int) -> Any:
    from pkgrs.terminal import colour
    words = line.split()
    level = words[loglevel_index] if loglevel_index < len(words) else ""
    return getattr(colour, _STYLES[level]) if level in _STYLES else None
