"""Where functions stand in the text of a definition file, without reading that file again."""
from __future__ import annotations

from types import CodeType

from pkgrs.base.text import dedent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterable, List, Optional, Set, Union


class ModuleText:
    """The text of a python file and its compiled form.

    Answers which lines a top-level function occupies. Lines are split only
    when a function's text is asked for: most definitions are read for their
    data alone.
    """

    __slots__ = ("source", "code", "path", "_lines", "_statements")

    def __init__(self, source: Union[bytes, str], code: Optional[CodeType], path: str,
                 statements: Optional[Iterable[int]] = None) -> None:
        """
        Args:
            source: The whole file.
            code: What compiling it gave; without it, no function is found.
            path: Where it was read from.
            statements: What `statements` gave, in the place of code.
        """
        self.source = source
        self.code = code
        self.path = path
        self._lines: Optional[List[str]] = None
        self._statements: Optional[Set[int]] = None if statements is None else set(statements)

    @property
    def lines(self) -> List[str]:
        """The lines of the file, line ends included."""
        if self._lines is None:
            self._lines = _split_lines(_decode(self.source))
        return self._lines

    @property
    def statements(self) -> List[int]:
        """Numbers of the lines at which top-level statements stand, ascending."""
        return sorted(self._statement_lines())

    def function_lines(self, first: int) -> List[str]:
        """The lines of a function, its decorators included.

        Args:
            first: Line number (from 1) of the `def` or of the first decorator.

        Returns:
            The lines up to the end of its body, comments indented like the body included.
        """
        lines = self.lines
        end = self._next_statement(first)
        if end is None:
            return block_lines(lines[first - 1:])
        return _trim_block(lines[first - 1:end - 1])

    def _next_statement(self, first: int) -> Optional[int]:
        """Line of the top-level statement after the one in line `first`, if that is beyond doubt.

        The first unindented line is either that statement or lies within a multi-line string or
        brackets. It is the statement when the compiler recorded code for it.
        """
        lines = self.lines
        statements = self._statement_lines()
        if first not in statements:
            return None
        number = first
        while lines[number - 1].startswith("@"):
            number += 1
            if number > len(lines):
                return None
        if not lines[number - 1].startswith("def "):
            return None
        signature = lines[number - 1].split("#", 1)[0].rstrip()
        if not signature.endswith(":"):
            return None
        for index in range(number, len(lines)):
            if lines[index][0] not in " \t\r\n\f#":
                return index + 1 if index + 1 in statements else None
        return len(lines) + 1

    def _statement_lines(self) -> Set[int]:
        if self._statements is None:
            self._statements = _code_lines(self.code) if self.code else set()
        return self._statements


def _code_lines(code: CodeType) -> Set[int]:
    """Numbers of the lines that the code object itself has instructions for."""
    if hasattr(code, "co_lines"):
        return {line for _, _, line in code.co_lines() if line}
    from dis import findlinestarts
    return {line for _, line in findlinestarts(code)}


def _decode(source: Union[bytes, str]) -> str:
    """The text of python code, in the encoding that it declares."""
    if isinstance(source, str):
        return source
    if b"coding" not in source[:200]:
        try:
            return source.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    from importlib.util import decode_source
    return decode_source(source)


def _split_lines(text: str) -> List[str]:
    """Split as Python's parser does: at line feeds only, each line keeping one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return [line + "\n" for line in lines]


def _trim_block(lines: List[str]) -> List[str]:
    """Drop what follows the body: blank lines, and comments that stand left of it."""
    body_column = _body_column(lines)
    for last in range(len(lines) - 1, -1, -1):
        stripped = lines[last].strip()
        if not stripped:
            continue
        if not stripped.startswith("#"):
            return lines[:last + 1]
        if body_column is not None and _column(lines[last]) >= body_column:
            return lines[:last + 1]
        if '"' in stripped or "'" in stripped:
            return block_lines(lines)  # may be the end of a string rather than a comment
    return lines


def _column(line: str) -> int:
    return len(line) - len(line.lstrip())


def _body_column(lines: List[str]) -> Optional[int]:
    """How far the body is indented, in characters; None for a function on one line."""
    header = next(number for number, line in enumerate(lines) if line.startswith("def "))
    for line in lines[header + 1:]:
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            return _column(line)
    return None


def block_lines(lines: List[str]) -> List[str]:
    """The first block of code in the lines, found by tokenizing them."""
    from inspect import getblock
    return getblock(lines)


def function_body(lines: List[str], header: int) -> str:
    """The body of a function as text that stands at the margin.

    Args:
        lines: The lines of the function, decorators included.
        header: How many of these lines come before the body.

    Returns:
        The dedented body. Comments that stand at the margin are moved to
        where the code after them stands.
    """
    text = dedent("".join(lines[header:]))
    if text.startswith("#") or "\n#" in text:
        text = "\n".join(_indent_comments(text.split("\n")))
    return dedent(text.rstrip())


def _indent_comments(lines: List[str]) -> List[str]:
    """Give comments at the margin the indentation of the line after them."""
    result: List[str] = []
    margin = ""
    for line in reversed(lines):
        if line.startswith("#"):
            line = margin + line
        else:
            margin = line[:_column(line)]
        result.append(line)
    result.reverse()
    return result
