"""Generic classes where the library `typing` is not imported: the type variables mean something to checkers only."""
from __future__ import annotations

_T: object = None


class Generic:
    """Base of a generic class; a parameter changes nothing."""

    def __class_getitem__(cls, parameter: object) -> object:
        return cls
