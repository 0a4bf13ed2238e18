"""Which of the settings `package_filter` and `package_orderers` a context has found empty and used.

What these settings hold when they are first used holds for the rest of the process, as in Rez. A context that finds one
empty does not import the module whose class would remember that, so it is noted here until the class asks.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Set

#: Names of settings.
found_empty: Set[str] = set()


def take(name: str) -> bool:
    """Return whether a setting was found empty; it is then forgotten."""
    if name not in found_empty:
        return False
    found_empty.discard(name)
    return True
