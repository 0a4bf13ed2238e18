"""Types of objects that have certain methods, for annotations."""
from __future__ import annotations

from typing import Any, Protocol

__all__ = ["Protocol", "SupportsLessThan", "SupportsRead", "SupportsWrite"]

class SupportsLessThan(Protocol):
    """What can be sorted."""

    def __lt__(self, __other: Any) -> bool: ...

class SupportsRead(Protocol):
    """What text can be read from."""

    def read(self) -> str: ...

class SupportsWrite(Protocol):
    """What text can be written to."""

    def write(self, __s: str) -> object: ...
