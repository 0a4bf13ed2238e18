"""The plugin manager of the process."""
from __future__ import annotations

import os
from types import ModuleType

from pkgrs.base.descriptors import LazySingleton, cached_property
from pkgrs.base.schema import Schema
from pkgrs.base.text import columnise
from pkgrs.config.layers import get_module_root_config
from pkgrs.config.plugins import set_plugin_settings
from pkgrs.errors import RezPluginError
from pkgrs.platform.hooks import provide
from pkgrs.plugin import paths
from pkgrs.plugin.builtin import BUILTIN
from pkgrs.plugin.types import (
    BuildProcessPluginType, BuildSystemPluginType, CommandPluginType, PackageRepositoryPluginType,
    ReleaseHookPluginType, ReleaseVCSPluginType, RezPluginType, ShellPluginType)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional, Tuple, Type


class RezPluginManager:
    """Knows the plugins of each type, and loads them when they are asked for.

    Plugins come from the package `rezplugins.<type>`, which `plugin_path` and importable packages with a `rezplugins`
    folder extend, and from entry points `rez.plugins.<type>`. A module with a plugin has a function `register_plugin`,
    which returns the plugin's class, or None if the plugin is of no use here.
    """

    def __init__(self) -> None:
        self._plugin_types: Dict[str, LazySingleton[RezPluginType]] = {}

    @cached_property
    def rezplugins_module_paths(self) -> List[str]:
        """Folders of importable packages that hold a package `rezplugins`."""
        return paths.find_module_paths()

    def register_plugin_type(self, type_class: Type[RezPluginType]) -> None:
        """Add a plugin type, in place of one of the same name.

        Raises:
            TypeError: Not a subclass of RezPluginType.
        """
        if not issubclass(type_class, RezPluginType):
            raise TypeError("'type_class' must be a RezPluginType sub class")
        self._plugin_types[type_class.type_name] = LazySingleton(type_class)

    def get_plugin_types(self) -> List[str]:
        """Names of the plugin types."""
        return list(self._plugin_types)

    def get_plugins(self, plugin_type: str) -> List[str]:
        """Names of the plugins of a type; raises RezPluginError if there is no such type."""
        return list(self._get_plugin_type(plugin_type).plugin_classes)

    def get_plugin_class(self, plugin_type: str, plugin_name: str) -> Type[Any]:
        """The class of a plugin; raises RezPluginError if there is no such type or plugin."""
        return self._get_plugin_type(plugin_type).get_plugin_class(plugin_name)

    def get_plugin_module(self, plugin_type: str, plugin_name: str) -> ModuleType:
        """The module of a plugin; raises RezPluginError if there is no such type or plugin."""
        return self._get_plugin_type(plugin_type).get_plugin_module(plugin_name)

    def get_plugin_config_data(self, plugin_type: str) -> Dict[str, Any]:
        """Default settings of the plugins of a type; raises RezPluginError if there is no such type."""
        return self._get_plugin_type(plugin_type).config_data

    def get_plugin_config_schema(self, plugin_type: str) -> Schema:
        """Schema of the settings of the plugins of a type; raises RezPluginError if there is no such type."""
        schema: Schema = self._get_plugin_type(plugin_type).config_schema
        return schema

    def get_failed_plugins(self, plugin_type: str) -> List[Tuple[str, str]]:
        """Name and error text of each plugin of a type that could not be loaded; RezPluginError without such a type."""
        return list(self._get_plugin_type(plugin_type).failed_plugins.items())

    def create_instance(self, plugin_type: str, plugin_name: str, **instance_kwargs: Any) -> Any:
        """An object of a plugin's class, made with the arguments; RezPluginError without such a type or plugin."""
        return self._get_plugin_type(plugin_type).create_instance(plugin_name, **instance_kwargs)

    def get_summary_string(self) -> str:
        """A table of all plugins, with what they do and whether they could be loaded."""
        rows = [("PLUGIN TYPE", "NAME", "DESCRIPTION", "STATUS"), ("-----------", "----", "-----------", "------")]
        for plugin_type in sorted(self.get_plugin_types()):
            label = plugin_type.replace("_", " ")
            for name in sorted(self.get_plugins(plugin_type)):
                rows.append((label, name, self._description(plugin_type, name), "loaded"))
            for name, text in sorted(self.get_failed_plugins(plugin_type)):
                rows.append((label, name, "", "FAILED: %s" % text))
        return "\n".join(columnise(rows))

    def _description(self, plugin_type: str, plugin_name: str) -> str:
        module = self.get_plugin_module(plugin_type, plugin_name)
        ours = os.path.join(os.path.dirname(os.path.dirname(get_module_root_config())), "rezplugins", "")
        if plugin_name in BUILTIN.get(plugin_type, ()) and (module.__file__ or "").startswith(ours):
            return BUILTIN[plugin_type][plugin_name]
        return (module.__doc__ or "").strip().split("\n")[0]

    def _get_plugin_type(self, plugin_type: str) -> RezPluginType:
        try:
            singleton = self._plugin_types[plugin_type]
        except KeyError:
            raise RezPluginError("Unrecognised plugin type: '%s'" % plugin_type) from None
        return singleton()


# The plugin manager of this process.
plugin_manager = RezPluginManager()

for _type in (
    ShellPluginType, ReleaseVCSPluginType, ReleaseHookPluginType, BuildSystemPluginType, PackageRepositoryPluginType,
    BuildProcessPluginType, CommandPluginType,
):
    plugin_manager.register_plugin_type(_type)


class _Settings:
    """What the configuration asks about plugins."""

    def types(self) -> List[str]:
        return plugin_manager.get_plugin_types()

    def settings(self, plugin_type: str, given: Mapping[str, Any]) -> Dict[str, Any]:
        return plugin_manager._get_plugin_type(plugin_type).settings(given)


set_plugin_settings(_Settings())
provide("summary", plugin_manager.get_summary_string)


def uncache_rezplugins_module_paths(instance: Optional[RezPluginManager] = None) -> None:
    """Have the next search for third parties' plugins look at the folders again.

    Args:
        instance: A plugin manager. None: the process's.
    """
    paths.forget()
    cached_property.uncache(instance or plugin_manager, "rezplugins_module_paths")
