"""A configuration file in TOML in which every setting stands as a comment, with its default and what it is for."""
from __future__ import annotations

import inspect
import json
import os
from importlib import import_module
from types import ModuleType

from pkgrs.config import defaults
from pkgrs.config.layers import HOME_CONFIG
from pkgrs.errors import ConfigurationError
from pkgrs.plugin.builtin import BUILTIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Tuple


_HEADER = """\
# Settings of your own. Remove the "#" before a setting to change it.
# What is not set here comes from other configuration files, or has the default shown. A setting shown
# without a value has none: this file format has no word for "None".
"""


def _toml(value: Any) -> str:
    if value == {}:
        return "{}"
    if isinstance(value, dict):
        return "{ %s }" % ", ".join("%s = %s" % (json.dumps(key), _toml(item)) for key, item in value.items())
    if isinstance(value, list):
        return "[%s]" % ", ".join(map(_toml, value))
    return json.dumps(value)


def _setting(name: str, value: Any) -> str:
    return "#%s =" % name if value is None else "#%s = %s" % (name, _toml(value))


def _described(module: ModuleType) -> Iterator[Tuple[List[str], str]]:
    """Each setting of a module, in the order of its text, with the comment lines before it."""
    comments: List[str] = []
    names = vars(module)
    for line in inspect.getsource(module).splitlines():
        name = line.partition(" = ")[0]
        if line.startswith("#") and not line.startswith("# mypy:"):
            comments.append(line)
        elif " = " in line and name in names:
            yield comments, name
            comments = []
        elif not line and comments and comments[-1].startswith("# -- "):
            comments.append("")


def _core_settings() -> Iterator[str]:
    for comments, name in _described(defaults):
        if name == "plugins":
            continue
        if comments:
            yield ""
            yield from comments
        yield _setting(name, getattr(defaults, name))


def _plugin_settings() -> Iterator[str]:
    for plugin_type in BUILTIN:
        module = import_module("pkgrs.plugin.defaults." + plugin_type)
        sections: Dict[str, Dict[str, Any]] = {}
        own: Dict[str, Any] = {}
        comments: Dict[str, List[str]] = {}
        for lines, name in _described(module):
            value = getattr(module, name)
            comments[name] = lines
            (sections if isinstance(value, dict) else own)[name] = value
        for header, settings in [("", own)] + list(sections.items()):
            if settings:
                yield ""
                yield from comments.get(header, ())
                yield "#[plugins.%s]" % ".".join(filter(None, (plugin_type, header)))
            for name, value in settings.items():
                yield from comments.get(name, ()) if not header else ()
                yield _setting(name, value)


def config_template() -> str:
    """The text of the file. It is valid, and sets nothing."""
    return _HEADER + "\n".join(_core_settings()) + "\n\n# -- Plugins\n" + "\n".join(_plugin_settings()) + "\n"


def write_home_config() -> str:
    """Write the file to the home folder, unless that has a configuration file.

    Returns:
        Its path.

    Raises:
        ConfigurationError: There is a configuration file, or this one can't be written.
    """
    from pkgrs.base.replace import atomic_write

    stem = os.path.expanduser(os.path.join("~", HOME_CONFIG))
    path = stem + ".toml"
    for existing in (stem, stem + ".py", path):
        if os.path.lexists(existing):
            raise ConfigurationError("There is a configuration file already: %s" % existing)
    try:
        with atomic_write(path) as file:
            file.write(config_template())
    except OSError as error:
        raise ConfigurationError("Can't write %s: %s" % (path, error)) from error
    return path
