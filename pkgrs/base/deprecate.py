"""Deprecation warnings."""
from __future__ import annotations

import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, Type


__all__ = ["RezDeprecationWarning", "warn", "show_deprecation_warnings"]


class RezDeprecationWarning(DeprecationWarning):
    """Something of Rez's interface, configuration or package format is deprecated."""


RezDeprecationWarning.__module__ = "rez.deprecations"


def warn(
    message: str,
    category: Type[Warning],
    pre_formatted: bool = False,
    stacklevel: int = 1,
    filename: Optional[str] = None,
    **kwargs: Any
) -> None:
    """Issue a warning.

    Args:
        message: Text.
        category: Class of the warning.
        pre_formatted: Print category and text (after the file's name, if given) instead of the
            place in Python code where the warning arose; for causes that aren't in Python code, such
            as environment variables.
        stacklevel: 1 attributes the warning to the caller, 2 to the caller's caller, and so on.
        filename: File that caused it.
        kwargs: Passed to `warnings.warn`.
    """
    if not pre_formatted:
        warnings.warn(message, category=category, stacklevel=stacklevel + 1, **kwargs)
        return

    line = "%s: %s\n" % (category.__name__, message)
    if filename:
        line = "%s: %s" % (filename, line)

    usual = warnings.formatwarning
    warnings.formatwarning = lambda *nargs, **options: line
    try:
        warnings.warn(message, category=category, stacklevel=stacklevel + 1, **kwargs)
    finally:
        warnings.formatwarning = usual


def show_deprecation_warnings() -> None:
    """Have all deprecation warnings of Rez shown, whatever filters the user has set."""
    warnings.filterwarnings("default", category=RezDeprecationWarning)
