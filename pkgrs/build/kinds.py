"""What a build is for."""
from __future__ import annotations

from enum import Enum


class BuildType(Enum):
    """Whether a build is the developer's own, or is to be released."""

    local = 0
    central = 1


BuildType.__module__ = "rez.build_process"
