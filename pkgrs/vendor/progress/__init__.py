"""The library `progress`, as far as Rez and its clients use it."""
from pkgrs.terminal.progress import Infinite, Progress

__all__ = ["Infinite", "Progress"]
