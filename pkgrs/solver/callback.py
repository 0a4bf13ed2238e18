"""What the callback of a solve sees and answers."""
from __future__ import annotations

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["SolverCallbackReturn", "SolverState"]


class SolverCallbackReturn(Enum):
    """What a callback tells a solve to do."""

    __module__ = "rez.solver"

    keep_going = ("Continue the solve",)
    abort = ("Abort the solve",)
    fail = "Stop the solve and set to most recent failure"


class SolverState:
    """Where a solve stands, as its callback sees it.

    Attributes:
        num_solves: The number of steps made.
        num_fails: The number of phases that failed.
        phase: The latest phase that did not fail.
    """

    __module__ = "rez.solver"

    def __init__(self, num_solves: int, num_fails: int, phase: Any) -> None:
        self.num_solves = num_solves
        self.num_fails = num_fails
        self.phase = phase

    def __str__(self) -> str:
        return "solve #%d (%d fails so far): %s" % (self.num_solves, self.num_fails, self.phase)
