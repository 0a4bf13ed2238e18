"""What becomes of unknown fields of format strings."""
from __future__ import annotations

from enum import Enum

__all__ = ["StringFormatType"]


class StringFormatType(Enum):
    """What becomes of a field that the object has no attribute for."""

    error = 1
    empty = 2
    unchanged = 3
