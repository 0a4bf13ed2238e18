"""Command lines that are plain enough to be understood without `argparse`.

To import that library takes a tenth of the time of `rez-env PKG -- COMMAND`, and a render farm starts many of these. So
a command that is often run declares its arguments to a stand-in first. Options that are written out, with their values
apart, and arguments that stand together are all that it understands; the parser takes everything else, and errors.
"""
from __future__ import annotations

import sys
from types import SimpleNamespace

from pkgrs.base.modules import import_module
from pkgrs.cli import table
from pkgrs.cli.arguments import add_common_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional


COMMANDS = ("env",)  # their modules do without `argparse`


def parse(name: str, arguments: List[str], make_parser: Callable[[], Any]) -> Optional[Any]:
    """Parse the arguments of a command.

    Args:
        name: The command.
        arguments: What follows it.
        make_parser: Makes the command's parser, with which the command ends itself on wrong usage.

    Returns:
        The options, as the parser gives them; None if that is for the parser to tell. If `argparse` is imported
        already there is nothing to win, and someone may have made changes to it.
    """
    if name not in COMMANDS or "argparse" in sys.modules:
        return None
    module: Any = import_module(table.module_of(name))
    declared = Declared()
    try:
        module.setup_parser(declared)
        add_common_arguments(declared)
        values = declared.parse(arguments)
    except NotPlain:
        return None
    return None if values is None else SimpleNamespace(
        **values, info=False, cmd=name, func=module.command, parser=_LaterParser(make_parser))


class NotPlain(Exception):
    """Something is declared that takes a parser."""


class Declared:
    """Takes the declarations of arguments as a parser does.

    Attributes:
        defaults: The value of each argument that is not given.
    """

    def __init__(self) -> None:
        self.defaults: Dict[str, Any] = {}
        self._flags: Dict[str, str] = {}
        self._texts: Dict[str, str] = {}
        self._rest: Optional[str] = None

    def add_argument(self, *names: str, action: str = "store", dest: str = "", default: Any = None, type: Any = str,
                     nargs: Any = None, choices: Any = None, help: Any = None, metavar: str = "") -> SimpleNamespace:
        """See `ArgumentParser.add_argument`. What is returned stands for the argument, but means nothing.

        Raises:
            NotPlain: This takes a parser even if the argument is not given.
        """
        if action not in ("store", "store_true", "count") or isinstance(default, str) and type is not str:
            raise NotPlain(names)
        if not names[0].startswith("-"):
            if self._rest is not None or nargs != "*" or type is not str or choices or default is not None:
                raise NotPlain(names)
            self._rest = names[0]
            return SimpleNamespace()
        if not dest:
            chosen = next((name for name in names if name.startswith("--")), names[0])
            dest = chosen.lstrip("-").replace("-", "_")
        self.defaults[dest] = False if action == "store_true" and default is None else default
        is_text = action == "store" and type is str and nargs is None and choices is None
        for name in names:
            if action == "store_true":
                self._flags[name] = dest
            elif is_text:
                self._texts[name] = dest
        return SimpleNamespace()

    def parse(self, arguments: List[str]) -> Optional[Dict[str, Any]]:
        """Get the value of each argument; None if the command line is not plain."""
        values = dict(self.defaults)
        rest: List[str] = []
        place, count = 0, len(arguments)
        while place < count:
            argument = arguments[place]
            place += 1
            if _is_value(argument) and not rest:
                rest.append(argument)
                while place < count and _is_value(arguments[place]):
                    rest.append(arguments[place])
                    place += 1
            elif argument in self._flags:
                values[self._flags[argument]] = True
            elif argument in self._texts and place < count and _is_value(arguments[place]):
                values[self._texts[argument]] = arguments[place]
                place += 1
            else:
                return None
        if rest and self._rest is None:
            return None
        if self._rest is not None:
            values[self._rest] = rest
        return values


def _is_value(argument: str) -> bool:
    return bool(argument) and argument[0] != "-"


class _LaterParser:
    """Stands for a parser until something is asked of it."""

    def __init__(self, make_parser: Callable[[], Any]) -> None:
        self._make_parser = make_parser

    def __getattr__(self, name: str) -> Any:
        return getattr(self._make_parser(), name)
