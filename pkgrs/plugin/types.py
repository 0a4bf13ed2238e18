"""The types of plugins, and the plugins of a type."""
from __future__ import annotations

import os
import sys
from types import ModuleType

from pkgrs.base.descriptors import cached_property
from pkgrs.base.dicts import deep_update
from pkgrs.base.flow import Interrupted
from pkgrs.base.modules import import_module
from pkgrs.base.schema import Or, Schema, SchemaError, dict_to_schema
from pkgrs.config.config import config
from pkgrs.config.expand import expand_system_vars
from pkgrs.config.layers import _load_config_from_filepaths
from pkgrs.errors import ConfigurationError, RezPluginError
from pkgrs.plugin import paths
from pkgrs.plugin.builtin import BUILTIN, builtin_module, implementation_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Type


# Settings that a plugin type has itself, beside those of its plugins.
_plugin_config_dict: Dict[str, Dict[str, Any]] = {
    "release_vcs": {
        "tag_name": str,
        "releasable_branches": Or(None, [str]),
        "check_tag": bool,
    },
}


def _print_debug(msg: str, *nargs: Any) -> None:
    if config.debug("plugins"):
        from pkgrs.base.log import print_debug

        print_debug(msg, *nargs)


def _print_warning(msg: str, *nargs: Any) -> None:
    if config.debug("plugins"):
        from pkgrs.base.log import print_warning

        print_warning(msg, *nargs)


