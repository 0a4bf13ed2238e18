"""What the configuration asks of others. Only type checkers need it, and who asks for these classes by name."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Protocol, TypeVar

T = TypeVar("T")


class Validatable(Protocol):
    """Anything with a `validate` method, which returns the data as it should be, or raises."""

    def validate(self, data: T) -> T:
        """The data as it should be; raises if it can't be."""
        ...


class PluginSettings(Protocol):
    """What the configuration needs to know of plugins."""

    def types(self) -> List[str]:
        """Names of the plugin types."""
        ...

    def settings(self, plugin_type: str, given: Mapping[str, Any]) -> Dict[str, Any]:
        """The settings of the plugins of one type.

        Args:
            plugin_type: One of `types`.
            given: What the configuration has for it, over the defaults.

        Raises:
            ConfigurationError: A value is not valid.
        """
        ...
