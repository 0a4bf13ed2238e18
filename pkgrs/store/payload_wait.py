"""Showing on a terminal that something goes on."""
from __future__ import annotations

import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Iterator


__all__ = ["spinner"]

_PHASES = "|/-\\"


@contextmanager
def spinner(message: str) -> Iterator[Callable[[], None]]:
    """Show a message with a turning stroke while a `with` block waits; nothing if stderr is no terminal.

    Args:
        message: What is waited for.

    Returns:
        Context manager that gives a function, to be called now and then.
    """
    stream = sys.stderr
    if not stream.isatty():
        yield lambda: None
        return

    count = 0

    def turn() -> None:
        nonlocal count
        stream.write("\r%s%s" % (message, _PHASES[count % len(_PHASES)]))
        stream.flush()
        count += 1

    turn()
    try:
        yield turn
    finally:
        stream.write("\n")
