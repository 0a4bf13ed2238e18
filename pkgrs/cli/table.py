"""The commands, in the order in which help lists them, and how each takes its arguments."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Set


# `arg_mode` grouped: what follows `--` goes to the command as groups of extra arguments;
# passthrough: all arguments that the command does not know do. `hidden`: not listed in help.
subcommands: Dict[str, Dict[str, Any]] = {
    "bind": {},
    "build": {"arg_mode": "grouped"},
    "config": {},
    "context": {},
    "complete": {"hidden": True},
    "cp": {},
    "depends": {},
    "diff": {},
    "env": {"arg_mode": "grouped"},
    "forward": {"hidden": True, "arg_mode": "passthrough"},
    "gui": {},
    "help": {},
    "interpret": {},
    "memcache": {},
    "pip": {},
    "pkg-cache": {},
    "plugins": {},
    "python": {"arg_mode": "passthrough"},
    "release": {"arg_mode": "grouped"},
    "search": {},
    "selftest": {"arg_mode": "grouped"},
    "status": {},
    "suite": {},
    "test": {"arg_mode": "grouped"},
    "view": {},
    "yaml2py": {},
    "bundle": {},
    "benchmark": {},
    "pkg-ignore": {},
    "mv": {},
    "rm": {},
}
# What `pkg` has besides.
PKG_COMMANDS: Dict[str, Dict[str, Any]] = {
    "why": {},
    "why-not": {},
    "quirks": {},
    "check": {},
    "index": {},
}


def add_pkg_commands() -> None:
    """Have the commands that only `pkg` has."""
    subcommands.update(PKG_COMMANDS)


def module_of(command: str) -> str:
    """The module that implements a command: ours, or the plugin's that brings it."""
    named = subcommands[command].get("module_name")
    return named or "pkgrs.cli.commands.%s" % command.replace("-", "_")


def load_plugin_cmd() -> Dict[str, Dict[str, Any]]:
    """The commands that plugins bring, and how each takes its arguments."""
    from pkgrs.config.config import config
    from pkgrs.plugin.manager import plugin_manager

    found: Dict[str, Dict[str, Any]] = {}
    for name in plugin_manager.get_plugins("command"):
        module = plugin_manager.get_plugin_module("command", name)
        if hasattr(module, "command_behavior"):
            behaviour = dict(module.command_behavior)
        else:
            behaviour = {}
            if config.debug("plugins"):
                from pkgrs.base.log import print_debug
                print_debug("Attribute 'command_behavior' not found in plugin module %s, registering with default "
                            "behavior.", module.__name__)
        behaviour["module_name"] = module.__name__
        found[name] = behaviour
    return found


def all_commands() -> List[str]:
    """Every command, those of plugins included, which are loaded first."""
    _load_plugins()
    return list(subcommands)


def find(command: str) -> bool:
    """Whether there is such a command; plugins are only asked when it is none of ours."""
    if command in subcommands:
        return True
    _load_plugins()
    return command in subcommands


_asked: Set[str] = set()


def _load_plugins() -> None:
    if "plugins" not in _asked:
        _asked.add("plugins")
        for name, behaviour in load_plugin_cmd().items():
            subcommands.setdefault(name, behaviour)
