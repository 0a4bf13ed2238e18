"""The base class of command plugins."""
from __future__ import annotations

from pkgrs.config.config import config


class Command:
    """A subcommand that a plugin adds.

    The plugin's module has, beside `register_plugin` and such a class, the functions
    `setup_parser(parser, completions=False)` and `command(opts, parser=None, extra_arg_groups=None)`; it may have a
    dictionary `command_behavior`. Its docstring is the help text. The class may have a dictionary `schema_dict` for the
    plugin's settings.
    """

    def __init__(self) -> None:
        self.type_settings = config.plugins.command
        self.settings = self.type_settings.get(self.name())

    @classmethod
    def name(cls) -> str:
        """Name of the subcommand."""
        raise NotImplementedError
