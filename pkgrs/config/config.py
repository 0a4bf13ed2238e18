"""The configuration of a process, and others like it."""
from __future__ import annotations

import os
from contextlib import contextmanager
from collections.abc import Mapping

from pkgrs.base.descriptors import cached_property
from pkgrs.base.dicts import DelayLoad, deep_update
from pkgrs.base.schema import key_name
from pkgrs.config import start
from pkgrs.config.layers import (
    _load_config_from_filepaths, get_module_root_config, main_filepaths)
from pkgrs.config.plugins import _PluginConfigs
from pkgrs.config.settings import Setting
from pkgrs.config.table import config_schema
from pkgrs.errors import ConfigurationError
from pkgrs.platform.mapped import set_map_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional


class _SettingAttribute(cached_property):
    """A setting as attribute of a configuration."""

    def __init__(self, key: str, kind: Any) -> None:
        # There are many of these; what the base class copies from its function would be of no use here.
        self.func = lambda config: config._setting(key, kind)
        self.name = key


def _names_and_kinds(schema: Any) -> Dict[str, Any]:
    return {key_name(key): kind for key, kind in schema._schema.items()}


class Config:
    """Settings, each read and validated when it is first asked for.

    Use `create_config` rather than this class, if you can.

    Args:
        filepaths: Configuration files, the later over the earlier. The first should be that of the defaults.
        overrides: Settings that stand over all else.
        locked: Whether to leave environment variables aside.

    Attribute access raises ConfigurationError if the setting, or a file, is not valid.
    """

    if TYPE_CHECKING:  # each setting is an attribute, made from the schema
        def __getattr__(self, name: str) -> Any: ...

    schema: Any = config_schema
    schema_error = ConfigurationError
    _schema_keys: frozenset = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "schema" in cls.__dict__:
            cls._add_settings()

    @classmethod
    def _add_settings(cls) -> None:
        kinds = _names_and_kinds(cls.schema)
        cls._schema_keys = frozenset(kinds)
        for key, kind in kinds.items():
            if key not in cls.__dict__:
                setattr(cls, key, _SettingAttribute(key, kind))

    def __init__(
        self, filepaths: List[str], overrides: Optional[Dict[str, Any]] = None, locked: bool = False,
    ) -> None:
        self.filepaths = filepaths
        self.overrides: Dict[str, Any] = overrides or {}
        self.locked = locked

    @classmethod
    def _of_process(cls) -> Config:
        """A configuration that looks for its files when it first needs them, where it was told to at the start."""
        self = cls.__new__(cls)
        self.overrides = {}
        self.locked = False
        return self

    @classmethod
    def _create_main_config(cls, overrides: Optional[Dict[str, Any]] = None) -> Config:
        """A configuration from the files that are in effect now for a new process."""
        return cls(main_filepaths(), overrides)

    filepaths: List[str] = cached_property(  # type: ignore[assignment]
        lambda config: main_filepaths(start.environ), "filepaths")

    def __str__(self) -> str:
        return "%r" % sorted(self._schema_keys | {"plugins"})

    def __repr__(self) -> str:
        return "%s(%s)" % (type(self).__name__, self)

    # -- Values

    def _setting(self, key: str, kind: Any) -> Any:
        value = self._data.get(key, config_schema)
        if value is config_schema:
            raise self.schema_error("Required key is missing: %r" % key)
        if isinstance(value, DelayLoad):
            value = value.get_value()
        return self._validate_key(key, value, kind)

    def _validate_key(self, key: str, value: Any, key_schema: Any) -> Any:
        if isinstance(key_schema, type) and issubclass(key_schema, Setting):
            key_schema = key_schema(self, key)
        return key_schema.validate(value)

    @cached_property
    def _data_without_overrides(self) -> Dict[str, Any]:
        data, self._sourced_filepaths = _load_config_from_filepaths(self.filepaths)
        return data

    @cached_property
    def _data(self) -> Dict[str, Any]:
        data: Dict[str, Any] = {}
        deep_update(data, self._data_without_overrides)
        deep_update(data, self.overrides)
        return data

    @cached_property
    def sourced_filepaths(self) -> List[str]:
        """The configuration files that were found and read."""
        _ = self._data_without_overrides
        return self._sourced_filepaths

    @cached_property
    def plugins(self) -> _PluginConfigs:
        """Settings of plugins, as `config.plugins.<type>.<plugin>.<setting>`."""
        return _PluginConfigs(self._data.get("plugins"), self.__dict__.setdefault("_plugin_overrides", {}))

    @property
    def data(self) -> Dict[str, Any]:
        """All settings by name, validated, those of plugins included."""
        data = {}
        for key in self._data:
            if key == "plugins":
                data[key] = self.plugins.data()
            elif hasattr(type(self), key) or key in self.__dict__:
                data[key] = getattr(self, key)
        return data

    def validate_data(self) -> None:
        """Validate every setting; raises ConfigurationError at the first that is not valid."""
        for key in _names_and_kinds(self.schema):
            getattr(self, key)

    def validated_data(self) -> Dict[str, Any]:
        """Every setting, validated, and what else the configuration files hold."""
        data = {key: getattr(self, key) for key in _names_and_kinds(self.schema)}
        for key, value in self._data.items():
            data.setdefault(key, value)
        return data

    def get(self, key: str, default: Any = None) -> Any:
        """The attribute of that name, or the default if there is none."""
        return getattr(self, key, default)

    @property
    def nonlocal_packages_path(self) -> List[str]:
        """`packages_path` without `local_packages_path`."""
        paths: List[str] = self.packages_path[:]  # type: ignore[attr-defined]
        local = self.local_packages_path  # type: ignore[attr-defined]
        if local in paths:
            paths.remove(local)
        return paths

    # -- Changing values

    def copy(self, overrides: Optional[Dict[str, Any]] = None, locked: bool = False) -> Config:
        """A configuration from the same files.

        Args:
            overrides: Settings that stand over all else. None: those of this configuration.
            locked: Whether to leave environment variables aside.
        """
        other = type(self)(self.filepaths, dict(self.overrides if overrides is None else overrides), locked)
        for name in ("_data_without_overrides", "_sourced_filepaths"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    def override(self, key: str, value: Any) -> None:
        """Set a setting over all else.

        Args:
            key: The setting; for one of a plugin "plugins.<type>.<plugin>.<setting>".
            value: Its value; it is checked when it is read.

        Raises:
            AttributeError: The key is dotted, and there is no such plugin type.
        """
        section, dot, rest = key.partition(".")
        if not dot:
            self.overrides[key] = value
            self._uncache(key)
        elif section == "plugins":
            self.plugins.override(rest.split("."), value)
        else:
            raise AttributeError("no such setting: %r" % key)

    def is_overridden(self, key: str) -> bool:
        """Whether the setting (not one of a plugin) was overridden."""
        return key in self.overrides

    def remove_override(self, key: str) -> None:
        """Undo `override`; nothing happens if the setting was not overridden."""
        section, dot, rest = key.partition(".")
        if dot and section == "plugins":
            self.plugins.remove_override(rest.split("."))
        elif key in self.overrides:
            del self.overrides[key]
            self._uncache(key)

    def _uncache(self, key: Optional[str] = None) -> None:
        """Forget what was computed from files, environment and overrides, for one setting or for all."""
        values = self.__dict__
        forget = set(self._schema_keys) if key is None else {key}
        for name in forget | {"_data", "plugins"}:
            values.pop(name, None)

    def _swap(self, other: Config) -> None:
        """Exchange all content with another configuration, so that whoever holds one sees the other."""
        self.__dict__, other.__dict__ = other.__dict__, self.__dict__

    # -- Warnings and debugging text

    def _is_on(self, kind: str, key: str) -> bool:
        if self.quiet or getattr(self, kind + "_none"):
            return False
        return bool(getattr(self, kind + "_all") or getattr(self, "%s_%s" % (kind, key)))

    def warn(self, key: str) -> bool:
        """Whether to print warnings of the kind that the setting "warn_<key>" is for."""
        return self._is_on("warn", key)

    def debug(self, key: str) -> bool:
        """Whether to print debugging text of the kind that the setting "debug_<key>" is for."""
        return self._is_on("debug", key)

    def debug_printer(self, key: str) -> Any:
        """A function that prints debugging text, if the setting "debug_<key>" says so.

        It takes a message and the arguments of its %-formatting.
        """
        from pkgrs.base.log import get_debug_printer

        return get_debug_printer(self.debug(key))

    def get_completions(self, prefix: str) -> List[str]:
        """The names of settings, plugins' included, that start so."""
        names = [key for key in _names_and_kinds(self.schema) if key.startswith(prefix)]
        if not prefix.startswith("plugins."):
            if "plugins".startswith(prefix):
                names.append("plugins")
            if prefix != "plugins":
                return names
        words = prefix.split(".")
        node: Any = self.plugins
        for word in words[1:-1]:
            if word not in node:
                return names
            node = getattr(node, word)
            if not isinstance(node, Mapping):
                return names
        last = words[-1] if len(words) > 1 else ""
        path = ".".join(words[:-1] if len(words) > 1 else words)
        found = [name for name in node if name.startswith(last)]
        names += ["%s.%s" % (path, name) for name in found]
        if len(words) > 1 and len(found) == 1:
            below = getattr(node, found[0])
            if isinstance(below, Mapping):
                names += ["%s.%s.%s" % (path, found[0], name) for name in below]
        return names

    # -- Values for settings that are None

    def _get_tmpdir(self) -> str:
        from pkgrs.base.tempdirs import gettempdir

        return gettempdir()

    def _get_context_tmpdir(self) -> str:
        return self._get_tmpdir()

    def _of_platform(self, name: str) -> Any:
        from pkgrs.platform.current import platform_

        return getattr(platform_, name)

    def _get_image_viewer(self) -> Optional[str]:
        return self._of_platform("image_viewer")

    def _get_editor(self) -> Optional[str]:
        return self._of_platform("editor")

    def _get_difftool(self) -> Optional[str]:
        return self._of_platform("difftool")

    def _get_terminal_emulator_command(self) -> Optional[str]:
        return self._of_platform("terminal_emulator_command")

    def _get_new_session_popen_args(self) -> Dict[str, Any]:
        return self._of_platform("new_session_popen_args")


Config._add_settings()

# The configuration of this process. It stays the same object; only its content changes.
config = Config._of_process()

set_map_source(lambda: config.platform_map)  # type: ignore[attr-defined]


def create_config(overrides: Optional[Dict[str, Any]] = None) -> Config:
    """The configuration of this process, or one from the same files with settings over it.

    Args:
        overrides: Settings that stand over all else.

    Returns:
        The process's own configuration object if there are no overrides, else a new one.
    """
    if not overrides:
        return config
    return config.copy(overrides=overrides)


def _create_locked_config(overrides: Optional[Dict[str, Any]] = None) -> Config:
    """A configuration with the defaults and these overrides, whatever the user's files and environment say."""
    return Config([get_module_root_config()], overrides=overrides, locked=True)


@contextmanager
def _replace_config(other: Config) -> Iterator[None]:
    """While in the context, the process's configuration has the content of the other one."""
    config._swap(other)
    try:
        yield
    finally:
        config._swap(other)


def warn_of_deprecated_settings() -> None:
    """If `$REZ_LOG_DEPRECATION_WARNINGS` is set, read all settings now, so that those to go are warned of."""
    if os.environ.get("REZ_LOG_DEPRECATION_WARNINGS"):
        from pkgrs.base.deprecate import show_deprecation_warnings

        show_deprecation_warnings()
        _ = config.data
