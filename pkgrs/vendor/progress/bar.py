"""Bars."""
from pkgrs.terminal.progress import Bar, Progress

__all__ = ["Bar", "IncrementalBar", "Progress"]

IncrementalBar = Bar
