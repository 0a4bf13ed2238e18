"""A bar that shows how far a task has come."""
from __future__ import annotations

import sys
from datetime import timedelta
from time import monotonic
from typing import Any, Iterable, Iterator, TypeVar

__all__ = ["ProgressBar"]

T = TypeVar("T")

_HIDE_CURSOR = "\x1b[?25l"
_SHOW_CURSOR = "\x1b[?25h"


class ProgressBar:
    """A line on stderr with a bar that grows; nothing if stderr isn't a terminal or `show_progress` is off.

    Args:
        label: Text before the bar.
        max: Number of steps.
    """

    width = 32
    bar_prefix = " ["
    bar_suffix = "] "
    empty_fill = " "
    fill = "#"
    suffix = "%(index)d/%(max)d"
    hide_cursor = True
    check_tty = True

    def __init__(self, label: str, max: int) -> None:
        self.message = label
        self.max = max
        self.index = 0
        self.file: Any = sys.stderr if self._is_wanted() else None
        self._started = monotonic()
        self._longest = 0
        self._cursor_is_hidden = False
        if self.is_tty():
            self._write(_HIDE_CURSOR + "\r")
            self._cursor_is_hidden = True

    @staticmethod
    def _is_wanted() -> bool:
        from pkgrs.config.config import config
        return config.show_progress  # type: ignore[attr-defined]

    def is_tty(self) -> bool:
        """Tell whether there is anything to see the bar."""
        return self.file is not None and self.file.isatty()

    @property
    def elapsed(self) -> int:
        """Seconds since the start."""
        return int(monotonic() - self._started)

    @property
    def elapsed_td(self) -> timedelta:
        """Time since the start."""
        return timedelta(seconds=self.elapsed)

    @property
    def avg(self) -> float:
        """Seconds per step, so far."""
        return (monotonic() - self._started) / self.index if self.index else 0.0

    @property
    def eta(self) -> int:
        """Seconds that the remaining steps will take."""
        return int(-(-self.avg * self.remaining // 1))

    @property
    def eta_td(self) -> timedelta:
        """Time that the remaining steps will take."""
        return timedelta(seconds=self.eta)

    @property
    def remaining(self) -> int:
        """Number of steps to go."""
        return max(self.max - self.index, 0)

    @property
    def progress(self) -> float:
        """Part of the steps that is done, 0 to 1."""
        return min(1, self.index / self.max) if self.max else 0

    @property
    def percent(self) -> float:
        """Part of the steps that is done, 0 to 100."""
        return self.progress * 100

    def start(self) -> None:
        """Show the bar."""
        self.update()

    def update(self) -> None:
        """Show the current state."""
        filled = int(self.width * self.progress)
        bar = self.fill * filled + self.empty_fill * (self.width - filled)
        text = self.suffix % {"index": self.index, "max": self.max}
        self.writeln("".join((self.message, self.bar_prefix, bar, self.bar_suffix, text)))

    def writeln(self, line: str) -> None:
        """Show a line of text instead of the bar."""
        if self.is_tty():
            self._longest = max(self._longest, len(line))
            self._write("\r" + line.ljust(self._longest))

    def next(self, n: int = 1) -> None:
        """Count steps.

        Args:
            n: How many are done.
        """
        self.index += n
        self.update()

    def goto(self, index: int) -> None:
        """Set the number of steps done."""
        self.next(index - self.index)

    def finish(self) -> None:
        """Leave the bar as it is and go to the next line."""
        if self.is_tty():
            self._write("\n")
            self._restore_cursor()

    def iter(self, it: Iterable[T]) -> Iterator[T]:
        """Yield the entries, counting each once it has been used."""
        with self:
            for entry in it:
                yield entry
                self.next()

    def __enter__(self) -> ProgressBar:
        self.start()
        return self

    def __exit__(self, *args: Any) -> None:
        self.finish()

    def __del__(self) -> None:
        if getattr(self, "_cursor_is_hidden", False):
            self._restore_cursor()

    def _restore_cursor(self) -> None:
        if self._cursor_is_hidden:
            self._cursor_is_hidden = False
            self._write(_SHOW_CURSOR)

    def _write(self, text: str) -> None:
        try:
            self.file.write(text)
            self.file.flush()
        except (OSError, ValueError):
            self.file = None  # the terminal has gone
