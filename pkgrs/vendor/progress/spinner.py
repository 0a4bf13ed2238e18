"""Spinners."""
from pkgrs.terminal.progress import Infinite, PixelSpinner, Spinner

__all__ = ["Infinite", "LineSpinner", "MoonSpinner", "PieSpinner", "PixelSpinner", "Spinner"]


class PieSpinner(Spinner):
    """A quarter that goes round."""

    phases = list("◷◶◵◴")


class MoonSpinner(Spinner):
    """A half that goes round."""

    phases = list("◑◒◐◓")


class LineSpinner(Spinner):
    """A line that goes down and up."""

    phases = list("⎺⎻⎼⎽⎼⎻")
