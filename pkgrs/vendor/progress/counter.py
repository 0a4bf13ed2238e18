"""Counters."""
from __future__ import annotations

from pkgrs.terminal.progress import Infinite, Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Tuple

__all__ = ["Countdown", "Counter", "Infinite", "Pie", "Progress", "Stack"]


class Counter(Infinite):
    """Shows how many there have been."""

    def update(self) -> None:
        self.writeln("%s%d" % (self.message % self, self.index))


class Countdown(Progress):
    """Shows how many are left."""

    def update(self) -> None:
        self.writeln("%s%d" % (self.message % self, self.remaining))


class Stack(Progress):
    """Shows one character, of `phases`, for how far it has got."""

    phases: Tuple[str, ...] = (" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█")

    def update(self) -> None:
        last = len(self.phases) - 1
        self.writeln("%s%s" % (self.message % self, self.phases[min(last, int(self.progress * len(self.phases)))]))


class Pie(Stack):
    """A stack whose character is round."""

    phases = ("○", "◔", "◑", "◕", "●")
