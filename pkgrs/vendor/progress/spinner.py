"""Spinners."""
from pkgrs.terminal.progress import Infinite, PixelSpinner, Spinner

__all__ = ["Infinite", "PixelSpinner", "Spinner"]
