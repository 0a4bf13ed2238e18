"""Bars."""
from __future__ import annotations

from pkgrs.terminal.progress import Bar as _Bar
from pkgrs.terminal.progress import Progress
from pkgrs.vendor.progress.colors import color

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Tuple

__all__ = [
    "Bar", "ChargingBar", "FillingCirclesBar", "FillingSquaresBar", "IncrementalBar", "PixelBar", "Progress", "ShadyBar",
]


class Bar(_Bar):
    """A bar that grows, in a colour if `color` is set."""

    def update(self) -> None:
        """Show the current state."""
        filled = int(self.width * self.progress)
        self._show(self.fill * filled, self.empty_fill * (self.width - filled))

    def _show(self, filled: str, rest: str) -> None:
        self.writeln("".join((self.message % self, self.bar_prefix, color(filled, fg=self.color), rest, self.bar_suffix,
                              self.suffix % self)))


class ChargingBar(Bar):
    """A bar with the percentage."""

    suffix = "%(percent)d%%"
    bar_prefix = " "
    bar_suffix = " "
    empty_fill = "∙"
    fill = "█"


class FillingSquaresBar(ChargingBar):
    """A row of squares that are filled."""

    empty_fill = "▢"
    fill = "▣"


class FillingCirclesBar(ChargingBar):
    """A row of circles that are filled."""

    empty_fill = "◯"
    fill = "◉"


class IncrementalBar(Bar):
    """A bar that grows by parts of a character, its `phases`."""

    phases: Tuple[str, ...] = (" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█")

    def update(self) -> None:
        """Show the current state."""
        filled = self.width * self.progress
        whole = int(filled)
        phase = int((filled - whole) * len(self.phases))
        current = self.phases[phase] if phase else ""
        self._show(self.phases[-1] * whole, current + self.empty_fill * max(0, self.width - whole - len(current)))


class PixelBar(IncrementalBar):
    """A bar of dots."""

    phases = ("⡀", "⡄", "⡆", "⡇", "⣇", "⣧", "⣷", "⣿")


class ShadyBar(IncrementalBar):
    """A bar that gets darker."""

    phases = (" ", "░", "▒", "▓", "█")
