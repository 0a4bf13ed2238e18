"""How the process of a command ends.

To end, Python undoes all that a process has made, which takes a while; the system does so at once. What Python does
besides is done here: functions that were registered for the end are called, and streams written out.
"""
from __future__ import annotations

import atexit
import os
import sys
from _thread import _count as _thread_count  # type: ignore[attr-defined]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_STANDARD_LIBRARY = os.path.join(os.path.dirname(os.__file__), "")
_PACKAGES = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "")
# The packages beside ours that are known to leave nothing to be undone.
_KNOWN = tuple(os.path.join(_PACKAGES, name, "") for name in ("pkgrs", "rez", "rezplugins", "yaml"))


def leave(code: Any) -> None:
    """End the process at once, if nobody could miss what Python would do; else return.

    Args:
        code: As for `sys.exit`.
    """
    if not isinstance(code, int) and code is not None or _thread_count() or _has_foreign_modules():
        return
    try:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except Exception:
        return  # Python tells of it when it tries again
    os._exit((code or 0) & 0xFF)


def _has_foreign_modules() -> bool:
    """Whether there are modules that are neither Python's nor ours: these might hold files that are yet to be written."""
    if "pkgrs.definition.include" in sys.modules:
        return True  # modules of packages
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if path and module.__name__ != "__main__" and not path.startswith(_KNOWN) and (
                not path.startswith(_STANDARD_LIBRARY) or path.startswith(_PACKAGES)):
            return True
    return False
