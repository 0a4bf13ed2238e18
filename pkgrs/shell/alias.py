"""Folders whose names hold `<` or `>`, in the text of an alias.

The folder of a variant is named after its requirements, `python-<3` for one. An
alias is shell code, so that a path with such a folder in it would be read as a redirection.
"""
from __future__ import annotations

import os.path
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List


__all__: List[str] = []

# a quoted string, an escaped character, or a word in which a slash comes before `<` or `>`
_PIECES = r"""(?s)'[^']*'|"(?:\\.|[^"\\])*"|\\.|/[^\s'"\\;|&()`$]*"""


def with_escaped_redirects(code: str) -> str:
    """Return the code with `<` and `>` escaped where they belong to the path of an existing folder.

    Quoted strings stay as they are, and so does all code in which there is no such path.
    """
    if "<" not in code and ">" not in code:
        return code

    def escaped(match: "re.Match[str]") -> str:
        piece = match.group()
        return _with_escaped_folders(piece) if piece.startswith("/") else piece

    return re.sub(_PIECES, escaped, code)


def _with_escaped_folders(path: str) -> str:
    """Escape `<` and `>` in the longest part of the path that is a folder."""
    end = len(path)
    while end > 0:
        folder = path[:end]
        if "<" not in folder and ">" not in folder:
            return path
        if os.path.isdir(folder):
            return re.sub("[<>]", r"\\\g<0>", folder) + path[end:]
        end = path.rfind("/", 0, end)
    return path
