"""A package definition as it is written: values with their lines, and functions with their code."""
from __future__ import annotations

import ast
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Set


class _Unknown:
    """Stands for a value that only running the definition would tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()


class Item:
    """A value and the line that it begins in.

    Attributes:
        value: Plain data, in which UNKNOWN can take the place of any part. Lists and dictionaries hold items.
        line: The line.
        key_line: The line of the key that it belongs to.
        is_joined: Whether it is a text that is written as several, in as many lines.
    """

    __slots__ = ("value", "line", "key_line", "is_joined")

    def __init__(self, value: Any, line: int, key_line: int = 0, is_joined: bool = False) -> None:
        self.value = value
        self.line = line
        self.key_line = key_line or line
        self.is_joined = is_joined

    def texts(self) -> Iterator[Item]:
        """The texts in a list, without what is not known; nothing if it is no list."""
        if isinstance(self.value, list):
            for item in self.value:
                if isinstance(item.value, str):
                    yield item

    def plain(self) -> Any:
        """The value without lines."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


class Function:
    """A function of a definition, or code that is written as a text.

    Attributes:
        name: The attribute that it gives.
        kind: "late", "early", "commands", or "" for a helper.
        line: Where it begins.
        body: Its statements.
        arguments: Names of its arguments.
        includes: Names of the modules that it includes.
    """

    def __init__(self, name: str, kind: str, line: int, body: List[ast.stmt], arguments: Iterable[str] = (),
                 includes: Iterable[str] = (), shift: int = 0, at: int = 0) -> None:
        """
        Args:
            shift: Added to the lines of the code.
            at: The line of all code, where the lines of the code are not those of the file.
        """
        self.name = name
        self.kind = kind
        self.line = line
        self.body = body
        self.arguments = set(arguments)
        self.includes = set(includes)
        self._shift = shift
        self._at = at

    def line_of(self, node: ast.AST) -> int:
        """The line of the file that a piece of the code is in."""
        return self._at or getattr(node, "lineno", 1) + self._shift

    def nodes(self) -> Iterator[ast.AST]:
        """All of the code's nodes."""
        for statement in self.body:
            yield from ast.walk(statement)


class Repeated(NamedTuple):
    """A key that is given again."""

    key: str
    first_line: int
    line: int


class Call(NamedTuple):
    """A text that is given to one of the functions that expand wildcards."""

    text: str
    line: int


class Decorator(NamedTuple):
    """A decorator that is not called."""

    name: str
    line: int


class Document:
    """A definition.

    Attributes:
        path: The file.
        attributes: Values by key.
        functions: The functions.
        repeated: Keys that are given more than once.
        imports: Names of modules imported at the top, with their lines.
        names: All names that the top level defines.
        unsure: Keys which may or may not have the value that is given here, such as those set within an `if`.
        is_open: Whether there may be attributes that the text does not show.
        expansions: Requests that are given to functions which expand wildcards.
        bare_decorators: Decorators without parentheses.
        code_problems: Code in texts that can't be parsed: the line and the cause of each.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.attributes: Dict[str, Item] = {}
        self.functions: List[Function] = []
        self.repeated: List[Repeated] = []
        self.imports: Dict[str, int] = {}
        self.names: Set[str] = set()
        self.unsure: Set[str] = set()
        self.is_open = False
        self.expansions: List[Call] = []
        self.bare_decorators: List[Decorator] = []
        self.code_problems: List[Call] = []

    def get(self, key: str) -> Optional[Item]:
        """A value, if it is sure to be that."""
        return None if key in self.unsure else self.attributes.get(key)

    def text(self, key: str) -> Optional[str]:
        """A value that is a text."""
        item = self.get(key)
        return item.value if item is not None and isinstance(item.value, str) else None

    def keys(self) -> Set[str]:
        """All attributes that the text shows."""
        return set(self.attributes) | self.unsure | {function.name for function in self.functions if function.kind}


class Place(NamedTuple):
    """Where a definition is kept.

    `family` and `version` are the folders' names in a repository, None where there is none. `is_installed` tells
    those in repositories from those in a developer's folder.
    """

    folder: str
    family: Optional[str] = None
    version: Optional[str] = None
    is_installed: bool = False
    is_combined: bool = False