class RezPluginType:
    """The plugins of one type.

    A subclass names the type in `type_name`. Nothing is loaded until it is asked for. A plugin delivered here is then
    loaded alone, unless third parties have plugins of the type: these come first, so all are loaded.
    """

    type_name: str

    def __init__(self) -> None:
        self.pretty_type_name = self.type_name.replace("_", " ")
        self._classes: Dict[str, Type[Any]] = {}
        self._modules: Dict[str, ModuleType] = {}
        self._failed: Dict[str, str] = {}
        self._config_data: Dict[str, Any] = {}
        self._loaded = False

    def __repr__(self) -> str:
        return "%s(%s)" % (type(self).__name__, self.plugin_classes.keys())

    # -- What there is; these load everything

    @property
    def plugin_classes(self) -> Dict[str, Type[Any]]:
        """Classes of the plugins by name."""
        self._load_all()
        return self._classes

    @plugin_classes.setter
    def plugin_classes(self, value: Dict[str, Type[Any]]) -> None:
        self._load_all()
        self._classes = value

    @property
    def plugin_modules(self) -> Dict[str, ModuleType]:
        """Modules of the plugins by name."""
        self._load_all()
        return self._modules

    @plugin_modules.setter
    def plugin_modules(self, value: Dict[str, ModuleType]) -> None:
        self._load_all()
        self._modules = value

    @property
    def failed_plugins(self) -> Dict[str, str]:
        """Error texts of plugins that could not be loaded, by name."""
        self._load_all()
        return self._failed

    @failed_plugins.setter
    def failed_plugins(self, value: Dict[str, str]) -> None:
        self._load_all()
        self._failed = value

    @property
    def config_data(self) -> Dict[str, Any]:
        """Default settings of the plugins."""
        self._load_all()
        return self._config_data

    @config_data.setter
    def config_data(self, value: Dict[str, Any]) -> None:
        self._load_all()
        self._config_data = value

    def _load_all(self) -> None:
        if not self._loaded:
            self._loaded = True
            self._classes.clear()
            self._modules.clear()
            try:
                self.load_plugins()
            except BaseException:
                self._loaded = False
                raise

    # -- Loading

    def load_plugins(self) -> None:
        """Load all plugins of the type."""
        self.load_plugins_from_namespace()
        self.load_plugins_from_entry_points()

    def load_plugins_from_namespace(self) -> None:
        """Load the plugins in the `rezplugins` namespace; of a name the one in the last folder of the path."""
        package = import_module("rezplugins." + self.type_name)
        # What stands later in the path was added by others, and overrides.
        for path in reversed(package.__path__):
            _print_debug("searching plugin path %s...", path)
            for modname in _modules_in(path, package.__name__):
                self._load_module(modname, path)
            self._add_config(path)

    def _load_module(self, modname: str, path: str) -> None:
        plugin_name = modname.rpartition(".")[2]
        where = (self.type_name, path, modname)
        if plugin_name in self._classes:
            _print_warning("skipped same named %s plugin at %s: %s", *where)
            return
        _print_debug("loading %s plugin at %s: %s...", *where)
        try:
            module = _module_at(modname, path)
            self.register_plugin_module(plugin_name, module, path)
        except Interrupted:
            raise
        except (Exception, SystemExit) as error:
            self.print_log_plugins_error(modname, error)

    def load_plugins_from_entry_points(self) -> None:
        """Load the plugins of entry points `rez.plugins.<type>`, over those of the same name."""
        _print_debug("searching plugin for entry point 'rez.plugins.%s'...", self.type_name)
        for point in paths.find_entry_points(self.type_name):
            _print_debug("loading %s plugin for \"%s = %r\"...", self.type_name, point.name, point.value)
            label = point.name
            try:
                module = point.load()
                label = module.__name__
                path = os.path.dirname(module.__file__)
                self.register_plugin_module(point.name, module, path)
            except Interrupted:
                raise
            except (Exception, SystemExit) as error:
                self.print_log_plugins_error(label, error)
            else:
                self.load_config_from_plugin(module)

    def load_config_from_plugin(self, plugin: ModuleType) -> None:
        """Take over the default settings in a file `rezconfig` beside the plugin's module."""
        self._add_config(os.path.dirname(plugin.__file__ or ""))

    def _add_config(self, path: str) -> None:
        data, _ = _load_config_from_filepaths([os.path.join(path, "rezconfig")])
        deep_update(self._config_data, _without_module_names(data))

    def register_plugin_module(self, plugin_name: str, plugin_module: ModuleType, plugin_path: str) -> None:
        """Register the plugin that a module has: what its function `register_plugin` returns.

        Args:
            plugin_name: Name of the plugin.
            plugin_module: The module.
            plugin_path: Folder that it should be in.
        """
        where = "%s: %s" % (plugin_path, plugin_module.__name__)
        actual = getattr(plugin_module, "__file__", None) or ""
        if os.path.dirname(actual) != plugin_path:
            _print_warning(
                "plugin module %s is not loaded from current load path but reused from previous imported path: %s",
                plugin_module.__name__, actual)
        register = getattr(plugin_module, "register_plugin", None)
        if not callable(register):
            _print_warning("no 'register_plugin' function at %s", where)
            return
        plugin_class = register()
        if plugin_class is None:
            _print_warning("'register_plugin' function at %s did not return a class.", where)
        else:
            self.register_plugin(plugin_name, plugin_class, plugin_module)

    def register_plugin(self, plugin_name: str, plugin_class: Type[Any], plugin_module: ModuleType) -> None:
        """Register a plugin, in place of one of the same name."""
        self._classes[plugin_name] = plugin_class
        self._modules[plugin_name] = plugin_module

    def print_log_plugins_error(self, module_name: str, error: BaseException) -> None:
        """Remember that a plugin could not be loaded, and print the traceback if plugins are debugged.

        Args:
            module_name: Module of the plugin; the last part is its name.
            error: What went wrong; it is being handled.
        """
        text = "SystemExit: %s" % error if isinstance(error, SystemExit) else str(error)
        self._failed[module_name.rpartition(".")[2]] = text
        if config.debug("plugins"):
            import traceback

            _print_debug("%s", traceback.format_exc())

    # -- One plugin

    def _only_builtin(self) -> bool:
        """Whether all plugins of the type are those delivered here."""
        return (
            self.type_name in BUILTIN
            and not paths.extension_paths("rezplugins." + self.type_name)
            and not paths.find_entry_points(self.type_name)
        )

    def _load_builtin(self, plugin_name: str) -> bool:
        """Load one plugin that is delivered here, if that is enough; returns whether it is there now."""
        if self._loaded or plugin_name in self._classes:
            return plugin_name in self._classes
        if plugin_name not in BUILTIN.get(self.type_name, ()) or config.debug("plugins") or not self._only_builtin():
            return False
        modname = builtin_module(self.type_name, plugin_name)
        if modname not in sys.modules:
            modname = implementation_module(self.type_name, plugin_name)
        try:
            module = import_module(modname)
            self.register_plugin_module(plugin_name, module, os.path.dirname(module.__file__ or ""))
        except Interrupted:
            raise
        except (Exception, SystemExit) as error:
            self.print_log_plugins_error(modname, error)
        return plugin_name in self._classes

    def _check_plugin(self, plugin_name: str) -> None:
        if not self._load_builtin(plugin_name) and plugin_name not in self.plugin_classes:
            raise RezPluginError("Unrecognised %s plugin: '%s'" % (self.pretty_type_name, plugin_name))

    def get_plugin_class(self, plugin_name: str) -> Type[Any]:
        """The class of a plugin; raises RezPluginError if there is none of that name."""
        self._check_plugin(plugin_name)
        return self._classes[plugin_name]

    def get_plugin_module(self, plugin_name: str) -> ModuleType:
        """The module of a plugin; raises RezPluginError if there is none of that name."""
        self._check_plugin(plugin_name)
        if not self._loaded:
                self._modules[plugin_name] = import_module(builtin_module(self.type_name, plugin_name))
        return self._modules[plugin_name]

    def create_instance(self, plugin: str, **instance_kwargs: Any) -> Any:
        """An object of a plugin's class; raises RezPluginError if there is none of that name."""
        return self.get_plugin_class(plugin)(**instance_kwargs)

    # -- Settings

    @cached_property
    def config_schema(self) -> Schema:
        """Schema of the settings of the type and its plugins."""
        return self._schema_of(self.plugin_classes)

    def _schema_of(self, classes: Mapping[str, Type[Any]]) -> Schema:
        schema: Dict[str, Any] = dict(_plugin_config_dict.get(self.type_name, {}))
        for name, plugin_class in classes.items():
            schema_dict = getattr(plugin_class, "schema_dict", None)
            if schema_dict:
                schema[name] = schema_dict
        return dict_to_schema(schema, required=True, modifier=expand_system_vars)

    def settings(self, given: Mapping[str, Any]) -> Dict[str, Any]:
        """The settings of the plugins.

        Args:
            given: What the configuration says, over the defaults.

        Raises:
            ConfigurationError: A value is not valid.
        """
        if not self._loaded and self._only_builtin() and not config.debug("plugins"):
            # The defaults are valid: only plugins with other settings need to be loaded for their schema.
            data = self._builtin_defaults()
            loaded = {name: self._classes[name] for name in given if self._load_builtin(name)}
            schema = self._schema_of(loaded)
        else:
            data = {}
            deep_update(data, self.config_data)
            schema = self.config_schema
        deep_update(data, dict(given))
        try:
            result: Dict[str, Any] = schema.validate(data)
        except SchemaError as error:
            raise ConfigurationError(
                "Error in Rez configuration under plugins.%s: %s" % (self.type_name, error)) from error
        return result

    def _builtin_defaults(self) -> Dict[str, Any]:
        data: Dict[str, Any] = {}
        deep_update(data, _without_module_names(vars(import_module("pkgrs.plugin.defaults." + self.type_name))))
        return data


