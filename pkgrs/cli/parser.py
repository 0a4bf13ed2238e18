"""The argument parser: a command's own part is made when that command is parsed, or its help shown."""
from __future__ import annotations

import argparse
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, _StoreTrueAction, _SubParsersAction
from importlib import import_module
from types import ModuleType

from pkgrs.base.rez_version import _rez_version
from pkgrs.cli import table
from pkgrs.cli.arguments import add_common_arguments
from pkgrs.cli.version import version_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, Optional


class LazySubParsersAction(_SubParsersAction):
    """Fills in the parser of a command when that command is met."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: Any,
                 option_string: Optional[str] = None) -> None:
        name = values[0]
        try:
            chosen = self._name_parser_map[name]
        except KeyError:
            raise argparse.ArgumentError(
                self, "unknown parser %r (choices: %s)" % (name, ", ".join(self._name_parser_map)))
        self._setup_subparser(name, chosen)
        super().__call__(parser, namespace, values, option_string)

    def _setup_subparser(self, parser_name: str, parser: ArgumentParser) -> None:
        fill: Optional[Callable[[str, ArgumentParser], Optional[str]]] = getattr(parser, "setup_subparser", None)
        if fill is None:
            return
        parser.setup_subparser = None  # type: ignore[attr-defined]
        line = fill(parser_name, parser)
        if line == SUPPRESS:
            self.leave_out(parser_name)
        elif line is not None:
            action = self._find_choice_action(parser_name)
            if action is not None:
                action.help = line

    def leave_out(self, parser_name: str) -> None:
        """Do not list a command in the help."""
        self._choices_actions = [action for action in self._choices_actions if action.dest != parser_name]

    def _find_choice_action(self, parser_name: str) -> Optional[argparse.Action]:
        return next((a for a in self._choices_actions if a.dest == parser_name), None)


class _Unformatted:
    """Stands for a help formatter where nothing is to be formatted."""

    def _format_args(self, action: argparse.Action, default_metavar: Optional[str]) -> str:
        return ""


class LazyArgumentParser(ArgumentParser):
    """A parser whose commands are filled in as they are needed.

    Args:
        setup_subparser: Called with the command and its parser when that is needed; returns the line of help.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.setup_subparser = kwargs.pop("setup_subparser", None)
        super().__init__(*args, **kwargs)
        self.register("action", "parsers", LazySubParsersAction)

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        # The inherited method formats each argument, just to see whether that works. It takes long, and would look up
        # the choices of options, which are to be found out only when they are needed.
        self._get_formatter = _Unformatted  # type: ignore[method-assign,assignment]
        try:
            return super().add_argument(*args, **kwargs)
        finally:
            del self._get_formatter

    def format_help(self) -> str:
        """Get the help, with what each command is about, for which all of them are imported."""
        self._setup_all_subparsers()
        return super().format_help()

    def _setup_all_subparsers(self) -> None:
        if self._subparsers is None:
            return
        for action in self._subparsers._actions:
            if isinstance(action, LazySubParsersAction):
                for name, parser in action._name_parser_map.items():
                    try:
                        action._setup_subparser(name, parser)
                    except Exception as error:  # that of a plugin, which must not take the others' help away
                        print("command %s: %s: %s" % (name, type(error).__name__, error), file=sys.stderr)
                        action.leave_out(name)


class SetupRezSubParser:
    """Fills in the parser of the command that a module implements.

    Calling it returns the first line of help. If the module lacks a docstring, `command` or `setup_parser`, that is
    printed to standard error, the parser stays as it is, and `SUPPRESS` is returned, as there is no command to list.
    """

    def __init__(self, module_name: str) -> None:
        self.module_name = module_name

    def __call__(self, parser_name: str, parser: ArgumentParser) -> str:
        module = self.get_module()
        lacking = _what_lacks(module)
        if lacking:
            print("command module %s %s" % (self.module_name, lacking), file=sys.stderr)
            return SUPPRESS

        parser.description = module.__doc__
        module.setup_parser(parser)
        parser.set_defaults(func=module.command, parser=parser)
        # A command that has a -v of its own keeps it.
        if not any("-v" in action.option_strings for action in parser._actions):
            add_common_arguments(parser)
        return (module.__doc__ or "").strip().split("\n\n")[0].strip()

    def get_module(self) -> ModuleType:
        """The module, imported."""
        return import_module(self.module_name)


def _what_lacks(module: ModuleType) -> Optional[str]:
    """What a module needs to be a command, and has not; of several such things the last."""
    if not hasattr(module, "setup_parser"):
        return " must provide a setup_parser() function"
    if not hasattr(module, "command"):
        return "must provide a command() function"
    if not module.__doc__:
        return "must have a module-level docstring (used as the command help)"
    return None


class InfoAction(_StoreTrueAction):
    """Prints what is installed, its plugins included, and exits."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: Any,
                 option_string: Optional[str] = None) -> None:
        print()
        print("Rez %s" % _rez_version)
        print()
        from pkgrs.plugin.manager import plugin_manager
        print(plugin_manager.get_summary_string())
        print()
        sys.exit(0)


def setup_parser(only: Optional[Iterable[str]] = None, program: str = "rez") -> LazyArgumentParser:
    """The parser of `rez`.

    Args:
        only: The commands to know of; all of them, those of plugins included, if None.
        program: What help calls it.
    """
    parser = LazyArgumentParser(program)
    parser.description = "%s CLI" % program
    parser.add_argument("-i", "--info", action=InfoAction, help="show what is installed, and exit")
    parser.add_argument("-V", "--version", action="version", version=version_line())
    add_common_arguments(parser)
    subparsers = parser.add_subparsers(dest="cmd", metavar="COMMAND", prog=parser.prog)
    for name in table.all_commands() if only is None else only:
        behaviour: Dict[str, Any] = table.subcommands[name]
        keywords: Dict[str, Any] = {} if behaviour.get("hidden") else {"help": ""}
        subparsers.add_parser(name, setup_subparser=SetupRezSubParser(table.module_of(name)), **keywords)
    return parser


def command_parser(name: str, program: str = "rez") -> ArgumentParser:
    """The parser of one command.

    Args:
        name: The command.
        program: What help calls the program that it belongs to.
    """
    subparsers: Any = setup_parser([name], program)._subparsers
    action: LazySubParsersAction = subparsers._group_actions[0]
    parser: ArgumentParser = action._name_parser_map[name]
    action._setup_subparser(name, parser)
    return parser
