"""The settings of plugins, as the attribute tree `config.plugins.<type>.<plugin>.<setting>`."""
from __future__ import annotations

from pkgrs.base.dicts import deep_update
from pkgrs.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional

    from pkgrs.base.attrdict import RO_AttrDictWrapper
    from pkgrs.config.protocols import PluginSettings

_MANAGER = "pkgrs.plugin.manager"  # says that it knows the settings of plugins, once it is imported
_source: Optional[PluginSettings] = None


def set_plugin_settings(source: PluginSettings) -> None:
    """Say who knows the settings of plugins. The plugin manager does so when it is imported."""
    global _source
    _source = source


def _plugin_settings() -> PluginSettings:
    if _source is None:
        from importlib import import_module
        import_module(_MANAGER)
    assert _source is not None
    return _source


class _PluginConfigs:
    """Settings of plugins by plugin type.

    Args:
        plugin_data: What the configuration has in its "plugins" section.
        overrides: Values by path (type, plugin, setting) that stand over it.
    """

    _data: Dict[str, Any]
    _overrides: Dict[Any, Any]

    def __init__(self, plugin_data: Any, overrides: Optional[Dict[Any, Any]] = None) -> None:
        if plugin_data is None:
            plugin_data = {}
        if not isinstance(plugin_data, dict):
            raise ConfigurationError(
                "Error in Rez configuration under plugins: %r should be instance of %r" % (plugin_data, dict))
        self.__dict__.update(_data=plugin_data, _overrides={} if overrides is None else overrides)

    def __getattr__(self, attr: str) -> RO_AttrDictWrapper:
        # Only reached for what `__dict__` does not have yet.
        if attr.startswith("__"):
            raise AttributeError(attr)
        from pkgrs.base.attrdict import RO_AttrDictWrapper, convert_dicts

        given = self._given(attr)
        source = _plugin_settings()
        if attr in source.types():
            settings = source.settings(attr, given)
        elif attr in self._data:
            settings = given
        else:
            raise AttributeError("No such configuration setting: 'plugins.%s'" % attr)
        value: RO_AttrDictWrapper = convert_dicts(settings, RO_AttrDictWrapper)
        self.__dict__[attr] = value
        return value

    def __setattr__(self, attr: str, value: Any) -> None:
        raise AttributeError("'%s' object attribute '%s' is read-only" % (type(self).__name__, attr))

    def __iter__(self) -> Iterator[str]:
        return iter(_plugin_settings().types())

    def __str__(self) -> str:
        return "%r" % sorted(self)

    def __repr__(self) -> str:
        return "%s(%s)" % (type(self).__name__, self)

    def _given(self, plugin_type: str) -> Dict[str, Any]:
        given = self._data.get(plugin_type, {})
        if not isinstance(given, dict):
            raise ConfigurationError("Error in Rez configuration under plugins.%s: %r should be instance of %r" % (
                plugin_type, given, dict))
        result: Dict[str, Any] = {}
        deep_update(result, given)
        for path, value in self._overrides.items():
            if path[0] == plugin_type:
                for name in reversed(path[1:]):
                    value = {name: value}
                deep_update(result, value)
        return result

    def override(self, key: List[str], value: Any) -> None:
        """Set a setting.

        Args:
            key: Plugin type, then plugin and setting, or a setting of the type.
            value: Its value; it is checked when it is read.

        Raises:
            AttributeError: There is no such plugin type, or the key is a type.
        """
        if len(key) < 2 or key[0] not in _plugin_settings().types():
            raise AttributeError("no such setting: %r" % ".".join(key))
        self._overrides.pop(tuple(key), None)
        self._overrides[tuple(key)] = value
        self.__dict__.pop(key[0], None)

    def remove_override(self, key: List[str]) -> None:
        """Undo `override`, if there was one for this key."""
        if tuple(key) in self._overrides:
            del self._overrides[tuple(key)]
            self.__dict__.pop(key[0], None)

    def data(self) -> Dict[str, Dict[str, Any]]:
        """All settings as plain dictionaries; raises ConfigurationError if a value is not valid."""
        from pkgrs.base.attrdict import AttrDictWrapper, convert_dicts

        return {name: convert_dicts(getattr(self, name), dict, AttrDictWrapper) for name in self}