def _without_module_names(data: Mapping[str, Any]) -> Dict[str, Any]:
    return {key: value for key, value in data.items() if not key.startswith("__") and not isinstance(value, ModuleType)}


def _modules_in(path: str, package_name: str) -> List[str]:
    """Dotted names of the modules in a folder that may be plugins."""
    from pkgutil import iter_modules

    names = [info.name for info in iter_modules([path])]
    return ["%s.%s" % (package_name, name) for name in names if name != "rezconfig" and not name.startswith("_")]


def _module_at(modname: str, path: str) -> ModuleType:
    """The module of that name in the folder, imported now if it was not, or was from another folder."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    spec = PathFinder.find_spec(modname, [path])
    if spec is None or spec.loader is None:
        raise ImportError("No module named %r" % modname)
    module = sys.modules.get(modname)
    if module is not None and getattr(module, "__file__", None) == spec.origin:
        return module
    previous = module
    module = module_from_spec(spec)
    sys.modules[modname] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        if previous is None:
            del sys.modules[modname]
        else:
            sys.modules[modname] = previous
        raise
    parent, _, name = modname.rpartition(".")
    setattr(sys.modules[parent], name, module)
    return module


class ShellPluginType(RezPluginType):
    """Shells that environments run in."""

    type_name = "shell"


class ReleaseVCSPluginType(RezPluginType):
    """Version control systems that packages are released from."""

    type_name = "release_vcs"


class ReleaseHookPluginType(RezPluginType):
    """What runs before and after a release."""

    type_name = "release_hook"


class BuildSystemPluginType(RezPluginType):
    """Programs that build a package."""

    type_name = "build_system"


class PackageRepositoryPluginType(RezPluginType):
    """Kinds of storage of packages."""

    type_name = "package_repository"


class BuildProcessPluginType(RezPluginType):
    """Ways to build and release the variants of a package."""

    type_name = "build_process"


class CommandPluginType(RezPluginType):
    """Additional subcommands."""

    type_name = "command"
