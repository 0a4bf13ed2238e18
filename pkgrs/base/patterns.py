"""Regular expressions that are compiled when they are first used: to compile one takes longer than to import a module.

Python's module for them is imported only then, too: most commands need none.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


class LazyPattern:
    """Has the methods of a compiled expression.

    Args:
        pattern: The expression.
        flags: As for `re.compile`.
    """

    __slots__ = ("pattern", "flags", "match", "search", "fullmatch", "findall", "finditer", "split", "sub")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        # a slot is empty: this is the first use
        if name not in self.__slots__:
            raise AttributeError(name)
        import re
        compiled = re.compile(self.pattern, self.flags)
        for method in self.__slots__[2:]:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


class PatternAttribute:
    """A class's attribute that is a compiled expression, from when it is first read.

    Args:
        pattern: The expression.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Any:
        import re
        compiled = re.compile(self.pattern)
        if self.owner.__dict__.get(self.name) is self:
            setattr(self.owner, self.name, compiled)
        return compiled
