"""Reading one definition file."""
from __future__ import annotations

import os
import stat
from functools import lru_cache

from pkgrs.check.document import Document
from pkgrs.check.finding import CheckError

_LARGEST_FILE = 4 << 20


class NotParsed(Exception):
    """A definition that can't be parsed.

    Attributes:
        rule: The rule that it breaks.
        line: Where.
    """

    def __init__(self, rule: str, line: int, cause: str) -> None:
        super().__init__(cause)
        self.rule = rule
        self.line = line


@lru_cache(maxsize=64)
def read_definition(path: str) -> Document:
    """Read a definition. Nothing in it is run.

    Args:
        path: A .py or .yaml file.

    Raises:
        NotParsed: It is not Python, or YAML.
        CheckError: It can't be read.
    """
    try:
        content = _read(path)
    except OSError as error:
        raise CheckError("%s: %s" % (path, error.strerror or error)) from None
    try:
        return _parse(path, content)
    except (RecursionError, MemoryError):
        raise CheckError("%s: its expressions are nested too deeply" % path) from None


def _read(path: str) -> bytes:
    """The content of a plain file; a pipe or a device could keep us for ever."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise CheckError("%s: it is not a plain file" % path)
        if status.st_size > _LARGEST_FILE:
            raise CheckError("%s: it is larger than any definition" % path)
        return stream.read(_LARGEST_FILE + 1)


def _parse(path: str, content: bytes) -> Document:
    if path.endswith(".py"):
        from pkgrs.check.read_python import read_python
        try:
            return read_python(path, content)
        except SyntaxError as error:
            raise NotParsed("syntax", error.lineno or 1, error.msg) from None
        except ValueError as error:
            raise NotParsed("syntax", 1, str(error)) from None
    import yaml

    from pkgrs.check.read_yaml import read_yaml
    try:
        return read_yaml(path, content)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotParsed("syntax", mark.line + 1 if mark else 1, error.problem or str(error)) from None
    except yaml.YAMLError as error:
        raise NotParsed("syntax", 1, str(error).splitlines()[0]) from None
    except ValueError as error:
        raise NotParsed("no-mapping", 1, str(error)) from None
