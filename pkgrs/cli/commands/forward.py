"""Call the function that a wrapper names: a script whose interpreter this command is."""
from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


def setup_parser(parser: argparse.ArgumentParser, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("YAML", type=str)
    parser.add_argument("ARG", type=str, nargs=argparse.REMAINDER)


def command(opts: Any, parser: argparse.ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command.

    Raises:
        RezSystemError: The file does not say which function is to be called, or there is no such function.
    """
    import os

    from pkgrs.base.modules import get_function_arg_names
    from pkgrs.cli.main import is_hyphened_command
    from pkgrs.errors import RezSystemError

    if is_hyphened_command():
        # What looks like an option is the script's, too.
        import sys
        path, arguments = (sys.argv[1:2] or [opts.YAML])[0], sys.argv[2:]
    else:
        path, arguments = opts.YAML, opts.ARG
    path = os.path.abspath(path)

    def refuse(reason: object) -> RezSystemError:
        return RezSystemError("Invalid executable file %s: %s" % (path, reason))

    call = _read(path, refuse)
    try:
        module = _module(call["module"])
        function = getattr(module, call["func_name"])
    except (AttributeError, ImportError, KeyError, TypeError, ValueError) as error:
        raise refuse("%s: %s" % (error.__class__.__name__, error)) from error

    kwargs = dict(call.get("kwargs") or {})
    names = get_function_arg_names(function)
    if "_script" in names:
        kwargs["_script"] = path
    if "_cli_args" in names:
        kwargs["_cli_args"] = arguments
    function(*(call.get("nargs") or []), **kwargs)


def _read(path: str, refuse: Any) -> Dict[str, Any]:
    from yaml import YAMLError

    from pkgrs.base.yaml import load_yaml

    try:
        call = load_yaml(path)
    except (YAMLError, UnicodeDecodeError) as error:
        raise refuse(error) from error
    if not isinstance(call, dict):
        raise refuse("it holds no mapping")
    return call


def _module(name: Any) -> Any:
    """A module below `rez`, or that of a plugin, which is named by its type and name."""
    if isinstance(name, (list, tuple)):
        from pkgrs.plugin.manager import plugin_manager

        plugin_type, plugin_name = name
        return plugin_manager.get_plugin_module(plugin_type, plugin_name)
    from importlib import import_module

    return import_module("rez.%s" % name)
