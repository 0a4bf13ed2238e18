"""Definitions that are nothing but names and literals, as installed packages without commands are: read, not run.

Compiling such a file takes most of the time that reading it does. Its literals, if they are plain enough, are JSON but
for their quotes, which Python has a fast reader for. Whatever is not surely the same in both languages is left to the
compiler.
"""
from __future__ import annotations

import sys
from keyword import kwlist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Union


class _Settings:
    """How JSON is read; see `json.JSONDecoder`."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int

    @staticmethod
    def parse_constant(word: str) -> Any:
        """Refuse NaN and infinities, which are names in Python."""
        raise ValueError(word)


_scan: Any = None
# a debug build of Python ends the process where others raise SystemError; see `read_literals`
if not hasattr(sys, "gettotalrefcount"):
    try:
        # `json` imports its writer as well, and compiles patterns
        from _json import make_scanner
        _scan = make_scanner(_Settings)  # type: ignore[arg-type]
    except ImportError:
        pass

_CODING = "# -*- coding: utf-8 -*-\n"
_EQUALS = " = "
_CONSTANTS = {"True": True, "False": False, "None": None}
# JSON's words, which are names in Python; wherever they stand, the compiler has a look
_FOREIGN = ("true", "false", "null")
_NOT_NAMES = frozenset(kwlist)

# names met before; emptied when there are many, as a long-lived process must not grow without limit
_names: Dict[str, str] = {}
_MOST_NAMES = 1000


def read_literals(source: Union[bytes, str]) -> Optional[Dict[str, Any]]:
    """Read the text of a definition.

    Args:
        source: The text; bytes are UTF-8.

    Returns:
        The value of each name, in the order in which running the text would define them. None if that is for the
        compiler to tell: there is anything but assignments of strings in one kind of quotes, numbers, True, False,
        None, and lists and dictionaries of strings and numbers; or there is an error.
    """
    try:
        return _read(source if isinstance(source, str) else source.decode("utf-8"))
    except (ValueError, StopIteration, KeyError, IndexError, RecursionError):
        return None
    except SystemError:
        # before Python 3.13, the reader can't tell of a mistake as long as nothing has imported `json.decoder`
        return None


def _read(text: str) -> Optional[Dict[str, Any]]:
    if _scan is None or "\\" in text:
        return None
    for word in _FOREIGN:
        if word in text:
            return None
    if "'" in text:
        if '"' in text:
            return None
        text = text.replace("'", '"')

    data: Dict[str, Any] = {}
    start = len(_CODING) if text.startswith(_CODING) else 0
    size = len(text)
    text += "\n"
    while True:
        while text[start] == "\n":
            start += 1
            if start > size:
                return data
        equals = text.index(_EQUALS, start)
        name = text[start:equals]
        name = _names.get(name) or _check_name(name)
        start = equals + len(_EQUALS)
        if text[start] in "TFN":
            end = text.index("\n", start)
            data[name] = _CONSTANTS[text[start:end]]
        else:
            data[name], end = _scan(text, start)
            if text[end] != "\n":
                return None
        start = end


def _check_name(name: str) -> str:
    """The name, the one object for it.

    Raises:
        ValueError: It isn't one that a definition may give, or is special.
    """
    if not name.isidentifier() or not name.isascii() or name in _NOT_NAMES or name[:2] == "__":
        raise ValueError(name)
    if len(_names) >= _MOST_NAMES:
        _names.clear()
    return _names.setdefault(name, sys.intern(name))
