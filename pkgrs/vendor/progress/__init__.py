"""The library `progress`, as far as Rez and its clients use it."""
from pkgrs.terminal.progress import _HIDE_CURSOR as HIDE_CURSOR
from pkgrs.terminal.progress import _SHOW_CURSOR as SHOW_CURSOR
from pkgrs.terminal.progress import Infinite, Progress

__all__ = ["HIDE_CURSOR", "Infinite", "Progress", "SHOW_CURSOR"]
