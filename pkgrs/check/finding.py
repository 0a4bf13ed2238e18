"""What a check finds."""
from __future__ import annotations

from typing import Any, Dict, NamedTuple

ERROR = "error"
WARNING = "warning"


class Finding(NamedTuple):
    """One mistake: where it is, which rule names it, what is wrong here, and what to do about it.

    `line` counts from one; it is zero where the mistake is in no line, such as a file that should not be there.
    """

    path: str
    line: int
    rule: str
    severity: str
    message: str
    fix: str

    def to_dict(self) -> Dict[str, Any]:
        """The finding as plain data."""
        return dict(self._asdict())


class CheckError(Exception):
    """Something could not be checked; the message names it and the cause."""
