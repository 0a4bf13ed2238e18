"""
Show the settings in effect.
"""
from __future__ import annotations

import json

from pkgrs.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


class NoSuchSetting(ConfigurationError, ValueError):
    """A setting that was asked for does not exist."""


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    import argparse

    parser.add_argument(
        "--json", action="store_true",
        help="print lists and dictionaries as JSON, as the variables REZ_*_JSON take it (for one FIELD)")
    parser.add_argument("--search-list", action="store_true", help="print the configuration files looked for")
    parser.add_argument("--source-list", action="store_true", help="print the configuration files found")
    ours = parser.prog.split(" ")[0] == "pkg"
    parser.add_argument(
        "--init", action="store_true",
        help="write a configuration file with all settings as comments, unless there is one"
        if ours else argparse.SUPPRESS)
    field = parser.add_argument("FIELD", type=str, nargs="?", help="the setting to print; all if not given")
    if completions:
        from pkgrs.cli.complete import ConfigCompleter

        field.completer = ConfigCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command.

    Raises:
        ConfigurationError: The configuration is not valid, or has no such setting.
    """
    from pkgrs.config.config import config
    from pkgrs.plugin import manager  # noqa: F401  the configuration gets the settings of plugins from it

    if opts.init:
        from pkgrs.plugin.template import write_home_config

        print("Wrote %s" % write_home_config())
    elif opts.search_list or opts.source_list:
        for path in config.filepaths if opts.search_list else config.sourced_filepaths:
            print(path)
    else:
        _print_value(_find(config.data, opts.FIELD), opts.json)


def _find(data: Any, field: Optional[str]) -> Any:
    for key in field.split(".") if field else ():
        if not isinstance(data, dict) or key not in data:
            raise NoSuchSetting("no such setting: %r" % field)
        data = data[key]
    return data


def _print_value(value: Any, as_json: bool) -> None:
    if not isinstance(value, (dict, list)):
        print(value)
    elif as_json:
        print(json.dumps(value, default=str))
    else:
        from pkgrs.base.yaml import dump_yaml

        print(dump_yaml(value))
