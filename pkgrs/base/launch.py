"""Starting processes, for modules which rarely do: `subprocess` is imported when one is started."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from pkgrs.base.process import Popen as _Popen


__all__ = ["Popen"]


def Popen(args: Any, **kwargs: Any) -> _Popen:
    """Start a process; see `pkgrs.base.process.Popen`."""
    from pkgrs.base.process import Popen as start
    return start(args, **kwargs)
