"""Running a command: its arguments parsed, its errors printed, its exit code returned."""
from __future__ import annotations

import os
import sys

from pkgrs.cli import table
from pkgrs.cli.signals import _env_var_true, install_handlers
from pkgrs.terminal.start import start_logging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Tuple


_hyphened_command = False


def is_hyphened_command() -> bool:
    """Whether the command was started as `rez-env`, rather than as `rez env`."""
    return _hyphened_command


def run(command: Optional[str] = None, program: str = "rez") -> None:
    """Run a command with the process's arguments, then exit.

    Args:
        command: Its name; the first argument that is no option, if None.
        program: What help calls the program.
    """
    global _hyphened_command
    arguments = sys.argv[1:]
    if command:
        _hyphened_command = True
        arguments = [command] + arguments
    install_handlers()
    start_logging()

    show_all = _env_var_true("REZ_DEBUG")
    try:
        opts, groups = _parse_plain(arguments, program) if command else (None, [])
        if opts is None:
            opts, groups = _parse(arguments, program)
    except Exception as error:  # the options of some commands depend on the package in the working directory
        if show_all or "--debug" in arguments or not _is_expected(error):
            raise
        _print_error(error, None)
        sys.exit(1)
    show_all = show_all or opts.debug

    def run_cmd() -> Any:
        if os.environ.get("REZ_LOG_DEPRECATION_WARNINGS"):
            from pkgrs.config.config import warn_of_deprecated_settings
            from pkgrs.plugin import manager  # noqa: F401  its settings are among them
            warn_of_deprecated_settings()
        return opts.func(opts, opts.parser, groups)

    if opts.profile:
        import cProfile
        cProfile.runctx("run_cmd()", {}, {"run_cmd": run_cmd}, filename=opts.profile)
        code = 0
    else:
        try:
            code = run_cmd()
        except Exception as error:
            if show_all or not _is_expected(error):
                raise
            _print_error(error, opts)
            code = 1
    sys.exit(code or 0)


def _import_argparse() -> None:
    """Import `argparse` so that it takes its texts as they are. Python comes with no translations of them, but it
    takes long to import what would look for these."""
    if "argparse" in sys.modules or "gettext" in sys.modules:
        import argparse
        argparse._ = str  # type: ignore[attr-defined]
        return
    texts: Any = type(sys)("gettext")
    texts.gettext = str
    texts.ngettext = lambda one, many, number: one if number == 1 else many
    sys.modules["gettext"] = texts
    try:
        import argparse  # noqa: F401
    finally:
        del sys.modules["gettext"]


# Errors that input, files and packages cause; any other one is our own mistake. By name, since most of them are in
# modules that a command which does not fail has no need of.
_EXPECTED = frozenset(("RezError", "OSError", "VersionError", "ParseException", "SourceCodeError", "YAMLError",
                       "SchemaError"))


def _is_expected(error: Exception) -> bool:
    return any(cls.__name__ in _EXPECTED for cls in type(error).__mro__)


def _print_error(error: Exception, opts: Any) -> None:
    from pkgrs.base.log import print_error
    print_error("%s: %s" % (type(error).__name__, error))
    _print_hints(error, opts)


def _print_hints(error: Exception, opts: Any) -> None:
    """After an error: about a package that is not there, what may be meant; about invalid data, where it is."""
    place = getattr(error, "place", None)
    if place:
        print("In %s" % place, file=sys.stderr)
    from pkgrs.errors import PackageFamilyNotFoundError, PackageNotFoundError
    if isinstance(error, (PackageFamilyNotFoundError, PackageNotFoundError)):
        from pkgrs.query.why import print_hints
        written = getattr(opts, "paths", None)
        print_hints(error, written.split(os.pathsep) if isinstance(written, str) else None, sys.stderr)


def _command_in(arguments: List[str]) -> Optional[str]:
    """The first argument that is no option, which is the command; None when there is none before `--`."""
    for argument in arguments:
        if argument == "--":
            return None
        if not argument.startswith("-"):
            return argument
        if argument == "--profile":
            return None  # takes a value: let the parser see to it
    return None


def _parse_plain(arguments: List[str], program: str) -> Tuple[Any, List[List[str]]]:
    """As `_parse`, without `argparse`; the options are None if that can't be done."""
    from pkgrs.cli.plain import parse

    def make_parser() -> Any:
        _import_argparse()
        from pkgrs.cli.parser import command_parser
        return command_parser(name, program)

    name = arguments[0]
    is_grouped = table.subcommands.get(name, {}).get("arg_mode") == "grouped"
    own, groups = _split_groups(arguments[1:]) if is_grouped else (arguments[1:], [])
    return parse(name, own, make_parser), groups


def _parse(arguments: List[str], program: str) -> Tuple[Any, List[List[str]]]:
    """The options, and the groups of arguments that go to the command as they are."""
    name = _command_in(arguments)
    _import_argparse()
    from pkgrs.cli.parser import setup_parser
    known = name is not None and table.find(name)
    parser = setup_parser([name] if known and name else None, program)
    mode = table.subcommands[name].get("arg_mode") if known and name else None
    if mode == "passthrough":
        opts, extra = parser.parse_known_args(arguments)
        groups = [extra]
    else:
        own, groups = _split_groups(arguments) if mode == "grouped" else (arguments, [])
        opts = parser.parse_args(own)
    if not hasattr(opts, "func"):
        parser.error("too few arguments.")
    return opts, groups


def _split_groups(arguments: List[str]) -> Tuple[List[str], List[List[str]]]:
    """The arguments before the first `--`, and those after each one."""
    groups: List[List[str]] = [[]]
    for argument in arguments:
        if argument == "--":
            groups.append([])
        else:
            groups[-1].append(argument)
    return groups[0], groups[1:]
