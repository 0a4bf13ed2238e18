"""Context managers and exceptions."""
from __future__ import annotations

import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, NoReturn, Optional


__all__ = ["with_noop", "reraise"]


class Interrupted(SystemExit):
    """The user, or a signal, ended the command; no code that is run for someone meant to exit."""


@contextmanager
def with_noop() -> Iterator[None]:
    """Context manager that does nothing."""
    yield


def reraise(exc: Optional[BaseException], new_exc_cls: Any) -> NoReturn:
    """Raise an exception with the traceback of the one being handled.

    Args:
        exc: The exception to raise.
        new_exc_cls: Class of the exception to raise if none is given.
    """
    raise (new_exc_cls() if exc is None else exc).with_traceback(sys.exc_info()[2])
