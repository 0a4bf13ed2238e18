"""What stays visible in a new environment: the names that the settings can have, for clients."""
from __future__ import annotations

from enum import Enum

__all__ = ["RezToolsVisibility", "SuiteVisibility"]


class RezToolsVisibility(Enum):
    """Whether, and at which end of PATH, the command-line tools are in an environment."""

    never = 0
    append = 1
    prepend = 2


class SuiteVisibility(Enum):
    """Which of the suites on PATH are on it in an environment, too."""

    __module__ = "rez.resolved_context"

    never = 0
    always = 1
    parent = 2
    parent_priority = 3
