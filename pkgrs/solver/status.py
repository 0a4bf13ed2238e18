"""The states of a solve, and what its callback sees and answers."""
from __future__ import annotations

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class VariantSelectMode(Enum):
    """Which variants of a version are preferred."""

    __module__ = "rez.solver"

    #: Those with the highest versions of the requested packages.
    version_priority = 0
    #: Those that have most in common with the request.
    intersection_priority = 1


class SolverStatus(Enum):
    """The state of a solve or of one of its phases."""

    __module__ = "rez.solver"

    pending = ("The solve has not yet started.",)
    solved = ("The solve has completed successfully.",)
    exhausted = ("The current solve is exhausted and must be split to continue further.",)
    failed = ("The solve is not possible.",)
    cyclic = ("The solve contains a cycle.",)
    unsolved = ("The solve has started, but is not yet solved.",)

    def __init__(self, description: str) -> None:
        self.description = description


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
