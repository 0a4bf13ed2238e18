"""Lines on a terminal that show that something goes on, and how far it has come.

Names and attributes are those of the library `progress`, whose classes clients of Rez subclass.
"""
from __future__ import annotations

import sys
from collections import deque
from datetime import timedelta
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Deque, Iterable, Iterator, TypeVar

    T = TypeVar("T")


__all__ = ["Bar", "Infinite", "PixelSpinner", "Progress", "ProgressBar", "Spinner"]


_HIDE_CURSOR = "\x1b[?25l"
_SHOW_CURSOR = "\x1b[?25h"


class Infinite:
    """A line for something whose end isn't known; nothing if the file isn't a terminal.

    Args:
        message: Text that the line begins with.
        kwargs: Attributes to set.
    """

    file: Any = sys.stderr
    sma_window = 10
    check_tty = True
    hide_cursor = True

    def __init__(self, message: str = "", **kwargs: Any) -> None:
        self.index = 0
        self.start_ts = monotonic()
        self.avg = 0.0
        self.message = message
        for name, value in kwargs.items():
            setattr(self, name, value)
        self._times: Deque[float] = deque(maxlen=self.sma_window)
        self._last = self.start_ts
        self._longest = 0
        self._cursor_is_hidden = False
        if self.hide_cursor and self.is_tty():
            self._write(_HIDE_CURSOR + "\r")
            self._cursor_is_hidden = True

    def __getitem__(self, key: str) -> Any:
        # Texts are formatted with the object itself; what starts with an underscore stays hidden.
        return None if key.startswith("_") else getattr(self, key, None)

    def is_tty(self) -> bool:
        """Tell whether there is anything to see the line."""
        if self.file is None:
            return False
        return not self.check_tty or self.file.isatty()

    @property
    def elapsed(self) -> int:
        """Seconds since the start."""
        return int(monotonic() - self.start_ts)

    @property
    def elapsed_td(self) -> timedelta:
        """Time since the start."""
        return timedelta(seconds=self.elapsed)

    def update_avg(self, n: int, dt: float) -> None:
        """Take into account that some steps took some seconds."""
        if n > 0:
            self._times.append(dt / n)
            self.avg = sum(self._times) / len(self._times)

    def update(self) -> None:
        """Show the current state."""

    def start(self) -> None:
        """Show the start."""

    def writeln(self, line: str) -> None:
        """Show a line of text instead of the current one."""
        if self.is_tty():
            self._longest = max(self._longest, len(line))
            self._write("\r" + line.ljust(self._longest))

    def finish(self) -> None:
        """Leave the line as it is and go to the next one."""
        if self.is_tty():
            self._write("\n")
            self._restore_cursor()

    def next(self, n: int = 1) -> None:
        """Count steps.

        Args:
            n: How many are done.
        """
        now = monotonic()
        self.update_avg(n, now - self._last)
        self._last = now
        self.index += n
        self.update()

    def iter(self, it: Iterable[T]) -> Iterator[T]:
        """Yield the entries, counting each once it has been used; `iter_value` is the current one meanwhile."""
        with self:
            for entry in it:
                self.iter_value = entry
                yield entry
                self.next()

    def __enter__(self) -> Any:
        self.start()
        return self

    def __exit__(self, *args: Any) -> None:
        self.finish()

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


class Progress(Infinite):
    """A line for something of a known number of steps (`max`)."""

    max = 100

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max = kwargs.get("max", self.max)

    @property
    def eta(self) -> int:
        """Seconds that the remaining steps will take."""
        return int(-(-self.avg * self.remaining // 1))

    @property
    def eta_td(self) -> timedelta:
        """Time that the remaining steps will take."""
        return timedelta(seconds=self.eta)

    @property
    def percent(self) -> float:
        """Part of the steps that is done, 0 to 100."""
        return self.progress * 100

    @property
    def progress(self) -> float:
        """Part of the steps that is done, 0 to 1."""
        return min(1, self.index / self.max) if self.max else 0

    @property
    def remaining(self) -> int:
        """Number of steps to go."""
        return max(self.max - self.index, 0)

    def start(self) -> None:
        """Show the line."""
        self.update()

    def iter(self, it: Iterable[T]) -> Iterator[T]:
        """Yield the entries, counting each once it has been used; there are as many steps as entries, if that is known."""
        if hasattr(it, "__len__"):
            self.max = len(it)  # type: ignore[arg-type]
        return super().iter(it)

    def goto(self, index: int) -> None:
        """Set the number of steps done."""
        self.next(index - self.index)


class Bar(Progress):
    """A bar that grows. `message` and `suffix` are templates for attributes, as `%(index)d`."""

    width = 32
    suffix = "%(index)d/%(max)d"
    bar_prefix = " |"
    bar_suffix = "| "
    empty_fill = " "
    fill = "#"
    color: Any = None

    def update(self) -> None:
        """Show the current state."""
        filled = int(self.width * self.progress)
        bar = self.fill * filled + self.empty_fill * (self.width - filled)
        self.writeln("".join((self.message % self, self.bar_prefix, bar, self.bar_suffix, self.suffix % self)))


class Spinner(Infinite):
    """A character that changes with each step."""

    phases: Any = ("-", "\\", "|", "/")
    hide_cursor = True

    def update(self) -> None:
        """Show the current state."""
        self.writeln(self.message % self + self.phases[self.index % len(self.phases)])


class PixelSpinner(Spinner):
    """A block of dots with a gap that goes round."""

    phases = ["\u28fe", "\u28f7", "\u28ef", "\u28df", "\u287f", "\u28bf", "\u28fb", "\u28fd"]


class ProgressBar(Bar):
    """A bar on stderr; nothing if that isn't a terminal or `show_progress` is off.

    Args:
        label: Text before the bar.
        max: Number of steps.
    """

    def __init__(self, label: str, max: int) -> None:
        self.file = sys.stderr if self._is_wanted() else None
        super().__init__(label, max=max, bar_prefix=" [", bar_suffix="] ")

    @staticmethod
    def _is_wanted() -> bool:
        from pkgrs.config.config import config
        return config.show_progress  # type: ignore[attr-defined]

    def __del__(self) -> None:
        if getattr(self, "_cursor_is_hidden", False):
            self._restore_cursor()
