"""Printing through Rez's logger. The library is imported when there is something to print."""
from __future__ import annotations

import time
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator, List, Optional


__all__ = [  # noqa: F822  the logger is made when it is asked for
    "logger", "print_debug", "print_info", "print_warning", "print_error", "print_critical",
    "get_debug_printer", "get_info_printer", "get_warning_printer", "get_error_printer",
    "get_critical_printer", "log_duration",
]

_preparations: List[Callable[[], None]] = []


def call_before_first_message(function: Callable[[], None]) -> None:
    """Have a function called once, before the first message is printed."""
    _preparations.append(function)


def _logger() -> Any:
    import logging
    while _preparations:
        _preparations.pop()()
    return logging.getLogger("rez.utils.logging_")


def __getattr__(name: str) -> Any:
    if name == "logger":
        return _logger()
    raise AttributeError("module %r has no attribute %r" % (__name__, name))


def print_debug(msg: Any, *nargs: Any) -> None:
    """Log a message, into which the further arguments are formatted, at level DEBUG."""
    _logger().debug(msg, *nargs)


def print_info(msg: Any, *nargs: Any) -> None:
    """Log a message, into which the further arguments are formatted, at level INFO."""
    _logger().info(msg, *nargs)


def print_warning(msg: Any, *nargs: Any) -> None:
    """Log a message, into which the further arguments are formatted, at level WARNING."""
    _logger().warning(msg, *nargs)


def print_error(msg: Any, *nargs: Any) -> None:
    """Log a message, into which the further arguments are formatted, at level ERROR."""
    _logger().error(msg, *nargs)


def print_critical(msg: Any, *nargs: Any) -> None:
    """Log a message, into which the further arguments are formatted, at level CRITICAL."""
    _logger().critical(msg, *nargs)


class _Printer:
    """A callable that prints if it is enabled, and is true if it does.

    Args:
        enabled: If False, calls do nothing.
        printer_function: Called with the formatted message.
    """

    def __init__(self, enabled: bool = True, printer_function: Optional[Callable[[Any], Any]] = None) -> None:
        self.printer_function = printer_function if enabled else None

    def __call__(self, msg: Any, *nargs: Any) -> None:
        if self.printer_function is not None:
            self.printer_function(msg % nargs if nargs else msg)

    def __bool__(self) -> bool:
        return self.printer_function is not None


def get_debug_printer(enabled: bool = True) -> _Printer:
    """Get a callable that logs at level DEBUG, or does nothing if not enabled."""
    return _Printer(enabled, print_debug)


def get_info_printer(enabled: bool = True) -> _Printer:
    """Get a callable that logs at level INFO, or does nothing if not enabled."""
    return _Printer(enabled, print_info)


def get_warning_printer(enabled: bool = True) -> _Printer:
    """Get a callable that logs at level WARNING, or does nothing if not enabled."""
    return _Printer(enabled, print_warning)


def get_error_printer(enabled: bool = True) -> _Printer:
    """Get a callable that logs at level ERROR, or does nothing if not enabled."""
    return _Printer(enabled, print_error)


def get_critical_printer(enabled: bool = True) -> _Printer:
    """Get a callable that logs at level CRITICAL, or does nothing if not enabled."""
    return _Printer(enabled, print_critical)


@contextmanager
def log_duration(printer: Callable[[str, str], Any], msg: str) -> Iterator[None]:
    """Time a `with` block.

    Args:
        printer: Called at the end with the message and the seconds as a string.
        msg: Message with one `%s`.
    """
    started = time.time()
    yield
    printer(msg, str(time.time() - started))
