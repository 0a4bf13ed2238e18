"""Ending a command."""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def stop(reason: str, code: int = 1) -> NoReturn:
    """Print the reason on standard error, and end with the exit code."""
    print(reason, file=sys.stderr)
    sys.exit(code)
