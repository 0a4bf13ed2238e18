"""What a running process does on a signal."""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


__all__ = ["install_signal_handler"]


def install_signal_handler() -> Optional[str]:
    """Do as the environment variable `REZ_SIGUSR1_ACTION` says.

    With `print_stack`, the signal USR1 makes this process print what it is doing, and carry on.

    Returns:
        The variable's value.
    """
    action = os.getenv("REZ_SIGUSR1_ACTION")
    if action == "print_stack":
        import signal
        if hasattr(signal, "SIGUSR1"):
            signal.signal(signal.SIGUSR1, _print_stack)
    return action


def _print_stack(sig: int, frame: Any) -> None:
    import traceback
    print()
    print("".join(traceback.format_stack(frame)))
