"""Setting up logging as late as possible: the library takes long to import, and most often there is no message."""
from __future__ import annotations

import os
import sys


def start_logging() -> None:
    """Have messages of Rez's loggers written as `pkgrs.terminal.logging.init_logging` says.

    That happens at once if logging is in use already, or is to be set up from a file; else with the first message.
    """
    if "logging" in sys.modules or os.environ.get("REZ_LOGGING_CONF"):
        _init_logging()
    else:
        from pkgrs.base.log import call_before_first_message
        call_before_first_message(_init_logging)


def _init_logging() -> None:
    from pkgrs.terminal.logging import init_logging
    init_logging()
