"""How variants are preferred."""
from __future__ import annotations

from enum import Enum

__all__ = ["VariantSelectMode"]


class VariantSelectMode(Enum):
    """Which variants of a version are preferred."""

    __module__ = "rez.solver"

    #: Those with the highest versions of the requested packages.
    version_priority = 0
    #: Those that have most in common with the request.
    intersection_priority = 1
