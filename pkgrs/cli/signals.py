"""What the commands do when they are interrupted or terminated."""
from __future__ import annotations

import os
import sys

from pkgrs.base.flow import Interrupted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_handled_int = False
_handled_term = False


def _env_var_true(name: str) -> bool:
    return os.getenv(name, "").lower() in ("1", "true", "on", "yes")


def sigbase_handler(signum: int, frame: Any) -> None:
    """Show the cursor again, end the children, which share the process group, and exit."""
    sys.stdout.write("\033[?25h")
    sys.stdout.flush()
    if not _env_var_true("_REZ_NO_KILLPG") and hasattr(os, "killpg"):
        os.killpg(os.getpgid(0), signum)
    raise Interrupted(1)


def sigint_handler(signum: int, frame: Any) -> None:
    """Say once that the user interrupted, and exit."""
    global _handled_int
    if not _handled_int:
        _handled_int = True
        if not _env_var_true("_REZ_QUIET_ON_SIG"):
            print("Interrupted by user")
        sigbase_handler(signum, frame)


def sigterm_handler(signum: int, frame: Any) -> None:
    """Say once that the user terminated the command, and exit."""
    global _handled_term
    if not _handled_term:
        _handled_term = True
        if not _env_var_true("_REZ_QUIET_ON_SIG"):
            print("Terminated by user")
        sigbase_handler(signum, frame)


def install_handlers() -> None:
    """Have the handlers of this module called when the process is interrupted or terminated."""
    try:
        import _signal as signal  # the library around it makes a hundred named constants
    except ImportError:
        import signal  # type: ignore[no-redef]
    signal.signal(signal.SIGINT, sigint_handler)
    signal.signal(signal.SIGTERM, sigterm_handler)
