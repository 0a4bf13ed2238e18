"""The states of a solve."""
from __future__ import annotations

from enum import Enum


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
